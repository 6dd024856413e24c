"""The clause of a title: who does what to whom, in the order of a headline."""

from __future__ import annotations

from typing import NamedTuple

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import subjects
from extractors.events.groups import is_particle, set_off_subject, write_group
from extractors.events.phrases import write_phrase
from extractors.events.scopes import is_object_clause
from extractors.events.selection import is_tight
from extractors.page import Page, Word
from timeline.events import EventClass, Status, Tense

_RELATIVES = ("WDT", "WP", "WRB")
_AFTER = ("dobj", "dative", "acomp", "attr", "oprd", "xcomp", "agent", "prep", "ccomp", "advmod", "advcl")
_TIMES = frozenset(
    {"day", "time", "moment", "year", "month", "week", "way", "reason", "place", "point", "hour", "night"}
)
"""Nouns whose relative clause needs no pronoun and lacks no object: "the day he resigned"."""


def write_clause(reading: Reading, draft: Draft, verb: Word, subject: Word | None, timed: set[int]) -> list[str]:
    """Subject, verb and what follows; `timed` are words to leave out."""
    page = reading.page
    parts: list[str] = []
    if subject is not None and subject.index not in timed:
        outside, beyond = _outside(page, subject, verb, timed)
        phrase = write_phrase(reading, subject, timed | beyond, without=outside)
        parts.append(phrase.removesuffix("’s").removesuffix("'s") if subject.dep == "poss" else phrase)
    condition = _find_condition(reading, draft, verb)
    if condition is not None and subject is not None and parts:
        parts = [condition.text.lower(), _uncapitalise(parts[0])]
    parts.append(write_group(reading, draft, verb, subject if parts else None))
    gap = _find_gap(page, verb)
    about = [] if subject is None else [subject]
    missing = _uncapitalise(write_phrase(reading, gap.noun, timed, without=("relcl",), told=about)) if gap else ""
    if gap is not None and gap.after == verb.index:
        parts.append(missing)
    told = [] if subject is None else [subject]
    children = page.children(verb, *_AFTER)
    hyphened = any(each.text == "-" for each in children)
    for child in _order([each for each in children if _follows(reading, verb, each) or _is_said(draft, each)], verb):
        if child.dep == "prep" and child.index + 1 in timed and not page.children(child):
            continue
        text = _write_child(reading, child, timed, verb, told)
        told.append(child)
        if gap is not None and gap.after == child.index:
            return [*parts, text, missing]
        if text and hyphened and page.words[page.first(child).index - 1].text == "-":
            parts[-1] += f"-{text}"
        else:
            parts.append(text)
    return parts


def _order(children: list[Word], verb: Word) -> list[Word]:
    """As the text has them, but what is said before who says it comes after whom they tell: "Rain fell, she told them"."""
    before = [each for each in children if each.index < verb.index]
    after = [each for each in children if each.index > verb.index]
    told = [each for each in after if each.dep in ("dobj", "dative") or each.lemma == "as"] if before else []
    return [*told, *before, *(each for each in after if each not in told)]


def _find_condition(reading: Reading, draft: Draft, verb: Word) -> Word | None:
    """The "if" or "whether" under which a clause stands, which asserts nothing then."""
    page = reading.page
    while verb.dep == "conj" and page.head(verb).is_verb and page.child(verb, "mark") is None:
        verb = page.head(verb)
    marks = page.children(verb, "mark")
    if verb.dep in ("ccomp", "acl") and not draft.modality and draft.tense is not Tense.FUTURE:
        around = [each for above in page.ancestors(verb) if above.is_verb for each in page.children(above, "advcl")]
        marks += [mark for each in around if each.index < verb.index for mark in page.children(each, "mark")]
    return next((each for each in marks if each.lemma in reading.lexicon.wording.conditions), None)


def _write_child(reading: Reading, child: Word, timed: set[int], verb: Word, told: list[Word]) -> str:
    resolve = child.dep in ("dobj", "oprd", "dative")
    after = -1 if child.dep == "ccomp" else verb.index
    text = write_phrase(reading, child, timed, resolve=resolve, told=told, after=after)
    if text and child.dep == "ccomp" and _needs_that(reading, verb, child):
        return f"that {_begin(reading.page, child, text)}"
    return text


