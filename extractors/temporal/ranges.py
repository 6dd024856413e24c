"""Ranges: two times and the words that make them the ends of one stretch: "Monday to Friday", "between 1990 and 1995".

The ends stay two expressions. They are known by the words around them (`[range]` of `time.toml`), and read together: an
end that comes round takes the day or year of the other, and the first does not lie after the last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.temporal import granules, wording
from extractors.temporal.choosing import Found
from extractors.temporal.cycles import DAILY
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.scene import DCT, Scene, Time
from extractors.temporal.tokens import Tokens, tokenise
from timeline import timex
from timeline.events import Reading

REACH = 12
"""Tokens back in which a verb says that something was moved."""
LONGEST = 4
"""Tokens between two ends are fewer."""
EN_DASH = "–"
NOW = "PRESENT_REF"
PERIODS = ("D", "W", "M", "Y")
"""From what comes round often to what seldom does."""

_Phrases = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Joints:
    """The phrases of `[range]`, as tokens; those of `moved` are single words."""

    from_: _Phrases
    to: _Phrases
    between: _Phrases
    and_: _Phrases
    marks: _Phrases
    moved: frozenset[str]


def read_joints(table: Mapping[str, list[str]]) -> Joints:
    """The `[range]` table of a language; one that is left out joins nothing."""
    from_, to, between, and_, marks = (
        frozenset(tuple(tokenise(phrase).words) for phrase in table.get(name, ()))
        for name in ("from", "to", "between", "and", "marks")
    )
    return Joints(from_, to, between, and_, marks, frozenset(table.get("moved", ())))


def join(tokens: Tokens, scene: Scene, times: list[Found], joints: Joints) -> list[int]:
    """The indices of the times that begin a range, which the next one ends. Reads the two together, in place."""
    firsts: list[int] = []
    for at, (one, other) in enumerate(pairwise(times)):
        if (firsts and firsts[-1] == at - 1) or not _are_joined(tokens, scene, joints, one, other):
            continue
        scene.start, scene.end = tokens.starts[one.first], tokens.ends[other.after - 1]
        ends = _align(scene, one, other, starts=(tokens.starts[one.first], tokens.starts[other.first]))
        if ends is not None:
            times[at : at + 2] = ends
            firsts.append(at)
    return firsts


def _are_joined(tokens: Tokens, scene: Scene, joints: Joints, one: Found, other: Found) -> bool:
    if one.time is None or other.time is None:
        return False
    between = tuple(tokens.words[one.after : other.first]) if other.first - one.after < LONGEST else ()
    if between in joints.marks:
        if one.rule is other.rule and len(one.rule.means) > 1:
            return True
        gap = tokens.text[tokens.ends[one.after - 1] : tokens.starts[other.first]]
        return _is_alike(one.time, other.time) and (gap == gap.strip() or EN_DASH in gap)
    if between in joints.and_:
        return _is_after(tokens, one.first, joints.between)
    if between not in joints.to or not (_is_alike(one.time, other.time) or _is_after(tokens, one.first, joints.from_)):
        return False
    before = range(max(0, one.first - REACH), one.first)
    moved = [at for at in before if tokens.words[at] in joints.moved]
    return not any(scene.same_sentence(tokens.starts[at], tokens.starts[one.first]) for at in moved)


def _is_alike(one: Time, other: Time) -> bool:
    return one.granule is not None and other.granule is not None and one.granule.unit == other.granule.unit


def _is_after(tokens: Tokens, first: int, phrases: _Phrases) -> bool:
    return any(tuple(tokens.words[max(0, first - len(each)) : first]) == each for each in phrases)


def _align(scene: Scene, one: Found, other: Found, *, starts: tuple[int, int]) -> tuple[Found, Found] | None:
    """The ends of one range; None where the first cannot lie before the last."""
    first, last = _place(scene, one.time), _place(scene, other.time)
    if first is None or last is None or first.granule is None:
        return None
    if last.granule is None:
        return (one, other) if last.value == NOW else None
    back, on = _lend(first, last, starts[1], granules.previous), _lend(last, first, starts[0], granules.following)
    if _takes(first, last):
        first = back or first
    elif _takes(last, first):
        last = on or last
    elif not _rises(first, last):
        if on is None or (back is not None and _looks_back(scene, on)):
            first = back or first
        else:
            last = on
    elif on is not None and on is not last:  # they lie more than one round apart
        first, last = (back or first, last) if first.reference == DCT else (first, on)
    first = replace(first, zone=first.zone or last.zone)
    return (replace(one, time=first), replace(other, time=last)) if _rises(first, last) else None


def _place(scene: Scene, time: Time | None) -> Time | None:
    """The time, and "now" on the document's day."""
    return replace(time, granule=scene.dct) if time is not None and time.value == NOW else time


def _takes(time: Time, other: Time) -> bool:
    """Whether a time takes its place from the other end, which comes round less often: a clock time its day, a date its year.

    A weekday does not: it is the one near the document, unless that lies on the wrong side.
    """
    if time.cycle is None or time.cycle.period == "W":
        return False
    return other.cycle is None or PERIODS.index(time.cycle.period) < PERIODS.index(other.cycle.period)


def _lend(time: Time, other: Time, start: int, step: Callable[[Cycle, Granule], Granule | None]) -> Time | None:
    """A time that comes round, where it does so next to the other end, which begins in the text at `start`.

    None for what does not come round, or more coarsely than the other end.
    """
    cycle, own, limit = time.cycle, time.granule, other.granule
    if cycle is None or own is None or limit is None or granules.is_finer(limit.unit, own.unit):
        return None
    back = step is granules.previous
    around = (granules.within(cycle, limit), step(cycle, limit))
    with_part = (replace(each, part=own.part) for each in around if each is not None)
    found = next(
        (each for each in with_part if _begin(each) != _begin(limit) and (_begin(each) < _begin(limit)) is back), None
    )
    if found is None or found == own:
        return None if found is None else time
    which, way, end = ("last", "before", "ends") if back else ("next", "after", "begins")
    name = own.part.removeprefix("T") if cycle is DAILY else cycle.name
    why = f"the {which} {name} {way} {wording.name(limit)}, where the range {end}"
    others = (Reading(time.value, f"{time.why}; not beside the range's other end"), *time.alternatives)
    return replace(
        time,
        value=granules.write(found),
        granule=found,
        basis=other.basis,
        reference=start,
        why=why,
        alternatives=tuple(each for each in others if each.value != granules.write(found)),
    )


def _looks_back(scene: Scene, last: Time) -> bool:
    """Whether the first end is to be sought farther back, lest the last lie after a past verb's report or a story's now."""
    if scene.domain == "narrative":
        return True
    ahead = scene.dct is not None and last.granule is not None and granules.start(last.granule) > scene.dct.index
    return ahead and scene.direction() == "past"


def _rises(first: Time, last: Time) -> bool:
    return first.granule is not None and last.granule is not None and _begin(first.granule) < _begin(last.granule)


def _begin(granule: Granule) -> int:
    covered = timex.read(granules.write(granule))
    return (covered[0].start or 0) if covered is not None else 0
