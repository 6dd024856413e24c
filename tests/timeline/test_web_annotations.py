"""Web Annotations: what the model says an annotation must have, as linked data, and tied to the right words.

Sources: W3C Web Annotation Data Model (2017-02-23) and Vocabulary. CONTEXT has, of the terms of anno.jsonld, those that are used
here, with their IRIs; SCHEMA what the model says of each class with MUST. The anchoring is another few lines than the writer's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import orjson
import pytest
from annotated import extractions
from builders import article, mention, on
from hypothesis import given, settings
from pyld import jsonld  # type: ignore[import-untyped]

from timeline import wire
from timeline.annotations import TEXT_FORMATS
from timeline.events import Extraction, Status
from timeline.formats.identity import name_thing

JSON = dict[str, Any]
OA, AS = "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#"
PURPOSES = ("classifying", "describing", "identifying", "tagging")


def link(iri: str) -> JSON:
    return {"@id": iri, "@type": "@id"}


CONTEXT: JSON = {
    "id": "@id",
    "type": "@type",
    "Annotation": f"{OA}Annotation",
    "SpecificResource": f"{OA}SpecificResource",
    "TextualBody": f"{OA}TextualBody",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Software": f"{AS}Application",
    **{purpose: f"{OA}{purpose}" for purpose in PURPOSES},
    "body": link(f"{OA}hasBody"),
    "target": link(f"{OA}hasTarget"),
    "source": link(f"{OA}hasSource"),
    "selector": link(f"{OA}hasSelector"),
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "start": {"@id": f"{OA}start", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "end": {"@id": f"{OA}end", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
    "generator": link(f"{AS}generator"),
    "first": link(f"{AS}first"),
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "total": {"@id": f"{AS}totalItems", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "startIndex": {"@id": f"{AS}startIndex", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
}

IRI: JSON = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z\d+.-]*:[^\s<>\"{}|\\^`]+$"}
COUNT: JSON = {"type": "integer", "minimum": 0}
QUOTE: JSON = {
    "required": ["type", "exact"],
    "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string", "minLength": 1}},
}
POSITION: JSON = {
    "required": ["type", "start", "end"],
    "properties": {"type": {"const": "TextPositionSelector"}, "start": COUNT, "end": COUNT},
}


def one_or_more(schema: JSON) -> JSON:
    return {"anyOf": [{"type": "array", "minItems": 1, "items": schema}, {"type": "object", **schema}]}


SCHEMA: JSON = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": COUNT,
        "first": {
            "type": "object",
            "required": ["id", "type", "items"],
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "startIndex": COUNT,
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "type", "target"],
                        "properties": {
                            "id": IRI,
                            "type": {"const": "Annotation"},
                            "motivation": {"enum": list(PURPOSES)},
                            "body": one_or_more(
                                {
                                    "required": ["type", "value"],
                                    "properties": {
                                        "type": {"const": "TextualBody"},
                                        "value": {"type": "string"},
                                        "purpose": {"enum": list(PURPOSES)},
                                        "format": {"type": "string", "pattern": r"^\w+/[\w.+-]+$"},
                                    },
                                }
                            ),
                            "target": one_or_more(
                                {
                                    "required": ["source", "selector"],
                                    "properties": {
                                        "type": {"const": "SpecificResource"},
                                        "source": IRI,
                                        "selector": one_or_more({"oneOf": [QUOTE, POSITION]}),
                                    },
                                }
                            ),
                        },
                    },
                },
            },
        },
    },
}
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
KEPT = "https://dateline.example/v1/documents/doc_1"


def write(extraction: Extraction, url: str | None = KEPT) -> JSON:
    collection: JSON = orjson.loads(TEXT_FORMATS["annotations"].write(extraction, url=url))
    VALIDATOR.validate(collection)
    return collection


def selectors(annotation: JSON) -> tuple[JSON, JSON]:
    """The quote and the position in the text that we hold."""
    target = annotation["target"]
    first = target[0] if isinstance(target, list) else target
    by_type = {selector["type"]: selector for selector in first["selector"]}
    return by_type["TextQuoteSelector"], by_type["TextPositionSelector"]


def anchor(quote: JSON, text: str) -> list[tuple[int, int]]:
    """Everywhere the quote stands between its prefix and its suffix."""
    found, exact = [], quote["exact"]
    at = text.find(exact)
    while at >= 0:
        after = at + len(exact)
        if text[:at].endswith(quote["prefix"]) and text[after:].startswith(quote["suffix"]):
            found.append((at, after))
        at = text.find(exact, at + 1)
    return found


def spans(extraction: Extraction) -> list[tuple[int, int]]:
    times = [(time.start, time.end) for time in extraction.times]
    return times + [(one.trigger.start, one.trigger.end) for one in extraction.mentions]


def keys(value: Any) -> Iterator[str]:
    for inner in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        yield from keys(inner)
    yield from value if isinstance(value, dict) else ()


@settings(max_examples=200, deadline=None)
@given(extractions())
def test_every_quote_leads_to_its_words(extraction: Extraction) -> None:
    """By the quote alone where it stands once, else by the one nearest to the position, which is exact."""
    collection = write(extraction)
    text = extraction.document.text
    for annotation, span in zip(collection["first"]["items"], spans(extraction), strict=True):
        quote, position = selectors(annotation)
        assert (position["start"], position["end"]) == span
        assert min(anchor(quote, text), key=lambda found: abs(found[0] - position["start"])) == span


@settings(max_examples=100, deadline=None)
@given(extractions())
def test_a_quote_of_a_short_text_stands_once(extraction: Extraction) -> None:
    """256 characters on each side are more than these texts have."""
    assert len(extraction.document.text) < 256
    for annotation, span in zip(write(extraction)["first"]["items"], spans(extraction), strict=True):
        assert anchor(selectors(annotation)[0], extraction.document.text) == [span]


def test_a_quote_survives_what_is_put_before_it() -> None:
    """Positions do not; and among twenty sentences alike the quote still knows its own."""
    alike = "As had been agreed by all of them long before and with nobody against it, on day {} the envoys did meet in a room of the hotel."
    same = [mention(alike.format(number), on("2025-02-18")) for number in range(20)]
    extraction = article(*same)
    text = f"Updated at noon.\n\n{extraction.document.text}"
    shift = len(text) - len(extraction.document.text)
    for annotation, (start, end) in zip(write(extraction)["first"]["items"], spans(extraction), strict=True):
        assert anchor(selectors(annotation)[0], text) == [(start + shift, end + shift)]


@pytest.mark.parametrize(("sentences", "longest"), [(1, 32), (3, 256), (40, 256)])
def test_a_quote_is_no_longer_than_it_must_be(sentences: int, longest: int) -> None:
    """However often a text says the same, an annotation does not grow with it."""
    extraction = article(*[mention("The envoys did meet in the largest room of the old hotel by the sea.", on("2025"))] * sentences)  # fmt: skip
    quotes = [selectors(annotation)[0] for annotation in write(extraction)["first"]["items"]]
    assert max(len(quote[side]) for quote in quotes for side in ("prefix", "suffix")) <= longest


@settings(max_examples=30, deadline=None)
@given(extractions())
def test_is_linked_data(extraction: Extraction) -> None:
    """Every term is the context's; every annotation is a node with its motivation, body and target."""
    collection = write(extraction)
    assert set(keys(collection)) <= CONTEXT.keys() | {"@context"}
    [expanded] = jsonld.expand({**collection, "@context": CONTEXT})
    [page] = expanded[f"{AS}first"]
    items = page[f"{AS}items"][0]["@list"]
    ids = [*(time.id for time in extraction.times), *(mention.id for mention in extraction.mentions)]
    assert [item["@id"] for item in items] == [f"{KEPT}#{id}" for id in ids]
    for item in items:
        assert item[f"{OA}motivatedBy"][0]["@id"] in {f"{OA}identifying", f"{OA}describing"}
        assert item[f"{OA}hasBody"]
        assert item[f"{OA}hasTarget"][0][f"{OA}hasSource"] == [{"@id": KEPT}]
    assert jsonld.to_rdf({**collection, "@context": CONTEXT})["@default"]


