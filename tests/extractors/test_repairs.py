"""Known errors of the model's parse, mended: each repair changes its own shape and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.page import Entity, Page, Sentence, Word
from extractors.repairs import repair


def page_of(*rows: tuple[str, str, str, int], entities: tuple[tuple[int, int, str], ...] = ()) -> Page:
    """A one-sentence page of (form, tag, dependency, head) rows."""
    words, start = [], 0
    for index, (form, tag, dep, head) in enumerate(rows):
        words.append(Word(index, form, start, start + len(form), form.lower(), tag, dep, head, 0))
        start += len(form) + 1
    body = " ".join(row[0] for row in rows)
    named = tuple(
        Entity(first, after, label, " ".join(w.text for w in words[first:after])) for first, after, label in entities
    )
    return Page(body, tuple(words), (Sentence(0, 0, len(body), 0, len(words), 0, heading=False),), named)


def shape(page: Page) -> dict[str, tuple[str, str]]:
    """Form → its dependency and its head's form."""
    return {word.text: (word.dep, page.words[word.head].text) for word in page.words}


def test_a_subject_is_freed_from_a_date() -> None:
    page = page_of(
        ("And", "CC", "cc", 5), ("on", "IN", "prep", 5), ("11", "CD", "nummod", 4), ("March", "NNP", "compound", 4),
        ("Peru", "NNP", "pobj", 1), ("accepted", "VBD", "ROOT", 5), ("it", "PRP", "dobj", 5), entities=((2, 4, "DATE"),),
    )  # fmt: skip
    found = shape(repair(page))
    assert found["Peru"] == ("nsubj", "accepted")
    assert found["March"] == ("pobj", "on")


def test_a_participle_that_is_the_only_verb_is_the_verb() -> None:
    page = page_of(
        ("Orion", "NNP", "ROOT", 0), ("launched", "VBN", "acl", 0), ("from", "IN", "prep", 1), ("Kourou", "NNP", "pobj", 2),
        (".", ".", "punct", 0),
    )  # fmt: skip
    found = repair(page)
    assert shape(found)["Orion"] == ("nsubj", "launched")
    assert found.words[1].tag == "VBD"
    assert found.words[1].is_root


@pytest.mark.parametrize(("again", "tag"), [("Orvion", "NNP"), ("orvion", "NN")])
def test_a_word_that_begins_a_sentence_is_a_name_if_the_text_names_it_so(again: str, tag: str) -> None:
    first = page_of(("Orvion", "NN", "nsubj", 1), ("met", "VBD", "ROOT", 1), (again, "NNP", "dobj", 1), ("twice", "RB", "advmod", 1))  # fmt: skip
    assert repair(first).words[0].tag == tag


def test_a_numeral_is_not_the_speaker() -> None:
    page = page_of(
        ("Ariane", "NNP", "npadvmod", 3), ("I", "PRP", "nsubj", 3), ("will", "MD", "aux", 3), ("fly", "VB", "ROOT", 3)
    )
    found = repair(page)
    assert found.words[1].tag == "NNP"
    assert shape(found)["Ariane"] == ("compound", "I")


def test_a_name_is_joined_over_its_particles() -> None:
    rows = (
        ("Ines", "NNP", "compound", 2),
        ("van", "NNP", "compound", 2),
        ("Loon", "NNP", "nsubj", 3),
        ("left", "VBD", "ROOT", 3),
    )
    found = repair(page_of(*rows, entities=((0, 2, "PERSON"), (2, 3, "GPE"))))
    assert [(each.text, each.label) for each in found.entities] == [("Ines van Loon", "PERSON")]


@pytest.mark.parametrize("dep", ["acl", "ccomp", "advcl"])
def test_a_clause_with_a_relative_pronoun_is_relative(dep: str) -> None:
    page = page_of(
        ("Plans", "NNS", "ROOT", 0), ("that", "WDT", "dobj", 3), ("Okafor", "NNP", "nsubj", 3), ("made", "VBD", dep, 0)
    )  # fmt: skip
    assert shape(repair(page))["made"] == ("relcl", "Plans")


def test_what_is_in_order_stays() -> None:
    page = page_of(("Okafor", "NNP", "nsubj", 1), ("resigned", "VBD", "ROOT", 1), (".", ".", "punct", 1))
    assert repair(page).words == page.words
    assert replace(page.words[0]) == page.words[0]


def test_no_repair_closes_a_ring_of_heads() -> None:
    """ "Ariane I shook": where the numeral hangs from its name's clause, the name cannot hang from the numeral."""
    page = page_of(("Ariane", "NNP", "ROOT", 0), ("I", "PRP", "nsubj", 2), ("shook", "VBD", "relcl", 0))
    found = repair(page)
    assert [word.text for word in found.ancestors(found.words[1])] == ["shook", "Ariane"]
