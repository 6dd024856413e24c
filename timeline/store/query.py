"""What can be asked of the events: one field a filter, in the names of the API with `from` spelled `from_`.

`timeline.store.filters` has a row for each, with its sentence and its SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from timeline import interval
from timeline.errors import InvalidDate
from timeline.interval import EVER, Interval


class Match(StrEnum):
    """How an event's time must meet the window: possibly, or certainly."""

    OVERLAPS = "overlaps"
    WITHIN = "within"


class Hidden(StrEnum):
    """Whether events that an editor hid are among those asked for."""

    NO = "no"
    YES = "yes"
    ANY = "any"


class Order(StrEnum):
    """The order of a page; events of one time or salience stand by id. What was last changed is what was last written."""

    TIME = "time"
    LATEST = "-time"
    SALIENCE = "-salience"
    UPDATED = "-updated"


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions must hold; in `type`, `status` and `basis` any one of the values, in `participant` and `place` all."""

    q: str | None = None
    from_: str | None = None
    to: str | None = None
    match: str = Match.OVERLAPS
    participant: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    granularity: str | None = None
    min_confidence: float | None = None
    min_sources: int | None = None
    min_salience: float | None = None
    document: str | None = None
    source: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    hidden: str = Hidden.NO
    as_of: str | None = None

    @property
    def window(self) -> Interval:
        """Half-open, from `from_` to all of `to`. Raises InvalidDate."""
        return read_window(self.from_, self.to, names=("from", "to"))


EVERYTHING = Query()


@lru_cache(maxsize=1_024)
def read_window(first: str | None, last: str | None, *, names: tuple[str, str]) -> Interval:
    """The stretch between two dates of the API; `names` are the parameters to blame. Raises InvalidDate."""
    if first is None and last is None:
        return EVER
    for value, name in zip((first, last), names, strict=True):
        try:
            interval.parse(value, None)
        except InvalidDate as error:
            raise InvalidDate(error.detail, pointer=name) from error
    try:
        return interval.parse(first, last)
    except InvalidDate as error:
        raise InvalidDate(f"`{names[1]}` lies before `{names[0]}`; turn them round.", pointer=names[1]) from error
