"""Titles that read as a headline: subject, verb, object, at most 90 characters, no dangling pronoun, no time."""

from __future__ import annotations

from extractors.events.clauses import LONGEST, write_clause
from extractors.events.draft import Draft, Reading
from extractors.events.phrases import begins_time, find_timed, select
from extractors.events.scopes import occasion_preposition
from extractors.events.wording import join

_QUOTES = "\"'“”‘’«»,;:.–—- "


def write_titles(reading: Reading, drafts: list[Draft]) -> None:
    timed = find_timed(reading)
    for draft in drafts:
        predicate = (
            draft.word.tag in ("JJ", "JJR")
            and draft.word.dep in ("acomp", "attr", "oprd")
            and reading.page.head(draft.word).is_verb
        )
        if draft.is_verbal or draft.support or predicate:
            parts = write_clause(reading, draft, reading.page.head(draft.word) if predicate else draft.verb, timed)
        else:
            parts = _nominal(reading, draft, timed)
        draft.title = _finish(parts) or draft.word.text


def _nominal(reading: Reading, draft: Draft, timed: set[int]) -> list[str]:
    page = reading.page
    if draft.first is not None:
        return [join(reading, list(page.words[draft.first.index : draft.word.index + 1]))]
    kept = select(page, draft.word, timed)
    if draft.word.dep != "pobj" and occasion_preposition(page, draft.word) is not None:
        kept.insert(0, page.words[draft.word.index - 1])
    kept = [
        word
        for word in kept
        if not (word.dep in ("det", "mark", "cc") and word.index < draft.word.index and word.head == draft.word.index)
    ]
    return [join(reading, [word for word in kept if not begins_time(page, word, timed)])]


def is_poor(title: str) -> bool:
    """Whether a title leaves open who or what it is about: "They met", "Both agreed", "What had been said"."""
    first, _, rest = title.partition(" ")
    if first.lower() in _QUANTIFIERS:
        return not rest.startswith("of ")
    return first.lower() in _OPEN or (not rest and first.lower().endswith(("ing", "ed")))


def _without_loose_end(text: str) -> str:
    while " " in text and text.rsplit(" ", 1)[-1].lower() in _LOOSE_ENDS:
        text = text.rsplit(" ", 1)[0].rstrip(_QUOTES)
    return text


def _finish(parts: list[str]) -> str:
    text = " ".join(part for part in parts if part)
    for mark in '“”"[]()<>':
        text = text.replace(mark, "")
    text = " ".join(text.split()).strip(_QUOTES).replace(" ,", ",").replace(" that that ", " that ")
    text = _without_loose_end(text)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(_QUOTES)
        text = _without_loose_end(text) + "…"
    return text[:1].upper() + text[1:]


_OPEN = frozenset(
    {"it", "they", "he", "she", "we", "i", "you", "this", "that", "these", "those", "who", "which", "what", "there"}
    | {"his", "her", "its", "their", "whoever", "whatever", "such", "another"}
)  # fmt: skip
_QUANTIFIERS = frozenset({"both", "one", "some", "others", "many", "most", "all", "none"})
_LOOSE_ENDS = frozenset(
    {"the", "a", "an", "of", "to", "in", "at", "on", "by", "for", "with", "and", "or", "that", "from", "as", "its", "his"}
    | {"her", "their", "any", "would", "be", "is", "was", "but", "when", "while", "who", "which", "not", "about", "held"}
)  # fmt: skip
