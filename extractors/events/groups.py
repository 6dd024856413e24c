"""The verb group of a title: its auxiliaries, the verb as a headline's finite form, its particles."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.grammar import read_group
from extractors.events.inflection import write_gerund, write_past
from extractors.page import Page, Word
from timeline.events import Status, Tense

_MODALS = ("will", "would", "could", "might", "may", "can", "should", "must")


def write_group(reading: Reading, draft: Draft, verb: Word, subject: Word | None) -> str:
    """The words of a verb as they follow a title's subject, or begin a title that has none."""
    page = reading.page
    auxiliaries = _auxiliaries(page, verb)
    words = _write_auxiliaries([*auxiliaries, verb])
    particles = [each.text.lower() for each in page.children(verb) if is_particle(reading, verb, each)]
    if subject is None:
        if "to" in (each.text.lower() for each in auxiliaries) and words[0] in ("to", "not"):
            words = _make_gerund([*auxiliaries, verb])
        return " ".join([*words, *particles])
    words = [word[:1].lower() + word[1:] for word in words]
    if is_reduced(page, verb):
        words = [_BE[_is_plural(page, subject)][0], *words]
    elif not read_group(page, verb).is_finite and words[0] not in _MODALS:
        words = _make_finite(reading, draft, verb, words, be=_BE[_is_plural(page, subject)])
        words = _make_bidden(reading, draft, verb, words, subject)
    if words[0] == "be":
        words = ["to", *words]
    at = 1 if verb.lemma == "be" else min(1, len(words) - 1)
    return " ".join([*words[:at], *_degrees(reading, draft, verb), *words[at:], *particles])


def _write_auxiliaries(words: list[Word]) -> list[str]:
    """The words of a group, in full; "’s been" is "has been"."""
    texts = [_write_auxiliary(each) for each in words]
    return ["has", *texts[1:]] if texts[:2] == ["is", "been"] else texts


def _write_auxiliary(word: Word) -> str:
    """In full: "has" for "’s", "cannot" apart, "not" for "n’t"."""
    if word.lemma == "not":
        return "not"
    if word.text[0] not in "'’" and word.text.lower() not in ("ca", "wo"):
        return word.text
    return _FULL.get((word.lemma, word.tag), word.lemma)


_FULL = {("be", "VBZ"): "is", ("have", "VBZ"): "has", ("be", "VBP"): "are", ("have", "VBD"): "had"}
"""Clitic forms of auxiliaries in full, where it is not the lemma."""


def _make_gerund(words: list[Word]) -> list[str]:
    """ "Not to be seen" without a subject: "not being seen"."""
    rest = [each for each in words if each.tag != "TO"]
    first = next((each for each in rest if each.lemma != "not"), rest[-1])
    return [write_gerund(each.lemma) if each == first else _write_auxiliary(each) for each in rest]


def is_reduced(page: Page, verb: Word) -> bool:
    """A passive participle taken for a past: "Asked about it, she said …", "Kask, fired in May, is suing"."""
    if verb.tag not in ("VBD", "VBN") or not verb.text.endswith("ed"):
        return False
    if page.child(verb, "dobj", "aux", "auxpass", "mark", "attr", "acomp", "ccomp", "xcomp") is not None:
        return False
    if verb.dep == "advcl" and page.child(verb, "nsubj", "nsubjpass") is None:
        return verb.tag == "VBD" and verb.index == page.sentences[verb.sentence].first
    return (verb.dep == "advcl" or _goes_on(page, verb)) and set_off_subject(page, verb) is not None


def _goes_on(page: Page, verb: Word) -> bool:
    """Whether another finite verb follows without an "and"."""
    return verb.is_root and page.child(verb, "cc") is None and any(each.is_verb for each in page.children(verb, "conj"))


def set_off_subject(page: Page, verb: Word) -> Word | None:
    """The "Kask" of "Kask, fired in May, is suing", which the parser hangs from the participle."""
    subject = page.child(verb, "nsubj")
    before = page.words[verb.index - 1]
    return subject if subject is not None and before.text == "," and before.index == subject.index + 1 else None


def _degrees(reading: Reading, draft: Draft, verb: Word) -> list[str]:
    """The adverbs before a verb without which it says something else: "rarely", "allegedly", "no longer"."""
    found = []
    for each in reading.page.children(verb, "advmod"):
        if each.lemma not in reading.lexicon.wording.degrees or each.index > verb.index:
            continue
        before = [below.text.lower() for below in reading.page.children(each) if below.index < each.index]
        if each.lemma != "longer" or before == ["no"]:
            found += [*(word for word in before if word == "no"), each.text.lower()]
    return found or _reserve(reading, draft, verb)


def _reserve(reading: Reading, draft: Draft, verb: Word) -> list[str]:
    """ "Allegedly" for a plain past or present that somebody alleges or denies, "possibly" for one that somebody fears."""
    page, governor = reading.page, draft.governor
    if draft.status not in (Status.POSSIBLE, Status.DENIED) or draft.modality or governor is None:
        return []
    plain = draft.tense in (Tense.PAST, Tense.PRESENT) and page.child(verb, "neg") is None
    if not plain or verb.dep not in ("ccomp", "conj", "acl"):
        return []
    if governor.word.lemma in reading.lexicon.wording.alleging:
        return ["allegedly"]
    supposed = draft.tense is Tense.PAST and governor.word.lemma in reading.lexicon.wording.supposing
    return ["possibly"] if supposed else []


def _make_bidden(reading: Reading, draft: Draft, verb: Word, words: list[str], subject: Word) -> list[str]:
    """What somebody was asked to do, as that; what is denied, as not done."""
    if words[0] != "to" or draft.status is Status.OCCURRED:
        return words
    page, above = reading.page, reading.page.head(verb)
    bidden = (
        verb.dep in ("xcomp", "ccomp")
        and above.lemma in reading.lexicon.wording.bidding
        and subject.head in (above.index, verb.index)
        and subject.dep in ("dobj", "nsubjpass", "nsubj")
        and (subject.dep != "nsubj" or subject.head == verb.index)
        and page.child(above, "neg") is None
    )
    if bidden:
        return [write_past(above.lemma, reading.lexicon.pasts), *words]
    if draft.status is Status.DENIED and verb.dep == "xcomp" and above.lemma in reading.lexicon.wording.declining:
        return [write_past(above.lemma, reading.lexicon.pasts), *words]
    return ["not", *words] if draft.status is Status.DENIED and "not" not in words else words


def is_particle(reading: Reading, verb: Word, word: Word) -> bool:
    """The "out" of "rule out", the "short" of "cut short a visit": a word that goes with its verb."""
    if word.index < verb.index:
        return False
    if word.dep == "prt":
        return True
    beside = word.dep in ("advmod", "acomp") and word.index == verb.index + 1 and not reading.page.children(word)
    return beside and word.lemma in reading.lexicon.wording.directions


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
    if verb.tag == "VBN" and verb.dep == "conj" and reading.page.head(verb).lemma == "be":
        return [be[0], *words]
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
        or (subject.tag == "CD" and subject.lemma not in ("one", "1"))
        or page.child(subject, "conj") is not None
        or subject.text.lower() in ("they", "we")
    )
