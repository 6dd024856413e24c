"""Titles that read as a headline: subject, verb, object, at most 90 characters, no dangling pronoun, no time."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import is_object_clause, read_group, subjects
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import ParticipantKind

LONGEST = 90
_DROPPED = ("relcl", "advcl", "appos", "parataxis")
_QUOTES = "\"'“”‘’«»,;:–—- "
_PLURAL_PRONOUNS = frozenset({"they", "them", "their"})
_PRONOUNS = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "who",
        "which",
        "that",
        "this",
        "we",
        "i",
        "you",
    }
)


def write_titles(reading: Reading, drafts: list[Draft]) -> None:
    timed = {word.index for time in reading.times for word in reading.page.between(time.start, time.end)}
    for draft in drafts:
        predicate = draft.word.dep in ("acomp", "attr", "oprd") and reading.page.head(draft.word).is_verb
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
        parts.append(_phrase(reading, subject, timed, without=("acl",)))
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
        text = _phrase(reading, child, timed, resolve=child.dep == "dobj", subject=who)
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
    kept = [word for word in page.subtree(draft.word, *_DROPPED) if word.index not in timed]
    kept = [word for word in kept if not (word.dep == "det" and word.index < draft.word.index)]
    kept = [word for word in kept if not _begins_time(page, word, timed)]
    if draft.first is not None:
        kept = list(page.words[start : draft.word.index + 1])
    return [_join(reading, kept)]


def _phrase(
    reading: Reading,
    word: Word,
    timed: set[int],
    *,
    resolve: bool = True,
    without: tuple[str, ...] = (),
    subject: Sighting | None = None,
) -> str:
    sighting = reading.cast.at(word, acting=False)
    page = reading.page
    if (
        resolve
        and sighting is not None
        and page.child(word, "conj") is None
        and word.dep in ("nsubj", "nsubjpass", "dobj", "csubj", "ROOT")
    ):
        return _short(reading, word)
    kept = [
        each
        for each in page.subtree(word, *_DROPPED, *without)
        if each.index not in timed and not _begins_time(page, each, timed)
    ]
    return _join(reading, kept, subject)


def _short(reading: Reading, word: Word) -> str:
    """A person by surname; anybody else as first written."""
    sighting = reading.cast.at(word, acting=False)
    if sighting is None:
        return word.text
    identity = sighting.identity
    if identity.kind is ParticipantKind.PERSON:
        return (
            identity.name.split()[-1]
            if " " in identity.name and not identity.name.endswith(" da Silva")
            else identity.name
        )
    if word.index in reading.cast.pronouns:
        return identity.name
    return " ".join(reading.page.text[each.start : each.end] for each in _named_words(reading, word)) or identity.name


def _named_words(reading: Reading, word: Word) -> list[Word]:
    entity = reading.page.entity_at.get(word.index)
    words = list(reading.page.words[entity.first : entity.after]) if entity else [word]
    return [each for each in words if each.tag not in ("POS", ",", "-RRB-", "-LRB-")]


def _begins_time(page: Page, word: Word, timed: set[int]) -> bool:
    """A preposition that has only a time below it."""
    if word.dep not in ("prep", "advmod", "case", "mark"):
        return False
    below = page.children(word)
    return bool(below) and all(each.index in timed for each in below)


def _plural_before(reading: Reading, pronoun: Word) -> Word | None:
    """The plural that "they" most likely takes up: the last subject or object before it that is not far."""
    for word in reversed(reading.page.words[max(0, pronoun.index - 60) : pronoun.index]):
        if (
            word.tag in ("NNS", "NNPS")
            and word.dep in ("nsubj", "nsubjpass", "dobj", "pobj")
            and pronoun.sentence - word.sentence <= 1
        ):
            return word
    return None


def _noun_phrase(page: Page, noun: Word) -> str:
    words = [each for each in page.children(noun, "amod", "compound", "nummod") if each.index < noun.index]
    return " ".join(each.text for each in [*words, noun])


def _join(reading: Reading, words: list[Word], subject: Sighting | None = None) -> str:
    """The words as the text spaces them, pronouns resolved but for those that mean the title's own subject."""
    text = ""
    previous: Word | None = None
    indices = {word.index for word in words}
    for word in words:
        if word.text == "," and not {word.index - 1, word.index + 1} <= indices:  # beside what was left out
            continue
        form = word.text
        lowered = form.lower()
        known = reading.cast.pronouns.get(word.index) if lowered in _PRONOUNS and word.tag in ("PRP", "PRP$") else None
        if known is None and lowered in _PLURAL_PRONOUNS and (noun := _plural_before(reading, word)) is not None:
            form = _noun_phrase(reading.page, noun) + ("’" if word.tag == "PRP$" else "")
        elif known is not None and (subject is None or subject.identity != known.identity):
            form = _short(reading, word) + ("’s" if word.tag == "PRP$" else "")
        glued = previous is not None and previous.end == word.start
        text += form if glued or not text else f" {form}"
        previous = word
    return " ".join(text.split())


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
