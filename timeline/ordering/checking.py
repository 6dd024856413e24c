"""Where the words of the texts and the dates of events cannot both be right.

Only what is certain is told: two uncertain dates that may agree with the words are no contradiction, and a distance is measured
in the unit it is told in. Each link is told of once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Basis, Relation
from timeline.interval import Interval
from timeline.ordering.links import Dated, EventLink, find_circles, is_surely_before, known_links
from timeline.words import in_words, one_line


class Kind(StrEnum):
    """What speaks against what."""

    DATES = "dates"
    DISTANCE = "distance"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`events` are ids: of a link its source and its target, of several links each event in the order of the links; `sentence` says
    in English what does not agree."""

    kind: Kind
    events: tuple[str, ...]
    links: tuple[EventLink, ...]
    sentence: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(link.words for link in self.links)

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(link.document for link in self.links if link.document))


def check(events: Iterable[Dated], links: Iterable[EventLink]) -> list[Contradiction]:
    """The contradictions among these events: of single links, then circles, then chains of links that the dates contradict."""
    by_id = {each.id: each for each in events}
    known = known_links(by_id, links)
    single = [found for link in known if (found := _check_link(by_id, link)) is not None]
    told = {link for each in single for link in each.links}
    strict = [link for link in known if link not in told and link.relation in (Relation.AFTER, Relation.BEFORE)]
    behind: dict[str, list[str]] = defaultdict(list)
    for link in strict:
        behind[link.earlier].append(link.later)
    knot = find_circles(sorted(by_id), behind)
    straight = [link for link in strict if knot[link.earlier] != knot[link.later]]
    return [*single, *_find_circles(by_id, strict, behind, knot), *_find_chains(by_id, straight)]


def _check_link(by_id: Mapping[str, Dated], link: EventLink) -> Contradiction | None:
    source, target = by_id[link.source], by_id[link.target]
    pair = (source.id, target.id)
    if _is_against(source.time, target.time, link.relation):
        sentence = (
            f"“{one_line(link.words)}” puts {_name(source)} {_LIES[link.relation]} {_name(target)}, "
            f"but it is dated {in_words(source.time)}, and that {in_words(target.time)}."
        )
        return Contradiction(Kind.DATES, pair, (link,), sentence)
    expected = _shift(target.time.bounds, link)
    if expected is None or expected.overlaps(source.time.bounds):
        return None
    said = Anchor(Relation.IS_INCLUDED, Basis.RELATIVE, 1.0, interval=expected)
    sentence = (
        f"“{one_line(link.words)}” says {in_words(said)}, but {_name(source)} is dated {in_words(source.time)}: "
        f"{_name(target)} is dated {in_words(target.time)}."
    )
    return Contradiction(Kind.DISTANCE, pair, (link,), sentence)


_LIES = {
    Relation.AFTER: "after",
    Relation.BEFORE: "before",
    Relation.BEGUN_BY: "no earlier than",
    Relation.ENDED_BY: "no later than",
    Relation.IS_INCLUDED: "within",
    Relation.SIMULTANEOUS: "at the time of",
}


def _is_against(source: Anchor, target: Anchor, relation: Relation) -> bool:
    if relation in (Relation.AFTER, Relation.BEGUN_BY):
        return is_surely_before(source, target)
    if relation in (Relation.BEFORE, Relation.ENDED_BY):
        return is_surely_before(target, source)
    return is_surely_before(source, target) or is_surely_before(target, source)


def _name(event: Dated) -> str:
    return f"“{one_line(event.title)}”"


# ---------------------------------------------------------------------------------------------------------------------

_LAG = re.compile(r"P(?:(\d+)([DWMY])|T(\d+)([HM]))")
_HALVES = {"H": 1_800, "M": 30, "W": 3 * SECONDS_PER_DAY}
"""Half a unit, in seconds: two weeks are from eleven days to seventeen."""


def _shift(bounds: Interval, link: EventLink) -> Interval | None:
    """Where the source must lie, its target lying in `bounds`; None where the link tells no distance."""
    match = _LAG.fullmatch(link.lag)
    if match is None or link.relation not in (Relation.AFTER, Relation.BEFORE):
        return None
    sign = 1 if link.relation is Relation.AFTER else -1
    if match[4]:
        length = sign * int(match[3]) * {"H": 3_600, "M": 60}[match[4]]
        return _widen(_move(bounds, length), _HALVES[match[4]])
    count, unit = sign * int(match[1]), match[2]
    if unit == "D":
        return _whole_days(_move(bounds, count * SECONDS_PER_DAY))
    if unit == "W":
        return _widen(_whole_days(_move(bounds, 7 * count * SECONDS_PER_DAY)), _HALVES["W"])
    half = (15 if unit == "M" else 183) * SECONDS_PER_DAY
    months = count if unit == "M" else 12 * count
    return _widen(_whole_days(Interval(_add_months(bounds.start, months), _add_months(bounds.end, months))), half)


