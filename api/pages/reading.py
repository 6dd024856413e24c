"""`/try`: a text to paste, and what is read in it. The page's own script asks POST /v1/extractions; nothing is kept, so nothing is
asked of the archive here, and no key is needed; one that comes is looked at, and the page offers what it is good for."""

from __future__ import annotations

from flask import Response

from api.callers import let_in_by_key
from api.context import here
from api.pages.rendering import blueprint, render
from timeline.keys import Scope

LANGUAGES = {"en": "English", "de": "German, times alone", "fr": "French, times alone"}
"""Those with rules of their own (`extractors/languages`), as a menu says them."""


@blueprint.get("/try")
def show_try() -> Response:
    """The page."""
    let_in_by_key(Scope.READ)
    return render("try.html", languages=LANGUAGES, min_salience=here().settings.min_salience)
