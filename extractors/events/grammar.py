"""Verb groups and arguments as the parse shows them: tense, aspect, polarity, modality, subjects and objects."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.page import Page, Word, remembered
from timeline.events import Aspect, Polarity, Tense

MODALS = frozenset({"can", "could", "may", "might", "must", "should", "would", "ought"})
_NEGATIVE = frozenset(
    {"not", "never", "no", "neither", "nor", "hardly", "barely", "without", "none", "nobody", "nothing"}
)
_COMMITTING = frozenset({"promise", "vow", "pledge", "threaten", "swear", "guarantee"})
"""Verbs whose own subject does what they say to somebody: "promised the firm to pay"."""
_URGING = frozenset(
    {("call", "on"), ("call", "upon"), ("call", "for"), ("appeal", "to"), ("wait", "for"), ("plead", "with")}
)
_CONTROLLING = frozenset({"of", "for", "from", "into", "with"})
"""Under these a participle is its verb's object's: "accused the firm of hiding it", "thanked them for coming"."""
_FINITE = {"VBD": Tense.PAST, "VBP": Tense.PRESENT, "VBZ": Tense.PRESENT}


@dataclass(frozen=True, slots=True)
class VerbGroup:
    tense: Tense
    aspect: Aspect
    polarity: Polarity
    modality: str | None
    is_finite: bool
    is_passive: bool


@remembered
def read_group(page: Page, verb: Word) -> VerbGroup:
    """The group around a verb, or around the verb that a predicate belongs to: "would not have been sent"."""
    if not verb.is_verb and page.head(verb).is_verb and verb.dep in ("acomp", "attr"):
        verb = page.head(verb)
    lender = _lender(page, verb)
    auxiliaries = page.children(lender, "aux", "auxpass")
    polarity = _polarity(page, verb)
    lemmas = [each.lemma for each in auxiliaries]
    modality = next((lemma for lemma in lemmas if lemma in MODALS), None)
    passive = any(each.dep == "auxpass" for each in auxiliaries)
    own = [] if auxiliaries and lender.index != verb.index else [verb]
    finite = next((_FINITE[each.tag] for each in [*auxiliaries, *own] if each.tag in _FINITE), None)
    tense = Tense.FUTURE if _is_going_to(page, lender) else _tense(verb, auxiliaries, lemmas, finite)
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


def _lender(page: Page, verb: Word) -> Word:
    """The verb whose auxiliaries a verb shares: the first of "has met, praised and left"; itself where it has its own."""
    lender = verb
    while lender.dep == "conj" and page.child(lender, "aux", "auxpass", "nsubj", "nsubjpass") is None:
        above = page.head(lender)
        perfect = lender.tag == "VBD" and lender.text.endswith("ed") and above.tag == "VBN"
        bare = lender.tag in ("VB", "VBN", "VBG") or (lender.tag == "VBP" and above.tag == "VB")
        if not above.is_verb or not (bare or perfect):
            break
        lender = above
    return lender


def _is_going_to(page: Page, verb: Word) -> bool:
    """ "Is going to close" is the future of "close"."""
    above = page.head(verb)
    return (
        (verb.dep, above.lemma, above.tag) == ("xcomp", "go", "VBG")
        and any(each.tag == "TO" for each in page.children(verb, "aux"))
        and (auxiliary := page.child(above, "aux")) is not None
        and auxiliary.tag in ("VBP", "VBZ")
    )


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
    going = _is_going_to(page, verb)
    negated = page.child(verb, "neg") is not None or (going and page.child(page.head(verb), "neg") is not None)
    negated = negated or (verb.dep == "pcomp" and page.head(verb).lemma == "without")
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
        above = _clause_above(page, verb)
        if page.child(verb, "nsubjpass") is not None or verb.is_root or above is None:
            return []
        if (lent := _lent(page, verb, above)) is not None:
            return lent
        if verb.dep not in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep"):
            return []
        if verb.dep == "ccomp" and page.child(verb, "aux") is None and verb.tag != "VBG":
            return []
        verb = above
    return []


def _clause_above(page: Page, verb: Word) -> Word | None:
    """The verb, or the noun of a participle, that a verb's clause hangs from, over a preposition too."""
    above = page.head(verb)
    if verb.dep == "pcomp" and above.dep == "prep":
        above = page.head(above)
    return above if above.is_verb or verb.dep in ("acl", "relcl") else None


def _lent(page: Page, verb: Word, above: Word) -> list[Word] | None:
    """A subject from above that is not the subject there: "asked them to leave", "accused the firm of hiding it"."""
    if verb.dep == "acl" and verb.tag == "VBG" and above.is_noun:
        return [above]
    if verb.dep == "acl" and verb.tag == "VB" and above.is_noun:
        return _deciders(page, above)
    if verb.dep == "xcomp" and above.lemma in _COMMITTING:
        return None
    controlled = verb.dep == "pcomp" and page.head(verb).lemma in _CONTROLLING
    if verb.dep == "xcomp" or controlled:
        return page.children(above, "dobj", "nsubjpass") or _called_on(page, above) or None
    return None


def _called_on(page: Page, verb: Word) -> list[Word]:
    """Who is to act in "called on the firm to pay"."""
    urged = [each for each in page.children(verb, "prep") if (verb.lemma, each.lemma) in _URGING]
    return [each for preposition in urged for each in page.children(preposition, "pobj")]


def _deciders(page: Page, noun: Word) -> list[Word]:
    """Who is to act in "the firm's decision to sell", "a decision by the firm to sell", "the firm announced plans to sell"."""
    by = [each for each in page.children(noun, "prep") if each.lemma in ("by", "of")]
    own = page.children(noun, "poss") + [each for preposition in by for each in page.children(preposition, "pobj")]
    verb = page.head(noun)
    return own or (subjects(page, verb) if noun.dep == "dobj" and verb.is_verb else [])


def _antecedent(page: Page, verb: Word, subject: Word) -> Word:
    """What "who", "which" and "that" stand for: the noun of the relative clause."""
    if subject.tag in ("WDT", "WP") and verb.dep == "relcl":
        return page.head(verb)
    return subject
