"""Made-up news: articles that share their stories, and the reader for them.

An article is lines, each a mention: its sentence, its trigger, a TIMEX3 value or "?", who took part, where. Stories are few
people at few places in few days, so that many of them are nearly one another, and an archive of them is merged a lot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from builders import at, before, mention, on, person

from api.articles import read_article
from timeline.events import Extraction, Mention, Quote
from timeline.text import Document

Article = dict[str, str]
"""The fields of a request body."""

_LEMMAS = {"met": "meet", "hosted": "host", "sued": "sue", "praised": "praise", "rescued": "rescue", "hired": "hire"}
_PEOPLE = (
    "Ada Fenwick",
    "Boris Halm",
    "Chiara Dosti",
    "Dag Ulverud",
    "Elsa Quint",
    "Farid Noor",
    "Greta Lund",
    "Hugo Bram",
)
_PLACES = ("Riyadh", "Munich", "Kyiv", "London", "Moscow")
_HELD = "held until there is "
_OUTLETS = ("Meridian Wire", "The Harbour Courier", "Northgate Daily", "Delta Post", "The Canal Times")


@dataclass(frozen=True, slots=True)
class Story:
    one: str
    trigger: str
    other: str
    place: str
    day: int

    def tell(self, random: Random) -> str:
        """A line as some outlet has it: the words and the date differ."""
        sentence = random.choice(
            (
                f"{self.one} {self.trigger} {self.other} in {self.place}",
                f"In {self.place}, {self.one} {self.trigger} {self.other}",
                f"{self.one} {self.trigger} {self.other} in {self.place}, officials said",
            )
        )
        day = f"2025-02-{self.day + random.choice((0, 0, 0, 1)):02}"
        when = random.choice((day, day, day, "?"))
        return " | ".join((sentence, self.trigger, when, f"{self.one}; {self.other}", self.place))


def imagine(number: int, *, seed: int) -> list[Story]:
    """So many stories; the same seed, the same stories."""
    random = Random(seed)

    def one() -> Story:
        agent, patient = random.sample(_PEOPLE, 2)
        return Story(agent, random.choice(tuple(_LEMMAS)), patient, random.choice(_PLACES), random.randint(3, 20))

    return [one() for _ in range(number)]


def write(stories: Sequence[Story], number: int, *, seed: int) -> list[Article]:
    """So many articles, no two alike, each of some of the stories."""
    random = Random(seed)
    return [
        _write(random.sample(stories, random.randint(1, min(4, len(stories)))), index, random)
        for index in range(number)
    ]


def copies(article: Mapping[str, str], number: int) -> list[Article]:
    """The article as so many outlets have it, nearly word by word."""
    return [
        {**article, "source": f"Outlet {index}", "url": f"https://outlet{index}.example/copy"}
        for index in range(number)
    ]


def hold(article: Article, file: Path) -> Article:
    """The article, at which whoever reads it stays until there is such a file."""
    return {**article, "text": f"{_HELD}{file}\n{article['text']}"}


def read(document: Document, *, deadline: float | None = None) -> Extraction:  # noqa: ARG001  # as `api.context.Extract` says it
    first = document.text.partition("\n")[0]
    if first.startswith(_HELD):
        while not Path(first.removeprefix(_HELD)).exists():
            Event().wait(0.01)
    return Extraction(document, mentions=tuple(_mentions(document)))


def document_of(article: Mapping[str, Any]) -> Document:
    """As the API makes it of a request body."""
    return read_article(article).document


def _write(stories: Sequence[Story], index: int, random: Random) -> Article:
    published = min(28, max(story.day for story in stories) + random.randint(1, 3))
    return {
        "title": f"The day in {stories[0].place}, {index}",
        "text": "\n".join(story.tell(random) for story in stories),
        "published_at": f"2025-02-{published:02}",
        "source": random.choice(_OUTLETS),
        "url": f"https://news.example/{index}",
    }


def _mentions(document: Document) -> Iterator[Mention]:
    start = 0
    lines = document.text.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        if " | " not in line:  # the words that /readyz has read, or what it is held by
            start += len(line)
            continue
        sentence, trigger, when, people, place = line.rstrip("\n").split(" | ")
        time = before(document.published_at or "2025-02-28") if when == "?" else on(when)
        said = mention(
            sentence,
            time,
            lemma=_LEMMAS[trigger],
            participants=[person(name) for name in people.split("; ")],
            places=[at(place)],
            salience=0.5 + len(sentence) % 5 / 10,
            id=f"m{number}",
        )
        spoken = start + sentence.index(trigger)
        yield replace(
            said,
            document=document.id,
            quote=Quote(sentence, start, start + len(sentence)),
            trigger=Quote(trigger, spoken, spoken + len(trigger)),
        )
        start += len(line)
