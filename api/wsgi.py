"""`gunicorn --config api/gunicorn.conf.py`: the app, its settings from the environment, its model loaded."""

from __future__ import annotations

import os

from api import create_app
from api.context import warm_up
from api.hosts import require_a_key
from api.settings import read_settings
from timeline.errors import InvalidInput

app = create_app(read_settings(os.environ))
try:
    require_a_key(app)
except InvalidInput as error:
    raise SystemExit(f"dateline: {error}") from error
warm_up(app)
