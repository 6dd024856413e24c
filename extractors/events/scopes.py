"""What lies under what: coordination, occasions, clauses that are objects, and what a sentence only looks aside to."""

from __future__ import annotations

from extractors.page import Page, Word

_FRAMES = frozenset({"after", "before", "since", "until", "till", "following", "ahead", "amid", "despite", "without"})
ORDINALS = frozenset({"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"})  # fmt: skip


def conjuncts(page: Page, word: Word) -> list[Word]:
    """A word and what is coordinated with it."""
    found = [word]
    for each in found:
        found += page.children(each, "conj")
        if len(found) > 12:
            break
    return found


def is_definite(page: Page, noun: Word) -> bool:
    if noun.is_verb:
        return False
    return (
        any(each.lemma in ("the", "this", "that", "these", "those") for each in page.children(noun, "det"))
        or page.child(noun, "poss") is not None
    )


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


def is_object_clause(page: Page, verb: Word) -> bool:
    """Whether a participle's clause is the object of the verb right before it: "ruled out sending", "denied taking"."""
    if verb.tag != "VBG" or verb.dep != "advcl" or not verb.index or page.child(verb, "mark") is not None:
        return False
    before = page.words[verb.index - 1]
    return before.index == verb.head or (before.dep == "prt" and before.head == verb.head)


def is_aside(page: Page, word: Word) -> bool:
    """Whether a word lies in a relative clause, or in what only frames the sentence's time: "after the vote"."""
    for each in (word, *page.ancestors(word)):
        if each.dep == "relcl" and not any(adverb.lemma == "where" for adverb in page.children(each, "advmod")):
            return True
        if each.dep == "acl" and each.tag == "VBN":
            return True
        if each.dep in ("prep", "advcl") and each.lemma in _FRAMES:
            return True
        if each.dep == "advcl" and any(
            mark.lemma in ("before", "since", "until") for mark in page.children(each, "mark")
        ):
            return True
        if each.dep == "advcl" and page.child(each, "npadvmod") is not None and page.child(each, "mark") is not None:
            return True
    return False


def is_counted(page: Page, noun: Word) -> bool:
    """Whether it is told how often it was: "for the first time", "its second cut"."""
    return any(each.lemma in ("first", *ORDINALS) for each in page.children(noun, "amod"))


def is_ranked(page: Page, noun: Word) -> bool:
    """Whether it is spoken of among others of its kind: "the deadliest fire in the state's history"."""
    return any(each.tag == "JJS" for each in page.children(noun, "amod"))
