"""The reader of texts, loaded late: spaCy takes seconds to import, and `dateline --help` or the contract need none of it."""

from __future__ import annotations

from pathlib import Path

from api.context import Extract
from timeline.events import Extraction
from timeline.text import Document


def open_reader(model: str = "", calendar: str = "", names: str = "") -> Extract:
    """`extractors.extract`; its model is loaded at its first use, one that is named (an installed spaCy package) at once,
    and so are a calendar and names of one's own.

    Raises Unavailable for a model that is not installed, and InvalidInput for a file that cannot be read.
    """
    if model or calendar or names:
        import extractors  # noqa: PLC0415  # see above

        known = Path(names) if names else None
        extractors.load(model=model or None, calendar=Path(calendar) if calendar else None, known=known)
    return _extract


def _extract(document: Document, *, deadline: float | None = None) -> Extraction:
    from extractors import extract  # noqa: PLC0415  # see above

    return extract(document, deadline=deadline)


def canonical(name: str) -> str:
    """What a name goes by, where the reader knows it as a spelling of another."""
    from extractors.events import names  # noqa: PLC0415  # see above

    return names.canonical(name)
