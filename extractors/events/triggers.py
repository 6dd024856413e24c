"""Which words name events: verbs that are not auxiliaries, event nouns, predicates, and events with a name of their own."""

from __future__ import annotations

from dataclasses import replace

from extractors.events.draft import Draft, Reading
from extractors.page import Page, Word
from timeline.events import TimeExpression

_AUXILIARY = frozenset({"aux", "auxpass"})
_NOT_VERBAL = frozenset({"amod", "compound", "det", "punct", "nmod", "poss"})
_ORDINARY_PARTICIPLES = frozenset(
    {"include", "accord", "compare", "base", "follow", "regard", "concern", "own", "relate", "involve"}
)
_NAMED_HEADS = frozenset(
    {
        "conference",
        "summit",
        "election",
        "forum",
        "olympics",
        "games",
        "assembly",
        "congress",
        "festival",
        "referendum",
        "championship",
    }
    | {
        "war",
        "revolution",
        "massacre",
        "marathon",
        "convention",
        "inauguration",
        "earthquake",
        "hurricane",
        "championships",
        "cup",
    }
)


def find_triggers(reading: Reading) -> list[Draft]:
    """One draft for each trigger, in text order; an event noun takes its light verb in."""
    page = reading.page
    taken: set[int] = set()
    drafts: list[Draft] = []
    for event in reading.named:
        words = [word for word in page.between(event.start, event.end) if word.start >= event.start]
        if words and not any(word.index in taken for word in words):
            drafts.append(_named(page, words, event))
            taken.update(word.index for word in words)
    for entity in page.entities:
        words = list(page.words[entity.first : entity.after])
        if words[-1].lemma in _NAMED_HEADS and len(words) > 1 and not any(word.index in taken for word in words):
            words = words[1:] if words[0].lemma == "the" else words
            drafts.append(_named(page, words, None))
            taken.update(word.index for word in words)
    timed = {word.index for time in reading.times for word in page.between(time.start, time.end)}
    for word in page.words:
        if word.index in taken:
            continue
        if is_event_noun(reading, word) and word.index not in timed:
            support = _support(reading, word)
            drafts.append(Draft(word if word.tag != "JJ" else replace(word, tag="NN"), support=support))
            taken.update({word.index} | ({support.index} if support else set()))
    predicates = [word for word in page.words if word.index not in taken and _is_predicate(reading, word, timed)]
    drafts += [Draft(word, support=page.head(word) if word.dep == "dobj" else None) for word in predicates]
    drafts.sort(key=lambda draft: draft.word.index)
    _find_governors(page, drafts)
    return drafts


def _named(page: Page, words: list[Word], event: TimeExpression | None) -> Draft:
    head = page.top(tuple(words)) or words[-1]
    return (
        Draft(head, first=words[0], named=event) if words[-1] == head else Draft(words[-1], first=words[0], named=event)
    )


def is_event_noun(reading: Reading, word: Word) -> bool:
    """Whether a noun names an event here, by its lemma and, for the loose ones, by the company it keeps."""
    lexicon, page = reading.lexicon, reading.page
    mistagged = word.tag == "JJ" and word.dep in ("acomp", "npadvmod", "pobj") and word.lemma in lexicon.sure_nouns
    if word.tag not in ("NN", "NNS") and not mistagged and not (word.tag == "VBG" and _is_gerund_noun(page, word)):
        return False
    if word.dep in ("compound", "npadvmod", "nmod") and page.head(word).is_noun:
        return False
    if word.lemma in lexicon.sure_nouns:
        return True
    if word.lemma not in lexicon.loose_nouns:
        return False
    if page.child(word, "acl", "relcl") or any(
        each.lemma in ("of", "by", "between", "against") for each in page.children(word, "prep")
    ):
        return True
    if any(each.lemma in lexicon.adjectives for each in page.children(word, "amod")):
        return True
    if word.dep == "pobj" and page.head(word).lemma in (
        "during",
        "after",
        "before",
        "amid",
        "following",
        "until",
        "since",
        "without",
        "despite",
    ):
        return True
    verb = page.head(word)
    return word.dep in ("dobj", "nsubjpass") and verb.lemma in lexicon.happening_verbs


def _is_gerund_noun(page: Page, word: Word) -> bool:
    return page.child(word, "det") is not None


def _support(reading: Reading, noun: Word) -> Word | None:
    """The light verb over an event noun: its object, or its subject in the passive ("talks were held")."""
    verb = reading.page.head(noun)
    lexicon = reading.lexicon
    if not verb.is_verb or not (
        verb.lemma in lexicon.light_verbs or f"{verb.lemma} {noun.lemma}" in lexicon.light_phrases
    ):
        return None
    if noun.dep == "dobj" or (noun.dep == "nsubjpass" and verb.tag == "VBN"):
        return verb
    return None


def _is_predicate(reading: Reading, word: Word, timed: set[int]) -> bool:
    page, lexicon = reading.page, reading.lexicon
    if word.dep in _AUXILIARY or word.index in timed:
        return False
    if word.is_verb:
        return _is_verbal(reading, word)
    if f"{page.head(word).lemma} {word.lemma}" in lexicon.light_phrases and word.dep == "dobj":
        return True
    return word.tag in ("JJ", "JJR") and word.dep == "acomp" and word.lemma in lexicon.classes


def _is_verbal(reading: Reading, word: Word) -> bool:
    page = reading.page
    if word.dep in _NOT_VERBAL:
        return False
    if any(f"{word.lemma} {each.lemma}" in reading.lexicon.light_phrases for each in page.children(word, "dobj")):
        return False
    if word.lemma == "be":
        return False
    if word.lemma == "have" and page.child(word, "dobj") is None:
        return False
    if word.dep == "prep" or (word.dep in ("acl", "advcl") and word.lemma in _ORDINARY_PARTICIPLES):
        return False
    return any(letter.isalpha() for letter in word.text)


def _find_governors(page: Page, drafts: list[Draft]) -> None:
    by_word = {draft.word.index: draft for draft in drafts} | {
        draft.support.index: draft for draft in drafts if draft.support
    }
    for draft in drafts:
        for above in page.ancestors(draft.verb):
            found = by_word.get(above.index)
            if found is not None and found is not draft:
                draft.governor = found
                break
