"""Which mentions belong on a timeline: 0–1, the article's main event first, "said" and background last.

`describe` names what is true of a mention: what kind of event it is, how it is told, with whom, when, and where in the article.
Two sums of weights were learned of it (`benchmarks/learn_salience.py`): `listed`, whether an editor would rather have it on a
timeline than not (0.5 and above), and `main`, whether it is what the title tells. The mention likest to be that comes first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractors import learned
from extractors.events.draft import Draft, Reading
from extractors.events.lexicon import Lexicon
from extractors.events.titles import is_poor
from extractors.page import Page, Sentence, Word
from timeline.calendar import SECONDS_PER_DAY, days
from timeline.events import Anchor, EventClass, ParticipantKind, Relation
from timeline.granularity import Granularity
from timeline.interval import Interval

MAIN = 0.8
"""An article's main event has at least this."""
ABOVE = 0.002
"""By how much it comes before what else the article tells, at least."""
TWIN = 0.6
"""What is left of a mention whose event its sentence tells better: "spoke at" of "spoke at a dinner"."""


def score_salience(reading: Reading, drafts: list[Draft]) -> None:
    weights = learned.load(reading.document.language, "salience")
    described = list(describe(reading, drafts))
    for draft, features in zip(drafts, described, strict=True):
        draft.salience = weights["listed"].probability(features)
    best: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        twin = best.setdefault((id(draft.same_as or draft), draft.word.sentence), draft)
        if twin is not draft:
            less, more = sorted((twin, draft), key=lambda each: (_has_day(each.time), each.salience))
            less.salience = TWIN * min(less.salience, more.salience)
            best[id(draft.same_as or draft), draft.word.sentence] = more
    headings = {each.index for each in reading.page.sentences if each.heading}
    told = [place for place, each in enumerate(drafts) if each.word.sentence not in headings and not is_poor(each.title)]  # fmt: skip
    if told:
        main = drafts[max(told, key=lambda place: weights["main"].score(described[place]))]
        first = max(each.salience for each in drafts) + ABOVE
        main.salience = min(1.0, max(first, MAIN + (1 - MAIN) * main.salience))
    for draft in drafts:
        draft.salience = round(draft.salience, 3)


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
    told_first: frozenset[int]
    """What the lead tells, words: its root, and what its root reports."""
    titled: frozenset[str]
    """The stems of the words of the title."""
    words: Counter[str]
    """How many sentences have a mention of that stem."""


def describe(reading: Reading, drafts: list[Draft]) -> Iterator[list[str]]:
    """What is true of each mention, by name."""
    whole = _survey(reading, drafts)
    for draft in drafts:
        yield [*_kind(reading.lexicon, draft), *_telling(reading, draft, whole), *_cast(draft), *_time(reading, draft, whole), *_place(reading, draft, whole)]  # fmt: skip


def _survey(reading: Reading, drafts: list[Draft]) -> Whole:
    page = reading.page
    sentences = page.sentences
    lead = next((each.index for each in sentences if not each.heading), 0)
    return Whole(
        tellings=Counter(id(draft.same_as or draft) for draft in drafts),
        lead=lead,
        quoted=frozenset(_quoted(page)),
        openings=frozenset(
            each.index
            for before, each in zip((None, *sentences), sentences, strict=False)
            if before is None or before.paragraph != each.paragraph
        ),
        crowd=Counter(draft.word.sentence for draft in drafts),
        news_day=next((draft.time.interval for draft in drafts if draft.owned and _has_day(draft.time)), None),
        told_first=frozenset(_told_first(page, lead)),
        titled=frozenset(_titled(reading)),
        words=Counter(stem for stem, _ in {(_stem(draft.word.lemma), draft.word.sentence) for draft in drafts}),
    )


def _told_first(page: Page, lead: int) -> Iterator[int]:
    for word in page.words[page.sentences[lead].first : page.sentences[lead].after] if page.sentences else ():
        if word.is_root:
            yield word.index
            yield from (each.index for each in page.children(word, "ccomp", "conj"))


def _titled(reading: Reading) -> Iterator[str]:
    """The title given, and the heading that opens the text."""
    yield from map(_stem, re.findall(r"[^\W\d_]{4,}", reading.document.title or ""))
    page = reading.page
    for first in page.sentences[:1]:
        if first.heading:
            yield from (
                _stem(word.lemma) for word in page.words[first.first : first.after] if word.is_verb or word.is_noun
            )


def _stem(word: str) -> str:
    """What "resigned", "resigns" and "resignation" have in common."""
    return word[:4].casefold()


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


def _kind(lexicon: Lexicon, draft: Draft) -> Iterator[str]:
    yield f"class={draft.class_}"
    yield f"type={draft.type}"
    yield f"status={draft.status}"
    yield f"lemma={draft.lemma}"
    yield "named" if draft.first else "carried" if draft.support else "verb" if draft.is_verbal else "noun"
    if draft.modality:
        yield "modal"
    if draft.is_verbal and draft.lemma in lexicon.phase_verbs and not draft.participants:
        yield "phase"


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
    if draft.verb.index in whole.told_first:
        yield "lead"
    stem = _stem(draft.word.lemma)
    if not (sentence.heading and sentence.index == 0):
        if stem in whole.titled:
            yield "in the title"
        if sentence.index == whole.lead:
            yield f"lead {'verb' if draft.is_verbal else 'noun'}"
    yield f"words={min(whole.words[stem], 3)}"
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
