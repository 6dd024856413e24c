"""Titles that read as a headline: subject, verb, object, at most 90 characters, no dangling pronoun, no time."""

from __future__ import annotations

import re

from extractors.events import lexicon
from extractors.events.clauses import find_subject, write_clause
from extractors.events.draft import Draft, Reading
from extractors.events.fitting import LONGEST, fit
from extractors.events.phrases import find_spoken, find_timed
from extractors.events.scopes import occasion_preposition
from extractors.events.selection import begins_time, select
from extractors.events.wording import join
from extractors.page import Page, Word

_MARKS = "\"'“”‘’«»,;:.–—- "
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.)+[A-Z]$|\b(?:Inc|Corp|Ltd|Jr|Sr|St|Co|Calif|Mass|Pa|Ill)$")
_DOUBLED = re.compile(r"\b(\w{2,}(?: \w+)?), \1\b|\b(?!had|that)([a-z]{2,}) (?=\2\b)")
_WORD = re.compile(r"\w+")
_A = re.compile(r"\b[Aa]n(?= [b-df-gj-np-tv-z][a-z])")
_AN = re.compile(r"\ba(?= (?!one|once|eu|u(?!n[^i]|p|l|m))[aeiou][a-z])")
"""Articles before what a word was left out of."""
_LINK = re.compile(r"(?:even )?(?:though|although|because|since|when|where|while) ", re.IGNORECASE)
_BEGINNING = re.compile(r"[^\w$£€#]+")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
"""Names that begin small: "iPhone"."""
_DROPPED = dict.fromkeys(map(ord, '“”"[]()<>«»_'))
_HEADLESS = re.compile(
    r"(?:\w+ed|brought|stolen|made|set|taken|sent|held|told|given|known|seen|found|led|left|kept|built|paid|sold) (?:to|at|in|by|on|the|a|an|for|from|with|into|as|about|that|up|out|off|over|its|his|her|their)\b"
)
"""A participle that begins a title has lost its subject."""
_WHOLE = re.compile(r"\b(?:be|been|was|were|is|are|being|not|n't) held$")
"""Ends with a word that elsewhere is left over: "talks held"."""
_SPLIT = re.compile(r"(?<=\w) (-)(?=\w)|(?<=\w) ?(['’]) (?=s\b)")
_QUOTED = re.compile(r"‘(.*?)(?:’(?!\w)|$)")


def write_titles(reading: Reading, drafts: list[Draft]) -> None:
    timed = find_timed(reading)
    for draft in drafts:
        inside = draft.word.index in timed or draft.verb.index in timed
        draft.title = _write_title(reading, draft, find_spoken(reading) if inside else timed)
    for draft in drafts:
        if draft.same_as is not None and " " not in draft.title:
            draft.title = _lend(draft, draft.same_as)


def _write_title(reading: Reading, draft: Draft, timed: set[int]) -> str:
    page, endings = reading.page, reading.lexicon.wording.loose_ends
    verb = _find_verb(reading, draft)
    subject = None if verb is None else find_subject(page, draft, verb)
    tops = [each for each in (verb or draft.word, subject) if each is not None]

    def write(left: set[int]) -> str:
        parts = _nominal(reading, draft, left) if verb is None else write_clause(reading, draft, verb, subject, left)
        return _finish(parts, endings)

    kept = [draft.word, draft.verb]
    return _shorten(fit(page, tops, kept, write, timed), endings) or draft.word.text.capitalize()


def _find_verb(reading: Reading, draft: Draft) -> Word | None:
    """The verb of the clause that tells of an event: its own, its support's, or the one it is predicated with."""
    above = reading.page.head(draft.word)
    if draft.word.tag in ("JJ", "JJR") and draft.word.dep in ("acomp", "attr", "oprd") and above.is_verb:
        return above
    return draft.verb if draft.is_verbal or draft.support else None


def _lend(draft: Draft, same: Draft) -> str:
    """For a bare noun the fuller title of the same event: "The talks" of "Talks in Oslo"."""
    while same.same_as is not None and " " not in same.title:
        same = same.same_as
    told = not same.is_verbal and not same.support and same.word.lemma == draft.word.lemma
    return same.title if told else draft.title


