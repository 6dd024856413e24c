"""`gunicorn --config api/gunicorn.conf.py`: the app, its settings from the environment, its model loaded."""

from __future__ import annotations

import os

from api.server.serving import load_app
from api.settings import read_settings
from timeline.errors import InvalidInput

try:
    app = load_app(read_settings(os.environ))
except InvalidInput as error:
    raise SystemExit(f"dateline: {error}") from error
