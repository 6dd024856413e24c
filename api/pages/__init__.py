"""The pages for people: `/` with all that an archive knows, and what is around it. They are rendered here, so that they work
without JavaScript; the scripts of web/static/scripts make them quick to use, by the same public API that everyone has.

They are not of the contract: programs ask /v1.
"""

from api.pages import demo, embedding, reading, saved
from api.pages.rendering import blueprint

_ROUTES = (demo, embedding, reading, saved)
"""Modules that add a route to the blueprint."""

__all__ = ["blueprint"]
