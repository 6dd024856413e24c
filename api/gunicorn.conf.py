# ruff: noqa: N999  # gunicorn's own name for such a file
"""gunicorn's settings: `gunicorn --config api/gunicorn.conf.py`. Everything else comes from DATELINE_* (api/settings.py)."""

from __future__ import annotations

import os

from api.server.workers import choose_options
from api.settings import read_settings

globals().update(choose_options(read_settings(os.environ)))
wsgi_app = "api.wsgi:app"
