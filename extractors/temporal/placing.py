"""Which one is meant: the Friday before or the Friday to come, last year's March or this one's.

News speaks from its own date: a weekday is the one just past unless the verb says otherwise, and a month the nearest in
the direction of the tense. A narrative speaks from the date it has reached, and goes on from there: `story` reads it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from extractors.temporal import granules, story, wording
from extractors.temporal.granules import Cycle, Granule
from extractors.temporal.scene import DCT, Scene, Time
from timeline.events import Basis, Reading
from timeline.timex import TimexType

BLANKS = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "FN": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX",
          "HY": "XXXX-HX", "SN": "XXXX-XX", "Y": "XXXX", "DE": "XXX", "CE": "XX", "ML": "X"}  # fmt: skip
"""What is known of a granule of which only the unit is."""
CHOSEN = 0.08
"""What the choice of one takes off the confidence."""
CLEAR = 4
"""The tense does not outweigh a date that many times nearer, unless the verb leaves no doubt (`Direction.is_plain`)."""
CLEAR_DAY = 12
"""The same of a day of a month, which is seldom named without its year when it is far."""

TOLD = 4
NEARBY = 400
"""Times and characters back in which a month told with its year still counts."""

CLOSE = 45
"""Days from the document's date within which a day of a month is this year's."""

_SENTENCE_LOOKS = ("the date before it lies ahead", "the date before it is past")


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
    if scene.domain == "narrative" and scene.story is not None and not (scene.dct and scene.announced(scene.start)):
        return _place_in_story(scene, cycle)
    if (named := _place_in_named_year(scene, cycle)) is not None:
        return named
    at = scene.dct
    if at is None:
        return _place_in_told_month(scene, cycle) or unplaced(cycle)
    around = Around(granules.previous(cycle, at), granules.within(cycle, at), granules.following(cycle, at))
    if not _is_close(at, around) and (told_there := _place_in_told_month(scene, cycle)) is not None:
        return told_there
    choice = _near_date(scene, cycle, at, around)
    if choice.granule is None:
        return unplaced(cycle)
    which = (f"the last {cycle.name}", f"the {cycle.name} in it", f"the next {cycle.name}")
    others = tuple(
        Reading(granules.write(other), f"{words}; {choice.not_others}")
        for other, words in zip(around, which, strict=True)
        if other is not None and other != choice.granule and granules.is_written(other)
    )
    found = located(choice.granule, DCT, choice.why, of=cycle, alternatives=others, doubt=CHOSEN)
    return replace(found, cycle=cycle)


def located(
    granule: Granule,
    reference: str | int,
    why: str,
    *,
    of: Cycle | None = None,
    alternatives: tuple[Reading, ...] = (),
    doubt: float = 0.0,
) -> Time:
    """A time that was read against another; where no value can be written for it, a mere reference.

    `of` is what comes round then, whose own day may be uncertain.
    """
    if not granules.is_written(granule):
        value = "PAST_REF" if granule.index < 0 else "FUTURE_REF"
        why = f"{why}; no value is written for years so far away"
        return Time(TimexType.DATE, value, None, Basis.RELATIVE, reference, why=why, doubt=doubt)
    time = replace(
        told(granule), basis=Basis.RELATIVE, reference=reference, why=why, alternatives=alternatives, doubt=doubt
    )
    return time if of is None else hedged(time, of)


def hedged(time: Time, cycle: Cycle) -> Time:
    """The same time; less sure, with the reason, where the feast's own day is."""
    if not cycle.caveat:
        return time
    why = f"{time.why}; {cycle.caveat}" if time.why else cycle.caveat
    return replace(time, why=why, doubt=time.doubt + cycle.doubt)


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


def _place_in_named_year(scene: Scene, cycle: Cycle) -> Time | None:
    """In a year that the same sentence has just named: that comes before the document's own date.

    Not where the verb looks ahead of a year that is over: "the first since 1992 and will end on Sept. 18".
    """
    last = scene.before()
    if last is None or cycle.period != "Y" or cycle.unit == "Q" or not scene.same_sentence(last.start, scene.start):
        return None
    if last.time.basis is not Basis.EXPLICIT or last.granule.unit != "Y":
        return None
    over = scene.dct is not None and granules.after(last.granule) <= granules.start(scene.dct)
    if over and scene.direction() == "future":
        return None
    found = granules.within(cycle, last.granule)
    why = f"the {cycle.name} of {wording.name(last.granule)}, which the sentence has just told"
    return None if found is None else replace(located(found, last.start, why, of=cycle, doubt=CHOSEN), cycle=cycle)


