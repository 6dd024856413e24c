"""What needs a browser, Node and npm's registry: `make test-browser`."""
