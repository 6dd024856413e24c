"""Made-up archives of any size: what outlets report of stories, day after day, as extractions that no reader is needed for.

A world has people, lands, towns and usual words, the few of them often and the many seldom (Zipf), as news has, and words of a
story's own, which few others have. Every day has
its stories; each is told by some outlets, in words of their own, with the day, something wider or no date; around it an article
tells what people said and did beside. How many of what, `Shape` says. Equal seeds and shapes make equal worlds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from math import floor
from random import Random
from typing import TypeVar

from memory import Writer

from timeline import text, timex
from timeline.calendar import civil, days
from timeline.events import (
    Anchor,
    Aspect,
    Basis,
    EventClass,
    EventType,
    Extraction,
    Mention,
    Participant,
    ParticipantKind,
    Place,
    Polarity,
    Quote,
    Relation,
    Role,
    Status,
    Tense,
)
from timeline.granularity import Granularity
from timeline.interval import Interval, parse
from timeline.merge.stems import usual_stems

LANDS = "US RU UA CN DE FR GB IR IL SA TR IN PK JP KR BR MX EG ZA NG PL IT ES SE FI NO CA AU SY IQ".split()
T = TypeVar("T")

LAST_DAY = days(2025, 12, 31)
_OUTLETS = (1, 1, 2, 3, 4)
OUTLETS = sum(_OUTLETS) / len(_OUTLETS)
"""Articles of a story, on average."""
_ACTS = {
    EventType.CONSULT: ("meet", "talk", "summit", "visit"),
    EventType.AGREE: ("sign", "agree", "deal"),
    EventType.ASSAULT: ("attack", "strike", "shell", "kill"),
    EventType.PROTEST: ("protest", "march", "strike"),
    EventType.JUSTICE: ("arrest", "charge", "sentence", "trial"),
    EventType.BUSINESS: ("launch", "merge", "announce"),
    EventType.DISASTER: ("quake", "flood", "fire", "crash"),
}
_SAYINGS = {
    EventType.STATEMENT: ("say", "tell", "add", "warn"),
    EventType.REQUEST: ("demand", "urge", "call"),
    EventType.REJECT: ("reject", "refuse", "deny"),
    EventType.ACCUSE: ("accuse", "blame"),
}


@dataclass(frozen=True, slots=True)
class Story:
    type: EventType
    lemma: str
    people: tuple[Participant, ...]
    place: Place
    words: tuple[str, ...]
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a world is like. An article tells of its story and of some `asides`; `sentences` of usual words follow each report
    without being quoted. `undated` (before publication), `week`, `month`, `year`, `years` (two to ten) and `open` (begun, not
    ended) are the shares of such times; all others are days."""

    stories_a_day: float = 15
    asides: int = 9
    sentences: int = 0
    people: int = 4_000
    towns: int = 1_500
    undated: float = 0.3
    week: float = 0.1
    month: float = 0
    year: float = 0
    years: float = 0
    open: float = 0


NEWS = Shape()