def _move(bounds: Interval, length: int) -> Interval:
    return Interval(
        None if bounds.start is None else bounds.start + length, None if bounds.end is None else bounds.end + length
    )


def _widen(bounds: Interval, by: int) -> Interval:
    return Interval(
        None if bounds.start is None else bounds.start - by, None if bounds.end is None else bounds.end + by
    )


def _whole_days(bounds: Interval) -> Interval:
    start = None if bounds.start is None else bounds.start // SECONDS_PER_DAY * SECONDS_PER_DAY
    end = None if bounds.end is None else -(-bounds.end // SECONDS_PER_DAY) * SECONDS_PER_DAY
    return Interval(start, end)


def _add_months(at: int | None, count: int) -> int | None:
    if at is None:
        return None
    number, clock = divmod(at, SECONDS_PER_DAY)
    year, month, day = calendar.civil(number)
    year, month = calendar.add_months(year, month, count)
    return calendar.days(year, month, min(day, calendar.month_length(year, month))) * SECONDS_PER_DAY + clock


# ---------------------------------------------------------------------------------------------------------------------


def _find_circles(
    by_id: Mapping[str, Dated], links: Sequence[EventLink], behind: Mapping[str, list[str]], knot: Mapping[str, int]
) -> Iterator[Contradiction]:
    """One circle of each knot of links: the shortest through its first event."""
    between: dict[tuple[str, str], EventLink] = {}
    for link in links:
        between.setdefault((link.earlier, link.later), link)
    knots: dict[int, list[str]] = defaultdict(list)
    for id in sorted(by_id):
        knots[knot[id]].append(id)
    for ids in knots.values():
        if len(ids) < 2:
            continue
        around = _shortest(ids[0], behind, {*ids})
        circle = tuple(between[pair] for pair in zip(around, [*around[1:], around[0]], strict=True))
        told = "; ".join(
            f"{_name(by_id[link.earlier])} before {_name(by_id[link.later])} (“{one_line(link.words)}”)"
            for link in circle
        )
        yield Contradiction(Kind.CIRCLE, tuple(around), circle, f"The words go round in a circle: {told}.")


def _shortest(start: str, behind: Mapping[str, list[str]], within: set[str]) -> list[str]:
    """The events of the shortest way from one back to itself."""
    came: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        id = waiting.popleft()
        for each in behind.get(id, ()):
            if each == start:
                path = [id]
                while path[-1] != start:
                    path.append(came[path[-1]])
                return path[::-1]
            if each in within and each not in came:
                came[each] = id
                waiting.append(each)
    raise AssertionError(f"{start} lies on no circle")


def _find_chains(by_id: Mapping[str, Dated], links: Sequence[EventLink]) -> Iterator[Contradiction]:
    """Chains "a before b before c" of which the ends' dates say the reverse, though no link alone does.

    Going along the links, which lie on no circle, each event is known to begin no earlier than the latest beginning before it.
    """
    behind: dict[str, list[EventLink]] = defaultdict(list)
    waiting: Counter[str] = Counter()
    for link in links:
        behind[link.earlier].append(link)
        waiting[link.later] += 1
    begins = {id: each.time.bounds.start for id, each in by_id.items()}
    by_link: dict[str, EventLink] = {}
    free = deque(id for id in sorted(by_id) if not waiting[id])
    while free:
        id = free.popleft()
        for link in behind[id]:
            later, start = link.later, begins[id]
            end, own = by_id[later].time.bounds.end, begins[later]
            if start is not None and end is not None and end <= start:
                yield _tell_chain(by_id, _trace(by_link, link))
            elif start is not None and (own is None or own < start):
                begins[later], by_link[later] = start, link
            waiting[later] -= 1
            if not waiting[later]:
                free.append(later)


def _trace(by_link: Mapping[str, EventLink], link: EventLink) -> tuple[EventLink, ...]:
    """The links up to this one, from the event whose date they carry on."""
    chain = [link]
    while (before := by_link.get(chain[-1].earlier)) is not None:
        chain.append(before)
    return tuple(reversed(chain))


def _tell_chain(by_id: Mapping[str, Dated], chain: tuple[EventLink, ...]) -> Contradiction:
    first, last = by_id[chain[0].earlier], by_id[chain[-1].later]
    ids = (first.id, *(link.later for link in chain))
    told = ", ".join(f"“{one_line(link.words)}”" for link in chain)
    sentence = (
        f"{told} put {_name(first)} before {_name(last)}, but it is dated {in_words(first.time)}, "
        f"and that {in_words(last.time)}."
    )
    return Contradiction(Kind.DATES, ids, chain, sentence)
