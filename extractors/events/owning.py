"""Whose time it is: each time of the text given to the event it belongs to, with the relation that its preposition says.
Whoever owns an end of a range owns the whole of it.

A time belongs to the nearest event above it in the parse, but never to one outside its clause; what is planned for a time
takes it from the planning verb (`extractors.events.planning`). Of two times at one verb that exclude each other, the
second belongs to the event noun before it: "on Monday they called off a vote on 4 May".
"""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import read_group
from extractors.events.lexicon import Lexicon
from extractors.events.placing import day_of, whole
from extractors.events.planning import find_planned, is_perfect
from extractors.events.scopes import is_counted, is_ranked
from extractors.page import Page, Word
from timeline.events import Basis, EventClass, Relation, Tense, TimeExpression
from timeline.granularity import Granularity
from timeline.timex import TimexType

Owned = list[tuple[TimeExpression, Relation]]

_RELATIONS = {
    "since": Relation.BEGUN_BY,
    "from": Relation.BEGUN_BY,
    "until": Relation.ENDED_BY,
    "till": Relation.ENDED_BY,
    "by": Relation.ENDED_BY,
    "through": Relation.ENDED_BY,
    "before": Relation.BEFORE,
    "after": Relation.AFTER,
}
_PARTS_OF_TIME = frozenset(
    {"hour", "minute", "morning", "afternoon", "evening", "night", "day", "week", "weekend", "month", "half", "part", "end"}
    | {"start", "beginning", "middle", "close", "autumn", "summer", "spring", "winter", "eve", "turn", "dawn"}
)  # fmt: skip

_STANDING = frozenset({"lead", "head", "run", "chair", "own", "know", "name", "call", "base", "make", "wire", "equip"})
"""Participles of what stays so: a time after "a team led by Mr Odera" is the main verb's."""


def find_owners(reading: Reading, drafts: list[Draft]) -> None:
    """Fills `owned` of every draft that a time of the text belongs to."""
    page = reading.page
    by_word = {draft.word.index: draft for draft in drafts} | {
        draft.support.index: draft for draft in drafts if draft.support
    }
    here: dict[int, list[Draft]] = {}
    for draft in drafts:
        here.setdefault(draft.word.sentence, []).append(draft)
    said: dict[str, Relation] = {}
    for time in map(whole, reading.times):
        words = page.between(time.start, time.end)
        top = page.top(words)
        if top is None or not _is_placeable(time) or _is_no_date(page, top, words[0], time):
            continue
        planned = find_planned(page, reading.lexicon, top)
        if planned is not None:
            owner, relation = by_word.get(planned.index) or _planning(page, by_word, top), Relation.IS_INCLUDED
        else:
            owner = _owner(reading, here.get(top.sentence, []), by_word, top, time)
            relation = said.setdefault(time.id, _relation(page, top, words[0], is_range=time.range is not None))
        if owner is not None:
            owner.owned.append((time, relation))
        for clause in page.children(top, "relcl", "advcl"):
            if clause.index in by_word and by_word[clause.index] is not owner and _is_when(page, clause):
                by_word[clause.index].owned.append((time, Relation.IS_INCLUDED))
    for draft in drafts:
        _share(page, here[draft.word.sentence], draft)
        _pass_on(reading, here[draft.word.sentence], draft)


def _is_placeable(time: TimeExpression) -> bool:
    if time.value.endswith("_REF"):
        return False
    return time.interval is not None or time.type in (TimexType.DATE, TimexType.TIME)


def _is_no_date(page: Page, top: Word, first: Word, time: TimeExpression) -> bool:
    """ "Fifty years to the day after" names no day, "winter coats" no winter."""
    if first.index > 1 and page.words[first.index - 1].lemma == "to" and page.words[first.index - 2].lemma == "year":
        return True
    season = time.interval is not None and time.interval.granularity is Granularity.SEASON
    return season and top.dep in ("compound", "amod", "nmod") and top.index == first.index


