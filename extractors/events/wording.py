"""Words of a title: names shortened, pronouns written as what they stand for, spaced as the text spaces them."""

from __future__ import annotations

from extractors.events.draft import Reading
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import ParticipantKind

ASIDES = ("relcl", "advcl", "appos", "parataxis")
"""What a title leaves out."""
PARTICLES = frozenset({"von", "van", "der", "den", "de", "di", "da", "dos", "du", "la", "le", "bin", "bint", "ibn", "al", "el", "ter", "zu"})  # fmt: skip


def join(
    reading: Reading, words: list[Word], subject: Word | None = None, replaced: dict[int, str] | None = None
) -> str:
    """The words as the text spaces them, pronouns resolved but for those that mean the title's own subject."""
    text = ""
    previous: Word | None = None
    for word in words:
        form = replaced[word.index] if replaced and word.index in replaced else _write_word(reading, word, subject)
        glued = previous is not None and previous.end == word.start
        text += form if glued or not text or not form else f" {form}"
        previous = word if form else previous
    return " ".join(text.split())


def _write_word(reading: Reading, word: Word, subject: Word | None) -> str:
    if word.tag not in ("PRP", "PRP$", "WP$") or word.text.lower().endswith(("self", "selves")):
        return word.text
    ending = "’s" if word.tag == "PRP$" else ""
    if word.tag == "WP$":
        return ""
    cast = reading.cast
    known, noun = cast.pronouns.get(word.index), cast.nouns.get(word.index)
    if subject is not None and _mean_the_same(reading, subject, known, noun):
        return word.text
    if known is not None:
        return write_short(reading, word) + ending
    if noun is None:
        return word.text
    phrase = _write_noun(reading.page, noun)
    if (other := reading.page.child(noun, "conj")) is not None and other.is_noun:
        phrase = f"{phrase} and {_write_noun(reading.page, other)}"
    return phrase + ("’" if ending and phrase.endswith("s") else ending)


def _mean_the_same(reading: Reading, subject: Word, known: Sighting | None, noun: Word | None) -> bool:
    """Whether a pronoun, by whom it names or what it takes up, is the title's subject."""
    who = reading.cast.at(subject, acting=False)
    if known is not None and who is not None and known.identity == who.identity:
        return True
    return noun is not None and reading.cast.nouns.get(subject.index, subject) == noun


def write_short(reading: Reading, word: Word) -> str:
    """A person by surname, particles with it; anybody else as first written."""
    sighting = reading.cast.at(word, acting=False)
    if sighting is None:
        return word.text
    identity = sighting.identity
    if identity.kind is ParticipantKind.PERSON:
        parts = identity.name.split()
        first = next((at for at, part in enumerate(parts) if at and part.lower() in PARTICLES), len(parts) - 1)
        return " ".join(parts[first:])
    if word.index in reading.cast.pronouns:
        return identity.name
    return " ".join(reading.page.text[each.start : each.end] for each in _named_words(reading, word)) or identity.name


def _named_words(reading: Reading, word: Word) -> list[Word]:
    entity = reading.page.entity_at.get(word.index)
    words = list(reading.page.words[entity.first : entity.after]) if entity else [word]
    return [each for each in words if each.tag not in ("POS", ",", "-RRB-", "-LRB-")]


def _write_noun(page: Page, noun: Word) -> str:
    """A noun that a pronoun takes up, as it is named again: "the second attempt"."""
    words = [
        each
        for each in page.children(noun, "amod", "compound", "nummod")
        if each.index == noun.index - 1 or each.dep == "compound"
    ]
    owner = [below for each in page.children(noun, "poss") for below in page.subtree(each, *ASIDES)]
    named = noun.tag in ("NNP", "NNPS") or (
        noun.tag == "NN" and noun.text[0].isupper() and page.child(noun, "det") is None
    )
    phrase = sorted([*words, *owner, noun], key=lambda each: each.index)
    text = ""
    for each in phrase:
        form = each.text if named or each.tag != "NNS" else each.text.lower()
        text += form if each.tag == "POS" or not text else f" {form}"
    return text if named or owner else f"the {text}"
