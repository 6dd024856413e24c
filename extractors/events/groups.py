"""The verb group of a title: its auxiliaries, the verb as a headline's finite form, its particles."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import read_group
from extractors.events.inflection import write_past
from extractors.page import Page, Word
from timeline.events import Status, Tense

_WHITHER = frozenset({"forward", "home", "back", "away", "apart", "together", "aside", "ahead", "off", "up", "down", "out", "through", "abroad", "short", "over", "around", "past"})  # fmt: skip
_MODALS = ("will", "would", "could", "might", "may", "can", "should", "must")


def write_group(reading: Reading, draft: Draft, verb: Word, subject: Word | None) -> str:
    """The words of a verb as they follow a title's subject, or begin a title that has none."""
    page = reading.page
    words = ["not" if word.lemma == "not" else word.text for word in (*_auxiliaries(page, verb), verb)]
    particles = [each.text for each in page.children(verb) if is_particle(page, verb, each)]
    if subject is None:
        return " ".join([*(words[1:] if words[0].lower() == "to" else words), *particles])
    words = [word[:1].lower() + word[1:] for word in words]
    if not read_group(page, verb).is_finite and words[0] not in _MODALS:
        words = _make_finite(reading, draft, verb, words, be=_BE[_is_plural(page, subject)])
    return " ".join([*words, *particles])


def is_particle(page: Page, verb: Word, word: Word) -> bool:
    """The "out" of "rule out", the "short" of "cut short a visit": a word that goes with its verb."""
    if word.index < verb.index:
        return False
    if word.dep == "prt":
        return True
    beside = word.dep in ("advmod", "acomp") and word.index == verb.index + 1 and not page.children(word)
    return beside and word.lemma in _WHITHER


_BE = {True: ("were", "are"), False: ("was", "is")}
"""The past and the present of "be", for a plural subject and a single one."""


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


def _make_finite(reading: Reading, draft: Draft, verb: Word, words: list[str], *, be: tuple[str, str]) -> list[str]:
    """A participle as a headline's finite verb: "speaking at …" told of somebody becomes "spoke at …"."""
    done = draft.status is Status.OCCURRED
    if verb.tag == "VBN" and (reading.page.child(verb, "nsubj") is not None or verb.dep in ("ROOT", "conj", "ccomp")):
        return words
    if verb.tag == "VBN" and "to" not in words:
        return [be[0], *words]
    if verb.tag == "VBG" and len(words) == 1:
        if done:
            return [write_past(verb.lemma, reading.lexicon.pasts)]
        return [be[1], *words] if draft.status is Status.ONGOING else words
    if draft.tense is Tense.INFINITIVE and done and len(words) <= 2:
        return [write_past(verb.lemma, reading.lexicon.pasts)]
    return ["to", *words] if verb.tag == "VB" and len(words) == 1 else words


def _is_plural(page: Page, subject: Word) -> bool:
    return (
        subject.tag in ("NNS", "NNPS")
        or page.child(subject, "conj") is not None
        or subject.text.lower() in ("they", "we")
    )
