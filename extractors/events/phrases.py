"""Phrases of a title: the words of a part of the sentence, with pronouns resolved and times left out."""

from __future__ import annotations

from extractors.events.draft import Reading
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import ParticipantKind

DROPPED = ("relcl", "advcl", "appos", "parataxis")
_PLURAL_PRONOUNS = frozenset({"they", "them", "their"})
_PRONOUNS = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "who",
        "which",
        "that",
        "this",
        "we",
        "i",
        "you",
    }
)


def write_phrase(
    reading: Reading,
    word: Word,
    timed: set[int],
    *,
    resolve: bool = True,
    without: tuple[str, ...] = (),
    subject: Sighting | None = None,
) -> str:
    sighting = reading.cast.at(word, acting=False)
    page = reading.page
    if (
        resolve
        and sighting is not None
        and page.child(word, "conj") is None
        and word.dep in ("nsubj", "nsubjpass", "dobj", "csubj", "ROOT")
    ):
        return _short(reading, word)
    kept = [
        each
        for each in page.subtree(word, *DROPPED, *without)
        if each.index not in timed and not begins_time(page, each, timed)
    ]
    return join(reading, kept, subject)


def _short(reading: Reading, word: Word) -> str:
    """A person by surname; anybody else as first written."""
    sighting = reading.cast.at(word, acting=False)
    if sighting is None:
        return word.text
    identity = sighting.identity
    if identity.kind is ParticipantKind.PERSON:
        return (
            identity.name.split()[-1]
            if " " in identity.name and not identity.name.endswith(" da Silva")
            else identity.name
        )
    if word.index in reading.cast.pronouns:
        return identity.name
    return " ".join(reading.page.text[each.start : each.end] for each in _named_words(reading, word)) or identity.name


def _named_words(reading: Reading, word: Word) -> list[Word]:
    entity = reading.page.entity_at.get(word.index)
    words = list(reading.page.words[entity.first : entity.after]) if entity else [word]
    return [each for each in words if each.tag not in ("POS", ",", "-RRB-", "-LRB-")]


def begins_time(page: Page, word: Word, timed: set[int]) -> bool:
    """A preposition that has only a time below it."""
    if word.dep not in ("prep", "advmod", "case", "mark"):
        return False
    below = page.children(word)
    return bool(below) and all(each.index in timed for each in below)


def _plural_before(reading: Reading, pronoun: Word) -> Word | None:
    """The plural that "they" most likely takes up: the last subject or object before it that is not far."""
    for word in reversed(reading.page.words[max(0, pronoun.index - 60) : pronoun.index]):
        if (
            word.tag in ("NNS", "NNPS")
            and word.dep in ("nsubj", "nsubjpass", "dobj", "pobj")
            and pronoun.sentence - word.sentence <= 1
        ):
            return word
    return None


def _noun_phrase(page: Page, noun: Word) -> str:
    words = [each for each in page.children(noun, "amod", "compound", "nummod") if each.index < noun.index]
    return " ".join(each.text for each in [*words, noun])


def join(reading: Reading, words: list[Word], subject: Sighting | None = None) -> str:
    """The words as the text spaces them, pronouns resolved but for those that mean the title's own subject."""
    text = ""
    previous: Word | None = None
    indices = {word.index for word in words}
    for word in words:
        if word.text == "," and not {word.index - 1, word.index + 1} <= indices:  # beside what was left out
            continue
        form = word.text
        lowered = form.lower()
        known = reading.cast.pronouns.get(word.index) if lowered in _PRONOUNS and word.tag in ("PRP", "PRP$") else None
        if known is None and lowered in _PLURAL_PRONOUNS and (noun := _plural_before(reading, word)) is not None:
            form = _noun_phrase(reading.page, noun) + ("’" if word.tag == "PRP$" else "")
        elif known is not None and (subject is None or subject.identity != known.identity):
            form = _short(reading, word) + ("’s" if word.tag == "PRP$" else "")
        glued = previous is not None and previous.end == word.start
        text += form if glued or not text else f" {form}"
        previous = word
    return " ".join(text.split())
