"""Titles that read as a headline: subject, verb, object, at most 90 characters, no dangling pronoun, no time."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import is_object_clause, occasion_preposition, read_group, subjects
from extractors.events.phrases import DROPPED, begins_time, join, write_phrase
from extractors.page import Page, Word

LONGEST = 90
_QUOTES = "\"'“”‘’«»,;:–—- "


def write_titles(reading: Reading, drafts: list[Draft]) -> None:
    timed = {word.index for time in reading.times for word in reading.page.between(time.start, time.end)}
    for draft in drafts:
        predicate = (
            draft.word.tag in ("JJ", "JJR")
            and draft.word.dep in ("acomp", "attr", "oprd")
            and reading.page.head(draft.word).is_verb
        )
        if draft.is_verbal or draft.support or predicate:
            parts = _verbal(reading, reading.page.head(draft.word) if predicate else draft.verb, timed)
        else:
            parts = _nominal(reading, draft, timed)
        draft.title = _finish(parts)


def _verbal(reading: Reading, verb: Word, timed: set[int]) -> list[str]:
    page = reading.page
    group = read_group(page, verb)
    parts: list[str] = []
    subject = next(iter(subjects(page, verb)), None) or page.child(verb, "nsubjpass")
    if verb.dep == "acl" and verb.tag == "VBN":
        subject = page.head(verb)
    who = None
    if subject is not None and subject.index not in timed:
        parts.append(write_phrase(reading, subject, timed, without=("acl",)))
        who = reading.cast.at(subject, acting=False)
    parts.append(_group_text(page, verb, subject_first=bool(parts), finite=group.is_finite))
    for child in page.children(
        verb, "dobj", "dative", "acomp", "attr", "oprd", "xcomp", "agent", "prep", "ccomp", "advmod", "advcl"
    ):
        if child.dep == "advcl" and not is_object_clause(page, child):
            continue
        if child.index < verb.index or (child.dep == "advmod" and page.child(child, "prep") is None):
            continue
        if child.dep == "ccomp" and (
            child.tag not in ("VB", "VBD", "VBP", "VBZ", "VBN", "VBG")
            or page.child(child, "nsubj", "nsubjpass") is None
        ):
            continue
        text = write_phrase(reading, child, timed, resolve=child.dep == "dobj", subject=who)
        if child.dep == "ccomp" and page.child(child, "mark") is None:
            text = f"that {text}"
        if text and len(" ".join([*parts, text])) <= LONGEST:
            parts.append(text)
        elif child.dep in ("dobj", "xcomp", "ccomp", "attr", "acomp", "advcl"):
            parts.append(text)
            break
    return parts


def _group_text(page: Page, verb: Word, *, subject_first: bool, finite: bool) -> str:
    first = [each for each in page.children(verb, "aux", "auxpass", "neg") if each.index < verb.index]
    particles = [each for each in page.children(verb, "prt") if each.index > verb.index]
    words = ["not" if word.lemma == "not" else word.text for word in (*first, verb, *particles)]
    if not subject_first and words[0].lower() == "to":
        words = words[1:]
    elif subject_first:
        bare = not finite and not first and verb.tag == "VB"
        words = [*(["to"] if bare else []), *(word[:1].lower() + word[1:] for word in words)]
    return " ".join(words)


def _nominal(reading: Reading, draft: Draft, timed: set[int]) -> list[str]:
    page = reading.page
    start = draft.first.index if draft.first else draft.word.index
    kept = [word for word in page.subtree(draft.word, *DROPPED) if word.index not in timed]
    if draft.word.dep != "pobj" and occasion_preposition(page, draft.word) is not None:
        kept.insert(0, page.words[draft.word.index - 1])
    kept = [word for word in kept if not (word.dep == "det" and word.index < draft.word.index)]
    kept = [word for word in kept if not begins_time(page, word, timed)]
    if draft.first is not None:
        kept = list(page.words[start : draft.word.index + 1])
    return [join(reading, kept)]


def _without_loose_end(text: str) -> str:
    while " " in text and text.rsplit(" ", 1)[-1].lower() in _LOOSE_ENDS:
        text = text.rsplit(" ", 1)[0].rstrip(_QUOTES)
    return text


def _finish(parts: list[str]) -> str:
    text = " ".join(part for part in parts if part)
    for mark in '“”"[]()':
        text = text.replace(mark, "")
    text = _without_loose_end(" ".join(text.split()).strip(_QUOTES).replace(" ,", ","))
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(_QUOTES)
        text = _without_loose_end(text) + "…"
    return text[:1].upper() + text[1:]


_LOOSE_ENDS = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "at",
        "on",
        "by",
        "for",
        "with",
        "and",
        "or",
        "that",
        "from",
        "as",
        "its",
        "his",
        "her",
        "their",
        "any",
        "would",
        "be",
        "is",
        "was",
    }
)
