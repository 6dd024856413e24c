"""Which way a time is governed: the tense of the verb that it hangs from, as a parse tells it.

It is what `temporal.find_times` asks for, a span at a time; where no verb answers, the words around the span decide there.
"""

from __future__ import annotations

from extractors.events.grammar import read_group
from extractors.events.lexicon import Lexicon
from extractors.events.planning import find_planned, is_ahead, is_arranged, is_day_itself, is_done, is_due, is_unplanned
from extractors.page import Page, Word
from extractors.temporal.tense import Direction
from timeline.events import Aspect, Tense

_AT = frozenset({"on", "in", "at", "during"})
_AHEAD = Direction(Tense.FUTURE, is_plain=True)


def direction_at(page: Page, start: int, end: int, *, lexicon: Lexicon) -> Direction | None:
    """The tense of the verb that a time expression at these characters hangs from; None where none does.

    A weekday that something is planned for lies ahead, whatever the tense of the planning: "invited them to talks on Monday".
    """
    top = page.top(page.between(start, end))
    if top is None:
        return None
    while top.dep == "compound" and page.head(top).is_noun:
        top = page.head(top)
    if find_planned(page, lexicon, top) is not None and not _is_looked_back(page, top, page.text[start:end]):
        return _AHEAD
    for word in page.ancestors(top):
        if is_due(page, lexicon, word):
            return _AHEAD
        if word.is_verb and word.dep not in ("aux", "auxpass", "amod") and (told := _told_by(page, lexicon, top, word)):
            return told
    return None


def _told_by(page: Page, lexicon: Lexicon, top: Word, verb: Word) -> Direction | None:
    if is_ahead(page, lexicon, verb):
        return _AHEAD
    if is_done(page, lexicon, verb) or is_unplanned(page, lexicon, top, verb):
        return Direction(Tense.PAST)
    group = read_group(page, verb)
    if not group.is_finite:
        return None
    arranged = is_arranged(page, lexicon, verb, group) or is_day_itself(page, top, verb, group)
    if group.tense is Tense.FUTURE or (arranged and top.dep != "poss"):
        return _AHEAD
    if group.tense is Tense.PRESENT and group.aspect in (Aspect.PERFECTIVE, Aspect.PERFECTIVE_PROGRESSIVE):
        return Direction(Tense.PAST)
    return Direction(group.tense, _is_its_own(page, lexicon, top, verb))


def _is_its_own(page: Page, lexicon: Lexicon, top: Word, verb: Word) -> bool:
    """Whether nothing but the verb can happen then: "in January she resigned", "visited Oslo in January", not "backed a sale in
    January", "set 3 January as the day"."""
    preposition = page.head(top)
    if top.dep == "pobj" and preposition.lemma in _AT:
        top = preposition
    head = page.head(top)
    if head.tag == "VBG" and head.dep == "advcl":  # "speaking in January, she warned"
        head = page.head(head)
    if head != verb or top.dep not in ("prep", "npadvmod"):
        return False
    between = page.words[verb.index + 1 : page.first(top).index]
    return not any(each.is_verb or lexicon.names_event(each.lemma) for each in between)


def _is_looked_back(page: Page, top: Word, text: str) -> bool:
    """Whether a date with its number stands in a relative clause, which may tell of plans long done."""
    return any(each.isdigit() for each in text) and next(
        (each.dep == "relcl" for each in page.ancestors(top) if each.is_verb), False
    )
