"""What the text says of an event's reality: tense, aspect, polarity and modality, and from these the status.

A finite verb answers for itself. Infinitives, participles and nouns take their reality from the word that governs them:
what is proposed is `possible`, what is ruled out is `denied`, what is planned is `scheduled`.
"""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.governing import find_effect, read_governed
from extractors.events.grammar import VerbGroup, noun_polarity, read_group
from extractors.events.lexicon import patterns
from extractors.events.placing import day_of
from extractors.events.scopes import ORDINALS
from extractors.page import Page, Word
from timeline.events import Aspect, EventClass, EventType, Polarity, Relation, Status, Tense
from timeline.granularity import Granularity

_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided"})
_STRETCHES = frozenset({"hour", "day", "night", "week", "month", "year", "decade", "century"})
_UNREAL = (Status.POSSIBLE, Status.DENIED, Status.SCHEDULED)


def judge(reading: Reading, drafts: list[Draft]) -> None:
    """Governors stand before what they govern only by the tree, so each draft is judged after its governor."""
    done: set[int] = set()
    for draft in drafts:
        chain: list[Draft] = []
        each: Draft | None = draft
        while each is not None and id(each) not in done and len(chain) < 50:
            done.add(id(each))
            chain.append(each)
            each = each.governor
        for waiting in reversed(chain):
            _judge(reading, waiting)


def _judge(reading: Reading, draft: Draft) -> None:
    page = reading.page
    group = read_group(page, draft.verb)
    draft.modality = group.modality
    if draft.is_verbal or draft.support or draft.word.tag in ("JJ", "JJR"):
        is_noun = draft.word.tag == "VBG" and draft.word.dep in ("nsubj", "nsubjpass", "pobj", "dobj")
        draft.tense = Tense.NONE if group.modality or is_noun else group.tense
        draft.aspect, draft.polarity = group.aspect, group.polarity
    if not draft.is_verbal and noun_polarity(page, draft.word) is Polarity.NEG:
        draft.polarity = Polarity.NEG
    draft.status = _status(reading, draft, group)


def _status(reading: Reading, draft: Draft, group: VerbGroup) -> Status:
    page = reading.page
    described = _described(reading, draft)
    if described in _UNREAL or (described is Status.ONGOING and not draft.support):
        return described
    verb = draft.verb if draft.verb.is_verb else page.head(draft.verb)
    if verb.is_verb and group.is_finite and (draft.is_verbal or draft.support or draft.word.dep in ("acomp", "attr")):
        status = _finite(reading, draft, verb, group)
    else:
        status = read_governed(reading, draft)
    if draft.polarity is Polarity.NEG and status is not Status.POSSIBLE:
        return Status.DENIED
    if status is Status.POSSIBLE and _is_on_agenda(reading, draft):
        return Status.SCHEDULED
    if status is Status.SCHEDULED and not draft.is_verbal and _lies_behind(reading, draft):
        return Status.OCCURRED
    told = draft.is_verbal and draft.aspect is Aspect.NONE and draft.tense in (Tense.PAST, Tense.PASTPART)
    real = status in (Status.OCCURRED, Status.ONGOING) and not told
    return Status.SCHEDULED if real and _lies_ahead(reading, draft) else status


def _is_on_agenda(reading: Reading, draft: Draft) -> bool:
    """What is expected on a set day stands on the calendar: "is expected to visit Lima on Thursday"."""
    above = draft.governor
    return (
        above is not None
        and draft.verb.dep == "xcomp"
        and draft.verb.head == above.word.index
        and above.word.lemma in reading.lexicon.awaiting_verbs
        and (above.tense, above.polarity) == (Tense.PRESENT, Polarity.POS)
        and reading.page.child(above.word, "auxpass") is not None
        and all(time.interval is not None and _is_day(time.interval.granularity) for time, _ in draft.owned)
        and _lies_ahead(reading, draft)
    )


def _is_day(granularity: Granularity) -> bool:
    return granularity.rank <= Granularity.DAY.rank