class World:
    """`seed` makes the world, `news` what happens in it."""

    def __init__(self, seed: int = 0, *, news: int = 0, shape: Shape = NEWS) -> None:
        self._random = Random(seed)  # noqa: S311 - text, not secrets
        self._shape = shape
        writer = Writer(seed)
        self._words = [writer.word() for _ in range(6_000)]
        self._usual = usual_stems()
        self._people = [self._person(f"{writer.word()} {writer.word()}".title()) for _ in range(shape.people)]
        self._towns = [self._town(writer.word().title()) for _ in range(shape.towns)]
        self._outlets = [f"{writer.word()} {writer.word()}".title() for _ in range(300)]
        self._random.seed(news)

    def articles(self, during: Iterable[int] | None = None) -> Iterator[Extraction]:
        """Of these days; else from the last day backwards without end, so that archives of any size have the same last days."""
        a_day = self._shape.stories_a_day
        for day in count(LAST_DAY, -1) if during is None else during:
            for story in [self._story(day) for _ in range(floor(a_day * (day + 1)) - floor(a_day * day))]:
                for outlet in self._random.sample(self._outlets, self._random.choice(_OUTLETS)):
                    yield self._article(story, outlet)

    def _story(self, day: int) -> Story:
        type_ = self._random.choice(tuple(_ACTS))
        return Story(
            type_,
            self._random.choice(_ACTS[type_]),
            tuple({one.name: one for one in self._some(self._people, self._random.randint(1, 3))}.values()),
            self._some(self._towns, 1)[0],
            tuple(self._random.sample(self._words, 5)),
            day,
        )

    def _article(self, story: Story, outlet: str) -> Extraction:
        published = story.day + 1
        told = [self._report(story, published)]
        for _ in range(self._shape.asides):
            own = self._story(story.day - self._random.choice((0, 0, 1, 7, 30)))
            saying = self._random.choice(tuple(_SAYINGS))
            if self._random.random() < 0.6:  # what people of the story said of it
                own = replace(own, type=saying, lemma=self._random.choice(_SAYINGS[saying]), people=story.people[:1])
            told.append(self._report(own, published))
        paragraphs = [" ".join([one.quote.text, *self._sentences()]) for one in told]
        body = "\n".join(paragraphs)
        document = text.document(body, title=told[0].title, source=outlet, published_at=_write(published))
        mentions, start = [], 0
        for number, (one, paragraph) in enumerate(zip(told, paragraphs, strict=True), 1):
            lead = Quote(one.trigger.text, start, start + len(one.trigger.text))
            quote = Quote(one.quote.text, start, start + len(one.quote.text))
            mentions.append(replace(one, id=f"m{number}", trigger=lead, quote=quote, document=document.id))
            start += len(paragraph) + 1
        return Extraction(document, mentions=tuple(mentions))

    def _report(self, story: Story, published: int) -> Mention:
        told = self._random.sample(story.words, 4)
        who = " and ".join(one.name for one in story.people)
        title = f"{who} {story.lemma} {' '.join(told)} in {story.place.name}"
        sentence = f"{story.lemma.title()}: {title} {' '.join(self._some(self._usual, 8))}"
        return Mention(
            id="",
            trigger=Quote(story.lemma, 0, 0),
            lemma=story.lemma,
            title=title,
            class_=EventClass.REPORTING if story.type in _SAYINGS else EventClass.OCCURRENCE,
            type=story.type,
            status=Status.OCCURRED,
            tense=Tense.PAST,
            aspect=Aspect.NONE,
            polarity=Polarity.POS,
            time=self._anchor(story.day, published),
            quote=Quote(sentence, 0, 0),
            salience=round(self._random.random(), 2),
            confidence=0.8,
            participants=story.people,
            places=(story.place,),
        )

    def _sentences(self) -> list[str]:
        sentences = (self._some(self._usual, 12) for _ in range(self._shape.sentences))
        return [f"{' '.join(words).capitalize()}." for words in sentences]

    def _anchor(self, day: int, published: int) -> Anchor:
        shape, chance = self._shape, self._random.random()
        if (chance := chance - shape.undated) < 0:
            return Anchor(Relation.BEFORE, Basis.DOCUMENT, 0.4, bounds=parse(None, _write(published)))
        year, month, _ = civil(day)
        if (chance := chance - shape.week) < 0:
            monday = day - (day + 3) % 7  # day 0, 1970-01-01, was a Thursday
            return _within(f"{_write(monday)}/{_write(monday + 6)}", parse(_write(monday), _write(monday + 6)))
        if (chance := chance - shape.month) < 0:
            return _read(f"{year:04d}-{month:02d}")
        if (chance := chance - shape.year) < 0:
            return _read(f"{year:04d}")
        if (chance := chance - shape.years) < 0:
            first = year - self._random.randint(1, 9)
            return _within(f"{first:04d}/{year:04d}", parse(f"{first:04d}", f"{year:04d}"))
        if chance - shape.open < 0:
            began = timex.read(_write(day))
            assert began is not None
            bounds = Interval(began[0].start, None)
            return Anchor(Relation.BEGUN_BY, Basis.RELATIVE, 0.9, _write(day), began[0], bounds, began[1])
        return _read(_write(day))

    def _some(self, values: Sequence[T], count: int) -> list[T]:
        """The nth value comes with 1/n of the first one's chance."""
        weights = _zipf(len(values))
        return self._random.choices(values, cum_weights=weights, k=count)

    def _person(self, name: str) -> Participant:
        return Participant(name, name, ParticipantKind.PERSON, Role.AGENT, self._some(LANDS, 1)[0])

    def _town(self, name: str) -> Place:
        return Place(name, name, self._some(LANDS, 1)[0])


def _read(value: str) -> Anchor:
    read = timex.read(value)
    assert read is not None
    return _within(value, *read)


def _within(value: str, covered: Interval, granularity: Granularity | None = None) -> Anchor:
    return Anchor(Relation.IS_INCLUDED, Basis.RELATIVE, 0.9, value, covered, covered, granularity)


_WEIGHTS: dict[int, list[float]] = {}


def _zipf(count: int) -> list[float]:
    if count not in _WEIGHTS:
        _WEIGHTS[count] = list(accumulate(1 / rank for rank in range(1, count + 1)))
    return _WEIGHTS[count]


def _write(day: int) -> str:
    year, month, number = civil(day)
    return f"{year:04d}-{month:02d}-{number:02d}"
