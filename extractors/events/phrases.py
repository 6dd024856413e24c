"""Phrases of a title: the words of a part of the sentence, without asides and times, people by surname."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.events.draft import Reading
from extractors.events.wording import ASIDES, join, write_short
from extractors.page import Page, Word
from timeline.events import ParticipantKind
from timeline.timex import TimexType

_LONGEST_RELATIVE = 9
"""Words of a clause that tells which one is meant, if it is to stand in a title."""
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


def select(page: Page, word: Word, timed: set[int], *without: str) -> list[Word]:
    """The subtree of a title's phrase: no asides, no times, but the clause that says which one is meant."""
    kept = page.subtree(word, *ASIDES, *without)
    if "relcl" not in without:
        kept += [below for noun in kept for each in _purposes(page, noun) for below in page.subtree(each, *ASIDES)]
    kept += [below for verb in kept for each in tight_clauses(page, verb) for below in page.subtree(each, *ASIDES)]
    kept += list(_close_appositions(page, kept))
    if (clause := _restriction(page, word)) is not None and "relcl" not in without:
        kept += page.subtree(clause, *ASIDES)
    dropped = (
        timed
        | _brackets(kept)
        | {below.index for each in kept if each != word and _is_listing(page, each) for below in page.subtree(each)}
    )
    for each in kept:
        if begins_time(page, each, timed):
            below = page.subtree(each)
            sums = any(word.tag in ("$", "CD") and word.index not in timed for word in below)
            dropped |= {each.index} if sums else {word.index for word in below}
    indices = {each.index for each in kept} - dropped
    kept = sorted({each.index: each for each in kept if each.index in indices}.values(), key=lambda each: each.index)
    return [each for each in kept if not _is_orphan(page, each, indices)]


def tight_clauses(page: Page, verb: Word) -> list[Word]:
    """Participles that a verb leads to without a comma: "died trying to land", "face targeting"."""
    if not verb.is_verb or page.child(verb, "dobj") is not None:
        return []
    return [
        each
        for each in page.children(verb, "advcl")
        if each.tag == "VBG" and page.subtree(each)[0].index == verb.index + 1 and page.child(each, "mark") is None
    ]


def _purposes(page: Page, noun: Word) -> list[Word]:
    """The infinitive of "a way to delay the talks", where the parser takes it for a relative clause."""
    return [each for each in page.children(noun, "relcl") if each.tag == "VB" and page.child(each, "nsubj") is None]


def _brackets(words: list[Word]) -> set[int]:
    """The words in round brackets, and these."""
    inside = False
    found: set[int] = set()
    if not any(each.text == "(" for each in words):
        return found
    for each in words:
        inside = inside or each.text == "("
        if inside:
            found.add(each.index)
        inside = inside and each.text != ")"
    return found


def _is_listing(page: Page, word: Word) -> bool:
    """ ", including …", "according to …", ", eager to …", and an apposition taken for a second object."""
    before = page.words[word.index - 1].text
    if word.dep == "amod" and word.index > word.head:
        return page.words[page.subtree(word)[0].index - 1].text == ","
    if word.dep == "dobj" and page.words[page.subtree(word)[0].index - 1].text == ",":
        return any(each.index < word.index for each in page.children(page.head(word), "dobj"))
    if word.dep == "prep" and word.text.lower() == "according":
        return True
    return word.dep == "prep" and word.text.lower() == "including" and before == ","


def _restriction(page: Page, noun: Word) -> Word | None:
    """The short clause after a bare "the": "the countries that offered troops"."""
    clause = page.child(noun, "relcl")
    if clause is None or noun.tag not in ("NN", "NNS") or page.child(noun, "amod", "compound", "prep", "poss", "acl"):
        return None
    words = page.subtree(clause, *ASIDES)
    definite = any(each.lemma in ("the", "those") for each in page.children(noun, "det"))
    return clause if definite and len(words) <= _LONGEST_RELATIVE and words[0].index == noun.index + 1 else None


def _close_appositions(page: Page, kept: list[Word]) -> Iterable[Word]:
    """Appositions without a comma belong to the name: "Pad 39B"."""
    for word in kept:
        for child in page.children(word, "appos"):
            names = page.subtree(child, *ASIDES)
            if names[0].index == word.index + 1:
                yield from names


def _is_orphan(page: Page, word: Word, indices: set[int]) -> bool:
    """A mark, a possessive sign or an "and" beside what was left out."""
    if word.tag == "POS":
        return word.index - 1 not in indices
    if word.dep == "cc":
        listed = page.children(page.head(word), "conj")
        kept = any(each.index in indices and each.index > word.index for each in listed)
        return not kept if listed else word.index + 1 not in indices
    return word.text in (",", ";", ":", "–", "—", "-", "--", ".") and not {word.index - 1, word.index + 1} <= indices


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


def begins_time(page: Page, word: Word, timed: set[int]) -> bool:
    """A preposition that has only a time below it."""
    if word.dep not in ("prep", "advmod", "case", "mark"):
        return False
    below = [each for each in page.children(word) if each.dep != "advmod"]
    return bool(below) and all(each.index in timed for each in below)