def _owner(
    reading: Reading, drafts: list[Draft], by_word: dict[int, Draft], top: Word, time: TimeExpression
) -> Draft | None:
    page = reading.page
    if top.index in by_word:
        return by_word[top.index]
    below = top
    for above in page.ancestors(top):
        if _is_topic(page, reading.lexicon, below, above) or _is_chosen(page, below, above):
            return None
        if _is_compared(page, below, above):
            return None
        if above.index in by_word and not (above.dep == "acl" and above.lemma in _STANDING):
            occasion = _looked_back_at(page, drafts, below, above)
            return occasion or _of_result(by_word, below, by_word[above.index])
        if _is_about_thing(page, below, above, time):
            return None
        if above.is_verb and above.dep != "acl" and above.dep not in ("aux", "auxpass", "amod", "prep"):
            return _of_state(page, by_word, above)
        attribute = below.dep == "prep" and below.lemma == "of" and above.tag in ("NN", "NNS")
        if attribute and above.lemma not in _PARTS_OF_TIME:
            return None
        below = above
    return _beside(drafts, top)


def _is_compared(page: Page, below: Word, above: Word) -> bool:
    """ "The worst storm since 2005", "for the first time since May"; the parse may hang it on the verb."""
    if below.lemma != "since":
        return False
    noun = above if above.is_noun else page.words[below.index - 1]
    return is_ranked(page, noun) or is_counted(page, noun)


def _planning(page: Page, by_word: dict[int, Draft], top: Word) -> Draft | None:
    """The verb that plans, where what it plans is no mention: "a third round is scheduled for March"."""
    return next((by_word[each.index] for each in page.ancestors(top) if each.is_verb and each.index in by_word), None)


def _is_topic(page: Page, lexicon: Lexicon, below: Word, above: Word) -> bool:
    """Whether a noun is about the time: "a forecast for 2025", "plans for the summer"; the parse may hang it on the verb."""
    if below.dep != "prep" or below.lemma != "for":
        return False
    noun = above if above.is_noun else page.words[below.index - 1]
    if not noun.is_noun or noun.index > below.index or above.index not in (noun.index, noun.head):
        return False
    return noun.lemma in lexicon.planning.topics or not lexicon.names_event(noun.lemma)


def _is_chosen(page: Page, below: Word, above: Word) -> bool:
    """ "Set 10 January as the deadline"."""
    return below.dep in ("dobj", "npadvmod") and any(
        each.lemma == "as" and each.index > below.index for each in page.children(above, "prep")
    )


def _is_about_thing(page: Page, below: Word, above: Word, time: TimeExpression) -> bool:
    """Whether a time only says which thing is meant: "the 1990s building", "bonds due 15 October", "the year ended in June"."""
    if above.tag == "JJ":
        return above.dep in ("amod", "acl") and page.head(above).is_noun
    if above.dep == "acl" and above.lemma == "end":
        return True
    wide = time.interval is not None and time.interval.granularity.rank > Granularity.DAY.rank
    after = page.words[max(0, page.between(time.start, time.end)[0].index - 1)].tag == "IN"
    modifier = (
        above.is_noun
        and not (after and above.tag == "NNP")
        and below.dep in ("compound", "amod", "nmod", "nummod", "det", "poss")
    )
    return wide and modifier and above.lemma not in _PARTS_OF_TIME


def _looked_back_at(page: Page, drafts: list[Draft], below: Word, above: Word) -> Draft | None:
    """The present perfect has no day: "has denied arson following a fire on Sunday" is told of Sunday's fire."""
    if below.dep != "prep" or not above.is_verb or not is_perfect(page, above):
        return None
    between = [each for each in drafts if each.word.dep == "pobj" and above.end <= each.start < below.start]
    return max(between, key=lambda each: each.start, default=None)


def _of_result(by_word: dict[int, Draft], below: Word, draft: Draft) -> Draft:
    """The verb of "reports results on Tuesday"; a state that is its object has no day."""
    is_state = draft.class_ in (EventClass.STATE, EventClass.I_STATE) and not draft.is_verbal
    if is_state and draft.word.dep == "dobj" and below.dep == "prep" and below.lemma == "on":
        return by_word.get(draft.word.head, draft)
    return draft


