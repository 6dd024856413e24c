"""schema.org: what a harvester of JSON-LD understands, by its own reader and by the vocabulary's own words.

The reader (pyld) gets a context of our own for https://schema.org, so that nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from builders import after, before, on, since
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld  # type: ignore[import-untyped]
from test_formats import EVENTS, NASTY, renamed, write

from timeline.events import UNPLACED, Anchor, Event, Status
from timeline.formats import FORMATS, Frame, Remark
from timeline.formats.identity import name_thing
from timeline.formats.precision import known_ends

JSON = dict[str, Any]
SCHEMA = "http://schema.org/"

# schema.org, the tables of each type's page (https://schema.org/Event, https://schema.org/Claim …). `about` of a Role is
# the property that the Role stands in for (https://schema.org/Role).
THING = {"name", "description", "identifier", "url", "subjectOf"}
CREATIVE_WORK = THING | {"about", "hasPart", "keywords", "spatialCoverage", "text"}
TERMS = {
    "ItemList": THING | {"itemListElement", "numberOfItems"},
    "ListItem": THING | {"item", "position"},
    "Event": THING | {"about", "endDate", "eventStatus", "keywords", "location", "startDate"},
    "Claim": CREATIVE_WORK | {"appearance"},
    "Dataset": CREATIVE_WORK | {"variableMeasured"},
    "NewsArticle": CREATIVE_WORK | {"datePublished", "headline", "publisher"},
    "Quotation": CREATIVE_WORK,
    "PropertyValue": THING | {"value"},
    "Place": THING | {"address"},
    "PostalAddress": THING | {"addressCountry"},
    "Role": THING | {"roleName", "about"},
    "Person": THING,
    "Organization": THING,
    "Country": THING,
    "Product": THING,
    "Thing": THING,
}


def load_context(url: str, _: Any) -> JSON:
    assert url.rstrip("/") == "https://schema.org", url
    context = {"@vocab": SCHEMA, "url": {"@type": "@id"}, "eventStatus": {"@type": "@id"}}
    return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": {"@context": context}}  # fmt: skip


OPTIONS = {"documentLoader": load_context}


def listed(*events: Event) -> list[JSON]:
    """The items, as JSON."""
    file = orjson.loads(write("jsonld", list(events)))
    return [element["item"] for element in file["itemListElement"]]


def nodes(value: Any) -> Iterator[JSON]:
    if isinstance(value, list):
        for inner in value:
            yield from nodes(inner)
    elif isinstance(value, dict):
        yield value
        yield from nodes(list(value.values()))


def known(item: JSON) -> JSON:
    """What the Dataset of an item says."""
    about = item["subjectOf"] if isinstance(item["subjectOf"], list) else [item["subjectOf"]]
    [dataset] = [one for one in about if one["@type"] == "Dataset"]
    return {each["name"]: each["value"] for each in dataset["variableMeasured"]}


def test_every_term_is_one_of_its_type() -> None:
    file = orjson.loads(write("jsonld", EVENTS))
    seen = set()
    for node in nodes(file):
        seen.add(node["@type"])
        assert {name for name in node if name[0] != "@"} <= TERMS[node["@type"]], node
    assert {"Event", "Claim", "Dataset", "NewsArticle", "Role"} <= seen


def test_expands() -> None:
    """Every event once, and nothing that the context does not know is lost."""
    [file] = jsonld.expand(orjson.loads(write("jsonld", EVENTS)), OPTIONS)
    elements = file[f"{SCHEMA}itemListElement"]
    assert len(elements) == len(EVENTS)
    assert {element[f"{SCHEMA}item"][0]["@id"] for element in elements} == {name_thing(one.id) for one in EVENTS}


def test_is_rdf() -> None:
    """A document that tells of three events is one node with what it says of each."""
    graph = jsonld.to_rdf(orjson.loads(write("jsonld", EVENTS)), OPTIONS)["@default"]
    triples = [(one["subject"]["value"], one["predicate"]["value"], one["object"]["value"]) for one in graph]
    starts = {subject: value for subject, predicate, value in triples if predicate == f"{SCHEMA}startDate"}
    assert starts[name_thing("ev_0003")] == "2025-01"
    assert (name_thing("ev_0009"), f"{SCHEMA}eventStatus", "https://schema.org/EventScheduled") in triples
    telling = {subject for subject, predicate, value in triples if predicate == f"{SCHEMA}subjectOf" and value == name_thing("doc_a")}  # fmt: skip
    assert {name_thing("ev_0001"), name_thing("ev_0003")} <= telling


ENDS = [
    (on("2025"), "2025", "2025"),
    (on("2025-02"), "2025-02", "2025-02"),
    (on("2025-02-18"), "2025-02-18", "2025-02-18"),
    (on("2025-02-18T20:00"), "2025-02-18T20:00", "2025-02-18T20:00"),
    (on("2025-02-18T20:00:05"), "2025-02-18T20:00:05", "2025-02-18T20:00:05"),
    (on("2025-02-18T20"), "2025-02-18", "2025-02-18"),
    (on("2025-02-18TEV"), "2025-02-18", "2025-02-18"),
    (on("2025-02-18TNI"), "2025-02", "2025-02"),
    (on("2025-W07"), "2025-02", "2025-02"),
    (on("2025-W01"), None, None),
    (on("2025-Q1"), "2025", "2025"),
    (on("199"), None, None),
    (on("BC0480"), "-0479", "-0479"),
    (on("2025-02-14/2025-02-16"), "2025-02-14", "2025-02-16"),
    (on("2025-02-18T20:00/2025-02-18T22:00"), "2025-02-18T20:00", "2025-02-18T22:00"),
    (on("2025-02-14/"), "2025-02-14", None),
    (since("2024-02"), "2024-02", None),
    (before("2025-02-18"), None, None),
    (after("2025-02-18"), None, None),
    (UNPLACED, None, None),
]


@pytest.mark.parametrize(("anchor", "start", "end"), ENDS, ids=lambda value: getattr(value, "timex", value) or "none")
def test_an_end_is_only_as_fine_as_known(anchor: Anchor, start: str | None, end: str | None) -> None:
    assert known_ends(anchor) == (start, end)


@pytest.mark.parametrize("status", [Status.DENIED, Status.POSSIBLE])
def test_what_is_no_fact_is_no_event(status: Status) -> None:
    """A claim: its name says so, and nobody harvests a date of it."""
    [item] = listed(replace(EVENTS[2], status=status))
    assert item["@type"] == "Claim"
    assert item["name"] == f"{status.value.capitalize()}: {EVENTS[2].title}"
    assert not {"startDate", "endDate", "eventStatus"} & item.keys()
    assert [article["identifier"] for article in item["appearance"]] == ["doc_a", "doc_b"]
    assert (known(item)["status"], known(item)["edtf"]) == (status, "2025-01")


def test_documents_are_cited() -> None:
    """By what is known of each; an address only of the web."""
    _, *articles = listed(EVENTS[2])[0]["subjectOf"]
    cited = [{name: value for name, value in one.items() if name in ("headline", "publisher", "datePublished", "url")} for one in articles]  # fmt: skip
    assert cited == [
        {
            "headline": "Envoys & ministers meet",
            "publisher": {"@type": "Organization", "name": "Meridian Wire"},
            "datePublished": "2025-02-18T07:00:00+01:00",
            "url": "https://wire.example/%C3%A4?a=1&b=2",
        },
        {"publisher": {"@type": "Organization", "name": "Harbour <Post>"}, "datePublished": "2025-02-19"},
    ]


def test_a_date_more_likely_wrong_than_right_is_no_start() -> None:
    [item] = listed(replace(EVENTS[4], time=replace(EVENTS[4].time, confidence=0.4)))
    assert "startDate" not in item
    assert (known(item)["edtf"], known(item)["date_confidence"]) == ("2025-02-14/2025-02-16", 0.4)


def test_what_has_no_date_says_so() -> None:
    item = listed(*EVENTS)[-1]
    assert "startDate" not in item
    assert item["description"].startswith("date unknown")
    assert known(item)["basis"] == "unknown"


def test_only_what_is_to_come_has_a_status() -> None:
    assert [item["identifier"] for item in listed(*EVENTS) if "eventStatus" in item] == ["ev_0009"]


def test_what_an_editor_says_is_there() -> None:
    remark = Remark("As the wires had it.", "Check the place.", "https://courier.example/truce")
    frame = Frame("Talks", now="", remarks={EVENTS[0].id: remark})
    file = orjson.loads(FORMATS["jsonld"].write(EVENTS[:1], frame))
    [item] = [element["item"] for element in file["itemListElement"]]
    assert item["description"].splitlines()[1:] == ["As the wires had it.", "Check the place."]
    assert (item["url"], "url" in file) == ("https://courier.example/truce", False)


@settings(max_examples=50, deadline=None)
@given(NASTY, st.sampled_from(["javascript:alert(1)", "@id", "https://news.example/ä?b=<>"]))
def test_no_title_becomes_anything_but_a_name(title: str, url: str) -> None:
    """Nor does an address that is none of the web."""
    file = orjson.loads(FORMATS["jsonld"].write([renamed(title)], Frame(title, now="", url=url)))
    assert ("url" in file) == url.startswith("https")
    [listed] = jsonld.expand(file, OPTIONS)
    [element] = listed[f"{SCHEMA}itemListElement"]
    [name] = element[f"{SCHEMA}item"][0][f"{SCHEMA}name"]
    assert name == {"@value": file["itemListElement"][0]["item"]["name"]}
