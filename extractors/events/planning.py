"""Times that a sentence's verb does not happen at: they are what it plans, moves or calls off something for.

"Postponed the launch to 16 November", "an election called for 4 July", "has invited them to talks on Monday": the time is
the launch's, the election's, the talks'. Which verbs plan so stands in events.toml, `[planning]`.
"""

from __future__ import annotations

from extractors.events.grammar import VerbGroup, read_group
from extractors.events.lexicon import Lexicon, patterns
from extractors.page import Page, Word
from timeline.events import Aspect, EventClass, EventType, Status, Tense

_TO = frozenset({"to", "until", "till", "from", "by"})
_AT = frozenset({"on", "at", "in"})


def find_planned(page: Page, lexicon: Lexicon, top: Word) -> Word | None:
    """The noun of what is planned for the time that `top` heads; None where the time is the verb's own."""
    preposition = page.head(top)
    if top.dep != "pobj" or preposition.dep != "prep":
        return None
    verb = page.head(preposition)
    if verb.is_noun and preposition.lemma == "for":
        return None if verb.lemma in lexicon.planning.topics else _event_above(page, lexicon, verb)
    if not verb.is_verb:
        return None
    planning = lexicon.planning
    listed = patterns(page, verb)
    if preposition.lemma == "for" and any(each in planning.to_times for each in listed):
        return _object(page, lexicon, verb)
    if preposition.lemma in _TO and any(each in planning.moving for each in listed):
        return _object(page, lexicon, verb)
    if preposition.lemma in _AT and any(each in planning.bidding for each in listed):
        return _occasion(page, lexicon, verb, preposition)
    if preposition.lemma in _AT and verb.tag == "VBN" and any(each in planning.to_times for each in listed):
        group = read_group(page, verb)
        if group.tense is Tense.PRESENT and group.aspect is Aspect.NONE:
            return page.child(verb, "nsubjpass")
    if preposition.lemma in _AT and is_perfect(page, verb) and any(each in planning.to_times for each in listed):
        return _arranged(page, lexicon, verb)
    return None


def is_ahead(page: Page, lexicon: Lexicon, verb: Word) -> bool:
    """Whether an infinitive lies ahead of the document: "is to meet", "was to leave Sunday", "agreed to meet".

    In a heading it needs no verb above it: "Drivers to strike on Friday".
    """
    above = page.head(verb)
    if _is_announced(page, verb):
        return True
    if (
        verb.dep != "xcomp"
        or verb.tag != "VB"
        or not above.is_verb
        or read_group(page, verb).tense is not Tense.INFINITIVE
    ):
        return False
    group = read_group(page, above)
    if group.aspect is Aspect.PERFECTIVE and group.tense is Tense.PAST:
        return False
    if above.lemma == "be":
        return group.tense is Tense.PRESENT or bool(page.children(verb, "npadvmod"))
    table = lexicon.governing_verbs
    effect = next((table[each] for each in patterns(page, above) if each in table), None)
    plans = any(each in lexicon.planning.to_times for each in patterns(page, above))
    return effect is Status.SCHEDULED or (effect is Status.POSSIBLE and (plans or group.tense is Tense.PRESENT))


def _is_announced(page: Page, verb: Word) -> bool:
    """The infinitive of a heading that nothing governs but its own subject."""
    free = verb.is_root or (verb.dep in ("acl", "relcl") and page.head(verb).is_root and page.head(verb).is_noun)
    to = verb.tag == "VB" and any(each.tag == "TO" for each in page.children(verb, "aux"))
    return free and to and page.sentences[verb.sentence].heading


def is_due(page: Page, lexicon: Lexicon, word: Word) -> bool:
    """Whether a word of itself puts a date ahead: "a pact effective June 1", "the talks are due in May", "a film to be shown"."""
    if word.tag == "JJ":
        past = word.dep == "acomp" and read_group(page, page.head(word)).tense is not Tense.PRESENT
        return lexicon.governing_verbs.get(word.lemma) is Status.SCHEDULED and not past
    if word.tag != "VBN" or word.dep not in ("acl", "relcl"):
        return False
    return any(each.tag == "TO" for each in page.children(word, "aux"))


