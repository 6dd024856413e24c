"""gunicorn around the app: connections, streams, the processes and their log, before the app is asked and after."""
