"""Which way a time is governed: the tense of the verb that it hangs from, as a parse tells it.

It is what `temporal.find_times` asks for, a span at a time; where no verb answers, the words around the span decide there.
"""

from __future__ import annotations

from extractors.events.grammar import read_group
from extractors.events.lexicon import Lexicon
from extractors.events.planning import find_planned, is_ahead, is_arranged, is_day_itself, is_done, is_due, is_unplanned
from extractors.page import Page, Word
from timeline.events import Aspect, Tense


def tense_at(page: Page, start: int, end: int, *, lexicon: Lexicon) -> Tense | None:
    """The tense of the verb that a time expression at these characters hangs from; None where none does.

    A weekday that something is planned for lies ahead, whatever the tense of the planning: "invited them to talks on Monday".
    """
    top = page.top(page.between(start, end))
    if top is None:
        return None
    while top.dep == "compound" and page.head(top).is_noun:
        top = page.head(top)
    if find_planned(page, lexicon, top) is not None and not _is_looked_back(page, top, page.text[start:end]):
        return Tense.FUTURE
    for word in page.ancestors(top):
        if is_due(page, lexicon, word):
            return Tense.FUTURE
        if word.is_verb and word.dep not in ("aux", "auxpass", "amod"):
            if is_ahead(page, lexicon, word):
                return Tense.FUTURE
            if is_done(page, lexicon, word) or is_unplanned(page, lexicon, top, word):
                return Tense.PAST
            group = read_group(page, word)
            if group.is_finite:
                arranged = is_arranged(page, lexicon, word, group) or is_day_itself(page, top, word, group)
                ahead = top.dep != "poss" and arranged
                perfect = group.aspect in (Aspect.PERFECTIVE, Aspect.PERFECTIVE_PROGRESSIVE)
                past = perfect and group.tense is Tense.PRESENT
                return Tense.FUTURE if ahead else Tense.PAST if past else group.tense
    return None


def _is_looked_back(page: Page, top: Word, text: str) -> bool:
    """Whether a date with its number stands in a relative clause, which may tell of plans long done."""
    return any(each.isdigit() for each in text) and next(
        (each.dep == "relcl" for each in page.ancestors(top) if each.is_verb), False
    )
