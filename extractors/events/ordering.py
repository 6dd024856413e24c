"""Which of a text's events it sets before and after which others, in so many words.

Only what is said is written: "resigned after the vote", never that what is told later happened later. An order hangs where the
words belong, not always where the parse puts them: in "the strikes stopped after the truce, she said" on the stopping. Nothing is
ordered by what did not happen, nor by the end of something where only its beginning is told.
"""

from __future__ import annotations

from extractors.events.connectives import Connective, find_connective
from extractors.events.draft import Draft, Order, Reading
from extractors.events.offsets import find_measure
from extractors.events.telling import HAPPENINGS
from extractors.page import Page, Word
from timeline.events import Aspect, EventClass, Polarity, Relation, Status, Tense

_SPEAKING = (EventClass.REPORTING, EventClass.I_STATE)
_REACH = 3
"""Words without an event of their own that an order may hang from, up to the event that it is of."""
_LONGEST = 80
"""Characters of a quotation that reaches as far as the event below: "two days after the vote"."""

ByWord = dict[int, Draft]


def find_orders(reading: Reading, drafts: list[Draft]) -> None:
    """Fills `orders` of every draft that the text sets before, after or within another."""
    by_word = {draft.support.index: draft for draft in drafts if draft.support} | {
        draft.word.index: draft for draft in drafts
    }
    for draft in drafts:
        connective = find_connective(reading.page, reading.lexicon.order, draft.verb)
        if connective is None and draft.support:
            connective = find_connective(reading.page, reading.lexicon.order, draft.word)
        if connective is not None:
            source = _find_source(reading, by_word, connective, draft)
            _set(reading, source, draft, connective)
        _order_by_verb(reading, by_word, draft)
        _order_by_relative(reading, by_word, draft)
        _order_by_adverb(reading, by_word, draft)


def _set(reading: Reading, source: Draft | None, target: Draft, connective: Connective) -> None:
    if source is None or not _may_order(reading, source, target, connective.relation):
        return
    lag = connective.measure.lag if connective.measure else None
    follows = connective.end <= target.start and target.word.end - connective.start <= _LONGEST
    end = target.word.end if follows else connective.end
    relation = Relation.SIMULTANEOUS if _is_state_when(source, connective) else connective.relation
    source.orders.append(Order(target, relation, connective.start, end, lag))


def _is_state_when(source: Draft, connective: Connective) -> bool:
    """ "Had a gun when he was shot": what was so already then; "has had it since" has the perfect."""
    is_state = source.class_ in (EventClass.STATE, EventClass.I_STATE) and source.aspect is Aspect.NONE
    return connective.relation is Relation.BEGUN_BY and is_state


def _may_order(reading: Reading, source: Draft, target: Draft, relation: Relation) -> bool:
    if source is target or _first(source) is _first(target):
        return False
    if any(each.status is Status.DENIED or each.polarity is Polarity.NEG for each in (source, target)):
        return False
    if any(order.target is target for order in source.orders) or any(order.target is source for order in target.orders):
        return False
    if relation is Relation.ENDED_BY and source.verb.lemma in reading.lexicon.planning.moving:
        return False  # "delayed until the inspection": not the delaying
    words = reading.lexicon.order
    begins, ends = (source.word.lemma in words.beginning, source.word.lemma in words.ending)
    begun, ended = (target.word.lemma in words.beginning, target.word.lemma in words.ending)
    if relation is Relation.AFTER:
        return not (ends and source.same_as) and not (begun and target.same_as)
    if relation is Relation.BEFORE:
        return not (begins and source.same_as) and not (ended and target.same_as)
    return True


def _first(draft: Draft) -> Draft:
    return draft.same_as or draft


def _find_source(reading: Reading, by_word: ByWord, connective: Connective, target: Draft) -> Draft | None:
    """The event that a connective says something of."""
    page = reading.page
    above = connective.above
    for _ in range(_REACH):
        draft = by_word.get(above.index)
        if draft is not None and draft is not target:
            return _belongs_to(reading, by_word, draft, connective)
        if above.is_verb and above.lemma in reading.lexicon.order.standing:
            return _subject(page, by_word, above)
        if above.is_verb and (support := page.child(above, "dobj")) is not None and support.index in by_word:
            return by_word[support.index]
        if above.is_root or not (above.is_noun and above.dep in ("dobj", "pobj", "attr", "nsubjpass", "conj")):
            return None
        above = page.head(above)
        above = page.head(above) if above.dep == "prep" else above
    return None


