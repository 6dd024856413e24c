"""Text in, dated events out: `extract(document)` is what is called; `load` warms up.

read_dateline   its date, where nobody sent one (extractors.dateline)
read_told_on    the day that "today" is in it, where its dateline is older than its publication
read            its words and sentences (extractors.reader)
direction_at    which way the verb over a time points (extractors.governed)
find_times      its time expressions, and the events known by name (extractors.temporal)
find_events     its mentions, anchored to those times (extractors.events)

Of a language that has rules for times alone, or only dateparser's words, the times are found, and a warning says so.
`languages.known()` tells what is read of each.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

# Before numpy is imported: the products here are small, and threads of OpenBLAS spin for seven times the CPU of one.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ.get("OPENBLAS_NUM_THREADS", "1")

from extractors import languages, reader
from extractors.dateline import read_dateline, read_told_on
from extractors.events import find_events, lexicon, names
from extractors.governed import direction_at
from extractors.languages import Reach
from extractors.languages.doubt import find_other
from extractors.temporal import add_calendar, find_named, find_times
from extractors.temporal.tense import DirectionAt
from timeline import events
from timeline.events import Extraction, TimeExpression
from timeline.text import Document


def extract(document: Document, *, deadline: float | None = None) -> Extraction:
    """What a document tells of, and when.

    `deadline` is an instant of `time.monotonic`, looked at between the steps of the work, and in a long text within
    them. Raises DeadlinePassed, UnsupportedLanguage, and Unavailable where no language model is installed.
    """
    reach = languages.reach(document.language)
    document, warnings = _date(document)
    warnings = (*_doubt(document), *warnings)
    if reach is not Reach.FULL:
        return _extract_times(document, (*warnings, _warn_of_reach(document.language, reach)), deadline)
    reader.load(document.language)
    words = lexicon.load(document.language)
    page = reader.read(document, is_furniture=words.is_furniture, deadline=deadline)
    told = _told(document)
    warnings = (*warnings, *_warn_of_dateline(document, told))
    pointing = partial(direction_at, page, lexicon=words)
    starts = [sentence.start for sentence in page.sentences]
    times = _find_times(told, deadline, direction_at=pointing, sentence_starts=starts)
    named = find_named(document.text, language=document.language, dct=told.dct, direction_at=pointing)
    mentions, links = find_events(told, page, times=times, named=named, deadline=deadline)
    return Extraction(document, times, mentions, links, (*warnings, *_warn(document, times)))


def load(
    language: str = "en", model: str | None = None, calendar: Path | None = None, known: Path | None = None
) -> None:
    """Reads the model, the rules and the names of a language, so that the first document need not wait.

    From now on `model`, an installed spaCy package, is used for that language, and the dated events of `calendar` and the
    names of `known`, TOML files of one's own, are known in every language. Raises InvalidInput for one that cannot be read.
    """
    if known is not None:
        names.add_names(known)
    if calendar is not None:
        add_calendar(calendar)
    reader.load(language, model)
    lexicon.load(language)
    names.load(language)


def _find_times(
    document: Document,
    deadline: float | None,
    *,
    direction_at: DirectionAt | None = None,
    sentence_starts: Sequence[int] = (),
) -> tuple[TimeExpression, ...]:
    """The times of a document, read with what a parse says where there is one."""
    return find_times(
        document.text,
        language=document.language,
        dct=document.dct,
        published_at=document.published_at,
        domain=document.domain,
        direction_at=direction_at,
        sentence_starts=sentence_starts,
        deadline=deadline,
    )


def _extract_times(document: Document, warnings: tuple[events.Warning, ...], deadline: float | None) -> Extraction:
    """What a text without a parse gives: its times, and the dated events it names, in text order."""
    times = _find_times(document, deadline)
    named = find_named(document.text, language=document.language, dct=document.dct)
    found = tuple(sorted((*times, *named), key=lambda each: each.start))
    return Extraction(document, times=found, warnings=(*warnings, *_warn(document, times)))


def _warn_of_reach(language: str, reach: Reach) -> events.Warning:
    full = ", ".join(code for code, each in languages.known().items() if each is Reach.FULL)
    if reach is Reach.TIMES:
        detail = f"Events are read in {full} only so far; of a text in “{language}” only the times are read."
        return events.Warning("times-only", detail)
    detail = (
        f"Dateline has no rules for “{language}”: only dates in figures and dateparser's words for months, weekdays and "
        f"days away were used, so some times are missed. Events are read in {full} only so far."
    )
    return events.Warning("borrowed-words", detail)


def _date(document: Document) -> tuple[Document, tuple[events.Warning, ...]]:
    """The document with the date of its own dateline, where nobody sent one."""
    found = None if document.published_at else read_dateline(document.text)
    if found is None:
        return document, ()
    detail = f"The publication date {found} is the dateline's own; send published_at if it is another."
    return replace(document, published_at=found), (events.Warning("date-from-dateline", detail),)


def _told(document: Document) -> Document:
    """The document as of the day of its dateline, where that is a little before its publication."""
    found = read_told_on(document.text, document.published_at) if document.published_at else None
    return document if found is None else replace(document, published_at=found)


def _warn_of_dateline(document: Document, told: Document) -> tuple[events.Warning, ...]:
    if told is document:
        return ()
    detail = (
        f"The dateline is of {told.published_at}, so “today” is that day; the publication date stays as it was sent."
    )
    return (events.Warning("told-before-publication", detail),)


def _doubt(document: Document) -> tuple[events.Warning, ...]:
    other = find_other(document.text, document.language)
    if other is None:
        return ()
    detail = f"The text was read as “{document.language}” but seems to be in “{other}”; send its language."
    return (events.Warning("language-doubtful", detail),)


def _warn(document: Document, times: tuple[TimeExpression, ...]) -> tuple[events.Warning, ...]:
    unplaced = [time for time in times if time.interval is None and _is_relative(time)]
    if document.dct is not None or not unplaced:
        return ()
    quoted = "”, “".join(dict.fromkeys(time.text for time in unplaced[:3]))
    return (
        events.Warning(
            "no-publication-date",
            f"Without a publication date “{quoted}” cannot be placed; send published_at (YYYY-MM-DD).",
        ),
    )


def _is_relative(time: TimeExpression) -> bool:
    return "X" in time.value or time.value.endswith("_REF")


__all__ = ["direction_at", "extract", "load"]
