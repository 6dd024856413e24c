"""The form of filters as it stands for an address: each row of the store's table of filters is a field of it, and shows what the address
says, be that right or wrong. A new row comes of itself, among those that stand under “More”.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import request

from api.pages.asking import GROUPS, LANES, address
from api.pages.choices import UNSET, WORDS, group_types, in_words
from timeline.store import Order
from timeline.store.filters import FILTERS, Filter, Kind

Told = list[tuple[str, str]]

LABELS: Mapping[str, str] = {
    "q": "Search",
    "from": "From",
    "to": "To",
    "match": "Happened in that time",
    "participant": "Participants",
    "place": "Places",
    "type": "Types",
    "status": "Status",
    "basis": "Dated by",
    "granularity": "Dated at least to",
    "min_confidence": "Certainty",
    "min_sources": "Independent sources",
    "min_salience": "Prominence",
    "document": "Document",
    "source": "Outlet",
    "published_from": "Published from",
    "published_to": "Published to",
    "hidden": "Hidden events",
    "as_of": "The archive as of",
    "sort": "Order",
    "group": "List",
    "lanes": "Timeline lanes",
}

HINTS: Mapping[str, str] = {
    "q": "Words, “a phrase” in quotation marks, OR, NOT, begin*",
    "document": "Its id, doc_…",
    "published_from": "2025, 2025-02 or 2025-02-18",
    "as_of": "2025-03-01, or 2025-03-01T12:00:00Z",
}
_BY_HAND = {"q", "from", "to", "match", "participant", "place", "status", "type", "min_confidence", "min_sources", "min_salience"}  # fmt: skip
"""They have places of their own in the template; all others stand under “More”."""
_LATER = {
    name: rank
    for rank, name in enumerate(
        ("source", "published_from", "published_to", "basis", "granularity", "hidden", "as_of", "document")
    )
}
_OWN: Mapping[str, tuple[str, ...]] = {"sort": tuple(Order), "group": GROUPS, "lanes": LANES}
"""How it is shown, and the choices."""
_FIELDS = {*(row.name for row in FILTERS), *_OWN}
_CARRIED = ("event", "limit")
"""Of the page, not of the form: it sends them on."""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    is_chosen: bool
    id: str


@dataclass(frozen=True, slots=True)
class Field:
    """`values` are what the address gives. `choices` of one value begin with that of not choosing. `hint` and `error` are words."""

    name: str
    label: str
    kind: Kind
    values: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    is_many: bool = False
    hint: str = ""
    error: str = ""

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def described_by(self) -> str:
        """Ids of what says more of it."""
        parts = [f"{self.name}-error"] if self.error else []
        hint = "dates-hint" if self.name in {"from", "to"} else f"{self.name}-hint" if self.hint else ""
        return " ".join([*parts, hint] if hint else parts)


@dataclass(frozen=True, slots=True)
class Active:
    """A filter that is set, in words, and the address without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Form:
    """`told` is what the address says, `carried` what of it is sent on unseen, `cleared` the address without any filter."""

    told: Told
    fields: Mapping[str, Field]
    active: tuple[Active, ...]
    cleared: str
    carried: Told
    is_salience_set: bool

    @property
    def more(self) -> list[Field]:
        left = [row.name for row in FILTERS if row.name not in _BY_HAND]
        return [self.fields[name] for name in sorted(left, key=lambda name: _LATER.get(name, len(_LATER)))]

    @property
    def is_more_set(self) -> bool:
        return any(field.values or field.error for field in self.more)

    @property
    def types(self) -> list[tuple[str, list[Choice]]]:
        known = {choice.value: choice for choice in self.fields["type"].choices}
        return [(words, [known[value] for value in values]) for words, values in group_types(known)]

    def chips(self, name: str) -> list[Active]:
        """The values of a field of many, each with the address without it."""
        return [
            Active(value, address(_without(self.told, at))) for at, (key, value) in enumerate(self.told) if key == name
        ]

    def anchor(self, name: str) -> str:
        """The id of where a field begins."""
        field = self.fields[name]
        if not field.is_many:
            return name
        return field.choices[0].id if field.choices else f"{name}-add"


