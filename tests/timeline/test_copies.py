"""Copies of one agency's text, and texts that somebody wrote himself."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.merge.copies import SLOTS, Sketch, copies, is_copy, sketch
from timeline.text import Document

WIRE = """\
A cargo ferry ran aground off the island of Torvik early on Tuesday after its steering failed in heavy seas, the coast guard said.

All nineteen people aboard were taken off by two rescue boats before noon and brought to the harbour of Lunde, where doctors treated four of them for cold and bruises.

"We had seven minutes between the first alarm and the rocks," the captain, Marta Hoel, told reporters on the quay.

The vessel, built in 1994 and registered in Panama, was carrying fertiliser and some eighty tonnes of fuel. Booms were laid around the hull by the evening, and no oil had been seen on the water, the environment agency said.

Inspectors had found faults in the steering gear during a visit in March, according to the port register. The owner, Skarvik Line, said that the faults had been mended the same week and that it would help the inquiry in every way.

A salvage tug is due from Bergen on Thursday. Fishing has been forbidden within five miles of the wreck until further notice."""

OWN = """\
Marta Hoel has sailed the sound for thirty years and never lost a ship. On Tuesday morning the rudder stopped answering her.

"We had seven minutes between the first alarm and the rocks," she said, wrapped in a borrowed coat. Behind her, eighteen members of the crew were drinking coffee in the fish hall at Lunde, and some of them wept.

The stranding of the ferry near Torvik is the third in these waters since the lights were automated. Fishermen here say they warned the ministry each time. What worries them now is the fuel in the tanks, and a wind that will turn to the west by Thursday.

Skarvik Line bought the ship cheaply from a Greek yard; its record of inspections shows why. Mayor Jon Eide wants the company to pay for every day that the boats lie idle."""

HEADLINE = "Ferry crew saved off Torvik, owner under fire\n\n"
LEAD = (
    "The sea has always been dangerous around the northern islands, and old ships make it no safer, as readers of this page know. "
    "Our correspondent in Lunde followed the rescue from the pier, with the families.\n\n"
)
PARAGRAPHS = WIRE.split("\n\n")
EDITED = (
    WIRE.replace("early on Tuesday", "before dawn on Tuesday")
    .replace("heavy seas", "rough seas")
    .replace("taken off", "evacuated")
    .replace("treated four", "saw to four")
    .replace("some eighty tonnes", "about 80 tons")
    .replace("the environment agency said", "said officials")
    .replace("mended", "repaired")
    .replace("forbidden", "banned")
)

COPIES = {
    "the same text": WIRE,
    "a new headline": HEADLINE + WIRE,
    "capitals and other quotation marks": WIRE.replace('"We', "“We").replace('rocks,"', "rocks,”").upper(),
    "small edits": EDITED,
    "cut to its first three paragraphs": "\n\n".join(PARAGRAPHS[:3]),
    "cut in the midst": "\n\n".join(PARAGRAPHS[::2]),
    "in another order": "\n\n".join(reversed(PARAGRAPHS)),
    "an own lead": LEAD + WIRE,
    "an own lead, small edits and a cut tail": LEAD + EDITED[:700],
    "another byline and place": "LUNDE (Northern Press) - " + WIRE + "\n\nReporting by A. Lie; editing by B. Moe",
}
NO_COPIES = {
    "another reporter's account, with the same quotation": OWN,
    "a sentence of it in an own article": OWN + "\n\n" + PARAGRAPHS[5],
    "its quotation alone": PARAGRAPHS[2],
    "a brief of one's own": "A ferry ran aground off Torvik on Tuesday and everybody aboard was saved, the coast guard said.",
    "few words": "A ferry",
}


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES.keys())
def test_copies_and_light_rewrites_are_one_source(text: str) -> None:
    assert _is_copy(WIRE, text)


@pytest.mark.parametrize("text", NO_COPIES.values(), ids=NO_COPIES.keys())
def test_what_somebody_wrote_himself_is_no_copy(text: str) -> None:
    assert not _is_copy(WIRE, text)


def test_the_title_does_not_count() -> None:
    assert _sketch(WIRE) == sketch(Document("other", WIRE, title="Ferry aground"))


def test_a_brief_is_a_copy_of_the_same_brief_only() -> None:
    """Texts of a sentence have too few words for a share of them to say anything."""
    brief = "Parliament passed the budget by nine votes."
    assert _is_copy(brief, brief.upper())
    assert not _is_copy(brief, "Parliament passed the budget by ten votes.")


def test_nothing_but_a_quotation_is_compared_by_it() -> None:
    quoted = '"We had seven minutes between the first alarm and the rocks."'
    assert _is_copy(quoted, quoted)
    assert not _is_copy(quoted, '"Nobody warned us of the rocks, and nobody came."')


def test_no_words_are_nobodys_copy() -> None:
    assert not _is_copy("!", "!")


def test_copies_lead_on_to_copies() -> None:
    """The two halves of a wire have nothing in common but the wire."""
    halves = {"first": "\n\n".join(PARAGRAPHS[:4]), "second": "\n\n".join(PARAGRAPHS[4:])}
    apart = {id: _sketch(text) for id, text in {**halves, "own": OWN}.items()}
    assert copies(apart) == []
    assert copies({**apart, "wire": _sketch(WIRE)}) == [("first", "second", "wire")]


def test_a_sketch_is_the_same_in_every_process_and_version() -> None:
    """Sketches are kept: a library that computes them otherwise would compare apples with pears."""
    kept = bytes(_sketch(WIRE))
    assert len(kept) == 4 * (SLOTS + 1)
    assert Sketch.read(kept) == _sketch(WIRE)
    assert sha256(kept).hexdigest()[:16] == "61db94c81c5f7264"


TEXTS = st.lists(st.sampled_from([*PARAGRAPHS, *OWN.split("\n\n"), "The end."]), min_size=1, max_size=6).map(
    "\n\n".join
)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_which_comes_first_does_not_matter(one: str, other: str) -> None:
    assert _is_copy(one, other) == _is_copy(other, one)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=6), st.randoms())
def test_any_order_of_documents_gives_the_same_groups(texts: list[str], chance: object) -> None:
    sketches = [(f"doc_{number}", _sketch(text)) for number, text in enumerate(texts)]
    shuffled = list(sketches)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    groups = copies(dict(sketches))
    assert copies(dict(shuffled)) == groups
    grouped = [id for group in groups for id in group]
    assert len(grouped) == len(set(grouped))


def _is_copy(one: str, other: str) -> bool:
    return is_copy(_sketch(one), _sketch(other))


def _sketch(text: str) -> Sketch:
    return sketch(Document("doc", text))
