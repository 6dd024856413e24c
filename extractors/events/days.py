"""The day of a mention that no rule ties to a time of its own: one of those that the text names, the publication's, or none.

Rules give a mention the time of its own clause. What is left is told of a day that stands elsewhere: in the lead, in the sentence
before, beside the same happening told again. Every such day is weighed against the publication's and against none of them, by weights
learned from annotated news (`benchmarks/learn_days.py`). A feature is a trait of the day beside a mark of the mention, and the
outcome is a softmax. A day is given where it is likelier than all else together; what the rules gave is given that
confidence, or taken back where it was inherited and is likelier to be wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from extractors import learned
from extractors.events.draft import Draft, Reading
from extractors.events.lending import BRIEF
from extractors.events.offsets import is_measured
from extractors.events.placing import bound, is_lent, place
from extractors.events.scopes import is_aside
from extractors.events.story import NONE, OWN, Candidate, Naming, Story, find_day, read_story
from extractors.events.telling import is_habit
from extractors.page import Page, Word
from timeline.events import Aspect, Basis, Covered, EventClass, Relation, Status, Tense, TimeExpression
from timeline.granularity import Granularity
from timeline.interval import Interval

_LEAST = 0.5
_LEAST_OF_LATE = 0.75
"""What a day must be likelier than to be given, and where the publication's own day is spoken of, or something "has happened"."""
_SURE = 0.97
"""The chance from which on a day has been right nineteen times in twenty; from 0.8 on, seventeen times."""
_OWN_DAY, _OF_OWN_DAY = 0.8, 0.6
"""The chance from which on bounds are as good as the publication's day, and the confidence they then have."""
_REACH = 31
"""Days before the publication within which what is told without a date has happened."""
_SETTLED = (Status.OCCURRED, Status.ONGOING, Status.DENIED)
_MINDS = (EventClass.STATE, EventClass.I_STATE)
_ORDER = frozenset({"before", "since", "until", "later", "afterwards", "earlier", "ago", "then"})
_AGO = ((0, "0"), (1, "1"), (3, "2-3"), (7, "4-7"), (31, "8-31"), (366, "32-366"))


def choose_days(reading: Reading, drafts: list[Draft]) -> None:
    story = read_story(reading, drafts)
    if story.today is None or not story.namings or not learned.load(reading.document.language, "days")["day"]:
        return
    for draft in drafts:
        if draft.status not in _SETTLED or _basis(draft) == "owned":
            continue
        rule = find_day(draft.time)
        if rule is None and not may_be_dated(reading, draft):
            continue
        chances = weigh(story, draft)
        if rule is not None:
            chance = chances[OWN if rule == story.today else rule]
            if chance < _LEAST and draft.time.basis is Basis.INHERITED:
                draft.time = bound(reading, draft)
                continue
            sure = story.sure.get(draft.time.time_id or "", 1.0)
            draft.time = replace(draft.time, confidence=min(rate(chance), sure))
            continue
        if chances[OWN] >= _OWN_DAY and draft.time.relation in (Relation.BEFORE, Relation.SIMULTANEOUS):
            draft.time = replace(draft.time, confidence=_OF_OWN_DAY)
        best = max(chances, key=chances.__getitem__)
        naming = story.candidates(draft)[best]
        if naming is not None and is_given(story, draft, best, chances[best]):
            time = place(reading, draft, _whole_day(naming), Relation.IS_INCLUDED)
            draft.time = replace(time, basis=Basis.INHERITED, confidence=min(rate(chances[best]), time.confidence))


def _whole_day(naming: Naming) -> TimeExpression:
    """The day that a time lies in: "on Monday evening" tells when one thing happened, not the other."""
    day = Interval.of_days(naming.day, naming.day + 1)
    return replace(naming.time, value=day.first or "", interval=Covered(day, Granularity.DAY))


def rate(chance: float) -> float:
    """The confidence in a day of such a chance: above nine in ten only where it has held, never below even."""
    return round(chance if chance >= _SURE else min(0.89, max(0.5, chance)), 3)


def is_given(story: Story, draft: Draft, day: Candidate, chance: float) -> bool:
    """Whether a day is likely enough, and near enough to the publication, to be given to a mention that has none.

    A text that speaks of its own day tells more of that; what a sentence only looks aside to is not of the sentence's day.
    """
    if not isinstance(day, int) or not 0 < (story.today or 0) - day <= _REACH:
        return False
    naming = story.candidates(draft)[day]
    if naming is None or (naming.sentence == draft.word.sentence and is_aside(story.reading.page, draft.word)):
        return False
    recent = story.spoken or draft.aspect is Aspect.PERFECTIVE
    return chance >= (_LEAST_OF_LATE if recent else _LEAST)


