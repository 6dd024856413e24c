"""Property tests try the same examples each time, so that a run means the same to everybody.

`DATELINE_EXPLORE=1 make test` tries new ones; what fails there becomes a case.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("DATELINE_EXPLORE") else "same")
