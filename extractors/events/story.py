"""The days that a text names, and what the rules tie to them: what `days` weighs for a mention."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from extractors.events.draft import Draft, Reading
from extractors.events.placing import day_of, is_lent, reading_confidence
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Basis, Relation, Status, TimeExpression
from timeline.granularity import Granularity

OWN, NONE = "own", "none"
_BEFORE, _AFTER, _FIRST = 4, 2, 3
"""How many namings of days are weighed: the last up to the end of a mention's sentence, the next, the first of the text."""
_STEM = 5
"""Letters by which a noun and its verb are known as one."""

Candidate = int | str
"""The number of a day, as in `timeline.calendar`; OWN, the publication's; NONE, another or unknown."""


class Naming(NamedTuple):
    """Where a time of the text names a day."""

    sentence: int
    day: int
    time: TimeExpression


@dataclass(frozen=True)
class Story:
    reading: Reading
    drafts: list[Draft]
    today: int | None

    @cached_property
    def namings(self) -> list[Naming]:
        """In text order; days after the publication are left out."""
        return [
            Naming(sentence, day, time)
            for sentence, times in sorted(self.reading.times_in.items())
            for time in times
            if (day := _day(time)) is not None and (self.today is None or day <= self.today)
        ]

    @cached_property
    def _sentences(self) -> list[int]:
        return [each.sentence for each in self.namings]

    @cached_property
    def named(self) -> Counter[int]:
        """How often each day is named."""
        return Counter(each.day for each in self.namings)

    @cached_property
    def most(self) -> int:
        return max(self.named.values(), default=0)

    @cached_property
    def spoken(self) -> int:
        """How often the publication's day is named in a sentence, not in a heading or a line that only dates the page."""
        sentences = self.reading.page.sentences
        return sum(each.day == self.today and not sentences[each.sentence].heading for each in self.namings)

    @cached_property
    def past(self) -> int:
        """How many days before the publication's are named."""
        return len(self.named.keys() - {self.today})

    @cached_property
    def sure(self) -> dict[str, float]:
        """Id of a time → the confidence of what it is said to date; what is told of the day cannot be surer."""
        return {each.id: reading_confidence(each) for each in self.reading.times}

    @cached_property
    def owners(self) -> dict[str, Draft]:
        """Id of a time → the mention whose own it is."""
        return {time.id: draft for draft in self.drafts for time, _ in draft.owned}

    @cached_property
    def _told(self) -> dict[int, list[Draft]]:
        """Day → the happenings that a time of their own puts there."""
        found: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            day = find_day(draft.time)
            if (
                day is not None
                and draft.owned
                and not is_lent(draft)
                and draft.status in (Status.OCCURRED, Status.ONGOING)
            ):
                found.setdefault(day, []).append(draft)
        return found

    @cached_property
    def _alike(self) -> dict[tuple[str, str], set[int]]:
        """Kind of likeness and what is alike → the days at which the text dates one."""
        found: dict[tuple[str, str], set[int]] = {}
        for day, drafts in self._told.items():
            for draft in drafts:
                for key in _keys(draft):
                    found.setdefault(key, set()).add(day)
        return found

    @cached_property
    def vague(self) -> set[int]:
        """The sentences that speak of a month, a year or the like."""
        return {
            sentence
            for sentence, times in self.reading.times_in.items()
            if any(time.interval is not None and _day(time) is None for time in times)
        }

    def last_before(self, sentence: int) -> int | None:
        """The day named last up to a sentence's end."""
        at = bisect_right(self._sentences, sentence)
        return self.namings[at - 1].day if at else None

    def candidates(self, draft: Draft) -> dict[Candidate, Naming | None]:
        """What a mention's day may be, with the naming of it that stands nearest, where there is one."""
        here = draft.word.sentence
        at = bisect_right(self._sentences, here)
        near = [*self.namings[max(0, at - _BEFORE) : at][::-1], *self.namings[at : at + _AFTER], *self.namings[:_FIRST]]
        found: dict[Candidate, Naming | None] = {}
        for naming in sorted(near, key=lambda each: abs(each.sentence - here)):
            found.setdefault(OWN if naming.day == self.today else naming.day, naming)
        rule = find_day(draft.time)
        if rule is not None and rule != self.today:
            found.setdefault(rule, None)
        found.setdefault(OWN, None)
        return {**found, NONE: None}

    def relate(self, draft: Draft, day: int) -> list[str]:
        """In what a mention is like those that the text dates at a day, or only at others."""
        kinds: dict[str, str] = {}
        for kind, name in _keys(draft):
            days = self._alike.get((kind, name), ())
            if day in days:
                kinds[kind] = "same"
            elif days:
                kinds.setdefault(kind, "other")
        return [f"{likeness} {kind}" for kind, likeness in kinds.items()]


def read_story(reading: Reading, drafts: list[Draft]) -> Story:
    today = day_of(reading)
    return Story(reading, drafts, None if today is None or today.start is None else today.start // SECONDS_PER_DAY)


def find_day(anchor: Anchor) -> int | None:
    """The day that an anchor names; None for bounds, and for weeks, months and years."""
    if anchor.basis is Basis.DOCUMENT or anchor.relation not in (Relation.IS_INCLUDED, Relation.SIMULTANEOUS):
        return None
    if anchor.interval is None or anchor.interval.start is None or anchor.granularity is None:
        return None
    return anchor.interval.start // SECONDS_PER_DAY if anchor.granularity.rank <= Granularity.DAY.rank else None


def _day(time: TimeExpression) -> int | None:
    covered = time.interval
    if covered is None or covered.interval.start is None or covered.granularity.rank > Granularity.DAY.rank:
        return None
    return covered.interval.start // SECONDS_PER_DAY


def _keys(draft: Draft) -> list[tuple[str, str]]:
    people = [("people", each.name) for each in draft.participants]
    return [("lemma", draft.word.lemma[:_STEM]), ("type", draft.type.value), *people]
