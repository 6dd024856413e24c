"""Which words name events: verbs that are not auxiliaries, event nouns, predicates, and events with a name of their own.

Names are found by rules, and the lexicon's sure nouns and its phrases of a verb and its object ("take office") are taken as they
are. Of all other words the learned weights `triggers` say which tell of an event (`extractors.events.cues`).
"""

from __future__ import annotations

from dataclasses import replace

from extractors import learned
from extractors.events.cues import is_candidate, read_cues
from extractors.events.draft import Draft, Reading
from extractors.learned import Weights
from extractors.page import Page, Word
from timeline.events import TimeExpression


def find_triggers(reading: Reading) -> list[Draft]:
    """One draft for each trigger, in text order; an event noun takes its light verb in."""
    page = reading.page
    weights = learned.load(reading.document.language, "triggers")["EVENT"]
    drafts = _find_named(reading)
    taken = {word.index for draft in drafts for word in page.between(draft.start, draft.word.end)}
    timed = {word.index for time in reading.times for word in page.between(time.start, time.end)}
    verbs: list[Word] = []
    for word in page.words:
        if word.index in taken or word.index in timed:
            continue
        if word.is_verb:
            verbs.append(word)
        elif _is_phrase(reading, word):
            drafts.append(Draft(word, support=page.head(word)))
            taken.add(word.head)
        elif _tells(reading, word, weights):
            support = _support(reading, word)
            drafts.append(
                Draft(
                    replace(word, tag="NN") if _is_listed(reading, word) and word.tag == "JJ" else word, support=support
                )
            )
            taken.update({support.index} if support else ())
    drafts += [
        Draft(word, with_particle=reading.lexicon.with_particle(page, word))
        for word in verbs
        if word.index not in taken and _tells(reading, word, weights)
    ]
    drafts.sort(key=lambda draft: draft.word.index)
    _find_governors(page, drafts)
    return drafts


def tell_light_verbs(_: Reading, drafts: list[Draft]) -> None:
    """A light verb is a mention too, of the same event as its first noun, and below any timeline."""
    told: dict[int, tuple[Draft, Word]] = {}
    for draft in drafts:
        if draft.support is not None:
            told.setdefault(draft.support.index, (draft, draft.support))
    drafts += [
        replace(draft, word=verb, support=None, same_as=draft.same_as or draft, salience=0.0, orders=[])
        for draft, verb in told.values()
    ]
    drafts.sort(key=lambda draft: draft.word.index)


def _find_named(reading: Reading) -> list[Draft]:
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
        if _is_named(reading, words) and not any(word.index in taken for word in words):
            words = words[1:] if words[0].lemma == "the" else words
            drafts.append(_named(page, words, None))
            taken.update(word.index for word in words)
    return drafts


def _is_named(reading: Reading, words: list[Word]) -> bool:
    """Not where the event is but what something else is named by: "the Study of War", "the Harbour Cup committee"."""
    last = words[-1]
    if len(words) < 2 or last.lemma not in reading.lexicon.naming_nouns:
        return False
    inner = last.dep in ("pobj", "compound", "nmod", "poss")
    head = reading.page.head(last)
    return not (inner and (head.index > last.index or head in words))


def _named(page: Page, words: list[Word], event: TimeExpression | None) -> Draft:
    head = page.top(tuple(words)) or words[-1]
    return (
        Draft(head, first=words[0], named=event) if words[-1] == head else Draft(words[-1], first=words[0], named=event)
    )


_LEAST = -0.4
"""The log-odds from which a word is taken for a mention: F1 on TimeBank is flat here, and a timeline wants recall."""


def _tells(reading: Reading, word: Word, weights: Weights) -> bool:
    if _is_listed(reading, word):
        return True
    if _is_age(reading.page, word):
        return False
    return is_candidate(word, weights) and weights.score(read_cues(reading.page, word)) >= _LEAST


def _is_age(page: Page, word: Word) -> bool:
    """ "Two men, aged 34 and 51": nothing that happens."""
    return word.text.lower() == "aged" and any(each.tag == "CD" for each in page.words[word.index + 1 : word.index + 2])


def _is_listed(reading: Reading, word: Word) -> bool:
    """A sure noun, or a loose one that a verb of happening has for its object."""
    lexicon = reading.lexicon
    if word.tag in ("NN", "NNS"):
        if word.lemma in lexicon.loose_nouns:
            head = reading.page.head(word)
            return word.dep in ("dobj", "nsubjpass") and head.lemma in lexicon.happening_verbs
        if word.lemma not in lexicon.sure_nouns:
            return False
        return not (word.dep in ("compound", "npadvmod", "nmod") and reading.page.head(word).is_noun)
    return word.tag == "JJ" and word.dep in ("acomp", "npadvmod", "pobj") and word.lemma in lexicon.sure_nouns


def _is_phrase(reading: Reading, word: Word) -> bool:
    if word.dep != "dobj":
        return False
    verb = reading.page.head(word)
    return verb.is_verb and f"{verb.lemma} {word.lemma}" in reading.lexicon.light_phrases


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