def _uncapitalise(text: str) -> str:
    """With a small article, for the middle of a title."""
    return text[:1].lower() + text[1:] if text.startswith(("The ", "A ", "An ")) else text


def _begin(page: Page, clause: Word, text: str) -> str:
    """A clause's text with a small first letter, unless it begins with a name."""
    first = page.first(clause)
    named = (
        first.tag in ("NNP", "NNPS")
        or first.text == "I"
        or (first.index in page.entity_at and first.text.lower() not in ("the", "at", "a", "an", "about"))
    )
    return text if named else text[:1].lower() + text[1:]


def _needs_that(reading: Reading, verb: Word, clause: Word) -> bool:
    """Whether a clause is finite, and no "that", "whether", "how many" … begins it yet."""
    page = reading.page
    first = page.first(clause)
    if page.child(clause, "mark") is not None or first.tag in ("WDT", "WP", "WRB", "WP$", "IN"):
        return False
    if verb.lemma in reading.lexicon.wording.bare_complements or not clause.is_verb:
        return False
    auxiliaries = page.children(clause, "aux", "auxpass")
    if any(each.tag == "TO" for each in auxiliaries):
        return False
    return bool(auxiliaries) or clause.tag not in ("VBG", "VBN")


def find_subject(page: Page, draft: Draft, verb: Word) -> Word | None:
    """Who or what a title's verb is told of: its own subject, a relative clause's noun, or the one that another verb lends it."""
    if verb.tag == "VBN" and verb.dep == "acl" and page.child(verb, "nsubj", "nsubjpass") is None:
        return _find_modified(page, verb)
    if (clause := page.child(verb, "csubj", "csubjpass")) is not None:
        return clause
    beside = [page.child(each, "nsubj", "nsubjpass") for each in page.children(verb, "aux", "auxpass")]
    if (misplaced := next((each for each in beside if each is not None), None)) is not None:
        return misplaced
    subject = next(iter(subjects(page, verb)), None) or page.child(verb, "nsubjpass")
    if subject is None and verb.dep == "conj":
        subject = page.child(page.head(verb), "nsubjpass")
    if subject is not None and subject.tag in _RELATIVES and verb.dep == "relcl":
        subject = page.head(verb)
    if subject is None:
        participles = [each for each in page.children(verb, "advcl") if each.index < verb.index]
        return next((found for each in participles if (found := set_off_subject(page, each)) is not None), None)
    if verb.tag != "VBG" or page.child(verb, "aux", "nsubj") is not None:
        return subject
    above = page.head(subject)
    first = page.words[max(page.first(page.head(verb) if verb.dep == "conj" else verb).index - 1, 0)]
    described = above.lemma == "be" and first.text != "," and page.child(above, "acomp") is not None
    return None if described or draft.status not in (Status.OCCURRED, Status.ONGOING) else subject


def _find_modified(page: Page, participle: Word) -> Word:
    """The noun of a participle; after a comma that of the whole phrase: "a meeting of ministers, convened by …"."""
    noun = page.head(participle)
    first = page.first(participle).index
    if first and page.words[first - 1].text == ",":
        while noun.dep == "pobj" and noun.tag in ("NN", "NNS") and page.head(page.head(noun)).is_noun:
            noun = page.head(page.head(noun))
    return noun


def _outside(page: Page, subject: Word, verb: Word, timed: set[int]) -> tuple[tuple[str, ...], set[int]]:
    """What of a subject's phrase is not its own: the clause or participle that the title is about, and what follows it."""
    under = any(each.index == subject.index for each in page.ancestors(verb))
    if not under:
        set_off = [each for each in page.children(subject, "acl") if not _restricts(page, each, timed)]
        owner = ("case",) if subject.dep == "poss" else ()
        return owner, {below.index for each in set_off for below in page.subtree(each)}
    return ("acl", "relcl"), {each.index for each in page.subtree(subject) if each.index > verb.index}


