"""Titles that read as a headline: subject, verb, object, at most 90 characters, no dangling pronoun, no time."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import VerbGroup, is_object_clause, occasion_preposition, read_group, subjects
from extractors.events.inflection import write_past
from extractors.events.phrases import begins_time, find_timed, join, select, write_phrase
from extractors.page import Page, Word
from timeline.events import EventClass, Status, Tense

LONGEST = 90
_QUOTES = "\"'“”‘’«»,;:.–—- "
_WHITHER = frozenset({"forward", "home", "back", "away", "apart", "together", "aside", "ahead", "off", "up", "down", "out", "in", "through", "abroad", "short", "over", "around", "past", "on"})  # fmt: skip
_RELATIVES = ("WDT", "WP", "WRB")
_AFTER = ("dobj", "dative", "acomp", "attr", "oprd", "xcomp", "agent", "prep", "ccomp", "advmod", "advcl")
_NEEDED = ("dobj", "oprd", "dative", "xcomp", "ccomp", "attr", "acomp", "advcl")


def write_titles(reading: Reading, drafts: list[Draft]) -> None:
    timed = find_timed(reading)
    for draft in drafts:
        predicate = (
            draft.word.tag in ("JJ", "JJR")
            and draft.word.dep in ("acomp", "attr", "oprd")
            and reading.page.head(draft.word).is_verb
        )
        if draft.is_verbal or draft.support or predicate:
            parts = _verbal(reading, draft, reading.page.head(draft.word) if predicate else draft.verb, timed)
        else:
            parts = _nominal(reading, draft, timed)
        draft.title = _finish(parts) or draft.word.text


def _verbal(reading: Reading, draft: Draft, verb: Word, timed: set[int]) -> list[str]:
    page = reading.page
    group = read_group(page, verb)
    subject = _subject(page, draft, verb)
    parts: list[str] = []
    if subject is not None and subject.index not in timed:
        parts.append(write_phrase(reading, subject, timed, without=_outside(page, subject, verb)))
    parts.append(_group_text(reading, draft, verb, group, subject if parts else None))
    gap, stranded = _relative_object(page, verb)
    if gap is not None and not stranded:
        parts.append(_uncapitalise(write_phrase(reading, gap, timed, without=("relcl",), subject=subject)))
    for child in page.children(verb, *_AFTER):
        if not _follows(page, verb, child) and not _is_said(draft, child):
            continue
        resolve = child.dep in ("dobj", "oprd", "dative")
        text = write_phrase(reading, child, timed, resolve=resolve, subject=subject, after=-1 if child.dep == "ccomp" else verb.index)
        if child.dep == "ccomp" and not _is_introduced(page, child):
            text = f"that {_begin(page, child, text)}"
        if gap is not None and stranded and page.child(child, "pobj") in page.children(child) and page.child(child, "pobj").tag in _RELATIVES:  # type: ignore[union-attr]
            return [*parts, child.text, _uncapitalise(write_phrase(reading, gap, timed, without=("relcl",), subject=subject))]
        if text and len(" ".join([*parts, text])) <= LONGEST:
            parts.append(text)
        elif child.dep in _NEEDED:
            parts.append(text)
            break
    if gap is not None and stranded:
        parts.append(_uncapitalise(write_phrase(reading, gap, timed, without=("relcl",), subject=subject)))
    return parts


def _uncapitalise(text: str) -> str:
    """With a small article, for the middle of a title."""
    return text[:1].lower() + text[1:] if text.startswith(("The ", "A ", "An ")) else text


def _begin(page: Page, clause: Word, text: str) -> str:
    """A clause's text with a small first letter, unless it begins with a name."""
    first = page.subtree(clause)[0]
    named = first.tag in ("NNP", "NNPS") or first.text == "I" or first.index in page.entity_at and not first.text.lower() in ("the", "at", "a", "an", "about")
    return text if named else text[:1].lower() + text[1:]


def _is_introduced(page: Page, clause: Word) -> bool:
    """Whether "that", "whether", "how many" … already begins a clause."""
    first = page.subtree(clause)[0]
    return page.child(clause, "mark") is not None or first.tag in ("WDT", "WP", "WRB", "WP$", "IN")


def _subject(page: Page, draft: Draft, verb: Word) -> Word | None:
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


def _relative_object(page: Page, verb: Word) -> tuple[Word | None, bool]:
    """The plan in "the plan that she presented", and whether it belongs to what follows the verb: "that she asked for"."""
    subject, head = page.child(verb, "nsubj"), page.head(verb)
    if verb.dep != "relcl" or subject is None or subject.tag in _RELATIVES or head.tag not in ("NN", "NNS"):
        return None, False
    below = page.subtree(verb, "relcl", "advcl")
    pronoun = next((each for each in below if each.tag in _RELATIVES), None)
    if pronoun is not None:
        above = page.head(pronoun)
        stranded = above.index != verb.index and above.index > verb.index
        return (head, stranded) if pronoun.dep == "dobj" or (pronoun.dep == "pobj" and stranded) else (None, False)
    return (None if page.child(verb, "dobj", "xcomp", "ccomp", "acomp", "prep") is not None else head), False


def _is_said(draft: Draft, child: Word) -> bool:
    """What is said, where it stands before who says it: "Prices will rise, the bank said"."""
    return draft.class_ is EventClass.REPORTING and child.dep == "ccomp" and child.is_verb and child.index < draft.verb.index