@settings(max_examples=30, deadline=None)
@given(extractions())
def test_a_body_has_our_reading(extraction: Extraction) -> None:
    """As the API answers it, but for the replay of the choice, which is for `explain`."""
    told = wire.write(extraction)
    for time in told["times"]:
        del time["direction"], time["why"], time["alternatives"]
    read = [body["value"] for item in write(extraction)["first"]["items"] for body in item["body"] if body["format"] == "application/json"]  # fmt: skip
    assert [orjson.loads(value) for value in read] == orjson.loads(orjson.dumps([*told["times"], *told["mentions"]]))


def test_what_was_denied_says_so() -> None:
    collection = write(article(mention("Envoys met in Oslo.", on("2025-02-18"), status=Status.DENIED)))
    [annotation] = collection["first"]["items"]
    words, *tags, _ = (body["value"] for body in annotation["body"])
    assert words == "18 February 2025: Envoys met in Oslo. (denied)"
    assert tags == ["CONSULT", "denied"]


def test_an_article_of_the_web_is_a_second_target() -> None:
    """By the quote: its page has other positions. What is not kept is called by a name that is no address."""
    extraction = article(mention("Envoys met in Oslo.", on("2025-02-18")))
    on_the_web = replace(extraction, document=replace(extraction.document, url="https://courier.example/ä"))
    [annotation] = write(on_the_web, url=None)["first"]["items"]
    ours, page = annotation["target"]
    assert ours["source"] == name_thing(extraction.document.id)
    assert annotation["id"] == f"{ours['source']}#m1"
    assert (page["source"], page["selector"]["type"]) == ("https://courier.example/%C3%A4", "TextQuoteSelector")


def test_nothing_read_is_a_collection_too() -> None:
    collection = write(article())
    assert (collection["total"], collection["first"]["items"]) == (0, [])
