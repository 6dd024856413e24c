"""Verb groups and arguments as the parse shows them: tense, aspect, polarity, modality, subjects and objects."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.page import Page, Word
from timeline.events import Aspect, Polarity, Tense

MODALS = frozenset({"can", "could", "may", "might", "must", "should", "would", "ought"})
_NEGATIVE = frozenset(
    {"not", "never", "no", "neither", "nor", "hardly", "barely", "without", "none", "nobody", "nothing"}
)
_FINITE = {"VBD": Tense.PAST, "VBP": Tense.PRESENT, "VBZ": Tense.PRESENT}


@dataclass(frozen=True, slots=True)
class VerbGroup:
    tense: Tense
    aspect: Aspect
    polarity: Polarity
    modality: str | None
    is_finite: bool
    is_passive: bool


def read_group(page: Page, verb: Word) -> VerbGroup:
    """The group around a verb, or around the verb that a predicate belongs to: "would not have been sent"."""
    if not verb.is_verb and page.head(verb).is_verb and verb.dep in ("acomp", "attr"):
        verb = page.head(verb)
    auxiliaries = page.children(verb, "aux", "auxpass")
    polarity = _polarity(page, verb)
    shares = (
        verb.dep == "conj"
        and not auxiliaries
        and verb.tag in ("VB", "VBN", "VBG")
        and page.child(verb, "nsubj", "nsubjpass") is None
    )
    if shares and page.head(verb).is_verb:
        auxiliaries = page.children(page.head(verb), "aux", "auxpass")
    lemmas = [each.lemma for each in auxiliaries]
    modality = next((lemma for lemma in lemmas if lemma in MODALS), None)
    passive = any(each.dep == "auxpass" for each in auxiliaries) or (
        shares and page.child(page.head(verb), "auxpass") is not None
    )
    finite = next((_FINITE[each.tag] for each in [*auxiliaries, verb] if each.tag in _FINITE), None)
    tense = _tense(verb, auxiliaries, lemmas, finite)
    perfect = "have" in lemmas and (verb.tag in ("VBN", "VBD") or any(each.tag == "VBN" for each in auxiliaries))
    progressive = verb.tag == "VBG" and "be" in lemmas
    aspect = {
        (False, False): Aspect.NONE,
        (True, False): Aspect.PERFECTIVE,
        (False, True): Aspect.PROGRESSIVE,
        (True, True): Aspect.PERFECTIVE_PROGRESSIVE,
    }[perfect, progressive]
    is_finite = finite is not None or modality is not None or tense is Tense.FUTURE
    return VerbGroup(tense, aspect, polarity, modality, is_finite, passive)


def _tense(verb: Word, auxiliaries: list[Word], lemmas: list[str], finite: Tense | None) -> Tense:
    if "will" in lemmas or "shall" in lemmas:
        return Tense.FUTURE
    if finite is not None:
        return finite
    if any(each.tag == "TO" for each in auxiliaries):
        return Tense.INFINITIVE
    if any(lemma in MODALS for lemma in lemmas):
        return Tense.PRESENT
    return {"VBG": Tense.PRESPART, "VBN": Tense.PASTPART, "VB": Tense.INFINITIVE}.get(verb.tag, Tense.NONE)


def _polarity(page: Page, verb: Word) -> Polarity:
    negated = page.child(verb, "neg") is not None
    if not negated:
        subject = page.child(verb, "nsubj", "nsubjpass")
        around = [
            *(page.children(subject, "det") if subject else []),
            *([subject] if subject else []),
            *page.children(verb, "advmod", "preconj"),
        ]
        negated = any(each.lemma in _NEGATIVE for each in around)
    only = any(each.lemma == "only" for each in page.children(verb, "advmod", "preconj"))
    return Polarity.NEG if negated and not only else Polarity.POS


def noun_polarity(page: Page, noun: Word) -> Polarity:
    """Negative under "no", "without", "neither"."""
    denied = any(each.lemma in _NEGATIVE for each in page.children(noun, "det", "neg", "preconj"))
    under = noun.dep == "pobj" and page.head(noun).lemma == "without"
    return Polarity.NEG if denied or under else Polarity.POS


def clause_verb(page: Page, word: Word) -> Word | None:
    """The nearest verb above a word that heads a clause."""
    return next(
        (
            above
            for above in page.ancestors(word)
            if above.is_verb and above.dep not in ("aux", "auxpass", "amod", "prep")
        ),
        None,
    )


def subjects(page: Page, verb: Word) -> list[Word]:
    """Who does it: the grammatical subject, shared along coordination and lent to participles and infinitives."""
    for _ in range(6):
        found = page.children(verb, "nsubj", "csubj")
        if found:
            return [_antecedent(page, verb, each) for each in found]
        if page.child(verb, "nsubjpass") is not None:
            return []
        above = page.head(verb)
        if verb.dep == "pcomp" and above.dep == "prep":
            above = page.head(above)
        if verb.is_root or not (above.is_verb or verb.dep in ("acl", "relcl")):
            return []
        if verb.dep == "acl" and verb.tag == "VBG" and above.is_noun:
            return [above]
        if verb.dep == "xcomp" and (lent := page.children(above, "dobj", "nsubjpass")):
            return lent
        if verb.dep not in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep"):
            return []
        if verb.dep == "ccomp" and page.child(verb, "aux") is None and verb.tag != "VBG":
            return []
        verb = above
    return []


def _antecedent(page: Page, verb: Word, subject: Word) -> Word:
    """What "who", "which" and "that" stand for: the noun of the relative clause."""
    if subject.tag in ("WDT", "WP") and verb.dep == "relcl":
        return page.head(verb)
    return subject


def conjuncts(page: Page, word: Word) -> list[Word]:
    """A word and what is coordinated with it."""
    found = [word]
    for each in found:
        found += page.children(each, "conj")
        if len(found) > 12:
            break
    return found


def occasion_preposition(page: Page, noun: Word) -> Word | None:
    """The preposition under which an event noun stands: "at" of "speaking at an embassy roundtable".

    Where the parser took the noun's own modifier for it ("at an embassy", roundtable), the preposition before both.
    """
    above = page.head(noun)
    if noun.dep == "pobj" and above.dep == "prep":
        return above
    if noun.dep not in ("acomp", "npadvmod", "advmod"):
        return None
    before = page.words[noun.index - 1] if noun.index else noun
    return page.head(before) if before.dep == "pobj" and page.head(before).head == above.index else None


def is_definite(page: Page, noun: Word) -> bool:
    if noun.is_verb:
        return False
    return (
        any(each.lemma in ("the", "this", "that", "these", "those") for each in page.children(noun, "det"))
        or page.child(noun, "poss") is not None
    )


def is_object_clause(page: Page, verb: Word) -> bool:
    """Whether a participle's clause is the object of the verb right before it: "ruled out sending", "denied taking"."""
    if verb.tag != "VBG" or verb.dep != "advcl" or not verb.index or page.child(verb, "mark") is not None:
        return False
    before = page.words[verb.index - 1]
    return before.index == verb.head or (before.dep == "prt" and before.head == verb.head)


_FRAMES = frozenset({"after", "before", "since", "until", "till", "following", "ahead", "amid", "despite", "without"})


def is_aside(page: Page, word: Word) -> bool:
    """Whether a word lies in a relative clause, or in what only frames the sentence's time: "after the vote"."""
    for each in (word, *page.ancestors(word)):
        if each.dep == "relcl" and not any(adverb.lemma == "where" for adverb in page.children(each, "advmod")):
            return True
        if each.dep == "acl" and each.tag == "VBN":
            return True
        if each.dep in ("prep", "advcl") and each.lemma in _FRAMES:
            return True
        if each.dep == "advcl" and any(mark.lemma in ("before", "since", "until") for mark in page.children(each, "mark")):
            return True
        if each.dep == "advcl" and page.child(each, "npadvmod") is not None and page.child(each, "mark") is not None:
            return True
    return False
