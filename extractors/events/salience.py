"""Which mentions belong on a timeline: 0–1, the article's main events first, "said" and background last.

`describe` names what is true of a mention: what kind of event it is, how it is told, with whom, when, and where in the article. What
each of these is worth was learned (`benchmarks/learn_salience.py`). At 0.5 and above, an editor would rather have it than not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractors import learned
from extractors.events.draft import Draft, Reading
from extractors.events.titles import is_poor
from extractors.page import Page, Sentence, Word
from timeline.calendar import SECONDS_PER_DAY, days
from timeline.events import Anchor, EventClass, ParticipantKind, Relation
from timeline.granularity import Granularity
from timeline.interval import Interval


def score_salience(reading: Reading, drafts: list[Draft]) -> None:
    weights = learned.load(reading.document.language, "salience")["listed"]
    for draft, features in zip(drafts, describe(reading, drafts), strict=True):
        draft.salience = round(weights.probability(features), 3)


@dataclass(frozen=True, slots=True)
class Whole:
    """What is counted over a whole article."""

    tellings: Counter[int]
    """How many mentions tell of an event, by the identity of its first draft."""
    lead: int
    """The first sentence that is no heading."""
    quoted: frozenset[int]
    """The words between quotation marks."""
    openings: frozenset[int]
    """The sentences that begin a paragraph."""
    crowd: Counter[int]
    """How many mentions a sentence has."""
    news_day: Interval | None
    """The first day that a mention has of its own: that of the news, mostly."""


def describe(reading: Reading, drafts: list[Draft]) -> Iterator[list[str]]:
    """What is true of each mention, by name."""
    whole = _survey(reading, drafts)
    for draft in drafts:
        yield [*_kind(draft), *_telling(reading, draft, whole), *_cast(draft), *_time(reading, draft, whole), *_place(reading, draft, whole)]  # fmt: skip


def _survey(reading: Reading, drafts: list[Draft]) -> Whole:
    page = reading.page
    sentences = page.sentences
    return Whole(
        tellings=Counter(id(draft.same_as or draft) for draft in drafts),
        lead=next((each.index for each in sentences if not each.heading), 0),
        quoted=frozenset(_quoted(page)),
        openings=frozenset(
            each.index
            for before, each in zip((None, *sentences), sentences, strict=False)
            if before is None or before.paragraph != each.paragraph
        ),
        crowd=Counter(draft.word.sentence for draft in drafts),
        news_day=next((draft.time.interval for draft in drafts if draft.owned and _has_day(draft.time)), None),
    )


def _has_day(time: Anchor) -> bool:
    """Whether it lies within a known day, or less."""
    within = time.relation in (Relation.IS_INCLUDED, Relation.SIMULTANEOUS)
    return within and time.granularity is not None and time.granularity.rank <= Granularity.DAY.rank


def _quoted(page: Page) -> Iterator[int]:
    """The words inside quotation marks; a paragraph's end closes what nobody closed."""
    inside, paragraph = False, 0
    for sentence in page.sentences:
        inside = inside and sentence.paragraph == paragraph
        paragraph = sentence.paragraph
        for word in page.words[sentence.first : sentence.after]:
            if word.text in ("“", "”", '"', "``", "''"):
                inside = word.text in ("“", "``") or (word.text == '"' and not inside)
            elif inside:
                yield word.index


def _kind(draft: Draft) -> Iterator[str]:
    yield f"class={draft.class_}"
    yield f"type={draft.type}"
    yield f"status={draft.status}"
    yield f"lemma={draft.lemma}"
    yield "named" if draft.first else "carried" if draft.support else "verb" if draft.is_verbal else "noun"
    if draft.modality:
        yield "modal"


def _telling(reading: Reading, draft: Draft, whole: Whole) -> Iterator[str]:
    page, verb = reading.page, draft.verb
    shape = "verb" if draft.is_verbal or draft.support else "noun"
    yield f"{shape} tense={draft.tense}"
    yield f"aspect={draft.aspect}"
    yield f"{shape} dep={'root' if verb.is_root else verb.dep}"
    if draft.class_ is EventClass.REPORTING and draft.is_verbal:
        yield "reports" if _says_something(page, verb) else "reports nothing"
    if draft.attribution:
        yield "attributed"
    if verb.index in whole.quoted:
        yield "in quotation"
    if is_poor(draft.title):
        yield "poor title"
    if draft.word.lemma in reading.lexicon.lasting_nouns:
        yield "lasting" if draft.is_verbal or draft.support or draft.owned else "lasting without time"


def _says_something(page: Page, verb: Word) -> bool:
    """Whether what is reported follows, so that the title has it: not "…, the minister said on Monday"."""
    return page.child(verb, "ccomp", "dobj", "xcomp", "oprd") is not None


def _cast(draft: Draft) -> Iterator[str]:
    parts = [each for each in draft.participants if each.kind is not ParticipantKind.GROUP]
    yield f"named parts={min(len(parts), 2)}"
    if draft.places:
        yield "place"
    elif not draft.participants and not draft.is_verbal and not draft.support and not draft.first:
        yield "noun alone"
    if draft.quantities:
        yield "quantity"


def _time(reading: Reading, draft: Draft, whole: Whole) -> Iterator[str]:
    time = draft.time
    yield f"basis={time.basis}"
    yield f"basis={time.basis} {time.relation}"
    if draft.owned:
        yield "time of its own"
    if draft.word.sentence in reading.times_in:
        yield "time in the sentence"
    dct = reading.document.dct
    today = days(dct.year, dct.month, dct.day) if dct is not None else None
    news = whole.news_day.start // SECONDS_PER_DAY if whole.news_day and whole.news_day.start is not None else None
    if time.interval is None or time.interval.start is None or time.interval.end is None:
        yield f"no day, {'no news day' if news is None else 'news of today' if news == today else 'news of a day'}"
        yield f"no day, {draft.status}"
        return
    yield f"{'day' if _has_day(time) else 'in' if time.relation is Relation.IS_INCLUDED else 'by'} {time.granularity}"
    if _has_day(time):
        yield f"day {time.basis}"
        yield "the news day" if time.interval.start // SECONDS_PER_DAY == news else "another day"
    if today is not None:
        yield f"age={_step(today - (time.interval.end - 1) // SECONDS_PER_DAY, -1, 0, 1, 7, 31, 200)}"


def _place(reading: Reading, draft: Draft, whole: Whole) -> Iterator[str]:
    page, sentence = reading.page, reading.page.sentences[draft.word.sentence]
    yield from _position(sentence, len(page.sentences), whole)
    if draft.verb.is_root and sentence.index == whole.lead:
        yield "lead"
    yield f"tellings={min(whole.tellings[id(draft.same_as or draft)], 3)}"
    if draft.same_as is not None:
        yield "told before"
    yield f"beside={_step(whole.crowd[sentence.index], 1, 2, 4, 6)}"


def _position(sentence: Sentence, count: int, whole: Whole) -> Iterator[str]:
    if sentence.heading:
        yield "heading" if sentence.index > 0 else "first line"
    yield f"sentence={_step(sentence.index - whole.lead, 0, 1, 3, 6, 12)}"
    yield f"share={sentence.index * 4 // max(count, 1)}"
    if sentence.index in whole.openings:
        yield "begins a paragraph"


def _step(number: int, *steps: int) -> str:
    """The first step that a number does not pass: 5 of 1, 3, 6 is "≤6"."""
    return next((f"≤{step}" for step in steps if number <= step), f">{steps[-1]}")