def _restricts(page: Page, participle: Word, timed: set[int]) -> bool:
    """Whether a participle says which: not after a comma, nor where only a time went with it ("the rule signed on Monday")."""
    words = page.subtree(participle)
    bare = participle.tag in ("VBN", "VBD") and all(
        each == participle or each.index in timed or each.dep == "prep" for each in words
    )
    return not bare and page.words[words[0].index - 1].text != ","


class Gap(NamedTuple):
    """What a relative clause lacks: the noun it is about, and the word after which it belongs."""

    noun: Word
    after: int


def _find_gap(page: Page, verb: Word) -> Gap | None:
    """The plan in "the plan that she presented", "the plan that she asked for", "the plan that she refused to sign"."""
    subject, noun = page.child(verb, "nsubj"), page.head(verb)
    if (
        verb.dep != "relcl"
        or subject is None
        or subject.tag in _RELATIVES
        or noun.tag not in ("NN", "NNS")
        or page.child(verb, "mark")
    ):
        return None
    pronoun = next((each for each in page.subtree(verb, "relcl", "advcl") if each.tag in _RELATIVES), None)
    if pronoun is None:
        return _find_bare_gap(page, verb, noun)
    above = page.head(pronoun)
    if pronoun.dep == "dobj" or (pronoun.dep == "pobj" and above.index > verb.index):
        return Gap(noun, above.index)
    return None


def _find_bare_gap(page: Page, verb: Word, noun: Word) -> Gap | None:
    """Without a pronoun: "the plan she presented", "the plan she refused to sign", "the plan she asked for"."""
    subject = page.child(verb, "nsubj")
    if noun.lemma in _TIMES or subject is None or page.first(verb).index != noun.index + 1:
        return None
    while (below := page.child(verb, "xcomp")) is not None and page.child(verb, "dobj") is None and below.is_verb:
        verb = below
    open_ = next((each for each in page.children(verb, "prep") if not page.children(each)), None)
    if open_ is not None:
        return Gap(noun, open_.index)
    told = page.child(verb, "dobj", "xcomp", "ccomp", "acomp", "attr") is not None
    return None if told else Gap(noun, verb.index)


def _is_said(draft: Draft, child: Word) -> bool:
    """What is said, where it stands before who says it: "Prices will rise, the bank said"."""
    return (
        draft.class_ is EventClass.REPORTING
        and child.dep == "ccomp"
        and child.is_verb
        and child.index < draft.verb.index
    )


def _is_absolute(page: Page, preposition: Word) -> bool:
    """ "With" of "with prices falling", which says nothing without its participle."""
    last = page.subtree(preposition)[-1].index
    return last + 1 < len(page.words) and page.words[last + 1].tag == "VBG"


def _follows(reading: Reading, verb: Word, child: Word) -> bool:
    """Whether a part of the sentence belongs after the title's verb."""
    page = reading.page
    if child.index < verb.index or child.tag in _RELATIVES or is_particle(reading, verb, child):
        return False
    if child.dep == "dobj" and _is_apart(page, verb, child):
        return False
    if verb.dep == "acl" and verb.tag == "VBN" and child.dep not in ("prep", "agent", "dobj", "oprd"):
        return False
    if child.dep == "advcl":
        return is_object_clause(page, child) or is_tight(page, child)
    if child.dep == "advmod":
        alone = page.child(verb, "dobj", "prep", "xcomp", "ccomp", "attr", "acomp", "agent", "oprd") is None
        plain = child.lemma.endswith(("ly", "far")) and child.lemma not in reading.lexicon.wording.degrees
        next_ = plain and child.index == verb.index + 1 and not page.children(child)
        return page.child(child, "prep") is not None or child.tag in ("RBR", "RBS") or (alone and next_)
    if child.dep == "prep" and child.lemma == "with":
        return not _is_absolute(page, child)
    if child.dep == "prep" and child.text.lower() == "according":
        return False
    if child.dep == "ccomp":
        return page.child(child, "nsubj", "nsubjpass", "csubj", "csubjpass") is not None
    return True


def _is_apart(page: Page, verb: Word, noun: Word) -> bool:
    """A second object after a comma, which is an apposition: "signed a lease, the first in years"."""
    if page.child(verb, "dobj") == noun:
        return False
    return page.words[page.first(noun).index - 1].text == ","
