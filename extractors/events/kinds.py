"""What kind of event: TimeML's class and PLOVER's or ACE's type, by the patterns of events.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import subjects
from extractors.events.lexicon import Lexicon, patterns
from extractors.page import Page, Word
from timeline.events import EventClass, EventType

_COUNTING = frozenset({"hundred", "thousand", "dozen", "score", "ten", "group", "crowd", "number", "handful", "pair"})
"""Of what these count it is that matters: "hundreds of students"."""


_NO_WAYS = frozenset({"on", "up", "about", "over", "through", "forward", "by", "ahead"})
"""Particles with which a verb of motion tells of no way."""
_ABOUT = frozenset({"to", "out", "against", "in", "at", "before", "of", "about", "up"})
"""Beside a verb of speaking these tell of speeches."""
_TRAVELLING = (EventType.MOVEMENT, EventType.DISASTER, EventType.PROTEST, EventType.MOBILIZE)


def classify(reading: Reading, drafts: list[Draft]) -> None:
    for draft in drafts:
        draft.class_ = _class(reading, draft)
        draft.type = _type(reading, draft)
    by_word = {draft.word.index: draft for draft in drafts}
    for draft in drafts:
        _type_by_others(reading, draft, by_word)


def _class(reading: Reading, draft: Draft) -> EventClass:
    classes = reading.lexicon.classes
    if not draft.is_verbal and draft.word.tag not in ("JJ", "JJR"):
        return reading.lexicon.noun_classes.get(draft.word.lemma, EventClass.OCCURRENCE)
    if draft.word.tag in ("JJ", "JJR"):
        return classes.get(draft.word.lemma, EventClass.STATE)
    return next(
        (classes[each] for each in patterns(reading.page, draft.word) if each in classes), EventClass.OCCURRENCE
    )


def _type(reading: Reading, draft: Draft) -> EventType:
    lexicon, page = reading.lexicon, reading.page
    if draft.word.lemma in lexicon.paired:
        beside = _beside_verb(lexicon, page, draft.word) if draft.is_verbal else _beside_noun(page, draft.word)
        found = next((lexicon.pair_types[each] for each in beside if each in lexicon.pair_types), None)
        if found:
            return found
    if not draft.is_verbal:
        meant = _sense(lexicon, page, draft.word) if draft.word.lemma in lexicon.senses else None
        return meant or _type_of_noun(lexicon, page, draft)
    if draft.word.lemma in lexicon.mutual_verbs and _is_mutual(page, draft.word):
        return EventType.CONSULT
    pattern = next((each for each in patterns(page, draft.word) if each in lexicon.verb_types), "")
    found = lexicon.verb_types.get(pattern, EventType.OTHER)
    bare = found is EventType.MOVEMENT and pattern == draft.word.lemma
    return EventType.OTHER if bare and not _moves(lexicon, page, draft.word) else found


def _sense(lexicon: Lexicon, page: Page, word: Word) -> EventType | None:
    """What a noun of two senses means by what is below it ("call for") or by the words that tell them apart.

    Those of its sentence come before those of the whole text; of as many for each, none tells.
    """
    below = (lexicon.noun_types.get(each) for each in _with_below(page, word))
    if (said := next((kind for kind in below if kind), None)) is not None:
        return said
    senses, sentence = lexicon.senses[word.lemma], page.sentences[word.sentence]
    for words in (page.words[sentence.first : sentence.after], page.words):
        told = Counter(kind for each in words if (kind := senses.get(each.lemma.lower())) is not None)
        best = max(told, key=told.__getitem__, default=None)
        if best is not None and list(told.values()).count(told[best]) == 1:
            return best
    return None


def _is_mutual(page: Page, verb: Word) -> bool:
    """Whether two or more do it with each other: "the leaders spoke on Monday", not "they spoke to reporters"."""
    if page.child(verb, "dobj", "ccomp") is not None or any(
        each.lemma in _ABOUT for each in page.children(verb, "prep", "advmod")
    ):
        return False
    doers = subjects(page, verb)
    people = [each for each in doers if each.is_noun]
    return any(each.tag == "NNS" or page.child(each, "conj") is not None for each in people)


def _moves(lexicon: Lexicon, page: Page, verb: Word) -> bool:
    """Not "the talks went on", "the comments left little room": what happens travels nowhere, storms and marches apart."""
    if any(each.lemma in _NO_WAYS for each in page.children(verb, "prt")):
        return False
    doers = subjects(page, verb)
    happenings = (each.lemma for each in doers if lexicon.names_event(each.lemma))
    return all(verb.lemma != "leave" and lexicon.noun_types.get(each) in _TRAVELLING for each in happenings)


def _type_of_noun(lexicon: Lexicon, page: Page, draft: Draft) -> EventType:
    phrase = f"{page.head(draft.word).lemma} {draft.word.lemma}"
    support = draft.support.lemma if draft.support else ""
    lemma = draft.word.text.lower() if draft.first else draft.word.lemma
    listed = (phrase, f"{support} {draft.word.lemma}", lemma, draft.word.lemma)
    kinds = (lexicon.verb_types.get(each) for each in listed[:2])
    found = next((kind for kind in kinds if kind), None) or next(
        (lexicon.noun_types[each] for each in _singular(listed[2:]) if each in lexicon.noun_types), None
    )
    if found is None and draft.support:
        found = lexicon.verb_types.get(support)
    return found or EventType.OTHER


def _with_below(page: Page, noun: Word) -> Iterator[str]:
    """A noun with the preposition or the "to" below it: "call for", "call to"."""
    yield from (f"{noun.lemma} {each.lemma}" for each in page.children(noun, "prep"))
    if any(page.child(clause, "aux") is not None for clause in page.children(noun, "acl") if clause.tag == "VB"):
        yield f"{noun.lemma} to"


def _singular(lemmas: tuple[str, ...]) -> list[str]:
    """Names keep their form in the lexicon's eyes: "Elections" is looked up as "election" too."""
    return [form for lemma in lemmas for form in (lemma, lemma.removesuffix("s"))]


