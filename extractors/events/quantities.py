"""Amounts that belong to an event: "at least 200,000 foreign troops" is (200000, "troops", "at least")."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.page import Page, Word
from timeline.events import Quantity

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_UNITS = dict(
    zip(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(1, 20),
        strict=True,
    )
)
_UNITS |= dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_MODIFIERS = (
    "at least",
    "at most",
    "more than",
    "less than",
    "fewer than",
    "as many as",
    "up to",
    "about",
    "around",
    "nearly",
    "almost",
    "over",
    "some",
    "approximately",
    "roughly",
    "under",
    "an estimated",
    "close to",
    "only",
)
_CHANGES = frozenset({"increase", "rise", "cut", "reduction", "expansion", "decrease", "boost", "drop", "growth"})


def find_quantities(reading: Reading, drafts: list[Draft]) -> None:
    page = reading.page
    by_word = {draft.word.index: draft for draft in drafts} | {
        draft.support.index: draft for draft in drafts if draft.support
    }
    timed = {word.index for time in reading.times for word in page.between(time.start, time.end)}
    for word in page.words:
        if word.tag != "CD" or word.dep == "compound" or word.index in timed:
            continue
        owner = next((by_word[above.index] for above in page.ancestors(word) if above.index in by_word), None)
        owner = _changed(page, owner, word, by_word) if owner is not None else None
        quantity = _quantity(page, word)
        if owner is not None and quantity is not None and len(owner.quantities) < 6:
            owner.quantities.append(quantity)


def _changed(page: Page, owner: Draft, number: Word, by_word: dict[int, Draft]) -> Draft:
    """In "support an increase in the budget to 1.5 million" the amount is the increase's, wherever the parse hangs it."""
    for word in reversed(page.words[owner.verb.index + 1 : number.index]):
        if (
            word.lemma in _CHANGES
            and word.index in by_word
            and any(each.lemma in ("to", "by", "from") for each in page.ancestors(number))
        ):
            return by_word[word.index]
    return owner


def _quantity(page: Page, number: Word) -> Quantity | None:
    parts = [*[each for each in page.children(number, "compound") if each.tag == "CD"], number]
    value = read_number([part.text for part in parts])
    if value is None:
        return None
    head = page.head(number)
    currency = next((each for each in page.children(number, "quantmod", "nmod") if each.tag == "$"), None)
    unit = currency or (head if number.dep in ("nummod", "compound") and head.is_noun else None)
    if unit is None or (head.tag in ("NNP", "NNPS") and currency is None) or unit.text.startswith("-"):
        return None
    first = min(each.start for each in (*parts, *([currency] if currency else [])))
    mod, first = _modifier(page.text, first)
    end = max(unit.end, number.end)
    return Quantity(value, unit.text, mod, page.text[first:end])


def read_number(parts: list[str]) -> float | None:
    """
    >>> read_number(["1.5", "million"]), read_number(["200,000"]), read_number(["twenty", "two"])
    (1500000.0, 200000.0, 22.0)
    """
    total = 0.0
    for part in parts:
        word = part.lower().replace(",", "")
        if word in _SCALES:
            total = (total or 1.0) * _SCALES[word]
        elif word in _UNITS:
            total += _UNITS[word]
        elif word.isascii() and word.replace(".", "", 1).isdigit():
            total += float(word)
        elif "-" in word and all(each in _UNITS for each in word.split("-")):
            total += sum(_UNITS[each] for each in word.split("-"))
        else:
            return None
    return total if total < 1e18 else None


def _modifier(text: str, first: int) -> tuple[str | None, int]:
    before = text[max(0, first - 16) : first].lower().rstrip()
    for modifier in _MODIFIERS:
        if before.endswith(modifier) and not before[: -len(modifier)][-1:].isalpha():
            start = text.lower().rfind(modifier, max(0, first - 16), first)
            return (modifier, start) if start >= 0 else (modifier, first)
    return None, first