def _subject(page: Page, by_word: ByWord, verb: Word) -> Draft | None:
    """ "The vote came after the debate": the vote."""
    return next(
        (by_word[each.index] for each in page.children(verb, "nsubj", "nsubjpass") if each.index in by_word), None
    )


def _belongs_to(reading: Reading, by_word: ByWord, draft: Draft, connective: Connective) -> Draft | None:
    """What is said, where the parse hangs the order of it from the saying: the clause beside the connective."""
    page = reading.page
    if draft.verb.lemma in reading.lexicon.order.standing and (subject := _subject(page, by_word, draft.verb)):
        return subject
    if draft.class_ not in _SPEAKING or not draft.is_verbal:
        return draft
    at = page.between(connective.start, connective.end)[0].index
    said = page.children(draft.verb, "ccomp")
    for clause in said:
        if (
            draft.verb.index < clause.index < at
            or clause.index < at < draft.verb.index
            or at < clause.index < draft.verb.index
        ):
            return by_word.get(clause.index)
    fronted = at < draft.verb.index and connective.relation is not Relation.AFTER
    return None if said and fronted else draft


def _order_by_verb(reading: Reading, by_word: ByWord, draft: Draft) -> None:
    """ "The riots followed the verdict", "a debate followed by a vote"."""
    page, verb = reading.page, draft.verb
    relation = reading.lexicon.order.verbs.get(verb.lemma)
    if relation is None or not draft.is_verbal or draft.polarity is Polarity.NEG:
        return
    agents = [each for by in page.children(verb, "agent") for each in page.children(by, "pobj")]
    if agents:
        later = agents
        earlier = [page.head(verb)] if verb.dep in ("acl", "relcl") else page.children(verb, "nsubjpass")
    else:
        later, earlier = page.children(verb, "nsubj"), page.children(verb, "dobj")
        later = [page.head(verb) if each.tag in ("WDT", "WP") and verb.dep == "relcl" else each for each in later]
    for one in later:
        for other in earlier:
            source, target = by_word.get(one.index), by_word.get(other.index)
            if source is not None and target is not None:
                _set(reading, source, target, Connective(relation, one, verb.start, verb.end))


def _order_by_relative(reading: Reading, by_word: ByWord, draft: Draft) -> None:
    """ "The debate, after which he resigned"."""
    page, verb = reading.page, draft.verb
    target = by_word.get(verb.head)
    if verb.dep != "relcl" or target is None:
        return
    for preposition in page.children(verb, "prep"):
        relation = reading.lexicon.order.phrases.get(preposition.text.lower())
        which = page.child(preposition, "pobj", "pcomp")
        if relation is not None and which is not None and which.tag in ("WDT", "WP"):
            _set(reading, draft, target, Connective(relation, verb, preposition.start, which.end))


def _order_by_adverb(reading: Reading, by_word: ByWord, draft: Draft) -> None:
    """ "Was arrested and later released": of two coordinated verbs the second; and "Then they fled" of two sentences."""
    page, verb = reading.page, draft.verb
    if not draft.is_verbal:
        return
    before = by_word.get(verb.head) if verb.dep == "conj" else _main_before(page, by_word, draft)
    for adverb in page.children(verb, "advmod"):
        relation = reading.lexicon.order.adverbs.get(adverb.text.lower())
        if relation is None or before is None or not before.is_verbal:
            continue
        first = page.sentences[verb.sentence].first
        opens = page.first(adverb).index - first <= 1
        if (adverb.lemma == "then" and adverb.index > verb.index) or (verb.is_root and not opens):
            continue
        measure = find_measure(page, adverb, (adverb, verb))
        start = measure.start if measure else adverb.start
        _set(reading, draft, before, Connective(relation, verb, start, adverb.end, measure))


def _main_before(page: Page, by_word: ByWord, draft: Draft) -> Draft | None:
    """What the sentence before a plain happening tells in the main, where that is one too and in the same paragraph."""
    here = page.sentences[draft.word.sentence]
    if here.index == 0 or not draft.verb.is_root or not _is_plain(draft):
        return None
    last = page.sentences[here.index - 1]
    if last.paragraph != here.paragraph or last.heading:
        return None
    roots = (
        by_word[each.index] for each in page.words[last.first : last.after] if each.is_root and each.index in by_word
    )
    return next((root for root in roots if _is_plain(root)), None)


def _is_plain(draft: Draft) -> bool:
    return (
        draft.class_ in HAPPENINGS
        and draft.status is Status.OCCURRED
        and draft.tense is Tense.PAST
        and draft.aspect is Aspect.NONE
    )