def _follows(page: Page, verb: Word, child: Word) -> bool:
    """Whether a part of the sentence belongs after the title's verb."""
    if child.index < verb.index or child.tag in _RELATIVES:
        return False
    if verb.dep == "acl" and verb.tag == "VBN" and child.dep not in ("prep", "agent", "dobj", "oprd"):
        return False
    if child.dep == "advcl":
        return is_object_clause(page, child)
    if child.dep == "advmod":
        return page.child(child, "prep") is not None
    if child.dep == "ccomp":
        return child.is_verb and page.child(child, "nsubj", "nsubjpass") is not None
    return True


def _group_text(reading: Reading, draft: Draft, verb: Word, group: VerbGroup, subject: Word | None) -> str:
    page = reading.page
    first = _auxiliaries(page, verb)
    after = [each for each in page.children(verb, "prt", "advmod", "acomp") if each.index > verb.index]
    particles = [each.text for each in after if each.dep == "prt" or (each.index == verb.index + 1 and each.lemma in _WHITHER)]
    words = ["not" if word.lemma == "not" else word.text for word in (*first, verb)]
    if subject is None:
        return " ".join([*(words[1:] if words[0].lower() == "to" else words), *particles])
    words = [word[:1].lower() + word[1:] for word in words]
    if not group.is_finite and words[0] not in ("will", "would", "could", "might", "may", "can", "should", "must"):
        words = _finite(reading, draft, verb, words, _is_plural(page, subject))
    return " ".join([*words, *particles])


def _auxiliaries(page: Page, verb: Word) -> list[Word]:
    """Its own, or those it shares with the verb it is coordinated with: "will be suspended and dissolved"."""
    deps = ("aux", "auxpass", "neg")
    own = [each for each in page.children(verb, *deps) if each.index < verb.index]
    above = page.head(verb)
    if own or verb.dep != "conj" or verb.tag != above.tag or verb.tag not in ("VB", "VBN", "VBG"):
        return own
    if page.child(verb, "nsubj", "nsubjpass") is not None:
        return own
    return [each for each in page.children(above, *deps) if each.index < above.index]


def _finite(reading: Reading, draft: Draft, verb: Word, words: list[str], plural: bool) -> list[str]:
    """A participle as a headline's finite verb: "speaking at …" told of somebody becomes "spoke at …"."""
    done = draft.status is Status.OCCURRED
    if verb.tag == "VBN" and (reading.page.child(verb, "nsubj") is not None or verb.dep in ("ROOT", "conj", "ccomp")):
        return words
    if verb.tag == "VBN" and "to" not in words:
        return ["were" if plural else "was", *words]
    if verb.tag == "VBG" and len(words) == 1:
        if done:
            return [write_past(verb.lemma, reading.lexicon.pasts)]
        return ["are" if plural else "is", *words] if draft.status is Status.ONGOING else words
    if draft.tense is Tense.INFINITIVE and done and len(words) <= 2:
        return [write_past(verb.lemma, reading.lexicon.pasts)]
    return ["to", *words] if verb.tag == "VB" and len(words) == 1 else words


def _is_plural(page: Page, subject: Word) -> bool:
    return subject.tag in ("NNS", "NNPS") or page.child(subject, "conj") is not None or subject.text.lower() in ("they", "we")


def _nominal(reading: Reading, draft: Draft, timed: set[int]) -> list[str]:
    page = reading.page
    if draft.first is not None:
        return [join(reading, list(page.words[draft.first.index : draft.word.index + 1]))]
    kept = select(page, draft.word, timed)
    if draft.word.dep != "pobj" and occasion_preposition(page, draft.word) is not None:
        kept.insert(0, page.words[draft.word.index - 1])
    kept = [word for word in kept if not (word.dep in ("det", "mark", "cc") and word.index < draft.word.index and word.head == draft.word.index)]
    return [join(reading, [word for word in kept if not begins_time(page, word, timed)])]


def is_poor(title: str) -> bool:
    """Whether a title leaves open who or what it is about: "They met", "Both agreed", "What had been said"."""
    first, _, rest = title.partition(" ")
    return first.lower() in _OPEN or not rest and first.lower().endswith(("ing", "ed"))


def _without_loose_end(text: str) -> str:
    while " " in text and text.rsplit(" ", 1)[-1].lower() in _LOOSE_ENDS:
        text = text.rsplit(" ", 1)[0].rstrip(_QUOTES)
    return text


def _finish(parts: list[str]) -> str:
    text = " ".join(part for part in parts if part)
    for mark in '“”"[]()<>':
        text = text.replace(mark, "")
    text = " ".join(text.split()).strip(_QUOTES).replace(" ,", ",").replace(" that that ", " that ")
    text = _without_loose_end(text)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(_QUOTES)
        text = _without_loose_end(text) + "…"
    return text[:1].upper() + text[1:]


_OPEN = frozenset(
    {"it", "they", "he", "she", "we", "i", "you", "this", "that", "these", "those", "who", "which", "what", "there", "both", "one"}
    | {"some", "others", "many", "most", "all", "none", "his", "her", "its", "their", "whoever", "whatever", "such", "another"}
)  # fmt: skip
_LOOSE_ENDS = frozenset(
    {"the", "a", "an", "of", "to", "in", "at", "on", "by", "for", "with", "and", "or", "that", "from", "as", "its", "his"}
    | {"her", "their", "any", "would", "be", "is", "was", "but", "when", "while", "who", "which", "not", "about", "held"}
)