def _nominal(reading: Reading, draft: Draft, timed: set[int]) -> list[str]:
    page = reading.page
    if draft.first is not None:
        return [join(reading, list(page.words[draft.first.index : draft.word.index + 1]))]
    kept = select(page, draft.word, timed | _predicated(page, draft.word))
    if draft.word.dep != "pobj" and occasion_preposition(page, draft.word) is not None:
        kept.insert(0, page.words[draft.word.index - 1])
    kept = [
        word
        for word in kept
        if not (
            word.dep in ("det", "mark", "cc", "predet")
            and word.index < draft.word.index
            and word.head == draft.word.index
            and word.lemma != "no"
        )
    ]
    return [join(reading, [word for word in kept if not begins_time(page, word, timed)])]


def _predicated(page: Page, noun: Word) -> set[int]:
    """What the verb above says of its object: "as a step forward" of "saw the decision as a step forward"."""
    if noun.dep != "dobj":
        return set()
    return {below.index for each in page.children(noun, "prep") if each.lemma == "as" for below in page.subtree(each)}


def is_poor(title: str, language: str = "en") -> bool:
    """Whether a title leaves open who or what it is about: "They met", "Both agreed", "What had been said", "Trump said"."""
    words = title.lower().split()
    first, last = words[0], words[-1]
    if first in _QUANTIFIERS:
        return words[1:2] != ["of"] or words[2:3] == ["which"]
    if _HEADLESS.match(title.lower()):
        return True
    if len(words) == 1 or first in _OPEN or title.endswith("…") or (first.endswith("ing") and last.endswith("ly")):
        return True
    if first in _VAGUE and words[1:2] and words[1] not in ("to", "against", "by", "for", "towards"):
        return True
    return (
        last in _POINTING
        or _SPEAKING.search(title) is not None
        or (len(words) > 1 and last in lexicon.load(language).wording.unfinished)
    )


def _without_loose_end(text: str, endings: frozenset[str]) -> str:
    while " " in text and text.rsplit(" ", 1)[-1].lower() in endings and not _WHOLE.search(text):
        text = text.rsplit(" ", 1)[0].rstrip(_MARKS)
    return text


def _finish(parts: list[str], endings: frozenset[str]) -> str:
    """The parts as one line: no quote marks or brackets, no mark or small word left over at either end."""
    text = " ".join(part for part in parts if part).translate(_DROPPED)
    if "‘" in text:
        text = _QUOTED.sub(r"\1", text)
    text = " ".join(text.split()).strip(_MARKS).replace(" ,", ",").replace(" that that ", " that ")
    if " -" in text or "’ s" in text or "' s" in text:
        text = _SPLIT.sub(lambda found: found[1] or found[2], text)
    for opening in (_BEGINNING, _LINK):
        if (found := opening.match(text)) is not None:
            text = text[found.end() :]
    if _ABBREVIATED.search(text.rsplit(" ", 1)[-1]):
        text += "."
    if "an " in text.lower():
        text = _A.sub("a", text)
    if "a " in text:
        text = _AN.sub("an", text)
    text = _without_loose_end(text, endings)
    words = _WORD.findall(text)
    if len(set(words)) < len(words):
        text = _DOUBLED.sub(lambda found: found[1] or "", text)
    return text if _CAMEL.match(text) else text[:1].upper() + text[1:]


def _shorten(text: str, endings: frozenset[str]) -> str:
    if len(text) <= LONGEST:
        return text
    text = text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(_MARKS)
    return _without_loose_end(text, endings) + "…"


_OPEN = frozenset(
    {"it", "they", "he", "she", "we", "i", "you", "this", "that", "these", "those", "who", "which", "what", "there"}
    | {"his", "her", "its", "their", "my", "our", "your", "whoever", "whatever", "such", "another", "him", "them"}
    | {"if", "unless", "whether", "lest", "any", "how", "why"}
)  # fmt: skip
_QUANTIFIERS = frozenset({"both", "one", "some", "others", "many", "most", "all", "none", "much"})
_SPEAKING = re.compile(r"^I (?=[a-z])|\b[a-z]+ I (?=[a-z])|\b(?:[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|us|me)\b")
"""Who speaks or is spoken to, left over from direct speech."""
_POINTING = frozenset({"this", "that", "these", "those", "so", "he", "she", "they", "i"})
_VAGUE = frozenset({"move", "thing", "things", "step"})
