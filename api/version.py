"""Which Dateline this is."""

VERSION = "0.1.0"
