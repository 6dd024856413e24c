"""Phrases of a title: the words of a part of the sentence, without asides and times, people by surname."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.events.draft import Reading
from extractors.events.selection import select
from extractors.events.wording import join, write_short
from extractors.page import Page, Word
from timeline.events import ParticipantKind
from timeline.timex import TimexType

_ARGUMENTS = ("dobj", "nsubj", "nsubjpass", "attr")
_BESIDE_TIME = (
    "appos",
    "conj",
    "cc",
    "punct",
    "nummod",
    "amod",
    "det",
    "compound",
    "case",
    "relcl",
    "acl",
    "npadvmod",
    "nmod",
    "advmod",
)


def find_timed(reading: Reading) -> set[int]:
    """The words that only say when, which titles leave out: not "14 years" in "ended 14 years of war"."""
    page = reading.page
    timed: set[int] = set()
    for time in reading.times:
        words = page.between(time.start, time.end)
        top = page.top(words)
        lasting = time.type is TimexType.DURATION and top is not None and page.head(top).lemma == "of"
        if top is None or top.dep in _ARGUMENTS or (lasting and top.dep == "pobj"):
            continue
        timed.update(word.index for word in words)
        if time.type is TimexType.DURATION:
            timed.update(below.index for each in page.children(top, "prep") for below in page.subtree(each))
        stack = [top]
        while stack:
            for child in page.children(stack.pop(), *_BESIDE_TIME):
                timed.add(child.index)
                stack.append(child)
    return timed


def find_spoken(reading: Reading) -> set[int]:
    """Only the words of times, for a title of what itself stands beside a time: "the day when she resigned"."""
    return {word.index for time in reading.times for word in reading.page.between(time.start, time.end)}


def write_phrase(
    reading: Reading,
    word: Word,
    timed: set[int],
    *,
    resolve: bool = True,
    without: tuple[str, ...] = (),
    told: Sequence[Word] = (),
    after: int = -1,
) -> str:
    """The words under one, without asides and times, and only those after a place.

    `told` are whom the title has named, the subject first, which its pronouns may mean.
    """
    kept = [each for each in select(reading.page, word, timed, *without) if each.index > after]
    if not resolve:
        return join(reading, kept, told)
    return join(reading, kept, told, _shorten(reading, word, kept))


def _shorten(reading: Reading, word: Word, kept: list[Word]) -> dict[int, str]:
    """Word index → what stands for it: each person of a phrase by surname, without the titles before it."""
    replaced: dict[int, str] = {}
    titles: list[Word] = []
    last: Word | None = None
    for each in kept:
        if each.text == "," or (each.dep == "cc" and _is_coordinated(reading.page, reading.page.head(each), word)):
            titles = [*titles, each] if each.text != "," and _is_office(reading, titles) else []
            last = None
        elif _is_short(reading, each) and _is_coordinated(reading.page, each, word):
            entity = reading.page.entity_at.get(each.index)
            around = range(entity.first, entity.after) if entity else range(each.index, each.index + 1)
            replaced |= dict.fromkeys([*(title.index for title in titles), *around], "")
            replaced[each.index] = write_short(reading, each)
            if last is not None and replaced[last.index] == replaced[each.index]:
                replaced[last.index] = ""
            titles, last = [], each
        else:
            titles.append(each)
    return replaced


def _is_office(reading: Reading, titles: list[Word]) -> bool:
    """ "President and" of "President and General Manager Ada Okafor": one person's offices."""
    return bool(titles) and titles[-1].lemma.lower() in reading.names.one and titles[-1].text[0].isupper() and not any(
        each.dep == "det" for each in titles
    )  # fmt: skip


def _is_coordinated(page: Page, word: Word, head: Word) -> bool:
    """Whether a word is a phrase's head, or one of what is listed with it."""
    while word.index != head.index:
        if word.dep not in ("conj", "nmod", "appos") or word.is_root:
            return False
        word = page.head(word)
    return True


def _is_short(reading: Reading, word: Word) -> bool:
    """Whether one name can stand for the whole phrase: a person's, or what a pronoun means."""
    sighting = reading.cast.at(word, acting=False)
    if sighting is None or word.dep == "poss" or word.text.lower().endswith(("self", "selves")):
        return False
    if word.index in reading.cast.named and (word != sighting.word or reading.page.child(word, "det") is not None):
        return False
    return sighting.identity.kind is ParticipantKind.PERSON or word.tag == "PRP"