def _of_state(page: Page, by_word: dict[int, Draft], verb: Word) -> Draft | None:
    """The event in "the vote is on Monday", or "she was in Oslo on Monday when it began"; a state itself is none."""
    happening = [
        *page.children(verb, "nsubj", "attr"),
        *(each for each in page.children(verb, "advcl") if _is_when(page, each)),
    ]
    return next((by_word[each.index] for each in happening if each.index in by_word), None)


def _is_when(page: Page, clause: Word) -> bool:
    return any(each.lemma in ("when", "as", "while") for each in page.children(clause, "mark", "advmod"))


def _beside(drafts: list[Draft], word: Word) -> Draft | None:
    """Where the parse hangs a time on nothing at all: the nearest verb of the sentence."""
    here = [draft for draft in drafts if draft.word.sentence == word.sentence and draft.is_verbal]
    return min(here, key=lambda draft: abs(draft.word.index - word.index), default=None)


def _relation(page: Page, top: Word, first: Word, *, is_range: bool) -> Relation:
    """By the preposition; "from" begins a range that holds all of what goes on "from Monday to Friday"."""
    if top.dep == "poss":
        return Relation.IS_INCLUDED  # "by Thursday's quake"
    above = page.head(top)
    preposition = above if above.dep in ("prep", "mark") and above.index < top.index else None
    before = page.words[first.index - 1] if first.index else None
    for word in (preposition, before):
        if word is not None and word.lemma in _RELATIONS:
            return Relation.SIMULTANEOUS if is_range and word.lemma == "from" else _RELATIONS[word.lemma]
    return Relation.IS_INCLUDED


def _share(page: Page, drafts: list[Draft], draft: Draft) -> None:
    """Times that exclude a draft's first go to the event noun before them, or to none; before a verb, to its subject's clause."""
    if len(draft.owned) < 2:
        return
    first, *others = sorted(draft.owned, key=lambda pair: pair[0].start)
    clause = _clause_before(page, drafts, draft, first[0])
    if clause is not None and not clause.owned and not any(_agree(first[0], other[0]) for other in others):
        clause.owned.append(first)
        first, *others = others
    kept: Owned = [first]
    for pair in others:
        if _agree(first[0], pair[0]) or Relation.IS_INCLUDED not in (first[1], pair[1]):
            kept.append(pair)
        elif draft.is_verbal:
            noun = _noun_before(drafts, draft, pair[0])
            if noun is not None and not noun.owned:
                noun.owned.append(pair)
    draft.owned = kept


def _pass_on(reading: Reading, drafts: list[Draft], draft: Draft) -> None:
    """What was done lies before the document; a time after it is that of the noun before it: "backed a sale next week"."""
    day = day_of(reading)
    if (
        day is None
        or not draft.owned
        or not draft.is_verbal
        or read_group(reading.page, draft.verb).tense is not Tense.PAST
    ):
        return
    for pair in draft.owned.copy():
        time, relation = pair
        starts = time.interval.interval.start if time.interval is not None else None
        if relation is not Relation.IS_INCLUDED or time.basis is not Basis.RELATIVE or starts is None:
            continue
        if starts >= (day.end or 0):
            draft.owned.remove(pair)
            noun = _noun_before(drafts, draft, time)
            if noun is not None and not noun.owned:
                noun.owned.append(pair)


def _clause_before(page: Page, drafts: list[Draft], draft: Draft, time: TimeExpression) -> Draft | None:
    """The verb in its subject that a time stands behind: "the quake that struck Moru on Friday drew help on Monday"."""
    if time.end > draft.verb.start:
        return None
    before = [each for each in drafts if each.verb.dep in ("relcl", "acl") and each.verb.end <= time.start]
    return max(
        (each for each in before if draft.verb in page.ancestors(each.verb)), key=lambda each: each.start, default=None
    )


def _agree(one: TimeExpression, two: TimeExpression) -> bool:
    if one.interval is None or two.interval is None:
        return True
    return one.interval.interval.overlaps(two.interval.interval)


def _noun_before(drafts: list[Draft], draft: Draft, time: TimeExpression) -> Draft | None:
    between = [
        each
        for each in drafts
        if not each.is_verbal and each.word.sentence == draft.word.sentence and draft.verb.end <= each.start
    ]
    return max((each for each in between if each.word.end <= time.start), key=lambda each: each.start, default=None)
