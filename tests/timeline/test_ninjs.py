"""ninjs 3.1: what IPTC's schema asks of a package of events.

SCHEMA states anew, of the properties that are written, what the standard's JSON schema asks of them, with nothing else allowed:
names, types, formats, and which dates may go together. Source: ninjs-schema_3.1.json, github.com/iptc/newsinjson, and
iptc.org/std/ninjs. What is valid by it is valid by IPTC's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jsonschema
import orjson
import pytest
from builders import before, country, on, person, since
from hypothesis import given, settings
from hypothesis import strategies as st
from test_formats import EVENTS, NASTY, renamed, write

from timeline.events import Anchor, Event, Participant, ParticipantKind, Role, Status
from timeline.formats import FORMATS, Frame, Remark
from timeline.formats.identity import name_thing
from timeline.text import Citation

JSON = dict[str, Any]
TEXT: JSON = {"type": "string"}
URI: JSON = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z\d+.-]*:(?:[\w.~:/?#\[\]@!$&'()*+,;=-]|%[\dA-Fa-f]{2})+$"}
MOMENT: JSON = {"type": "string", "format": "date-time"}
PERCENT: JSON = {"type": "integer", "minimum": 0, "maximum": 100}
YEAR, MONTH, DAY = r"-?(?:[1-9]\d*)?\d{4}", r"(?:1[0-2]|0[1-9])", r"(?:3[01]|0[1-9]|[12]\d)"
CLOCK = r"(?:2[0-3]|[01]\d):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:2[0-3]|[01]\d):[0-5]\d)?"
TRUNCATED: JSON = {"type": "string", "pattern": f"^{YEAR}(?:-{MONTH}(?:-{DAY}(?:T{CLOCK})?)?)?$"}


def objects(*required: str, **properties: JSON) -> JSON:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(required),
            "additionalProperties": False,
        },
    }


def either(one: str, other: str) -> JSON:
    return {"oneOf": [{"required": [one]}, {"required": [other]}]}


WORDS = objects("value", role=TEXT, contentType=TEXT, value=TEXT)
NAMED = {"name": TEXT, "rel": TEXT, "uri": URI, "literal": TEXT}
ITEM: JSON = {
    "uri": URI,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "title": TEXT,
    "representationType": {"enum": ["full", "partial"]},
    "version": TEXT,
    "contentCreated": MOMENT,
    "firstCreated": MOMENT,
    "versionCreated": MOMENT,
    "edNote": TEXT,
    "altIds": objects(role=TEXT, value=TEXT),
    "headlines": WORDS,
    "descriptions": WORDS,
    "subjects": objects(**NAMED, creator=TEXT, relevance=PERCENT, confidence=PERCENT),
    "people": objects(**NAMED),
    "organisations": objects(**NAMED),
    "places": objects(**NAMED),
    "infoSources": objects(name=TEXT, role=TEXT, uri=URI, literal=TEXT),
    "eventDetails": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "eventStatus": URI,
            "dates": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "startDate": MOMENT,
                    "endDate": MOMENT,
                    "expectedStartDate": TRUNCATED,
                    "expectedEndDate": TRUNCATED,
                },
                "anyOf": [either("startDate", "expectedStartDate"), either("endDate", "expectedEndDate")],
            },
        },
    },
}
ITEM["renditions"] = objects("name", name=TEXT, href=URI, contentType=TEXT)
ITEM["associations"] = {"type": "array", "items": {"$ref": "#/$defs/associated"}}
SCHEMA: JSON = {
    "$defs": {
        "associated": {
            "type": "object",
            "properties": {**ITEM, "name": TEXT, "rel": TEXT},
            "required": ["name", "uri"],
            "additionalProperties": False,
        }
    },
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {
        **ITEM,
        "standard": {
            "type": "object",
            "properties": {"name": TEXT, "version": TEXT, "schema": URI},
            "additionalProperties": False,
        },
    },
}
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def packaged(*events: Event) -> list[JSON]:
    package = orjson.loads(write("ninjs", list(events)))
    VALIDATOR.validate(package)
    items: list[JSON] = package["associations"]
    return items


def test_the_formats_are_checked() -> None:
    """Or else a URI and a moment would be any text."""
    for bad in ({"uri": "no uri"}, {"uri": "urn:x:y", "versionCreated": "2025-02-18"}):
        assert not VALIDATOR.is_valid(bad)


def test_a_package_of_every_event() -> None:
    assert [item["altIds"][0]["value"] for item in packaged(*EVENTS)] == [event.id for event in EVENTS]
    assert {item["type"] for item in packaged(*EVENTS)} == {"event"}


DATES = [
    (on("2025"), {"expectedStartDate": "2025", "expectedEndDate": "2025"}),
    (on("2025-W07"), {"expectedStartDate": "2025-02", "expectedEndDate": "2025-02"}),
    (on("BC0480"), {"expectedStartDate": "-0479", "expectedEndDate": "-0479"}),
    (on("2025-03-27T20:00"), {"expectedStartDate": "2025-03-27T20:00:00", "expectedEndDate": "2025-03-27T20:00:00"}),
    (since("2024-02"), {"expectedStartDate": "2024-02"}),
    (on("/2025-02-18"), {"expectedEndDate": "2025-02-18"}),
    (on("199"), None),
    (before("2025-02-18"), None),
    (on("2025-02-18", confidence=0.4), None),
]


@pytest.mark.parametrize(("anchor", "dates"), DATES, ids=lambda value: getattr(value, "timex", None) or "")
def test_dates_have_only_the_parts_that_are_known(anchor: Anchor, dates: JSON | None) -> None:
    [item] = packaged(replace(EVENTS[2], time=anchor))
    assert item["eventDetails"].get("dates") == dates


def test_how_sure_the_date_is() -> None:
    """In a subject, since nothing else may hold it."""
    [item] = packaged(EVENTS[6])
    [date] = [subject for subject in item["subjects"] if subject["rel"] == "date"]
    assert date["name"] == "between 20 January and 18 February 2025"
    assert (date["literal"], date["confidence"]) == ("2025-01-20/2025-02-18", round(EVENTS[6].time.confidence * 100))
    assert item["descriptions"][0]["value"].startswith(
        "between 20 January and 18 February 2025 (no date told), occurred"
    )


@pytest.mark.parametrize("status", Status)
def test_what_is_no_fact_says_so_first(status: Status) -> None:
    [item] = packaged(replace(EVENTS[2], status=status))
    uncertain = status in (Status.DENIED, Status.POSSIBLE)
    start = f"{status.value.capitalize()}: " if uncertain else ""
    assert item["title"] == item["name"] == item["headlines"][0]["value"] == start + EVENTS[2].title
    assert ("eventStatus" in item["eventDetails"]) == (status is Status.SCHEDULED)
    assert status.value in [subject["name"] for subject in item["subjects"] if subject["rel"] == "event status"]


def test_who_took_part() -> None:
    firm = Participant("Norvik", "Norvik", ParticipantKind.ORGANISATION, Role.PATIENT)
    who = (person("Olga Ørsted"), firm, country("Norway", "NO", role=Role.RECIPIENT))
    [item] = packaged(replace(EVENTS[2], participants=who))
    assert item["people"] == [{"name": "Olga Ørsted", "rel": "agent"}]
    assert item["organisations"] == [{"name": "Norvik", "rel": "patient"}]
    assert item["subjects"][-1] == {"name": "Norway", "rel": "recipient", "literal": "NO"}


def test_reports_are_associated() -> None:
    """Each a text with its outlet, address and moment; an outlet is a source of the event, too."""
    [item] = packaged(EVENTS[2])
    whole, day_only = item["associations"]
    assert whole == {
        "name": "“Envoys & ministers meet”, Meridian Wire, 2025-02-18",
        "rel": "report",
        "uri": name_thing("doc_a"),
        "type": "text",
        "representationType": "partial",
        "altIds": [{"role": "document", "value": "doc_a"}],
        "headlines": [{"value": "Envoys & ministers meet"}],
        "infoSources": [{"role": "source", "name": "Meridian Wire"}],
        "contentCreated": "2025-02-18T07:00:00+01:00",
        "renditions": [{"name": "web", "href": "https://wire.example/%C3%A4?a=1&b=2"}],
    }
    assert day_only["name"] == "Harbour <Post>, 2025-02-19"
    assert not {"contentCreated", "renditions", "headlines"} & day_only.keys()
    assert [source["name"] for source in item["infoSources"]] == ["Meridian Wire", "Harbour <Post>"]


def test_a_report_that_is_not_kept_is_named_by_its_id() -> None:
    package = orjson.loads(FORMATS["ninjs"].write([EVENTS[2]], Frame("A", now="2025-02-20T12:00:00Z")))
    VALIDATOR.validate(package)
    assert [report["name"] for report in package["associations"][0]["associations"]] == ["doc_a", "doc_b"]


def test_an_entry_of_an_editor() -> None:
    """No reports, no moments of its own; text, note and link are the editor's."""
    entry = replace(EVENTS[0], mentions=(), reports=0, sources=0, created_at="", updated_at="")
    remarks = {entry.id: Remark("The fleet won.", "Check.", "https://courier.example/a")}
    package = orjson.loads(FORMATS["ninjs"].write([entry], Frame("A", now="2025-02-20T12:00:00Z", remarks=remarks)))
    VALIDATOR.validate(package)
    [item] = package["associations"]
    assert (item["edNote"], item["versionCreated"]) == ("Check.", "2025-02-20T12:00:00Z")
    assert [each["value"] for each in item["descriptions"][1:]] == ["The fleet won.", "https://courier.example/a"]


@settings(max_examples=50, deadline=None)
@given(NASTY, st.sampled_from([None, "javascript:alert(1)", "https://news.example/ä?q=1 2"]))
def test_any_title_is_valid(title: str, url: str | None) -> None:
    event = replace(renamed(title), id=title)
    cited = {"doc_a": Citation(title, title, title, url), "doc_b": Citation(None, None, None, url)}
    frame = Frame(title, now="2025-02-20T12:00:00Z", url=url, citations=cited)
    VALIDATOR.validate(orjson.loads(FORMATS["ninjs"].write([event], frame)))
