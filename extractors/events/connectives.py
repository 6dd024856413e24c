"""The words under which an event is told for the order of another: "after the vote", "before they met", "in the wake of the riots".

A connective is found from the event below it upwards; `above` is the word that it says something of.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.events.grammar import read_group
from extractors.events.lexicon import OrderWords
from extractors.events.offsets import Measure, find_measure, is_measure, read_measure
from extractors.page import Page, Word
from timeline.events import Aspect, Relation, Tense

_LEFT_OUT = ("DT", "JJ", "PRP$", "HYPH", "CD")
_PERFECT = (Aspect.PERFECTIVE, Aspect.PERFECTIVE_PROGRESSIVE)


@dataclass(frozen=True, slots=True)
class Connective:
    """How what `above` stands for is related to the event below, in the words from `start` to `end`."""

    relation: Relation
    above: Word
    start: int
    end: int
    measure: Measure | None = None


def find_connective(page: Page, order: OrderWords, word: Word) -> Connective | None:
    """Under which words an event stands, by its noun or verb."""
    word = _first_of_coordinated(page, word)
    if word.dep in ("pobj", "dobj", "pcomp"):
        return _of_phrase(page, order, word)
    if word.is_verb and word.dep in ("advcl", "ccomp", "relcl", "acl"):
        return _of_clause(page, order, word)
    return None


def _first_of_coordinated(page: Page, word: Word) -> Word:
    """ "After the talks and the vote": the vote too stands under "after"; a clause with words of its own does not."""
    while word.dep == "conj" and page.child(word, "mark", "advmod") is None:
        above = page.head(word)
        if above.is_verb != word.is_verb or (
            word.is_verb and page.child(word, "nsubj", "nsubjpass", "aux") is not None
        ):
            break
        word = above
    return word


def _of_phrase(page: Page, order: OrderWords, word: Word) -> Connective | None:
    below = word
    bottom = page.head(below)
    while bottom.lemma == "of" and bottom.dep == "prep" and page.head(bottom).lemma in order.parts:
        if page.head(page.head(bottom)).lemma == "within":
            break
        below = page.head(bottom)
        if below.dep != "pobj":
            return None
        bottom = page.head(below)
    if bottom.dep not in ("prep", "acl", "advcl"):
        return None
    top, relation = _read_phrase(page, order, bottom)
    if relation is None or top.is_root:
        return None
    return _measured(page, relation, top, bottom)


def _read_phrase(page: Page, order: OrderWords, bottom: Word) -> tuple[Word, Relation | None]:
    """The first word of the phrase that ends in a preposition, and what it says: "in" of "in the wake of"."""
    tops = [bottom]
    if bottom.lemma in ("of", "to"):
        noun = page.head(bottom)
        tops = [page.head(noun), noun] if noun.dep == "pobj" else [noun]
    for top in tops:
        span = page.words[top.index : bottom.index + 1]
        kept = [each for each in span if each.tag not in _LEFT_OUT or each in (top, bottom)]
        said = " ".join("days" if is_measure(page, each) else each.text.lower() for each in kept)
        if (relation := order.phrases.get(said)) is not None:
            return top, relation
    return bottom, None


def _measured(page: Page, relation: Relation, top: Word, bottom: Word) -> Connective | None:
    """With the distance that the words tell: "two days after the vote", "on the day after the vote"."""
    above = page.head(top)
    if is_measure(page, above) and above.dep in ("npadvmod", "pobj", "dobj", "attr", "nsubj"):
        measure = read_measure(page, above)
        over = page.head(above)
        if above.dep == "pobj":
            if over.lemma not in ("on", "in", "within", "for"):
                return None
            measure = measure if over.lemma == "on" else Measure(measure.word, None, measure.start)
            over = page.head(over)
        return Connective(relation, over, measure.start, bottom.end, measure)
    found = find_measure(page, top, (top,)) if relation in (Relation.AFTER, Relation.BEFORE) else None
    return Connective(relation, above, found.start if found else top.start, bottom.end, found)


def _of_clause(page: Page, order: OrderWords, verb: Word) -> Connective | None:
    if verb.is_root:
        return None
    if verb.dep in ("relcl", "acl"):
        return _by_the_time(page, verb)
    above = page.head(verb)
    if verb.tag in ("VBG", "VBN") and page.child(verb, "mark", "nsubj", "nsubjpass", "advmod") is None:
        having = next((each for each in page.children(verb, "aux") if each.text.lower() == "having"), None)
        return None if having is None else Connective(Relation.AFTER, above, having.start, verb.end)
    for mark in page.children(verb, "mark", "advmod"):
        if mark.index > verb.index or page.words[mark.index + 1].text == ",":
            continue
        relation, first = order.clauses.get(mark.text.lower()), mark
        if mark.text.lower() == "as" and above.lemma == "soon":
            relation = order.clauses.get("as soon as")
            first, above = page.words[max(above.index - 1, 0)], page.head(above)
        if relation is None or not _is_of_time(page, mark, verb, above):
            continue
        if mark.text.lower() == "when" and _lasts(page, verb, above):
            relation = Relation.SIMULTANEOUS
        measured = relation in (Relation.AFTER, Relation.BEFORE)
        measure = find_measure(page, mark, (verb, mark)) if measured else None
        return Connective(relation, above, measure.start if measure else first.start, mark.end, measure)
    return None


def _by_the_time(page: Page, verb: Word) -> Connective | None:
    """ "By the time they came, he had fled": what had been done was done before."""
    time = page.head(verb)
    by = page.head(time)
    if time.lemma != "time" or time.dep != "pobj" or by.text.lower() != "by":
        return None
    above = page.head(by)
    if not above.is_verb or read_group(page, above).aspect not in _PERFECT:
        return None
    return Connective(Relation.BEFORE, above, by.start, time.end)


def _is_of_time(page: Page, mark: Word, verb: Word, above: Word) -> bool:
    """Whether "since" is no reason, "when" tells of one occasion, and neither clause stands on a condition."""
    group, over = read_group(page, verb), read_group(page, above)
    said = mark.text.lower()
    if said == "since":
        return group.tense is Tense.PAST and over.aspect in _PERFECT
    if said == "when":
        settled = group.tense is Tense.PAST and over.tense in (Tense.PAST, Tense.PASTPART) and group.is_finite
        return settled and not {group.aspect, over.aspect} & {*_PERFECT}
    return True


def _lasts(page: Page, *verbs: Word) -> bool:
    """Whether one of the two was going on when the other came about: "was reading when they knocked"."""
    return any(read_group(page, verb).aspect is Aspect.PROGRESSIVE for verb in verbs)
