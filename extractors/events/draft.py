"""A mention while it is being read: each step fills in its part, the last one freezes it into a `Mention`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from extractors.events.cast import Cast
from extractors.events.lexicon import Lexicon
from extractors.events.names import Names
from extractors.page import Page, Word
from timeline.events import (
    UNPLACED,
    Anchor,
    Aspect,
    EventClass,
    EventType,
    Participant,
    Place,
    Polarity,
    Quantity,
    Relation,
    Status,
    Tense,
    TimeExpression,
)
from timeline.text import Document


@dataclass(frozen=True)
class Reading:
    """What every step may look at."""

    document: Document
    page: Page
    lexicon: Lexicon
    names: Names
    cast: Cast
    times: tuple[TimeExpression, ...]
    named: tuple[TimeExpression, ...]

    @cached_property
    def times_in(self) -> dict[int, list[TimeExpression]]:
        """Sentence → the times that begin in it."""
        found: dict[int, list[TimeExpression]] = {}
        for time in self.times:
            words = self.page.between(time.start, time.end)
            if words:
                found.setdefault(words[0].sentence, []).append(time)
        return found

    @cached_property
    def values(self) -> dict[str, str]:
        """The value of each time by its id."""
        return {time.id: time.value for time in self.times}


@dataclass(frozen=True, slots=True)
class Lag:
    """How far one event is told to lie from another: `unit` is D, W, M, Y of ISO 8601's dates, or H, MIN of its times."""

    count: int
    unit: str

    def __str__(self) -> str:
        """ISO 8601: P3D, PT2H."""
        return f"PT{self.count}{self.unit[0]}" if self.unit in ("H", "MIN") else f"P{self.count}{self.unit}"


@dataclass(frozen=True, slots=True)
class Order:
    """What a draft is told to come after, before, during …, and the words from `start` to `end` that say so."""

    target: Draft
    relation: Relation
    start: int
    end: int
    lag: Lag | None = None


@dataclass(slots=True)
class Draft:
    word: Word
    """The trigger, and the head of its phrase."""
    support: Word | None = None
    """The verb that carries an event noun: "held" of "held talks"."""
    first: Word | None = None
    """Where the trigger begins, if it is more than its word: "Munich" of a named conference."""
    named: TimeExpression | None = None
    with_particle: str | None = None
    """A verb's lemma with its particle: "step down"."""
    class_: EventClass = EventClass.OCCURRENCE
    type: EventType = EventType.OTHER
    status: Status = Status.OCCURRED
    tense: Tense = Tense.NONE
    aspect: Aspect = Aspect.NONE
    polarity: Polarity = Polarity.POS
    modality: str | None = None
    attribution: str | None = None
    governor: Draft | None = None
    """The mention whose complement or argument this one is."""
    participants: list[Participant] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    time: Anchor = UNPLACED
    owned: list[tuple[TimeExpression, Relation]] = field(default_factory=list)
    """The times of the text that are this event's own."""
    orders: list[Order] = field(default_factory=list)
    same_as: Draft | None = None
    salience: float = 0.0
    title: str = ""

    @property
    def verb(self) -> Word:
        """The word whose tense and arguments are the event's."""
        return self.support or self.word

    @property
    def is_verbal(self) -> bool:
        return self.word.is_verb

    @property
    def start(self) -> int:
        return (self.first or self.word).start

    @property
    def lemma(self) -> str:
        """The word's, with its particle or with the verb that carries it: "step down", "hold talk"."""
        return f"{self.support.lemma} {self.word.lemma}" if self.support else self.with_particle or self.word.lemma
