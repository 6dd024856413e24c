"""TimeML: valid by its DTD, and read back the same words stand at the same places.

The reader of these tests is lxml and a few lines, which know nothing of the writer.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from annotated import extractions
from hypothesis import given, settings
from lxml import etree

from timeline.annotations import TEXT_FORMATS
from timeline.events import (
    UNPLACED,
    Aspect,
    Basis,
    Covered,
    EventClass,
    EventType,
    Extraction,
    Link,
    Mention,
    Polarity,
    Quote,
    Range,
    Relation,
    Status,
    Tense,
    TimeExpression,
)
from timeline.granularity import Granularity
from timeline.interval import parse
from timeline.text import Document
from timeline.timex import TimexType

DTD_FILE = Path(__file__).parent / "schemas" / "timeml_1.2.1.dtd"
DTD = etree.DTD(str(DTD_FILE))
# XML 1.0 (fifth edition), production 2, Char; written again so that the writer's own is held against it.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Tagged(NamedTuple):
    id: str
    start: int
    end: int
    text: str


def write(extraction: Extraction) -> bytes:
    return TEXT_FORMATS["timeml"].write(extraction, url=None)


def parsed(octets: bytes) -> etree._Element:
    root = etree.fromstring(octets)
    DTD.assertValid(root)
    return root


def laid_out(root: etree._Element) -> tuple[str, list[Tagged]]:
    """The text, and each tag with its words, by counting characters; an empty tag by what its comment says."""
    [body] = root.findall("TEXT")
    text = body.text or ""
    tags = []
    for child in body:
        assert len(child) == 0, "a tag in a tag"
        words = child.text or ""
        [id] = [child.get(name) for name in ("tid", "eid", "sid") if child.get(name)]
        told = re.search(r"characters (\d+)-(\d+)$", child.get("comment") or "")
        start, end = (int(told[1]), int(told[2])) if told else (len(text), len(text) + len(words))
        tags.append(Tagged(id, start, end, words))
        text += words + (child.tail or "")
    return text, [tag._replace(text=text[tag.start : tag.end]) for tag in tags]


def spans(root: etree._Element, kind: str) -> list[Tagged]:
    return sorted((tag for tag in laid_out(root)[1] if tag.id[0] == kind), key=lambda tag: int(tag.id[1:]))


@settings(max_examples=300, deadline=None)
@given(extractions())
def test_the_text_and_every_word_come_back(extraction: Extraction) -> None:
    """Valid, whatever the text holds; what XML cannot hold is replaced one for one, so offsets stay."""
    root = parsed(write(extraction))
    text = NOT_XML.sub("\ufffd", extraction.document.text)
    assert laid_out(root)[0] == text
    times = spans(root, "t")[: len(extraction.times)]
    assert [tag[1:] for tag in times] == [(one.start, one.end, text[one.start : one.end]) for one in extraction.times]
    assert [tag[1:] for tag in spans(root, "e")] == [
        (one.trigger.start, one.trigger.end, text[one.trigger.start : one.trigger.end]) for one in extraction.mentions
    ]


@settings(max_examples=100, deadline=None)
@given(extractions())
def test_nothing_goes_silently(extraction: Extraction) -> None:
    """What is replaced, displaced or left out is said."""
    root = parsed(write(extraction))
    told = root.findtext("EXTRAINFO") or ""
    displaced = root.xpath("//TEXT/*[contains(@comment, 'characters ')]")
    assert ("warning: overlap:" in told) == bool(displaced)
    assert ("warning: replaced:" in told) == bool(NOT_XML.search(extraction.document.text))
    tlinks = [link for link in root.findall("TLINK") if link.get("relType") != "IDENTITY"]
    assert ("warning: left-out:" in told) == (len(tlinks) < len(extraction.links))
    assert all(link.get("relatedToTime") or link.get("relatedToEventInstance") for link in tlinks)
    assert "warning: no-date: Send published_at & <more>." in told


TEXT = "The fair ran from March 3 to March 7. Envoys met on Monday, two days after the vote; they might return."


def at(words: str) -> Quote:
    start = TEXT.index(words)
    return Quote(words, start, start + len(words))


def a_time(id: str, words: str, value: str, *, both: Range | None = None) -> TimeExpression:
    quote = at(words)
    return TimeExpression(id, quote.start, quote.end, words, TimexType.DATE, value, Basis.RELATIVE, "a-rule", 0.9, reference="t0", range=both)  # fmt: skip


def a_mention(id: str, word: str, **fields: object) -> Mention:
    plain = Mention(
        id, at(word), word, word, EventClass.OCCURRENCE, EventType.CONSULT, Status.OCCURRED, Tense.PAST, Aspect.NONE,
        Polarity.POS, UNPLACED, at(word), 0.5, 0.75,
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


def told() -> Extraction:
    whole = at("March 3 to March 7")
    covered = Covered(parse("2025-03-03", "2025-03-07"), Granularity.RANGE)
    both = Range("t1", "t2", whole.start, whole.end, whole.text, "2025-03-03/2025-03-07", covered)
    times = (
        a_time("t1", "March 3", "2025-03-03", both=both),
        a_time("t2", "March 7", "2025-03-07", both=both),
        a_time("t3", "Monday", "2025-03-10"),
        a_time("t4", "two days", "P2D"),
    )
    named = replace(UNPLACED, basis=Basis.NAMED, timex="2025-03-08", expression="the vote", time_id="n1")
    mentions = (
        a_mention("m1", "ran"),
        a_mention("m2", "met"),
        a_mention("m3", "vote", tense=Tense.NONE, time=named, same_as="m2"),
        a_mention("m4", "return", tense=Tense.NONE, modality="might", status=Status.POSSIBLE, polarity=Polarity.NEG),
    )
    links = (
        Link("m1", "t1", Relation.IS_INCLUDED),
        Link("m2", "m3", Relation.AFTER, "P2D", at("two days after the vote")),
        Link("m3", "n1", Relation.IS_INCLUDED),
    )
    return Extraction(Document("doc_1", TEXT, "Fair", published_at="2025-03-12"), times, mentions, links)


def attributes(root: etree._Element, path: str) -> dict[str, str]:
    [found] = root.findall(path)
    return dict(found.attrib)


def test_a_range_is_a_duration_between_two_points() -> None:
    assert attributes(parsed(write(told())), ".//TIMEX3[@beginPoint]") == {
        "tid": "t5",
        "type": "DURATION",
        "value": "P5D",
        "beginPoint": "t1",
        "endPoint": "t2",
        "comment": "2025-03-03/2025-03-07",
    }


def test_the_words_that_order_two_events_are_a_signal() -> None:
    """As far as they are no event and no time themselves."""
    root = parsed(write(told()))
    assert [tag.text for tag in spans(root, "s")] == ["after the"]
    link = attributes(root, "TLINK[@signalID]")
    assert (link["eventInstanceID"], link["relatedToEventInstance"]) == ("ei2", "ei3")
    assert (link["relType"], link["signalID"], link["comment"]) == ("AFTER", "s1", "lag P2D")


def test_a_time_known_by_name_stands_behind_the_text() -> None:
    root = parsed(write(told()))
    assert attributes(root, ".//TIMEX3[@tid='t6']")["value"] == "2025-03-08"
    assert spans(root, "t")[-1][1:] == (len(TEXT), len(TEXT), "")
    assert attributes(root, "TLINK[@relatedToTime='t6']")["eventInstanceID"] == "ei3"


def test_one_event_told_twice_is_an_identity() -> None:
    link = attributes(parsed(write(told())), "TLINK[@relType='IDENTITY']")
    assert (link["eventInstanceID"], link["relatedToEventInstance"]) == ("ei3", "ei2")


def test_how_an_event_is_told() -> None:
    root = parsed(write(told()))
    instance = attributes(root, "MAKEINSTANCE[@eiid='ei4']")
    assert instance == {"eiid": "ei4", "eventID": "e4", "tense": "NONE", "aspect": "NONE", "pos": "VERB", "polarity": "NEG", "modality": "might"}  # fmt: skip
    assert attributes(root, ".//EVENT[@eid='e4']")["comment"] == "m4; possible; CONSULT"
    assert attributes(root, "CONFIDENCE[@tagID='e4']")["confidenceValue"] == "0.750"


def test_a_time_says_what_it_was_read_against() -> None:
    root = parsed(write(told()))
    created = attributes(root, "DCT/TIMEX3")
    assert (created["tid"], created["value"], created["functionInDocument"]) == ("t0", "2025-03-12", "CREATION_TIME")
    time = attributes(root, ".//TIMEX3[@tid='t3']")
    assert (time["value"], time["anchorTimeID"], time["temporalFunction"]) == ("2025-03-10", "t0", "true")
    assert time["comment"] == "relative; a-rule"


def test_without_a_date_there_is_none() -> None:
    undated = told()
    root = parsed(write(replace(undated, document=replace(undated.document, published_at=None))))
    assert len(root.findall("DCT/*")) == 0
    assert not root.xpath("//@anchorTimeID")


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed")
def test_xmllint_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.tml"
    path.write_bytes(write(told()))
    command = ["xmllint", "--noout", "--nonet", "--dtdvalid", str(DTD_FILE), str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")


def test_a_media_type_and_a_sentence() -> None:
    for name, format_ in TEXT_FORMATS.items():
        assert format_.name == name
        assert format_.sentence.endswith(".")
