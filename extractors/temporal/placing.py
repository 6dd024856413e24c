"""Which one is meant: the Friday before or the Friday to come, last year's March or this one's.

News speaks from its own date: a weekday is the one just past unless the verb says otherwise, and a month the nearest in
the direction of the tense. A narrative speaks from the date it has reached, and goes on from there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from extractors.temporal import granules, wording
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


class Choice(NamedTuple):
    """One occurrence, why it is meant, and why the others are not."""

    granule: Granule | None
    why: str
    not_others: str


class Around(NamedTuple):
    """The occurrences before, in and after a reference."""

    past: Granule | None
    this: Granule | None
    future: Granule | None


def place(scene: Scene, cycle: Cycle) -> Time:
    """The occurrence a bare name means."""
    reference = _frame(scene, cycle)
    if reference is None:
        return unplaced(cycle)
    source, at = reference
    around = Around(granules.previous(cycle, at), granules.within(cycle, at), granules.following(cycle, at))
    choice = (_near_date if source == DCT else _near_story)(scene, cycle, at, around)
    if choice.granule is None:
        return unplaced(cycle)
    which = (f"the last {cycle.name}", f"the {cycle.name} in it", f"the next {cycle.name}")
    others = tuple(
        Reading(granules.write(other), f"{words}; {choice.not_others}")
        for other, words in zip(around, which, strict=True)
        if other is not None and other != choice.granule
    )
    return replace(located(choice.granule, source, choice.why, alternatives=others, doubt=0.08), cycle=cycle)


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


def told_as(source: str | int, unit: str, granule: Granule | None) -> str:
    """What was read against, in words: the document's own, or one the text has told."""
    if source != DCT:
        return wording.name(granule) if granule is not None else f"the {wording.UNITS[unit]} the text is at"
    words = f"the {wording.UNITS.get(unit, unit)} of publication"
    return words if granule is None else f"{words}, {wording.name(granule)}"


def unplaced(what: str | Cycle) -> Time:
    """A time that nothing places: its value says what is known of it."""
    value = what.blank if isinstance(what, Cycle) else BLANKS.get(what, "XXXX-XX-XXTXX")
    type_ = TimexType.TIME if "T" in value else TimexType.DATE
    return Time(type_, value, basis=Basis.RELATIVE, why="no date to read it against", doubt=0.3)


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


def _near_date(scene: Scene, cycle: Cycle, at: Granule, around: Around) -> Choice:
    past, this, future = around
    if this is not None:
        unit = wording.UNITS[cycle.unit]
        why = f"{wording.name(this)} is the {unit} of publication"
        return Choice(this, why, f"the {unit} of publication is nearer")
    if past is None or future is None:
        return Choice(past or future, f"the only {cycle.name}", "")
    direction = scene.direction()
    now = wording.name(at)
    ahead = Choice(future, f"the next {cycle.name} after {now}; the verb looks ahead", "the verb looks ahead")
    back = Choice(past, f"the last {cycle.name} before {now}; the verb is past", "the verb is past")
    habit = Choice(
        past, f"the last {cycle.name} before {now}, as news says it", "news looks back unless a verb looks ahead"
    )
    if cycle.period == "W":
        return ahead if direction == "future" else back if direction == "past" else habit
    since, until = granules.start(at) - granules.start(past), granules.start(future) - granules.start(at)
    if cycle.unit == "Q" and (direction != "future" or since <= until * 3):
        return Choice(past, f"the last {cycle.name} before {now}, as results are reported", "it is not over yet")
    if direction is not None and max(since, until) < CLEAR * min(since, until):
        return ahead if direction == "future" else back
    if since <= until:
        return Choice(past, f"the {cycle.name} nearest to {now}, before it", "farther away")
    return Choice(future, f"the {cycle.name} nearest to {now}, after it", "farther away")


def _near_story(scene: Scene, cycle: Cycle, at: Granule, around: Around) -> Choice:
    past, this, future = around
    here = wording.name(at)
    if this is not None:
        return Choice(this, f"the {cycle.name} of {here}, where the text is", f"the text is at {here}")
    if past is None or future is None:
        return Choice(past or future, f"the only {cycle.name}", "")
    before = f"the last {cycle.name} before {here}"
    if scene.dct is not None and granules.start(future) > granules.start(scene.dct):
        return Choice(past, f"{before}; the next is after publication", "after publication")
    since, until = granules.start(at) - granules.start(past), granules.start(future) - granules.start(at)
    written = scene.next_year()
    if written is not None and until > STEP_BACK and _year(past) <= written < _year(future):
        return Choice(past, f"{before}; the text then comes to {written}", f"the text then comes to {written}")
    if cycle.period == "Y" and since < until and since < STEP_BACK:
        return Choice(past, f"the {cycle.name} just before {here}, where the story is", "farther away")
    return Choice(future, f"the next {cycle.name} after {here}, where the story is", "a story goes on")


def _year(granule: Granule) -> int:
    return granules.convert(granule, "Y").index