def may_be_dated(reading: Reading, draft: Draft) -> bool:
    """Whether it is told as having happened once, and measured from nothing else: not "had said", "a war", "two days after"."""
    if draft.time.basis is not Basis.DOCUMENT or draft.class_ in _MINDS or draft.tense is Tense.FUTURE:
        return False
    if draft.word.lemma in reading.lexicon.lasting_nouns or is_habit(reading.page, draft.word):
        return False
    if draft.verb.dep == "acl" or not (draft.is_verbal or draft.support or draft.type in BRIEF):
        return False  # "a settlement", "states pushing for aid": of no one day
    if draft.aspect in (Aspect.PERFECTIVE, Aspect.PERFECTIVE_PROGRESSIVE) and draft.tense is Tense.PAST:
        return False
    heading = reading.page.sentences[draft.word.sentence].heading
    if draft.tense is Tense.PRESENT and draft.aspect is Aspect.NONE and not heading:
        return False
    if any(order.lag is not None for order in draft.orders):
        return False
    return not (draft.verb.dep == "pcomp" or _is_measured(reading.page, draft.verb))


def _is_measured(page: Page, verb: Word) -> bool:
    """Whether a clause is placed by another event: "hours before they met", "later", "two days after the vote"."""
    clauses = [verb, *page.children(verb, "advcl")]
    marks = {word.lemma for clause in clauses for word in page.children(clause, "mark")}
    adverbs = {word.lemma for word in page.children(verb, "advmod", "npadvmod")}
    return bool(_ORDER & (marks | adverbs)) or is_measured(page, verb)


def weigh(story: Story, draft: Draft) -> dict[Candidate, float]:
    """How likely each of a mention's days is; OWN is the publication's, NONE none of them."""
    marks = mark(story, draft)
    scores = {
        candidate: sum(score_trait(story.reading.document.language, trait, marks) for trait in describe(story, draft, candidate, naming))
        for candidate, naming in story.candidates(draft).items()
    }  # fmt: skip
    most = max(scores.values())
    shares = {candidate: math.exp(score - most) for candidate, score in scores.items()}
    return {candidate: share / sum(shares.values()) for candidate, share in shares.items()}


@lru_cache(maxsize=20_000)
def score_trait(language: str, trait: str, marks: tuple[str, ...]) -> float:
    return learned.load(language, "days")["day"].score(join(trait, marks))


def join(trait: str, marks: tuple[str, ...]) -> list[str]:
    """The features of a trait for a mention with these marks."""
    return [f"{trait} | {mark}" if mark else trait for mark in marks]


def mark(story: Story, draft: Draft) -> tuple[str, ...]:
    """What of a mention makes one day likelier than another; "" is every mention's."""
    sentence = story.reading.page.sentences[draft.word.sentence]
    has_tense = draft.is_verbal or draft.support
    marks = ["", _basis(draft), draft.class_.value, f"{draft.tense} {draft.aspect}" if has_tense else "noun"]
    if draft.status is not Status.OCCURRED:
        marks.append(draft.status.value)
    if sentence.heading:
        marks.append("heading")
    elif sentence.index < 4:
        marks.append("lead")
    if draft.governor is not None and draft.governor.class_ is EventClass.REPORTING:
        marks.append("said")
    if sentence.index in story.vague:
        marks.append("other time")
    return tuple(marks)


def _basis(draft: Draft) -> str:
    """How the rules came by a mention's time."""
    if draft.time.basis in (Basis.DOCUMENT, Basis.UNKNOWN):
        return "bounds"
    if draft.time.basis is Basis.INHERITED:
        return "inherited"
    return "lent" if is_lent(draft) else "owned"


def describe(story: Story, draft: Draft, candidate: Candidate, naming: Naming | None) -> Iterator[str]:
    """The traits of a candidate for a mention."""
    others = min(story.past, 3)
    rule = find_day(draft.time)
    if candidate == NONE:
        yield from (NONE, f"none of {others}")
        return
    if candidate == OWN:
        day = story.today
        yield from (OWN, f"own of {others}")
        yield f"own named {min(3, story.spoken)}"
        if naming is not None:
            yield from (f"own {trait}" for trait in _stand(story, draft, naming))
    else:
        day = int(candidate)
        yield from ("day", f"day of {others}", f"ago {_ago(story, day)}", f"named {min(story.named[day], 3)}")
        yield from _stand(story, draft, naming) if naming is not None else ("unnamed",)
    if rule is not None and rule == day:
        yield from ("rule", f"rule {min(9, int(10 * draft.time.confidence))}")
    if day is not None:
        yield from story.relate(draft, day)


def _ago(story: Story, day: int) -> str:
    away = (story.today or day) - day
    return "ahead" if away < 0 else next((name for most, name in _AGO if away <= most), "long")


def _stand(story: Story, draft: Draft, naming: Naming) -> Iterator[str]:
    """How the text names a day: how far from the mention, first, last, most, and for what."""
    day, here = naming.day, draft.word.sentence
    yield f"away {max(-4, min(6, here - naming.sentence))}"
    if story.namings[0].day == day:
        yield "first"
        if naming.sentence < 4:
            yield "in lead"
    if story.last_before(here) == day:
        yield "last"
    if story.named[day] == story.most:
        yield "most"
    owner = story.owners.get(naming.time.id)
    yield f"of {'nothing' if owner is None else owner.class_ if owner.status in _SETTLED else owner.status}"