def is_day_itself(page: Page, top: Word, verb: Word, group: VerbGroup) -> bool:
    """Whether a present "is" says the day of its subject: "the deadline is Friday", "the vote is on 14 April"."""
    if verb.lemma != "be" or group.tense is not Tense.PRESENT or page.child(verb, "acomp") is not None:
        return False
    return page.child(verb, "attr") in (None, top) and verb in (page.head(top), page.head(page.head(top)))


def is_arranged(page: Page, lexicon: Lexicon, verb: Word, group: VerbGroup) -> bool:
    """Whether a date at a present tense lies ahead: "the fair ends on Sunday", "they are meeting on Monday", "could fall"."""
    if group.tense is not Tense.PRESENT or page.sentences[verb.sentence].heading:
        return False
    if group.aspect not in (Aspect.NONE, Aspect.PROGRESSIVE):
        return False
    told = next((lexicon.classes[each] for each in patterns(page, verb) if each in lexicon.classes), None)
    return told not in (EventClass.REPORTING, EventClass.STATE, EventClass.I_STATE, EventClass.PERCEPTION)


def is_unplanned(page: Page, lexicon: Lexicon, top: Word, verb: Word) -> bool:
    """Whether a time stands between its verb and a subject that nobody sets a day for: "the theft on Monday leaves …"."""
    before = page.head(top).dep == "prep" and top.index < verb.index
    subject = page.child(verb, "nsubj")
    if subject is None or not before or subject.index > top.index:
        return False
    struck = lexicon.noun_types.get(subject.lemma) in (EventType.ASSAULT, EventType.DISASTER)
    return struck or subject.lemma in lexicon.planning.unplanned


def is_done(page: Page, lexicon: Lexicon, verb: Word) -> bool:
    """Whether a bare participle tells of what is over: "the deal announced on Friday", not "talks expected on Friday"."""
    if verb.tag != "VBN" or verb.dep not in ("acl", "advcl") or page.child(verb, "aux", "auxpass") is not None:
        return False
    table = lexicon.governing_verbs
    return not any(table.get(each) in (Status.SCHEDULED, Status.POSSIBLE) for each in patterns(page, verb))


def is_perfect(page: Page, verb: Word) -> bool:
    """The present perfect takes no day of the past: "has called a meeting on Monday" is about Monday's meeting."""
    group = read_group(page, verb)
    return group.tense is Tense.PRESENT and group.aspect is Aspect.PERFECTIVE


def _object(page: Page, lexicon: Lexicon, verb: Word) -> Word | None:
    """What the verb does something to: its object, its passive subject, or the noun whose clause it is."""
    if verb.tag == "VBN" and verb.dep == "acl":
        return _event_above(page, lexicon, page.head(verb))
    passive = page.child(verb, "nsubjpass")
    if passive is not None and passive.tag in ("WDT", "WP") and verb.dep == "relcl":
        return _event_above(page, lexicon, page.head(verb))
    found = passive or page.child(verb, "dobj")
    return page.head(verb) if found is None and verb.dep == "relcl" else found


def _event_above(page: Page, lexicon: Lexicon, noun: Word) -> Word:
    """In "a trip to Oslo that had been planned" the parse may hang the clause on Oslo; it is the trip's."""
    each = noun
    while each.dep == "pobj" and not lexicon.names_event(each.lemma) and page.head(page.head(each)).is_noun:
        each = page.head(page.head(each))
    return each if lexicon.names_event(each.lemma) else noun


def _occasion(page: Page, lexicon: Lexicon, verb: Word, preposition: Word) -> Word | None:
    """The last event noun between a verb and its time, under the verb."""
    between = page.words[verb.index + 1 : preposition.index]
    return next(
        (
            word
            for word in reversed(between)
            if word.is_noun and lexicon.names_event(word.lemma) and _is_under(page, word, verb)
        ),
        None,
    )


def _arranged(page: Page, lexicon: Lexicon, verb: Word) -> Word | None:
    """The event that is the verb's own object: "has called a meeting on Monday", not "has fled after a fire on Monday"."""
    found = page.child(verb, "dobj")
    return found if found is not None and lexicon.names_event(found.lemma) else None


def _is_under(page: Page, word: Word, verb: Word) -> bool:
    """Through nouns and prepositions only."""
    for above in page.ancestors(word):
        if above.index == verb.index:
            return True
        if above.is_verb:
            return False
    return False
