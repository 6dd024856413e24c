"""The nouns that "it" and "they" take up, by grammar: subjects continue subjects, and nothing stands for its own co-argument.

The leak grew. It stopped the countdown.      it → leak: the subject before
The mayor signed a lease. It runs ten years.  it → lease: the subject before is somebody
The ministers met and raised their pay.       their → ministers: the clause's own subject
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.events.grammar import clause_verb, subjects
from extractors.page import Page, Word

_SINGULAR = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "themselves"})
_OWN = frozenset({"its", "their", "itself", "themselves"})
_SUBJECTS = ("nsubj", "nsubjpass")
_EMPTY = frozenset({"sake", "kind", "way", "time", "turn"})
"""Nouns of set phrases: "for its own sake"."""
_TIMES = frozenset(
    {"day", "week", "month", "year", "hour", "minute", "night", "morning", "afternoon", "evening", "time"}
)


def find_antecedents(page: Page, is_person: Callable[[Word], bool]) -> dict[int, Word]:
    """Pronoun → the head of the noun phrase it stands for, where grammar gives one."""
    found: dict[int, Word] = {}
    for word in page.words:
        lowered = word.text.lower()
        if word.tag not in ("PRP", "PRP$") or lowered not in _SINGULAR | _PLURAL:
            continue
        if page.head(word).lemma in _EMPTY or (lowered == "it" and _is_empty(page, word)):
            continue
        plural = lowered in _PLURAL
        for candidate in _candidates(page, word, own=lowered in _OWN):
            noun = found.get(candidate.index, candidate)
            person = is_person(noun)
            if plural and person and noun.text[0].isupper() and page.child(noun, "conj") is None:
                continue
            if _fits(page, noun, plural=plural) and (plural or not person):
                found[word.index] = noun
                break
    return found


def _is_empty(page: Page, word: Word) -> bool:
    """ "It is likely that …", "it took two days": stands for nothing that was named."""
    verb = page.head(word)
    return verb.lemma in ("be", "seem", "appear", "take", "rain", "snow") and word.dep in _SUBJECTS and (
        page.child(verb, "ccomp", "xcomp", "advcl", "acomp", "attr") is not None or verb.lemma != "be"
    )  # fmt: skip


def _candidates(page: Page, word: Word, *, own: bool) -> Iterator[Word]:
    """From the likeliest: the clause's own subject for a possessive, subjects of the clauses above, then the sentence before."""
    verb = page.head(word) if word.dep in _SUBJECTS else clause_verb(page, word)
    taken = set() if own or verb is None else {each.index for each in subjects(page, verb)}
    taken.add(word.index)
    if verb is not None:
        if own:
            yield from (
                each for each in subjects(page, verb) or page.children(verb, "nsubjpass") if each.index < word.index
            )
        for above in page.ancestors(verb):
            if above.is_verb and above.index < word.index:
                objects = [] if word.dep in _SUBJECTS else page.children(above, "dobj")
                around = [*objects, *subjects(page, above), *page.children(above, "nsubjpass")]
                yield from (each for each in around if each.index < word.index and each.index not in taken)
    here = page.sentences[word.sentence]
    names = (
        each
        for each in reversed(page.words[here.first : word.index])
        if each.tag == "NNP" and each.dep in ("dobj", "pobj", *_SUBJECTS)
    )
    yield from (each for each in names if each.index not in taken)
    if here.index == 0 or page.sentences[here.index - 1].heading:
        return
    yield from _of_sentence(page, here.index - 1)


def _of_sentence(page: Page, number: int) -> Iterator[Word]:
    """A sentence's main subject, its main object, its other subjects, and the rest from the end."""
    sentence = page.sentences[number]
    span = page.words[sentence.first : sentence.after]
    root = next((word for word in span if word.is_root), None)
    if root is not None:
        for dep in ("nsubjpass", "nsubj", "dobj"):
            for each in page.children(root, dep):
                yield each
                yield from (below for under in page.children(each, "prep") for below in page.children(under, "pobj"))
    yield from (word for word in span if word.dep in _SUBJECTS)
    yield from (word for word in reversed(span) if word.dep in ("dobj", "attr", "pobj"))


def _fits(page: Page, noun: Word, *, plural: bool) -> bool:
    if (
        not noun.is_noun
        or noun.lemma in _TIMES
        or ((entity := page.entity_at.get(noun.index)) and entity.label in ("DATE", "TIME", "CARDINAL"))
    ):
        return False
    coordinated = page.child(noun, "conj") is not None and page.child(noun, "cc") is not None
    if noun.tag == "NNPS" and not coordinated:
        return True  # Harwick Motors is one firm, and one speaks of it as of many
    return plural == (noun.tag == "NNS" or coordinated)
