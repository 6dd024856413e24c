"""Titles cut to their length at the joints of the sentence: what is needed least goes first, never in the middle of a phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.page import Page, Word

LONGEST = 90
"""Characters of a title."""
_MOST_CUTS = 12
_COSTS = {
    "appos": 1.0,
    "advcl": 1.2,
    "prep": 2.0,
    "relcl": 2.4,
    "acl": 2.4,
    "agent": 2.5,
    "conj": 3.0,
    "advmod": 3.0,
    "det": 3.3,
    "mark": 3.6,
    "amod": 4.2,
}
_ARGUMENTS = frozenset({"to", "from", "with", "against", "for", "about", "on", "over", "off", "between"})
"""Prepositions that more often belong to their word than tell where or how."""
_FIRM = frozenset({"without", "despite", "instead", "except", "unlike", "not", "but", "than"})
"""Prepositions that say what is not."""
_PARTS = frozenset({"part", "kind", "type", "sort", "number", "range", "series", "pair", "group", "lot", "total", "share", "amount", "majority", "rest", "form", "thousand", "million", "billion", "dozen", "hundred", "percent", "cent", "%", "half", "third", "quarter", "result", "lack", "end", "beginning", "member", "use", "piece", "one", "participation", "support", "idea", "possibility", "threat", "risk"})  # fmt: skip
"""Nouns that say little without their "of"."""
_NEEDED = frozenset({"other", "same", "such", "many", "few", "several", "least", "false", "fake", "alleged", "suspected", "potential", "possible", "former", "own", "failed", "more", "less", "only"})  # fmt: skip
"""Adjectives without which a phrase says something else."""
_SHORT_OF = 1.5
"""What it costs besides, if a cut alone is not enough."""


def fit(page: Page, tops: list[Word], kept: list[Word], write: Callable[[set[int]], str], timed: set[int]) -> str:
    """The longest text of `write` that fits, given ever more words to leave out of the phrases under `tops`.

    `timed` are left out in any case, `kept` never.
    """
    left = set(timed)
    text = write(left)
    if len(text) <= LONGEST:
        return text
    spines = {each.index for word in kept for each in (word, *page.ancestors(word))}
    cuts = {each: page.subtree(each, "relcl") for each in _find_cuts(page, tops, spines)}
    for _ in range(_MOST_CUTS):
        excess = len(text) - LONGEST
        open_ = [each for each in cuts if each.index not in left]
        if excess <= 0 or not open_:
            break
        sizes = {each: sum(len(word.text) + 1 for word in cuts[each] if word.index not in left) for each in open_}
        cut = min(open_, key=lambda each: _rank(page, each, tops[0], sizes[each], excess))
        left.update(word.index for word in page.subtree(cut))
        text = write(left)
    return text


def _find_cuts(page: Page, tops: list[Word], spines: set[int]) -> Iterator[Word]:
    for top in tops:
        for word in page.subtree(top, "relcl"):
            if word.dep in _COSTS and word.index not in spines and word != top and _is_loose(page, word, tops[0]):
                yield word


def _is_loose(page: Page, word: Word, top: Word) -> bool:
    """Whether the rest stays true without it: not a condition, not one of several subjects, not a list's tail."""
    above = page.head(word)
    match word.dep:
        case "acl":
            return not (above.head == top.index and above.dep in ("nsubj", "nsubjpass") and _is_conditional(page, top))
        case "det":
            return word.text == "The" and above.dep in ("nsubj", "nsubjpass") and above.head == top.index
        case "mark":
            return word.lemma == "that" and above.dep == "ccomp"
        case "advmod":
            return word.index > above.index and above.is_verb
        case "advcl":
            conditional = any(each.lemma in ("if", "unless") for each in page.children(word, "mark"))
            return not conditional and page.first(word).index != above.index + 1
        case "conj":
            return above.is_verb or above.dep in ("dobj", "pobj", "attr", "appos", "acomp")
        case "amod":
            return _is_loose_adjective(page, word)
        case "prep":
            return _is_loose_preposition(page, word)
    return True


def _is_conditional(page: Page, verb: Word) -> bool:
    """Whether a clause holds only of those whom a participle picks out: "ships entering the port would be seized"."""
    return any(each.lemma in ("would", "could", "might", "may") for each in page.children(verb, "aux"))


def _is_loose_adjective(page: Page, word: Word) -> bool:
    if word.index > word.head:
        return page.child(word, "prep") is not None
    if page.child(word, "conj", "cc") is not None:
        return False
    return word.tag == "JJ" and word.text.islower() and word.lemma not in _NEEDED and _keeps_article(page, word)


def _is_loose_preposition(page: Page, word: Word) -> bool:
    above = page.head(word)
    listed = any(each.index > word.index for each in page.children(above, "conj"))
    glued = word.index + 1 < len(page.words) and page.words[word.index + 1].text == "-"
    if listed or glued or word.lemma in _FIRM or (above.tag == "JJ" and above.dep == "amod"):
        return False
    if word.lemma == "of" and (not above.is_noun or above.lemma in _PARTS):
        return above.is_verb
    return above.dep not in ("prep", "advmod")


def _keeps_article(page: Page, word: Word) -> bool:
    """Not "a" before what begins with a vowel, nor "an" before what does not."""
    before, after = page.words[word.index - 1], page.words[word.index + 1]
    return before.lemma not in ("a", "an") or (before.text.lower() == "an") == (after.text[0].lower() in "aeiou")


def _rank(page: Page, word: Word, top: Word, size: int, excess: int) -> tuple[float, int]:
    cost = _COSTS[word.dep] + _add(page, word, top)
    return (cost, size) if size >= excess else (cost + _SHORT_OF, -size)


def _add(page: Page, word: Word, top: Word) -> float:
    """What makes a phrase needed: "of" and "as", the infinitive of "efforts to", the place of a verb without object."""
    above = page.head(word)
    if word.dep == "prep":
        if word.lemma in ("of", "as", "into"):
            return 3.0 if above.is_verb else 1.5
        if above.is_verb:
            argument = 0.4 if word.lemma in _ARGUMENTS else -0.4
            argument += 2.0 if page.child(above, "neg") is not None else 0.0
            bare = page.child(above, "dobj", "attr", "acomp", "xcomp", "ccomp", "oprd") is None
            argument += 0.5 if above == top else 0.0
            return argument + (2.6 if bare and word.index <= above.index + 2 else 0.0)
        return 0.8 if word.lemma in _ARGUMENTS else 0.0
    if word.dep in ("acl", "relcl"):
        if any(each.tag == "TO" for each in page.children(word, "aux")):
            return 1.3
        if page.child(word, "mark") is not None:
            return 1.6
        return -1.4 if page.words[page.first(word).index - 1].text == "," else 0.0
    if word.dep == "conj" and word.is_verb:
        return -2.0
    if word.dep == "amod" and word.index > above.index:
        return -2.5
    return 0.0
