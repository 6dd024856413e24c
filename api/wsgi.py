"""`gunicorn --config api/gunicorn.conf.py`: the app, its settings from the environment, its model loaded."""

from __future__ import annotations

import os

from api import create_app
from api.context import warm_up
from api.settings import read_settings

app = create_app(read_settings(os.environ))
warm_up(app)