def build_form(errors: Mapping[str, str]) -> Form:
    """Of the request's address. `errors` are by parameter."""
    told = [(name, value) for name, value in read_told() if name in _FIELDS or name not in errors]
    rows = [_of_filter(row, told, errors) for row in FILTERS]
    own = [_of_choices(name, values, told, errors) for name, values in _OWN.items()]
    fields = {field.name: field for field in [*rows, *own]}
    filters = {row.name for row in FILTERS}
    active = [
        Active(_say(fields[name], value), address(_without(told, at)))
        for at, (name, value) in enumerate(told)
        if name in filters
    ]
    return Form(
        told,
        fields,
        tuple(active),
        address([(name, value) for name, value in told if name in {*_OWN, "event"} - errors.keys()]),
        [(name, value) for name, value in told if name in _CARRIED],
        bool(fields["min_salience"].values),
    )


def read_told() -> Told:
    """What the address says but the cursor; `type=a,b` says two."""
    many = {row.name for row in FILTERS if row.many and row.kind is Kind.CHOICE}
    told: Told = []
    for name, value in request.args.items(multi=True):
        if name != "cursor" and value.strip():
            parts = value.split(",") if name in many else [value]
            told += ((name, part) for part in parts if part)
    return told


def _of_filter(row: Filter, told: Told, errors: Mapping[str, str]) -> Field:
    values = tuple(value for name, value in told if name == row.name)
    label, hint, error = LABELS.get(row.name, row.name), HINTS.get(row.name, ""), errors.get(row.name, "")
    choices: Iterable[Choice] = ()
    if row.many and row.choices:
        choices = (Choice(one, in_words(row.name, one), one in values, f"{row.name}-{one}") for one in row.choices)
    elif row.choices or row.name in WORDS:
        choices = _choose_one(row.name, row.choices or tuple(WORDS[row.name]), values, default=row.default)
    return Field(row.name, label, row.kind, values, tuple(choices), row.many, hint, error)


def _of_choices(name: str, values: tuple[str, ...], told: Told, errors: Mapping[str, str]) -> Field:
    given = tuple(value for key, value in told if key == name)
    choices = tuple(_choose_one(name, values, given, default=None if name in UNSET else values[0]))
    return Field(name, LABELS[name], Kind.CHOICE, given, choices, error=errors.get(name, ""))


def _choose_one(name: str, values: tuple[str, ...], given: tuple[str, ...], *, default: str | None) -> Iterator[Choice]:
    """The default is the first, and sends nothing; what is given and not among them is, at the end."""
    value = given[0] if given else ""
    known = [one for one in values if one != default]
    same = next((one for one in known if _is_same(one, value)), None)
    unset = UNSET.get(name, "") if default is None else in_words(name, default)
    yield Choice("", unset, not value or value == default, f"{name}-unset")
    for one in known:
        yield Choice(str(one), in_words(name, one), one is same, f"{name}-{one}")
    if value and value != default and same is None:
        yield Choice(
            value, f"at least {value}" if name.startswith("min_") else value, is_chosen=True, id=f"{name}-given"
        )


def _is_same(one: str, other: str) -> bool:
    """0.50 is 0.5."""
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return False


def _say(field: Field, value: str) -> str:
    if field.name == "min_salience":
        return "Background too" if _is_same(value, "0") else f"Prominence at least {value}"
    if field.name in {"from", "to", "as_of", "published_from", "published_to"}:
        return f"{field.label} {value}"
    words = next((one.words for one in field.choices if one.value and _is_same(one.value, value)), value)
    return f"{_SINGULAR.get(field.name, field.label)}: {words}"


_SINGULAR = {"participant": "Participant", "place": "Place", "type": "Type"}


def _without(told: Told, at: int) -> Told:
    return [*told[:at], *told[at + 1 :]]