def _lies_ahead(reading: Reading, draft: Draft) -> bool:
    """Whether its own time begins only after the document's day, so that it cannot have happened."""
    day = day_of(reading)
    owned = [time for time, relation in draft.owned if relation is Relation.IS_INCLUDED]
    if draft.named is not None:
        owned = [draft.named]
    times = [time.interval.interval for time in owned if time.interval is not None]
    return (
        day is not None
        and bool(times)
        and all(time.start is not None and time.start >= (day.end or 0) for time in times)
    )


def _lies_behind(reading: Reading, draft: Draft) -> bool:
    """Whether what was once planned, and not put off, has its own time before the document's day."""
    day = day_of(reading)
    times = [time.interval.interval for time, _ in draft.owned if time.interval]
    put_off = draft.governor is not None and draft.governor.type is EventType.REJECT
    return (
        day is not None
        and not put_off
        and bool(times)
        and all(time.end is not None and time.end <= (day.start or 0) for time in times)
    )


def _described(reading: Reading, draft: Draft) -> Status | None:
    """What adjectives say: "a potential ceasefire", "the planned visit", "any deployment"."""
    if draft.is_verbal:
        return None
    lexicon, page = reading.lexicon, reading.page
    words = page.children(draft.word, "amod", "det", "advmod")
    return next((lexicon.adjectives[each.lemma] for each in words if each.lemma in lexicon.adjectives), None)


def _finite(reading: Reading, draft: Draft, verb: Word, group: VerbGroup) -> Status:
    page = reading.page
    hedge = _hedge(reading, verb)
    if _is_conditional(page, verb) or hedge is Status.POSSIBLE:
        return Status.POSSIBLE
    if group.modality is not None or group.tense is Tense.FUTURE:
        return _ahead(reading, draft, verb, group)
    if verb.dep == "acl" and (said := _of_noun(reading, page.head(verb))) is not None:
        return said
    if draft.governor is not None and (told := _told(reading, draft.governor, verb, group)) is not None:
        return told
    if group.aspect is Aspect.PROGRESSIVE and group.tense is Tense.PRESENT:
        return Status.SCHEDULED if verb.lemma == "go" and page.child(verb, "xcomp") else Status.ONGOING
    if group.aspect is Aspect.PERFECTIVE_PROGRESSIVE and group.tense is Tense.PRESENT:
        return Status.ONGOING
    if group.aspect is Aspect.PERFECTIVE and group.tense is Tense.PRESENT and _lasts(reading, verb):
        return Status.ONGOING
    if group.aspect is Aspect.PROGRESSIVE and hedge is Status.ONGOING:
        return Status.ONGOING
    if group.tense is Tense.PRESENT and group.aspect is Aspect.NONE:
        return _present(page, draft, verb)
    return Status.OCCURRED


def _ahead(reading: Reading, draft: Draft, verb: Word, group: VerbGroup) -> Status:
    """Under "will" and the modals: planned, possible, or not to be."""
    if _has_condition(reading.page, verb):
        return Status.POSSIBLE
    if group.modality is None:
        return Status.POSSIBLE if _is_hoped(reading, draft, verb) else Status.SCHEDULED
    if group.polarity is Polarity.NEG and group.modality in ("could", "can", "would"):
        return Status.DENIED
    return Status.SCHEDULED if _is_future_in_past(reading, draft, verb, group) else Status.POSSIBLE


def _hedge(reading: Reading, verb: Word) -> Status | None:
    """What adverbs say: "allegedly stabbed", "was still burning"."""
    adverbs = reading.lexicon.adverbs
    return next((adverbs[each.lemma] for each in reading.page.children(verb, "advmod") if each.lemma in adverbs), None)


def _is_future_in_past(reading: Reading, draft: Draft, verb: Word, group: VerbGroup) -> bool:
    """ "Said that she would leave" says no more and no less than "says that she will"."""
    page, above = reading.page, draft.governor
    while verb.dep == "conj" and page.head(verb).is_verb:
        verb = page.head(verb)
    return (
        group.modality == "would"
        and verb.dep == "ccomp"
        and above is not None
        and above.class_ is EventClass.REPORTING
        and above.tense is Tense.PAST
        and draft.class_ not in (EventClass.I_STATE, EventClass.STATE)
        and group.aspect is Aspect.NONE
        and not _is_threat(reading, verb)
    )


