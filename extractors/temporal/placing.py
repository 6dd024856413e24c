"""Which one is meant: the Friday before or the Friday to come, last year's March or this one's.

News speaks from its own date: a weekday is the one just past unless the verb says otherwise, and a month the nearest in
the direction of the tense. A narrative speaks from the date it has reached, and goes on from there.
"""

from __future__ import annotations

from extractors.temporal import granules
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.scene import DCT, Scene, Time
from timeline.events import Basis, Reading
from timeline.timex import TimexType

BLANKS = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "FN": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX",
          "HY": "XXXX-HX", "SN": "XXXX-XX", "Y": "XXXX", "DE": "XXX", "CE": "XX", "ML": "X"}  # fmt: skip
"""What is known of a granule of which only the unit is."""
CLEAR = 4
"""The tense does not outweigh a date that many times nearer."""
STEP_BACK = 120
"""Days that a story may step back without saying so."""


def place(scene: Scene, cycle: Cycle) -> Time:
    """The occurrence a bare name means."""
    reference = _frame(scene, cycle)
    if reference is None:
        return unplaced(cycle)
    source, at = reference
    chosen, why = _near_date(scene, cycle, at) if source == DCT else _near_story(cycle, at)
    if chosen is None:
        return unplaced(cycle)
    others = (granules.previous(cycle, at), granules.within(cycle, at), granules.following(cycle, at))
    rest = tuple(Reading(granules.write(other), "not taken") for other in others if other not in (None, chosen))
    return located(chosen, source, why, alternatives=rest, doubt=0.08)


def located(
    granule: Granule, reference: str | int, why: str, *, alternatives: tuple[Reading, ...] = (), doubt: float = 0.0
) -> Time:
    """A time that was read against another."""
    type_ = TimexType.TIME if granule.part else TimexType.DATE
    return Time(
        type_,
        granules.write(granule),
        granule,
        Basis.RELATIVE,
        reference,
        why=why,
        alternatives=alternatives,
        doubt=doubt,
    )


def told(granule: Granule) -> Time:
    """A time that the text tells in full."""
    return Time(TimexType.TIME if granule.part else TimexType.DATE, granules.write(granule), granule)


def unplaced(what: str | Cycle) -> Time:
    """A time that nothing places: its value says what is known of it."""
    value = what.blank if isinstance(what, Cycle) else BLANKS.get(what, "XXXX-XX-XXTXX")
    type_ = TimexType.TIME if "T" in value else TimexType.DATE
    return Time(type_, value, basis=Basis.RELATIVE, why="nothing to place it by", doubt=0.3)


def _frame(scene: Scene, cycle: Cycle) -> tuple[str | int, Granule] | None:
    """What to read against: in news, a year that the same sentence has just named comes before the document's date."""
    reference = scene.reference()
    if scene.domain != "narrative" and cycle.period == "Y" and cycle.unit != "Q":
        last = scene.before()
        if last is not None and last[1].basis is Basis.EXPLICIT and scene.same_sentence(last[0], scene.start):
            granule = last[1].granule
            if granule is not None and not granules.is_finer(granule.unit, "Y"):
                return last[0], granule
    return reference


def _near_date(scene: Scene, cycle: Cycle, at: Granule) -> tuple[Granule | None, str]:
    past, this, future = granules.previous(cycle, at), granules.within(cycle, at), granules.following(cycle, at)
    if this is not None:
        return this, f"the one of {granules.write(at)} itself"
    direction = scene.direction()
    if cycle.period == "W":
        return (
            (future, "the next one, by the tense") if direction == "future" else (past, "the last one, as news says it")
        )
    if past is None or future is None:
        return past or future, "the only one"
    back, forth = granules.start(at) - granules.start(past), granules.start(future) - granules.start(at)
    if cycle.unit == "Q" and (direction != "future" or back <= forth * 3):
        return past, "the last one"
    if direction is not None and max(back, forth) < CLEAR * min(back, forth):
        return (future, "the next one, by the tense") if direction == "future" else (past, "the last one, by the tense")
    return (past, "the nearest, before") if back <= forth else (future, "the nearest, after")


def _near_story(cycle: Cycle, at: Granule) -> tuple[Granule | None, str]:
    this = granules.within(cycle, at)
    if this is not None:
        return this, f"the one of {granules.write(at)}"
    past, future = granules.previous(cycle, at), granules.following(cycle, at)
    if past is None or future is None:
        return past or future, "the only one"
    back, forth = granules.start(at) - granules.start(past), granules.start(future) - granules.start(at)
    if cycle.period == "Y" and back < forth and back < STEP_BACK:
        return past, "the one just before, in the story"
    return future, "the next one, in the story"
