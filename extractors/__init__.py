"""Text in, dated events out: `extract(document)` is the one public name; `load` warms up.

read_dateline   its date, where nobody sent one (extractors.dateline)
read            its words and sentences (extractors.reader)
find_times      its time expressions, and the events known by name (extractors.temporal)
find_events     its mentions, anchored to those times (extractors.events)

Of a language that has rules for times alone, or only dateparser's words, the times are found, and a warning says so.
`languages.known()` tells what is read of each.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

# Before numpy is imported: the products here are small, and threads of OpenBLAS spin for seven times the CPU of one.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ.get("OPENBLAS_NUM_THREADS", "1")

from extractors import languages, reader
from extractors.dateline import read_dateline
from extractors.events import find_events, lexicon, names
from extractors.events.grammar import read_group
from extractors.events.lexicon import Lexicon
from extractors.events.planning import find_planned, is_ahead, is_arranged, is_day_itself, is_done, is_due
from extractors.languages import Reach
from extractors.languages.doubt import find_other
from extractors.page import Page, Word
from extractors.temporal import add_calendar, find_named, find_times
from timeline import events
from timeline.events import Extraction, Tense, TimeExpression
from timeline.text import Document


def extract(document: Document, *, deadline: float | None = None) -> Extraction:
    """What a document tells of, and when.

    `deadline` is an instant of `time.monotonic`, looked at between blocks of the text. Raises DeadlinePassed,
    UnsupportedLanguage, and Unavailable where no language model is installed.
    """
    reach = languages.reach(document.language)
    document, warnings = _date(document)
    warnings = (*_doubt(document), *warnings)
    if reach is not Reach.FULL:
        return _extract_times(document, (*warnings, _warn_of_reach(document.language, reach)))
    reader.load(document.language)
    words = lexicon.load(document.language)
    page = reader.read(document, is_furniture=words.is_furniture, deadline=deadline)
    times = find_times(
        document.text,
        language=document.language,
        dct=document.dct,
        published_at=document.published_at,
        domain=document.domain,
        tense_at=lambda start, end: tense_at(page, start, end, lexicon=words),
        sentence_starts=[sentence.start for sentence in page.sentences],
    )
    named = find_named(document.text, language=document.language, dct=document.dct)
    mentions, links = find_events(document, page, times=times, named=named)
    return Extraction(document, times, mentions, links, (*warnings, *_warn(document, times)))


def load(language: str = "en", model: str | None = None, calendar: Path | None = None) -> None:
    """Reads the model, the rules and the names of a language, so that the first document need not wait.

    From now on `model`, an installed spaCy package, is used for that language, and the dated events of `calendar`, a TOML
    file of one's own, are known in every language. Raises InvalidInput for a calendar that cannot be read.
    """
    if calendar is not None:
        add_calendar(calendar)
    reader.load(language, model)
    lexicon.load(language)
    names.load(language)


def _extract_times(document: Document, warnings: tuple[events.Warning, ...]) -> Extraction:
    """What a text without a parse gives: its times, and the dated events it names, in text order."""
    times = find_times(
        document.text,
        language=document.language,
        dct=document.dct,
        published_at=document.published_at,
        domain=document.domain,
    )
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
        f"days away were used, so times are missing. Events are read in {full} only so far."
    )
    return events.Warning("borrowed-words", detail)


def tense_at(page: Page, start: int, end: int, *, lexicon: Lexicon) -> Tense | None:
    """The tense of the verb that a time expression at these characters hangs from; None where none does.

    A weekday that something is planned for lies ahead, whatever the tense of the planning: "invited them to talks on Monday".
    """
    top = page.top(page.between(start, end))
    if top is None:
        return None
    while top.dep == "compound" and page.head(top).is_noun:
        top = page.head(top)
    if find_planned(page, lexicon, top) is not None and not _is_looked_back(page, top, page.text[start:end]):
        return Tense.FUTURE
    for word in page.ancestors(top):
        if is_due(page, lexicon, word):
            return Tense.FUTURE
        if word.is_verb and word.dep not in ("aux", "auxpass", "amod"):
            if is_ahead(page, lexicon, word):
                return Tense.FUTURE
            if is_done(page, lexicon, word):
                return Tense.PAST
            group = read_group(page, word)
            if group.is_finite:
                arranged = is_arranged(page, lexicon, word, group) or is_day_itself(page, top, word, group)
                ahead = top.dep != "poss" and arranged
                return Tense.FUTURE if ahead else group.tense
    return None


def _is_looked_back(page: Page, top: Word, text: str) -> bool:
    """Whether a date with its number stands in a relative clause, which may tell of plans long done."""
    return any(each.isdigit() for each in text) and next(
        (each.dep == "relcl" for each in page.ancestors(top) if each.is_verb), False
    )


def _date(document: Document) -> tuple[Document, tuple[events.Warning, ...]]:
    """The document with the date of its own dateline, where nobody sent one."""
    found = None if document.published_at else read_dateline(document.text)
    if found is None:
        return document, ()
    detail = f"The publication date {found} is the dateline's own; send published_at if it is another."
    return replace(document, published_at=found), (events.Warning("date-from-dateline", detail),)


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


__all__ = ["extract", "load"]
