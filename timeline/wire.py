"""Model ⇄ JSON-ready dicts, in one place: what the API answers is also what the store keeps.

Nearly every value is written field by field. The exceptions are the contract's: an interval's ends are inclusive dates, an
anchor is flattened into `start` `end` `earliest` `latest` `edtf`, every time is also told in `words`, which nothing reads back, a
quote's words are `text` or `exact`, and of `Fields` only those that say something are there. What is written is read back as the same value (tests/timeline/test_wire.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from timeline import interval
from timeline.decisions import Decision
from timeline.events import Anchor, Basis, Covered, Event, Extraction, Fields, Mention, Quote, Relation
from timeline.granularity import Granularity
from timeline.words import in_words, stretch_in_words

JSON = dict[str, Any]


def write(value: Extraction | Event | Mention | Anchor | Fields | Decision) -> JSON:
    """A model value as a dict of JSON types."""
    written: JSON = _CONVERTER.unstructure(value)
    return written


def read_event(data: JSON) -> Event:
    return _CONVERTER.structure(data, Event)


def read_anchor(data: JSON) -> Anchor:
    return _CONVERTER.structure(data, Anchor)


def read_mention(data: JSON) -> Mention:
    return _CONVERTER.structure(data, Mention)


def read_decision(data: JSON) -> Decision:
    return _CONVERTER.structure(data, Decision)


def read_extraction(data: JSON) -> Extraction:
    return _CONVERTER.structure(data, Extraction)


def _write_covered(covered: Covered) -> JSON:
    return {
        "words": stretch_in_words(covered.interval, covered.granularity),
        "start": covered.interval.first,
        "end": covered.interval.last,
        "granularity": covered.granularity.value,
    }


def _read_covered(data: JSON, _: type) -> Covered:
    return Covered(interval.parse(data["start"], data["end"]), Granularity(data["granularity"]))


def _write_anchor(anchor: Anchor) -> JSON:
    return dict(_written(anchor))


@lru_cache(maxsize=4_096)
def _written(anchor: Anchor) -> Mapping[str, Any]:
    """Remembered: what a mention says is said again by its event, and days are few."""
    return {
        "words": in_words(anchor),
        "start": anchor.interval.first if anchor.interval else None,
        "end": anchor.interval.last if anchor.interval else None,
        "earliest": anchor.bounds.first,
        "latest": anchor.bounds.last,
        "granularity": anchor.granularity.value if anchor.granularity else None,
        "edtf": anchor.edtf,
        "timex": anchor.timex,
        "relation": anchor.relation.value,
        "basis": anchor.basis.value,
        "expression": anchor.expression,
        "reference": anchor.reference,
        "time_id": anchor.time_id,
        "confidence": round(anchor.confidence, 3),
    }


def _read_anchor(data: JSON, _: type) -> Anchor:
    placed = data["start"] is not None or data["end"] is not None
    return Anchor(
        relation=Relation(data["relation"]),
        basis=Basis(data["basis"]),
        confidence=data["confidence"],
        timex=data["timex"],
        interval=interval.parse(data["start"], data["end"]) if placed else None,
        bounds=interval.parse(data["earliest"], data["latest"]),
        granularity=Granularity(data["granularity"]) if data["granularity"] else None,
        expression=data["expression"],
        reference=data["reference"],
        time_id=data["time_id"],
    )


def _write_sentence(quote: Quote) -> JSON:
    return {"exact": quote.text, "start": quote.start, "end": quote.end}


def _read_sentence(data: JSON, _: type) -> Quote:
    return Quote(data["exact"], data["start"], data["end"])


def _converter() -> Converter:
    converter = Converter()
    converter.register_unstructure_hook(Covered, _write_covered)
    converter.register_structure_hook(Covered, _read_covered)
    converter.register_unstructure_hook(Anchor, _write_anchor)
    converter.register_structure_hook(Anchor, _read_anchor)
    written = make_dict_unstructure_fn(Fields, converter, _cattrs_omit_if_default=True)
    converter.register_unstructure_hook(Fields, written)
    class_ = override(rename="class")
    sentence = override(rename="quote", unstruct_hook=_write_sentence, struct_hook=_read_sentence)
    for model, renamed in ((Mention, {"class_": class_, "quote": sentence}), (Event, {"class_": class_})):
        converter.register_unstructure_hook(model, make_dict_unstructure_fn(model, converter, **renamed))  # type: ignore[arg-type]
        converter.register_structure_hook(model, make_dict_structure_fn(model, converter, **renamed))  # type: ignore[arg-type]
    return converter


_CONVERTER = _converter()