def _beside_verb(lexicon: Lexicon, page: Page, verb: Word) -> Iterator[tuple[str, str]]:
    """A verb with each of its subjects before it, and with its objects, particles and what is under its prepositions."""
    forms = dict.fromkeys((lexicon.with_particle(page, verb), verb.lemma))
    doers = [under for by in page.children(verb, "agent") for under in page.children(by, "pobj")]
    if page.child(verb, "nsubjpass") is None:
        doers += subjects(page, verb)
    done = page.children(verb, "dobj", "nsubjpass", "attr", "acomp", "oprd", "xcomp")
    if verb.tag == "VBN" and verb.dep == "acl":
        done.append(page.head(verb))
    for form in forms:
        yield from ((form, name) for each in done for name in _cores(page, each))
        yield from ((form, each) for each in _under(page, verb))
        yield from ((name, form) for each in doers for name in _cores(page, each))


def _beside_noun(page: Page, noun: Word) -> Iterator[tuple[str, str]]:
    """A noun with what describes it, the preposition that it hangs from, who does it, and what is under its prepositions."""
    yield from ((each.lemma.lower(), noun.lemma) for each in page.children(noun, "compound", "amod", "nmod", "poss"))
    if noun.dep in ("pobj", "dobj"):
        yield page.head(noun).lemma, noun.lemma
    if noun.dep == "dobj":
        yield from ((name, noun.lemma) for each in subjects(page, page.head(noun)) for name in _cores(page, each))
    yield from ((noun.lemma, each) for each in _under(page, noun))


def _under(page: Page, word: Word) -> Iterator[str]:
    """What is under a word's prepositions, with them: "in price", "out of talk"."""
    for preposition in page.children(word, "prep", "prt", "advmod"):
        for inner in (preposition, *page.children(preposition, "prep")):
            told = preposition.lemma if inner is preposition else f"{preposition.lemma} {inner.lemma}"
            for each in page.children(inner, "pobj"):
                yield from (f"{told} {name}" for name in _cores(page, each))


def _cores(page: Page, word: Word) -> Iterator[str]:
    """What a phrase is about: its head, what it counts ("hundreds of students"), and a name's title ("midfielder Ruben Alves")."""
    yield word.lemma.lower()
    if word.lemma in _COUNTING:
        yield from (each.lemma for of in page.children(word, "prep") for each in page.children(of, "pobj"))
    if word.tag == "NNP":
        yield from (each.lemma.lower() for each in page.children(word, "compound"))


def _type_by_others(reading: Reading, draft: Draft, by_word: dict[int, Draft]) -> None:
    """Beginning and ending are of the type of what begins and ends; what a disaster does is not what people do."""
    lexicon, page = reading.lexicon, reading.page
    if not draft.is_verbal:
        return
    if draft.type is EventType.OTHER and not lexicon.stage_verbs.isdisjoint(patterns(page, draft.word)):
        about = [*page.children(draft.word, "nsubj", "nsubjpass"), *page.children(draft.word, "dobj", "xcomp")]
        found = (_type_of(lexicon, each, by_word) for each in reversed(about))
        draft.type = next((each for each in found if each is not EventType.OTHER), EventType.OTHER)
    kind = lexicon.disaster_types.get(draft.word.lemma)
    if kind is not None and _is_of_disaster(lexicon, page, draft, by_word):
        draft.type = kind


def _type_of(lexicon: Lexicon, word: Word, by_word: dict[int, Draft]) -> EventType:
    if word.index in by_word:
        return by_word[word.index].type
    return lexicon.noun_types.get(word.lemma, EventType.OTHER) if word.is_noun else EventType.OTHER


def _is_of_disaster(lexicon: Lexicon, page: Page, draft: Draft, by_word: dict[int, Draft]) -> bool:
    """Whether an earthquake or a crash does it: as its subject, under "in" or "by", or in the clause beside it."""
    verb = draft.word
    doers = [*subjects(page, verb)] if page.child(verb, "nsubjpass") is None else []
    doers += [under for each in page.children(verb, "prep", "agent") for under in page.children(each, "pobj")]
    if any(lexicon.noun_types.get(each.lemma) is EventType.DISASTER for each in doers):
        return True
    beside = [page.head(verb)] if verb.dep in ("advcl", "conj") else []
    beside += page.children(verb, "advcl")
    return any(each.index in by_word and by_word[each.index].type is EventType.DISASTER for each in beside)