def _is_threat(reading: Reading, verb: Word) -> bool:
    """What would befall whoever did something: "said that any ship would be sunk", "said that they would face consequences"."""
    page = reading.page
    parts = page.children(verb, "nsubj", "nsubjpass", "dobj")
    parts += [each for preposition in page.children(verb, "prep") for each in page.children(preposition, "pobj")]
    if any(
        each.lemma in ("any", "anyone", "such", "whoever")
        for part in parts
        for each in (part, *page.children(part, "det", "predet", "amod"))
    ):
        return True
    return not reading.lexicon.threats.isdisjoint(patterns(page, verb))


def _is_hoped(reading: Reading, draft: Draft, verb: Word) -> bool:
    """Whether what will be is only hoped, feared or believed."""
    above = draft.governor
    if above is None or verb.dep != "ccomp" or above.class_ is EventClass.REPORTING or verb.index < above.word.index:
        return False
    return find_effect(reading, above) is Status.POSSIBLE


def _of_noun(reading: Reading, noun: Word) -> Status | None:
    """What a noun says of its clause: "allegations that he fled", "no evidence that it was sold"."""
    if noun.lemma in ("evidence", "proof", "sign", "indication"):
        return Status.DENIED if noun_polarity(reading.page, noun) is Polarity.NEG else None
    return reading.lexicon.governing_nouns.get(noun.lemma)


def _told(reading: Reading, governor: Draft, verb: Word, group: VerbGroup) -> Status | None:
    """What the governor makes of a finite clause: denied after "denied that", open after "hopes that"."""
    plain = group.tense is Tense.PRESENT and group.aspect is Aspect.NONE
    if verb.dep == "relcl":
        return Status.POSSIBLE if plain and governor.status is Status.POSSIBLE else None
    if verb.dep == "ccomp" and governor.status is Status.POSSIBLE and governor.class_ is not EventClass.REPORTING:
        return Status.POSSIBLE
    effect = find_effect(reading, governor) if verb.dep == "ccomp" and verb.index > governor.word.index else None
    if group.tense is Tense.PAST and verb.dep == "ccomp" and governor.word.lemma in reading.lexicon.wording.supposing:
        return Status.DENIED if effect is Status.DENIED else Status.POSSIBLE
    if effect is Status.POSSIBLE:
        return effect if plain and governor.class_ is not EventClass.REPORTING else None
    return effect if effect is Status.DENIED else None


def _present(page: Page, draft: Draft, verb: Word) -> Status:
    """A headline's present and a reporting present tell what happened; any other tells what goes on."""
    told = draft.class_ in (EventClass.REPORTING, EventClass.I_ACTION, EventClass.PERCEPTION)
    return Status.OCCURRED if told or page.sentences[verb.sentence].heading else Status.ONGOING


def _lasts(reading: Reading, verb: Word) -> bool:
    """What has gone on so far: "have blocked the road for a fourth day", "has led the party since 2009"."""
    page = reading.page
    under = [verb, *page.children(verb, "dobj")]
    for preposition in (each for word in under for each in page.children(word, "prep")):
        stretch = page.child(preposition, "pobj")
        if stretch is None or preposition.lemma not in ("for", "since"):
            continue
        counted = preposition.lemma == "for" and stretch.lemma in _STRETCHES
        if counted and any(each.lemma in ORDINALS for each in page.children(stretch, "amod")):
            return True
        if (counted or preposition.lemma == "since") and verb.lemma in reading.lexicon.lasting_verbs:
            return True
    return False


def _is_conditional(page: Page, verb: Word) -> bool:
    """Inside "if …" or "unless …"."""
    for word in (verb, *page.ancestors(verb)):
        mark = page.child(word, "mark")
        if word.dep in ("advcl", "ccomp") and mark is not None:
            return mark.lemma in _CONDITIONS
        if word.dep not in ("conj", "xcomp", "acl", "relcl", "advcl"):
            return False
    return False


def _has_condition(page: Page, verb: Word) -> bool:
    return any(
        each.lemma in ("if", "unless", "provided")
        for clause in page.children(verb, "advcl")
        for each in page.children(clause, "mark")
    )
