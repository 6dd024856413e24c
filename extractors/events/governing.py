"""The reality of what is not finite: infinitives, participles and nouns take it from the words that govern them."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import read_group
from extractors.events.lexicon import patterns
from extractors.events.scopes import is_definite, is_object_clause
from extractors.page import Page, Word
from timeline.events import Aspect, EventType, Polarity, Relation, Status, Tense

_CIRCUMSTANCES = frozenset(
    {"after", "before", "during", "since", "amid", "in", "at", "following", "despite", "until", "by", "as", "over", "because", "with", "under", "through"}
)  # fmt: skip
_RANKS = frozenset({"first", "second", "third", "last", "latest", "only", "oldest", "youngest"})
"""Who is "the first woman to win" has won."""
_DONE = frozenset(
    {"hold", "stage", "convene", "sign", "broker", "reach", "seal", "conclude", "commit", "cast", "carry"}
)
"""A noun with such a participle names what was done: "a deal signed on Friday"."""
_REPAYING = (EventType.SANCTION, EventType.JUSTICE, EventType.ACCUSE, EventType.SUPPORT, EventType.CONCEDE)
"""What somebody is punished, blamed or thanked for was done: "banned for spitting"."""
_OCCASIONS = frozenset({"in", "after", "during", "following"})
"""The trial of "a verdict in the trial is due" is not due."""
_TOPICS = frozenset({"on", "about", "over"})
_BREAKING_OFF = frozenset({"abandon", "halt", "foil", "thwart"})


def read_governed(reading: Reading, draft: Draft) -> Status:
    """The reality of what is not finite, by the words between it and its governor."""
    page, word, governor = reading.page, draft.verb, draft.governor
    if not draft.is_verbal and _was_held(page, draft.word):
        return Status.OCCURRED
    limit = governor.word.index if governor else -1
    reaches = governor.support.index if governor and governor.support else limit
    below = word
    for above in page.ancestors(word):
        if above.index in (limit, reaches):
            break
        if (status := _between(reading, below, above)) is not None:
            return status
        below = above
    if governor is None:
        return _alone(reading, draft)
    return _under(reading, draft, governor)


def _between(reading: Reading, below: Word, above: Word) -> Status | None:
    """What a word that is no mention itself says of the reality of what hangs from it: "a plan to", "without", "is to"."""
    page, lexicon = reading.page, reading.lexicon
    if above.is_noun and below.dep in ("prep", "acl", "appos", "relcl") and above.lemma in lexicon.governing_nouns:
        if _is_in_charge(page, above):
            return None
        given_up = above.dep == "dobj" and _effect(reading, page.head(above)) is Status.DENIED
        return Status.DENIED if given_up else lexicon.governing_nouns[above.lemma]
    if (
        above.is_noun
        and below.tag == "VB"
        and any(each.lemma in _RANKS for each in page.children(above, "amod", "det"))
    ):
        return Status.OCCURRED
    if above.is_noun and below.dep == "acl" and any(each.lemma == "any" for each in page.children(above, "det")):
        return Status.POSSIBLE
    if above.tag == "IN" and above.lemma == "without":
        return Status.DENIED
    aimed = above.dep == "acl" and below.dep == "xcomp"  # "a meeting meant to seal a deal"
    if (aimed or above.tag in ("JJ", "JJR")) and above.lemma in lexicon.governing_verbs:
        return lexicon.governing_verbs[above.lemma]
    return _under_be(page, below, above) if above.is_verb and above.lemma == "be" else None


def _is_in_charge(page: Page, noun: Word) -> bool:
    """ "In charge of the search" charges nobody with anything."""
    return noun.dep == "pobj" and page.head(noun).lemma == "in" and not page.children(noun, "det", "poss", "amod")


def _under_be(page: Page, below: Word, above: Word) -> Status | None:
    """ "Is to meet" is planned, "would be a victory" possible."""
    if below.dep == "xcomp" and any(each.tag == "TO" for each in page.children(below, "aux")):
        return Status.SCHEDULED
    group = read_group(page, above)
    if group.modality:
        return Status.POSSIBLE
    return Status.SCHEDULED if group.tense is Tense.FUTURE else None


def _was_held(page: Page, noun: Word) -> bool:
    """ "A summit held in Lima" took place, whatever it is that the sentence plans."""
    return any(
        each.tag == "VBN" and each.lemma in _DONE and page.child(each, "aux") is None
        for each in page.children(noun, "acl")
    )


def _alone(reading: Reading, draft: Draft) -> Status:
    page = reading.page
    top = page.words[draft.word.index]
    for above in page.ancestors(draft.word):
        top = above
    group = read_group(page, top)
    if top.is_verb and group.is_finite:
        if group.modality:
            return Status.POSSIBLE
        if group.tense is Tense.FUTURE:
            return Status.SCHEDULED
    if draft.is_verbal and draft.tense is Tense.INFINITIVE:
        return Status.SCHEDULED if page.sentences[draft.word.sentence].heading else Status.POSSIBLE
    if draft.is_verbal and draft.word.tag == "VBG" and draft.word.is_root:
        return Status.ONGOING
    return Status.OCCURRED


def _under(reading: Reading, draft: Draft, governor: Draft) -> Status:
    page = reading.page
    word = draft.verb
    if word.dep == "conj" and word.head == governor.verb.index:
        return governor.status
    subject = any(
        each.dep in ("nsubj", "csubj") and page.head(each).index == governor.verb.index
        for each in (word, *page.ancestors(word))
    )
    purpose = word.dep in ("advcl", "relcl", "acl") and draft.tense is Tense.INFINITIVE
    passive = subject and page.child(governor.verb, "auxpass") is not None
    if subject and not passive:
        return _of_subject(reading, draft, governor)
    if (known := _whatever(reading, draft, governor)) is not None:
        return known
    effect = find_effect(reading, governor) if passive or _is_complement(reading, word, governor) else None
    if passive and (effect is None or _is_settled(reading, draft) or draft.word.tag == "VBN"):
        return governor.status if governor.status is Status.SCHEDULED else Status.OCCURRED
    if effect is not None and not (effect is Status.POSSIBLE and _is_settled(reading, draft)):
        return _affected(governor, effect)
    if purpose:
        return Status.SCHEDULED if governor.status is Status.SCHEDULED else Status.POSSIBLE
    return _beside(reading, draft, governor)


def _of_subject(reading: Reading, draft: Draft, governor: Draft) -> Status:
    """What does something is real, unless all of it is planned or thought of: "a strike would cost"."""
    supposed = governor.status is Status.POSSIBLE and governor.modality in ("would", "could", "might")
    if supposed and not is_definite(reading.page, draft.word):
        return Status.POSSIBLE
    if _goes_on(reading, draft, governor):
        return Status.ONGOING
    return governor.status if governor.status is Status.SCHEDULED else Status.OCCURRED


def _whatever(reading: Reading, draft: Draft, governor: Draft) -> Status | None:
    """What is so or not whether the governor came true or not: what it takes for known, begun, or still to come."""
    page, lexicon, word = reading.page, reading.lexicon, draft.verb
    preposition = page.head(word).lemma if word.dep in ("pobj", "pcomp") else ""
    known = (
        (word.tag == "VBN" and word.dep == "acl" and governor.word.is_noun and page.child(word, "aux") is None)
        or (word.dep == "pcomp" and preposition == "for" and governor.type in _REPAYING)
        or (governor.word.lemma in lexicon.presupposing_verbs and word.dep == "dobj" and is_definite(page, word))
    )
    if known:
        return Status.OCCURRED
    if draft.word.lemma in lexicon.begun_nouns and governor.word.lemma in _BREAKING_OFF:
        return governor.status
    if governor.status is Status.SCHEDULED and not governor.is_verbal:
        if preposition in _OCCASIONS and is_definite(page, word):
            return Status.OCCURRED
        if preposition in _TOPICS and draft.word.lemma in lexicon.unsettled_nouns:
            return Status.POSSIBLE
    return Status.SCHEDULED if _is_announced(reading, draft, governor) else None


def _affected(governor: Draft, effect: Status) -> Status:
    """ "Did not rule out sending" leaves it open, "did not fail to send" says that it was sent."""
    if governor.polarity is Polarity.NEG and effect is Status.DENIED:
        return Status.OCCURRED if governor.word.lemma in ("fail", "miss", "hesitate") else Status.POSSIBLE
    return Status.DENIED if governor.status is Status.DENIED and not governor.is_verbal else effect


def _beside(reading: Reading, draft: Draft, governor: Draft) -> Status:
    """What stands under a governor that says nothing of it shares its reality, if it is not known or past."""
    page, word, above = reading.page, draft.verb, governor.word
    if governor.status is Status.DENIED and not is_definite(page, draft.word) and above.is_verb:
        return Status.DENIED
    if governor.status in (Status.POSSIBLE, Status.SCHEDULED) and not _is_past_adverbial(page, word):
        return governor.status if not _is_settled(reading, draft) else Status.OCCURRED
    return Status.ONGOING if draft.is_verbal and governor.status is Status.ONGOING else Status.OCCURRED


def _goes_on(reading: Reading, draft: Draft, governor: Draft) -> bool:
    """ "The drought has killed 3,000 cattle since March": what lasts does so still while its work is told in the present."""
    if draft.word.lemma not in reading.lexicon.lasting_nouns or not is_definite(reading.page, draft.word):
        return False
    return governor.tense is Tense.PRESENT and (
        governor.status is Status.ONGOING
        or governor.aspect is Aspect.PERFECTIVE_PROGRESSIVE
        or (
            governor.aspect is Aspect.PERFECTIVE
            and any(each.lemma == "since" for each in reading.page.children(governor.verb, "prep"))
        )
    )


def _is_announced(reading: Reading, draft: Draft, governor: Draft) -> bool:
    """ "Announced her retirement", "announced the closure of a mill": who announces such things means to do them."""
    return (
        draft.verb.dep == "dobj"
        and governor.status is Status.OCCURRED
        and governor.word.lemma in ("announce", "unveil")
        and draft.word.lemma in reading.lexicon.announced_nouns
        and not any(
            relation is Relation.IS_INCLUDED and time.id not in {each.id for each, _ in governor.owned}
            for time, relation in draft.owned
        )
    )


def find_effect(reading: Reading, governor: Draft) -> Status | None:
    lexicon = reading.lexicon
    if not governor.is_verbal:
        return lexicon.governing_nouns.get(governor.word.lemma) or lexicon.governing_verbs.get(governor.word.lemma)
    return _effect(reading, governor.word)


def _effect(reading: Reading, verb: Word) -> Status | None:
    table = reading.lexicon.governing_verbs
    return next((table[each] for each in patterns(reading.page, verb) if each in table), None)


def _is_complement(reading: Reading, word: Word, governor: Draft) -> bool:
    """Whether the way up to the governor goes through what it is about, not through time or manner."""
    page, governing = reading.page, reading.lexicon.governing_verbs
    stops = (governor.word.index, governor.verb.index)
    each = word
    while each.index not in stops and not each.is_root:
        infinitive = any(child.tag == "TO" for child in page.children(each, "aux"))
        if each.dep == "advcl" and not infinitive and not is_object_clause(page, each):
            return False
        if (
            each.dep == "prep"
            and each.lemma in _CIRCUMSTANCES
            and f"{governor.word.lemma} {each.lemma}" not in governing
        ):
            return False
        if each.dep in ("relcl", "npadvmod", "nsubj", "poss"):
            return False
        each = page.head(each)
    return True


def _is_settled(reading: Reading, draft: Draft) -> bool:
    """Nouns that the text takes for known happened whatever is thought of them: "condemned the attack"."""
    page, lexicon = reading.page, reading.lexicon
    if draft.is_verbal or not is_definite(page, draft.word) or draft.word.lemma in lexicon.unsettled_nouns:
        return False
    above = page.head(draft.word)
    wish = f"{page.head(above).lemma} {above.lemma}" if draft.word.dep == "pobj" else above.lemma
    return wish not in lexicon.wishing_verbs or page.child(above, "prt") is not None


def _is_past_adverbial(page: Page, word: Word) -> bool:
    return any(
        each.dep == "prep" and each.lemma in ("after", "following", "since", "despite", "during", "amid")
        for each in (word, *page.ancestors(word))
    )