def _is_close(at: Granule, around: Around) -> bool:
    """Whether an occurrence is so near to the document's date that it needs no year."""
    days = (granules.start(each) for each in around if each is not None)
    return any(abs(day - granules.start(at)) <= CLOSE for day in days)


def _place_in_told_month(scene: Scene, cycle: Cycle) -> Time | None:
    """In a month or season that was just told with its year, where it holds one: "sank in March 1906 … on March 12 she …"."""
    for unit in ("M", "SN") if cycle.unit == "D" and cycle.period == "Y" else ():
        last = scene.before_of(unit, within=TOLD)
        if last is None or scene.start - last.start > NEARBY or last.time.basis is not Basis.EXPLICIT:
            continue
        if (found := granules.within(cycle, last.granule)) is not None:
            why = f"the {cycle.name} of {wording.name(last.granule)}, which the text has just told"
            return replace(located(found, last.start, why, of=cycle, doubt=CHOSEN), cycle=cycle)
    return None


def _near_date(scene: Scene, cycle: Cycle, at: Granule, around: Around) -> Choice:
    past, this, future = around
    if this is not None:
        unit = wording.UNITS[cycle.unit]
        why = f"{wording.name(this)} is the {unit} of publication"
        return Choice(this, why, f"the {unit} of publication is nearer")
    if past is None or future is None:
        return Choice(past or future, f"the only {cycle.name}", "")
    verb = scene.direction()
    direction = verb or _direction_of_sentence(scene, at)
    now = wording.name(at)
    looks_ahead, looks_back = ("the verb looks ahead", "the verb is past") if verb else _SENTENCE_LOOKS
    ahead = Choice(future, f"the next {cycle.name} after {now}; {looks_ahead}", looks_ahead)
    back = Choice(past, f"the last {cycle.name} before {now}; {looks_back}", looks_back)
    habit = Choice(
        past, f"the last {cycle.name} before {now}, as news says it", "news looks back unless a verb looks ahead"
    )
    if scene.domain == "informal":
        habit = Choice(future, f"the next {cycle.name} after {now}, as messages say it", "messages look ahead")
    if cycle.period == "W":
        return ahead if direction == "future" else back if direction == "past" else habit
    since, until = granules.start(at) - granules.start(past), granules.start(future) - granules.start(at)
    if cycle.unit == "Q" and (direction != "future" or since <= until * 3):
        return Choice(past, f"the last {cycle.name} before {now}, as results are reported", "it is not over yet")
    near = max(since, until) >= (CLEAR_DAY if cycle.unit == "D" else CLEAR) * min(since, until)
    if direction is not None and (not near or (verb is not None and scene.is_plain())):
        return ahead if direction == "future" else back
    if since <= until:
        return Choice(past, f"the {cycle.name} nearest to {now}, before it", "farther away")
    return Choice(future, f"the {cycle.name} nearest to {now}, after it", "farther away")


def _direction_of_sentence(scene: Scene, at: Granule) -> str | None:
    """Where the date told just before in the same sentence lies; a weekday, or what is counted from the document, says nothing."""
    last = scene.before()
    if last is None or not scene.same_sentence(last.start, scene.start):
        return None
    _, granule, time = last
    if not granules.is_finer(granule.unit, "Y") or not (time.basis is Basis.EXPLICIT or time.alternatives):
        return None
    if time.basis is not Basis.EXPLICIT and abs(granules.start(granule) - granules.start(at)) <= 7:
        return None
    if granules.after(granule) <= granules.start(at):
        return "past"
    return "future" if granules.start(granule) >= granules.after(at) else None


def _place_in_story(scene: Scene, cycle: Cycle) -> Time:
    meant = story.find_meant(scene, cycle)
    if not meant:
        return unplaced(cycle)
    chosen, *rest = meant
    others = tuple(Reading(granules.write(each.granule), f"{each.why}; farther out of its way") for each in rest[:3])
    found = located(chosen.granule, chosen.reference, chosen.why, of=cycle, alternatives=others, doubt=CHOSEN)
    return replace(found, cycle=cycle)
