"""Which words of a phrase stand in a title: no asides, no times, no brackets, but the clause that says which one is meant."""

from __future__ import annotations

from typing import NamedTuple

from extractors.events.wording import ASIDES
from extractors.page import Page, Word, remembered

_LONGEST_RELATIVE = 9
"""Words of a clause that tells which one is meant, if it is to stand in a title."""


def select(page: Page, word: Word, timed: set[int], *without: str) -> list[Word]:
    """The words under one in text order; `timed` are to be left out, `without` are dependencies not to go down."""
    phrase = _read(page, word, without)
    kept = phrase.words
    if timed:
        under = [_under_time(page, each, timed) for each in phrase.openings if begins_time(page, each, timed)]
        dropped = timed.union(*under)
        kept = [each for each in kept if each.index not in dropped]
        kept = [
            each for each, next_ in zip(kept, [*kept[1:], None], strict=False) if not _is_left_over(each, next_, timed)
        ]
    indices = {each.index for each in kept}
    return [
        each
        for each in kept
        if (each.dep not in _LOOSE and each.text not in _SIGNS) or not _is_orphan(page, each, indices)
    ]


def _is_left_over(word: Word, following: Word | None, timed: set[int]) -> bool:
    """A preposition whose time is left out before another one: "for" of "cut its forecast for 2025 to 0.9%"."""
    if word.dep != "prep" or following is None or word.index + 1 not in timed:
        return False
    return following.tag in ("IN", "TO")


class _Phrase(NamedTuple):
    """A phrase without its asides, and which of its words may open a time."""

    words: list[Word]
    openings: list[Word]


@remembered
def _read(page: Page, word: Word, without: tuple[str, ...]) -> _Phrase:
    kept = page.subtree(word, *without)
    if any(each.dep in ASIDES and each.index != word.index for each in kept):
        kept = _without_asides(page, word, without)
    dropped: set[int] = set()
    for each in kept:
        if each.dep in _SET_OFF and each.index != word.index and _is_set_off(page, each):
            dropped.update(below.index for below in page.subtree(each))
        elif each.text == "(":
            dropped |= _brackets(kept)
    kept = [each for each in kept if each.index not in dropped]
    return _Phrase(kept, [each for each in kept if each.dep in _BEFORE_TIMES])


def _without_asides(page: Page, word: Word, without: tuple[str, ...]) -> list[Word]:
    kept = page.subtree(word, *ASIDES, *without)
    asides = [child for each in kept for child in page.children(each, *ASIDES) if child.dep not in without]
    added = [below for each in asides if _belongs(page, word, each) for below in page.subtree(each, *ASIDES)]
    return sorted({each.index: each for each in (*kept, *added)}.values(), key=lambda each: each.index)


_BEFORE_TIMES = frozenset({"prep", "advmod", "case", "mark"})


def begins_time(page: Page, word: Word, timed: set[int]) -> bool:
    """A preposition that has only a time below it."""
    if word.dep not in _BEFORE_TIMES:
        return False
    below = [each for each in page.children(word) if each.dep != "advmod"]
    return bool(below) and all(each.index in timed for each in below)


def _under_time(page: Page, preposition: Word, timed: set[int]) -> set[int]:
    """What goes with the preposition of a time: all below, but sums of money that the parser hangs there."""
    below = page.subtree(preposition)
    sums = any(each.tag in ("$", "CD") and each.index not in timed for each in below)
    return {preposition.index} if sums else {each.index for each in below}


def _belongs(page: Page, top: Word, aside: Word) -> bool:
    """Whether what is an aside by its dependency is part of the phrase."""
    above = page.head(aside)
    match aside.dep:
        case "appos":
            return page.subtree(aside, *ASIDES)[0].index == above.index + 1
        case "advcl":
            return is_tight(page, aside)
        case "relcl":
            purpose = aside.tag == "VB" and page.child(aside, "nsubj") is None
            return purpose or (above == top and _is_restriction(page, above, aside))
    return False


def is_tight(page: Page, clause: Word) -> bool:
    """A participle to which its verb leads without a comma: "died trying to land", "face targeting"."""
    verb = page.head(clause)
    if clause.tag != "VBG" or not verb.is_verb or page.child(verb, "dobj") or page.child(clause, "mark"):
        return False
    return page.first(clause).index == verb.index + 1


def _is_restriction(page: Page, noun: Word, clause: Word) -> bool:
    """The short clause after a bare "the": "the countries that offered troops"."""
    if noun.tag not in ("NN", "NNS") or page.child(noun, "amod", "compound", "prep", "poss", "acl"):
        return False
    words = page.subtree(clause, *ASIDES)
    definite = any(each.lemma in ("the", "those") for each in page.children(noun, "det"))
    return definite and len(words) <= _LONGEST_RELATIVE and words[0].index == noun.index + 1


def _brackets(words: list[Word]) -> set[int]:
    """The words in round brackets, and these."""
    inside = False
    found: set[int] = set()
    for each in words:
        inside = inside or each.text == "("
        if inside:
            found.add(each.index)
        inside = inside and each.text != ")"
    return found


_LOOSE = frozenset({"case", "cc"})
"""What may be left over without what it belongs to."""
_SIGNS = frozenset({",", ";", ":", "–", "—", "-", "--", "."})
_SET_OFF = frozenset({"amod", "dobj", "prep"})


def _is_set_off(page: Page, word: Word) -> bool:
    """ ", including …", "according to …", ", eager to …", and an apposition taken for a second object."""
    if word.dep == "prep":
        lowered = word.text.lower()
        return lowered == "according" or (lowered == "including" and page.words[word.index - 1].text == ",")
    if word.index < word.head or page.words[page.first(word).index - 1].text != ",":
        return False
    return word.dep == "amod" or any(each.index < word.index for each in page.children(page.head(word), "dobj"))


def _is_orphan(page: Page, word: Word, indices: set[int]) -> bool:
    """A mark, a possessive sign or an "and" beside what was left out."""
    if word.tag == "POS":
        return word.index - 1 not in indices
    if word.dep == "cc":
        listed = page.children(page.head(word), "conj")
        kept = any(each.index in indices and each.index > word.index for each in listed)
        return not kept if listed else word.index + 1 not in indices
    return word.text in _SIGNS and not {word.index - 1, word.index + 1} <= indices
