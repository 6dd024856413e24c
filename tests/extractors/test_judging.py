"""What kind an event is and what the text says of its reality: sentences judged by hand, and the table in the glossary."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from extractors import extract
from timeline import text
from timeline.events import EventType, Mention

HERE = Path(__file__).parent
JUDGED = tomllib.loads((HERE.parent / "cases" / "judging.toml").read_text("utf-8"))
LEXICON = tomllib.loads((HERE.parents[1] / "extractors/languages/en/events.toml").read_text("utf-8"))
GLOSSARY = (HERE.parents[1] / "docs" / "glossary.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([A-Z]+) \| (PLOVER|ACE|Dateline) \| .+? \| (.+?) \|$", GLOSSARY, re.MULTILINE)


def read(sentence: str, published: str | None = None) -> tuple[Mention, ...]:
    return extract(text.document(sentence, published_at=published)).mentions


def judge(gold: str, mentions: tuple[Mention, ...]) -> dict[str, bool]:
    """Field → whether it is as judged; all wrong where the trigger is not found."""
    told, _, speaker = gold.partition(" @ ")
    trigger, type_, status, tense, polarity = told.split()
    mention = next((each for each in mentions if trigger in each.trigger.text.split()), None)
    if mention is None:
        return dict.fromkeys(("type", "status", "tense", "polarity", "attribution"), False)
    lent = tense == "NONE" and " " in mention.lemma
    said_by = re.sub(r"^(the|a|an) ", "", (mention.attribution or "").lower())
    return {
        "type": mention.type.value == type_,
        "status": mention.status.value == status,
        "tense": lent or tense in ("-", mention.tense.value),
        "polarity": mention.polarity.value == polarity,
        "attribution": said_by == speaker.lower(),
    }


@pytest.mark.parametrize(
    ("part", "least"),
    [
        ("first", {"type": 0.93, "status": 0.93, "tense": 0.94, "polarity": 0.95, "attribution": 0.94}),
        ("second", {"type": 0.88, "status": 0.94, "tense": 0.95, "polarity": 0.95, "attribution": 0.92}),
        ("third", {"type": 0.9, "status": 0.9, "tense": 0.93, "polarity": 0.94, "attribution": 0.92}),
        ("fourth", {"type": 0.8, "status": 0.93, "tense": 0.93, "polarity": 0.95, "attribution": 0.95}),
    ],
)
def test_most_sentences_are_judged_as_by_hand(part: str, least: dict[str, float]) -> None:
    """The share right of each field; the sentences read wrongly stay in the file as they were judged."""
    right: Counter[str] = Counter()
    total = 0
    for sentences in JUDGED[part].values():
        for sentence, events in sentences.items():
            mentions = read(sentence, JUDGED["published"])
            for gold in events:
                right.update(field for field, well in judge(gold, mentions).items() if well)
                total += 1
    shares = {field: right[field] / total for field in least}
    assert {field: share for field, share in shares.items() if share < least[field]} == {}


def test_the_glossary_has_every_type_once_with_its_standard() -> None:
    assert [name for name, _, _ in ROWS] == [each.value for each in EventType]
    assert {name: standard for name, standard, _ in ROWS} == {
        **{row["name"]: row["source"] for row in LEXICON["type"]},
        "OTHER": "Dateline",
    }


@pytest.mark.parametrize(("name", "example"), [(name, example) for name, _, example in ROWS])
def test_an_example_of_the_glossary(name: str, example: str) -> None:
    """The word in bold is found as an event of the row's type."""
    word = re.search(r"\*\*(.+?)\*\*", example)
    assert word is not None
    assert {each.trigger.text: each.type.value for each in read(example.replace("**", ""))}.get(word[1]) == name
