"""What people call somebody → the names that are meant, as numbers in the table of names, and whole countries."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from timeline.errors import InvalidQuery
from timeline.events import ParticipantKind
from timeline.folding import words
from timeline.store.constructs import among
from timeline.store.prepared import execute
from timeline.store.tables import entities, name_words, names

_MOST_WORDS = 16
_MOST_PARTS = 8
"""Parts of a name that are looked for where nobody has all of its words."""
_FORMS = frozenset(
    {"inc", "corp", "corporation", "company", "co", "ltd", "limited", "llc", "plc", "group", "holding", "holdings"}
    | {"ag", "sa", "se", "nv", "gmbh", "spa", "ab", "index", "organisation", "organization"}
)

_HAVING = select(name_words.c.name).where(among(name_words.c.word, bindparam("words")))
_BY_FOLDED = select(names.c.number).where(names.c.folded == bindparam("folded"))

_COUNTRY = (
    select(entities.c.country)
    .where(entities.c.name == _BY_FOLDED.scalar_subquery(), entities.c.facet == "participant")
    .where(entities.c.kind == ParticipantKind.COUNTRY.value, entities.c.country != "")
    .distinct()
)

_OF_NAMES = (
    select(func.sum(entities.c.events))
    .where(entities.c.facet == bindparam("facet"))
    .where(among(entities.c.name, bindparam("names")))
)
_OF_LANDS = (
    select(func.sum(entities.c.events))
    .where(entities.c.facet == bindparam("facet"))
    .where(among(entities.c.country, bindparam("lands")))
)


@dataclass(frozen=True, slots=True)
class Named:
    facet: str
    names: list[int]
    lands: list[str]

    def count(self, connection: Connection) -> int:
        """About how many events have any of them."""
        some = {"facet": self.facet, "names": self.names, "lands": self.lands}
        of_names = execute(connection, _OF_NAMES, some).scalar() if self.names else 0
        of_lands = execute(connection, _OF_LANDS, some).scalar() if self.lands else 0
        return int((of_names or 0) + (of_lands or 0))


def read_participant_name(connection: Connection, value: str) -> Named:
    """By any of their names; a country, by name or code, brings those who act for it.

    Names have all the words, each whole, in the singular or the plural; where none has, the longest part of the words that
    is a name: "Harwick Orbit 3" finds "Orbit 3", "Delsa Foods Ltd" Delsa Foods. Raises InvalidQuery.
    """
    told = words(value)
    numbers = _with_words(connection, told)
    for part in _parts(told):
        if numbers:
            break
        numbers = list(execute(connection, _BY_FOLDED, {"folded": part}).scalars())
    code = _country_code(value)
    lands = [code] if code else execute(connection, _COUNTRY, {"folded": " ".join(told)}).scalars().all()
    return Named("participant", numbers, list(lands))


def read_place_name(connection: Connection, value: str) -> Named:
    """By names that have all the words; by a country's code, all that lies in it."""
    numbers = _with_words(connection, words(value))
    code = _country_code(value)
    return Named("place", numbers, [code] if code else [])


def _with_words(connection: Connection, spoken: list[str]) -> list[int]:
    """The names that have all these words."""
    asked = dict.fromkeys(spoken)
    if len(asked) > _MOST_WORDS:
        raise InvalidQuery(f"“{' '.join(spoken)[:40]}…” has more than {_MOST_WORDS} words; no name is so long.")
    having = [set(execute(connection, _HAVING, {"words": _forms(word)}).scalars()) for word in asked]
    return sorted(set.intersection(*having)) if having else []


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


def _forms(word: str) -> list[str]:
    """A word as told, and in the other number where it has one by rule: market, markets."""
    if len(word) < 3 or not word.isalpha():
        return [word]
    return [word, word.removesuffix("s") if word.endswith("s") and not word.endswith("ss") else word + "s"]


def _is_model(word: str) -> bool:
    return not word.isalpha() and not word.isdigit()


def _country_code(value: str) -> str | None:
    return value.upper() if len(value) == 2 and value.isascii() and value.isalpha() else None
