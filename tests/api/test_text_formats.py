"""Formats of one text: by `format` and by Accept, of a text that is sent and of one that is kept."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from articles import TRUCE
from flask.testing import FlaskClient
from lxml import etree

from timeline.annotations import TEXT_FORMATS

TIMEML_DTD = Path(__file__).parents[1] / "timeline" / "schemas" / "timeml_1.2.1.dtd"
EVERY = pytest.mark.parametrize("name", TEXT_FORMATS)


@pytest.fixture
def kept(client: FlaskClient) -> str:
    """The path of a kept document."""
    return client.post("/v1/documents", json=TRUCE).headers["Location"]


@EVERY
def test_by_format_and_by_accept_the_same(client: FlaskClient, kept: str, name: str) -> None:
    format_ = TEXT_FORMATS[name]
    for asked, accepted in (
        (
            client.post(f"/v1/extractions?format={name}", json=TRUCE),
            client.post("/v1/extractions", json=TRUCE, headers={"Accept": format_.media_type}),
        ),
        (client.get(f"{kept}?format={name}"), client.get(kept, headers={"Accept": format_.media_type})),
    ):
        assert (asked.status_code, accepted.status_code) == (200, 200)
        assert asked.data == accepted.data
        assert asked.content_type == accepted.content_type == format_.media_type
        assert "Accept" in asked.vary
        assert f".{format_.extension}" in asked.headers["Content-Disposition"]


def test_json_is_what_nobody_need_ask_for(client: FlaskClient, kept: str) -> None:
    plain = client.get(kept)
    assert plain.data == client.get(f"{kept}?format=json", headers={"Accept": "application/xml"}).data
    assert (plain.mimetype, "Accept" in plain.vary) == ("application/json", True)
    assert client.get(kept, headers={"Accept": "application/xml;q=0.5, application/json"}).mimetype == plain.mimetype


@EVERY
@pytest.mark.parametrize("option", ["explain=true", "offset_unit=utf16"])
def test_what_a_format_cannot_do_is_refused(client: FlaskClient, kept: str, name: str, option: str) -> None:
    """Not left out in silence; before anything is read."""
    for response in (
        client.post(f"/v1/extractions?format={name}&{option}", json=TRUCE),
        client.get(f"{kept}?{option}", headers={"Accept": TEXT_FORMATS[name].media_type}),
    ):
        assert response.status_code == 422
        assert [flaw["pointer"] for flaw in response.get_json()["errors"]] == [option.partition("=")[0]]
    assert client.get(f"{kept}?format={name}&explain=false&offset_unit=codepoint").status_code == 200


def test_what_there_is_not(client: FlaskClient, kept: str) -> None:
    """The answer lists what there is."""
    assert client.get(f"{kept}?format=icalendar").status_code == 422
    for response in (
        client.get(kept, headers={"Accept": "text/html"}),
        client.post("/v1/extractions", json=TRUCE, headers={"Accept": "text/html"}),
    ):
        assert response.status_code == 406
        assert all(each.essence in response.text for each in TEXT_FORMATS.values())
        assert "application/json" in response.text


TEXTS = [
    "🕊️ In January 2025, Olga Ørsted met the envoys 🤝 in Oslo.\r\n\r\nThey met again on 3 February 2025 <& left>.",
    "The fair was held in Cork from March 3 to March 7. It had opened two days after the vote.\x0b\x0cIt ended on Monday.",
    "Der Rat tagte am Montagabend & vertagte sich ]]> auf Freitag.",
    "Troops massed in the wake of the vote on Election Day; talks may resume at 8 p.m. EST on Tuesday\ufffe.",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("published_at", ["2025-02-18T23:30:00-08:00", None])
def test_timeml_has_what_json_has(client: FlaskClient, text: str, published_at: str | None) -> None:
    """Of what our own reader finds: each time and trigger at its offsets in the same text, and each link."""
    article = {"text": text, "published_at": published_at, "language": "de" if text.startswith("Der") else "en"}
    json = client.post("/v1/extractions", json=article).get_json()
    root = etree.fromstring(client.post("/v1/extractions?format=timeml", json=article).data)
    etree.DTD(str(TIMEML_DTD)).assertValid(root)
    [body] = root.findall("TEXT")
    seen, found = body.text or "", []
    for child in body:
        if child.text:
            found.append((child.tag, len(seen), len(seen) + len(child.text)))
        seen += (child.text or "") + (child.tail or "")
    assert seen == text.translate({0x0B: 0xFFFD, 0x0C: 0xFFFD, 0xFFFE: 0xFFFD})
    assert [span for span in found if span[0] == "TIMEX3"] == [("TIMEX3", one["start"], one["end"]) for one in json["times"]]  # fmt: skip
    triggers = [mention["trigger"] for mention in json["mentions"]]
    assert [span for span in found if span[0] == "EVENT"] == [("EVENT", one["start"], one["end"]) for one in triggers]
    identities = [mention for mention in json["mentions"] if mention["same_as"]]
    assert len(root.findall("TLINK")) == len(json["links"]) + len(identities)
    told = root.findtext("EXTRAINFO") or ""
    assert all(f"warning: {warning['code']}: {warning['detail']}" in told for warning in json["warnings"])


@EVERY
def test_openapi_says_what_there_is(client: FlaskClient, name: str) -> None:
    spec = orjson.loads(client.get("/openapi.json").data)
    for path, method in (("/v1/extractions", "post"), ("/v1/documents/{id}", "get")):
        content = spec["paths"][path][method]["responses"]["200"]["content"]
        assert TEXT_FORMATS[name].essence in content
