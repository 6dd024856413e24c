"""The SQL of filters that are more than a comparison: names, places, and what is known of the reports."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from timeline.events import ParticipantKind
from timeline.folding import words
from timeline.granularity import Granularity
from timeline.store.query import Hidden, Query, read_window
from timeline.store.tables import documents, events, mentions, name_words, names, participants, past_mentions, places

Condition = ColumnElement[bool]

_MOST_PARTS = 8
"""Parts of a name that are looked for where nobody has all of its words."""
_FORMS = frozenset(
    {"inc", "corp", "corporation", "company", "co", "ltd", "limited", "llc", "plc", "group", "holding", "holdings"}
    | {"ag", "sa", "se", "nv", "gmbh", "spa", "ab", "index", "organisation", "organization"}
)


def takes_part(values: tuple[str, ...]) -> Condition:
    return _all_named(values, lambda value: select(participants.c.event).where(_names_participant(value)))


def lies_in(values: tuple[str, ...]) -> Condition:
    return _all_named(values, lambda value: select(places.c.event).where(_names_place(value)))


def _all_named(values: tuple[str, ...], select_events: Callable[[str], Select[tuple[int]]]) -> Condition:
    return and_(*(events.c.number.in_(select_events(value)) for value in values))


def _names_participant(value: str) -> Condition:
    """By any of their names; a country, by name or code, brings those who act for it."""
    told = " ".join(words(value))
    of_country = (
        select(participants.c.country)
        .join(names, names.c.number == participants.c.name)
        .where(names.c.folded == told, participants.c.kind == ParticipantKind.COUNTRY.value)
    )
    code = _country_code(value)
    acts_for = participants.c.country == code if code else participants.c.country.in_(of_country)
    return or_(_is_named(told), acts_for)


def _names_place(value: str) -> Condition:
    named = places.c.name.in_(_with_words(words(value)))
    code = _country_code(value)
    return or_(named, places.c.country == code) if code else named


def _is_named(folded: str) -> Condition:
    """By names that have all these words, each whole, in the singular or the plural; where there are none, by the longest
    part of them that is a name: "Harwick Orbit 3" finds "Orbit 3", "Delsa Foods Ltd" Delsa Foods."""
    spoken = folded.split()
    levels = [_with_words(spoken), *(select(names.c.number).where(names.c.folded == part) for part in _parts(spoken))]
    condition: Condition = participants.c.name.in_(levels.pop())
    for level in reversed(levels):
        condition = or_(participants.c.name.in_(level), and_(~level.exists(), condition))
    return condition


def _parts(spoken: list[str]) -> list[str]:
    """The parts of a name that may stand for it, the longest first: its end, and its beginning down to a model's number or
    the form of a firm. One word alone only if it is such a beginning, or the number of a model."""
    found = [spoken[first:] for first in range(1, len(spoken)) if first < len(spoken) - 1 or _is_model(spoken[-1])]
    found += [
        spoken[:end]
        for end in range(1, len(spoken))
        if set(spoken[end:]) <= _FORMS or (end > 1 and not spoken[end - 1].isalpha())
    ]
    return [" ".join(part) for part in sorted(found, key=len, reverse=True)][:_MOST_PARTS]


def _with_words(spoken: list[str]) -> Select[tuple[int]]:
    found = select(names.c.number)
    for word in dict.fromkeys(spoken or [""]):
        found = found.where(names.c.number.in_(select(name_words.c.name).where(name_words.c.word.in_(_forms(word)))))
    return found


def _forms(word: str) -> list[str]:
    """A word as told, and in the other number where it has one by rule: market, markets."""
    if len(word) < 3 or not word.isalpha():
        return [word]
    return [word, word.removesuffix("s") if word.endswith("s") and not word.endswith("ss") else word + "s"]


def _is_model(word: str) -> bool:
    return not word.isalpha() and not word.isdigit()


def _country_code(value: str) -> str | None:
    return value.upper() if len(value) == 2 and value.isascii() and value.isalpha() else None


def reported(condition: Condition) -> Condition:
    """Whether a document of that condition tells it, or told a past version of it."""
    told = select(mentions.c.event).join(documents, documents.c.number == mentions.c.document).where(condition)
    past = (
        select(past_mentions.c.event)
        .join(mentions, mentions.c.number == past_mentions.c.mention)
        .join(documents, documents.c.number == mentions.c.document)
        .where(condition)
    )
    return or_(events.c.number.in_(told), events.c.number.in_(past))


def was_published(query: Query) -> Condition:
    window = read_window(query.published_from, query.published_to, names=("published_from", "published_to"))
    parts = [] if window.start is None else [documents.c.published >= window.start]
    if window.end is not None:
        parts.append(documents.c.published < window.end)
    return reported(and_(*parts))


def is_as_fine(value: str) -> Condition:
    return events.c.fineness <= Granularity(value).rank


def is_hidden(value: str) -> Condition:
    return true() if value == Hidden.ANY else events.c.hidden == int(value == Hidden.YES)
