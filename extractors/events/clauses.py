"""The clause of a title: who does what to whom, in the order of a headline."""

from __future__ import annotations

from typing import NamedTuple

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import subjects
from extractors.events.groups import is_particle, write_group
from extractors.events.phrases import write_phrase
from extractors.events.scopes import is_object_clause
from extractors.page import Page, Word
from timeline.events import EventClass, Status

LONGEST = 90
"""Characters of a title."""
_RELATIVES = ("WDT", "WP", "WRB")
_AFTER = ("dobj", "dative", "acomp", "attr", "oprd", "xcomp", "agent", "prep", "ccomp", "advmod", "advcl")
_NEEDED = ("dobj", "oprd", "dative", "xcomp", "ccomp", "attr", "acomp", "advcl")


def write_clause(reading: Reading, draft: Draft, verb: Word, timed: set[int]) -> list[str]:
    """Subject, verb and what follows, so far as there is room; `timed` are words to leave out."""
    page = reading.page
    subject = _find_subject(page, draft, verb)
    parts: list[str] = []
    if subject is not None and subject.index not in timed:
        parts.append(write_phrase(reading, subject, timed, without=_outside(page, subject, verb)))
    parts.append(write_group(reading, draft, verb, subject if parts else None))
    gap = _find_gap(page, verb)
    missing = _uncapitalise(write_phrase(reading, gap.noun, timed, without=("relcl",), subject=subject)) if gap else ""
    if gap is not None and gap.after == verb.index:
        parts.append(missing)
    for child in page.children(verb, *_AFTER):
        if not _follows(page, verb, child) and not _is_said(draft, child):
            continue
        text = _write_child(reading, child, timed, verb, subject)
        if gap is not None and gap.after == child.index:
            return [*parts, text, missing]
        if text and len(" ".join([*parts, text])) <= LONGEST:
            parts.append(text)
        elif child.dep in _NEEDED:
            return [*parts, text]
    return parts


def _write_child(reading: Reading, child: Word, timed: set[int], verb: Word, subject: Word | None) -> str:
    resolve = child.dep in ("dobj", "oprd", "dative")
    after = -1 if child.dep == "ccomp" else verb.index
    text = write_phrase(reading, child, timed, resolve=resolve, subject=subject, after=after)
    if child.dep == "ccomp" and not _is_introduced(reading.page, child):
        return f"that {_begin(reading.page, child, text)}"
    return text


def _uncapitalise(text: str) -> str:
    """With a small article, for the middle of a title."""
    return text[:1].lower() + text[1:] if text.startswith(("The ", "A ", "An ")) else text


def _begin(page: Page, clause: Word, text: str) -> str:
    """A clause's text with a small first letter, unless it begins with a name."""
    first = page.subtree(clause)[0]
    named = (
        first.tag in ("NNP", "NNPS")
        or first.text == "I"
        or (first.index in page.entity_at and first.text.lower() not in ("the", "at", "a", "an", "about"))
    )
    return text if named else text[:1].lower() + text[1:]


def _is_introduced(page: Page, clause: Word) -> bool:
    """Whether "that", "whether", "how many" … already begins a clause."""
    first = page.subtree(clause)[0]
    return page.child(clause, "mark") is not None or first.tag in ("WDT", "WP", "WRB", "WP$", "IN")


def _find_subject(page: Page, draft: Draft, verb: Word) -> Word | None:
    if verb.tag == "VBN" and verb.dep == "acl":
        return page.head(verb)
    subject = next(iter(subjects(page, verb)), None) or page.child(verb, "nsubjpass")
    if subject is None and verb.dep == "conj":
        subject = page.child(page.head(verb), "nsubjpass")
    if subject is not None and subject.tag in _RELATIVES and verb.dep == "relcl":
        subject = page.head(verb)
    gerund = verb.tag == "VBG" and not page.children(verb, "aux", "nsubj")
    return None if gerund and draft.status not in (Status.OCCURRED, Status.ONGOING) else subject


def _outside(page: Page, subject: Word, verb: Word) -> tuple[str, ...]:
    """What of a subject's phrase is not its own: the clause or participle that the title is about."""
    under = any(each.index == subject.index for each in page.ancestors(verb))
    return ("acl", "relcl") if under else ("acl",)


class Gap(NamedTuple):
    """What a relative clause lacks: the noun it is about, and the word after which it belongs."""

    noun: Word
    after: int


def _find_gap(page: Page, verb: Word) -> Gap | None:
    """The plan in "the plan that she presented", "the plan that she asked for", "the plan that she refused to sign"."""
    subject, noun = page.child(verb, "nsubj"), page.head(verb)
    if verb.dep != "relcl" or subject is None or subject.tag in _RELATIVES or noun.tag not in ("NN", "NNS"):
        return None
    pronoun = next((each for each in page.subtree(verb, "relcl", "advcl") if each.tag in _RELATIVES), None)
    if pronoun is None:
        told = page.child(verb, "dobj", "xcomp", "ccomp", "acomp", "prep") is not None
        return None if told else Gap(noun, verb.index)
    above = page.head(pronoun)
    if pronoun.dep == "dobj" or (pronoun.dep == "pobj" and above.index > verb.index):
        return Gap(noun, above.index)
    return None


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


def _follows(page: Page, verb: Word, child: Word) -> bool:
    """Whether a part of the sentence belongs after the title's verb."""
    if child.index < verb.index or child.tag in _RELATIVES or is_particle(page, verb, child):
        return False
    if verb.dep == "acl" and verb.tag == "VBN" and child.dep not in ("prep", "agent", "dobj", "oprd"):
        return False
    if child.dep == "advcl":
        return is_object_clause(page, child)
    if child.dep == "advmod":
        return page.child(child, "prep") is not None or child.tag in ("RBR", "RBS")
    if child.dep == "prep" and child.lemma == "with":
        return not _is_absolute(page, child)
    if child.dep == "ccomp":
        return child.is_verb and page.child(child, "nsubj", "nsubjpass") is not None
    return True
