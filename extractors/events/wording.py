"""Words of a title: names shortened, pronouns written as what they stand for, spaced as the text spaces them."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.events.draft import Reading
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import ParticipantKind

ASIDES = ("relcl", "advcl", "appos", "parataxis")
"""What a title leaves out."""
_PRONOUNS = frozenset({"PRP", "PRP$", "WP$"})
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
_QUOTES = frozenset({"“", "”", '"', "«", "»", "[", "]", "(", ")", "``", "''"})


def join(reading: Reading, words: list[Word], told: Sequence[Word] = (), replaced: dict[int, str] | None = None) -> str:
    """The words as the text spaces them, pronouns resolved but for those that mean whom the title has `told` of."""
    text = ""
    previous: Word | None = None
    for at, word in enumerate(words):
        if word.text in _QUOTES or (word.tag in ("``", "''") and not _is_apostrophe(words, at)):
            continue
        if replaced and word.index in replaced:
            form = replaced[word.index]
        elif word.tag in ("DT", "JJ", "PDT"):
            form = _write_pointing(reading.page, word)
        elif word.tag in _PRONOUNS:
            form = _write_pronoun(reading, word, told, words[:at])
        else:
            form = word.text
        glued = previous is not None and previous.end == word.start
        text += form if glued or not text or not form else f" {form}"
        previous = word if form else previous
    return " ".join(text.split())


def _is_apostrophe(words: list[Word], at: int) -> bool:
    """The sign of "the sheriff’ s car", which the tagger takes for the end of a quotation."""
    return words[at].text in "'’" and at + 1 < len(words) and words[at + 1].text == "s"


def _write_pointing(page: Page, word: Word) -> str:
    """ "The" for "these" and "such", which point out of the title."""
    lowered, noun = word.text.lower(), page.head(word)
    if lowered == "that" and noun.tag in ("NNP", "NNPS"):
        return ""
    if lowered not in ("this", "that", "these", "those", "such") or not noun.is_noun or noun.index < word.index:
        return word.text
    after = page.words[word.index + 1]
    alone = page.children(noun, "det", "poss") in ([], [word])
    if lowered == "such" and (not alone or after.lemma in ("a", "as") or word.head != noun.index):
        return word.text
    return "The" if word.text[0].isupper() else "the"


def _write_pronoun(reading: Reading, word: Word, told: Sequence[Word], before: list[Word]) -> str:
    if word.text.lower().endswith(("self", "selves")):
        return word.text
    ending = "’s" if word.tag == "PRP$" else ""
    if word.tag == "WP$":
        return ""
    cast = reading.cast
    known, noun = cast.pronouns.get(word.index), cast.nouns.get(word.index)
    if told and _mean_the_same(reading, told[0], known, noun):
        return word.text
    if _is_told(reading, known, noun, [*told, *before]):
        return word.text
    if known is not None:
        name = write_short(reading, word)
        return name + ("’" if ending and name.endswith("s") else ending)
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


def _is_told(reading: Reading, known: Sighting | None, noun: Word | None, before: list[Word]) -> bool:
    """Whether the title has named it before, and nobody else whom the pronoun might mean."""
    if noun is not None and any(each.index == noun.index for each in before):
        return True
    seen = [reading.cast.at(each, acting=False) for each in before]
    told = {each.identity for each in seen if each is not None}
    if known is None or known.identity not in told:
        return False
    people = [each for each in told if each.kind is ParticipantKind.PERSON]
    return known.identity.kind is not ParticipantKind.PERSON or len(people) == 1


def write_short(reading: Reading, word: Word) -> str:
    """A person by surname, particles with it; anybody else as first written."""
    sighting = reading.cast.at(word, acting=False)
    if sighting is None:
        return word.text
    identity = sighting.identity
    if identity.kind is ParticipantKind.PERSON:
        particles = reading.lexicon.wording.name_particles
        parts = [part for part in identity.name.split() if part.rstrip(".") not in _SUFFIXES] or [identity.name]
        first = next((at for at, part in enumerate(parts) if at and part.lower() in particles), len(parts) - 1)
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
        if (each.index == noun.index - 1 and each.lemma != "such") or each.dep == "compound"
    ]
    owner = [below for each in page.children(noun, "poss") for below in page.subtree(each, *ASIDES)]
    named = noun.tag in ("NNP", "NNPS") or (
        noun.tag == "NN" and noun.text[0].isupper() and page.child(noun, "det") is None
    )
    phrase = sorted([*words, *owner, noun], key=lambda each: each.index)
    text = ""
    for each in phrase:
        form = each.text if named or each.tag not in ("NNS", "CD") else each.text.lower()
        text += form if each.tag == "POS" or not text else f" {form}"
    return text if named or owner else f"the {text}"
