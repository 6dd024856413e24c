"""W3C Web Annotation (annotation-model, 2017), for annotation clients and stores: a collection of what was read in one text.

- A time is an annotation with the motivation `identifying`, a mention one that is `describing`: tags (value and kind of time;
  type and status of an event), a line in words, and our reading as the API answers it, in JSON.
- A target is the words, in the text that we hold: by TextQuoteSelector, and by TextPositionSelector in Unicode code points, as the
  model counts (4.2.5), which are ours. Where the article stands on the web it is a second target, by the quote only: positions
  are not those of its page.
- A quote has 32 characters before and behind it, or 256 where those stand more than once in the text; beyond that the position
  says which is meant.
- Ids are the kept document's address, or a UUID's URN where nothing is kept, with our ids of times and mentions: `#t1`, `#m3`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import orjson

from timeline import wire
from timeline.annotations import TextFormat
from timeline.events import Extraction, Mention, TimeExpression
from timeline.formats.addresses import web_address
from timeline.formats.identity import name_thing
from timeline.formats.members import JSON, dump
from timeline.text import Document
from timeline.words import in_words, one_line

_WIDTHS = (32, 256)
_EXPLAINED = ("direction", "why", "alternatives")


def write(extraction: Extraction, *, url: str | None) -> bytes:
    document = extraction.document
    address = web_address(url) or name_thing(document.id)
    told = wire.write(extraction)
    spans = [(time.start, time.end) for time in extraction.times]
    spans += [(mention.trigger.start, mention.trigger.end) for mention in extraction.mentions]
    targets = _targets(document, address, spans)
    items = [
        *(_time(time, reading) for time, reading in zip(extraction.times, told["times"], strict=True)),
        *(_mention(mention, reading) for mention, reading in zip(extraction.mentions, told["mentions"], strict=True)),
    ]
    ids = [*(time.id for time in extraction.times), *(mention.id for mention in extraction.mentions)]
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{address}#annotations",
        "type": "AnnotationCollection",
        "label": one_line(document.title or document.id),
        "generator": {"type": "Software", "name": "Dateline"},
        "total": len(items),
        "first": {
            "id": f"{address}#annotations-1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": [
                {"id": f"{address}#{id}", "type": "Annotation", **item, "target": target}
                for id, item, target in zip(ids, items, targets, strict=True)
            ],
        },
    }
    return dump(collection)


def _time(time: TimeExpression, reading: JSON) -> JSON:
    read = {name: value for name, value in reading.items() if name not in _EXPLAINED}
    return {"motivation": "identifying", "body": [_tag(time.value), _tag(time.type.value), _data(read)]}


def _mention(mention: Mention, reading: JSON) -> JSON:
    words = f"{in_words(mention.time)}: {one_line(mention.title)} ({mention.status})"
    described = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": words}
    tags = (_tag(mention.type.value), _tag(mention.status.value))
    return {"motivation": "describing", "body": [described, *tags, _data(reading)]}


def _tag(value: str) -> JSON:
    return {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": value}


def _data(reading: JSON) -> JSON:
    value = orjson.dumps(reading).decode()
    return {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": value}


def _targets(document: Document, address: str, spans: Collection[tuple[int, int]]) -> Iterator[JSON | list[JSON]]:
    text, page = document.text, web_address(document.url)
    widths = _find_widths(text, {start for start, _ in spans})
    for start, end in spans:
        width = widths[start]
        quote = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - width, 0) : start],
            "suffix": text[end : end + width],
        }
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        target = {"type": "SpecificResource", "source": address, "selector": [quote, position]}
        yield [target, {"type": "SpecificResource", "source": page, "selector": quote}] if page else target


def _find_widths(text: str, starts: Collection[int]) -> dict[int, int]:
    """How many characters a quote that starts there needs on each side to be the only one, as far as that goes."""
    widths = dict.fromkeys(starts, _WIDTHS[0])
    left = set(starts)
    for width in _WIDTHS:
        known = set(_only_ones(text, left, width))
        widths.update(dict.fromkeys(known, width))
        left -= known
    return widths


def _only_ones(text: str, starts: Iterable[int], width: int) -> Iterator[int]:
    """The starts whose surroundings stand once in the text; in one pass for all that have a full `width` on each side."""
    length = 2 * width
    around = {start: text[max(start - width, 0) : start + width] for start in starts}
    wanted = set(around.values())
    pieces = (text[at : at + length] for at in range(len(text) - length + 1)) if wanted else ()
    counts = Counter(piece for piece in pieces if piece in wanted)
    for start, words in around.items():
        if counts[words] == 1 if len(words) == length else text.find(words, text.find(words) + 1) < 0:
            yield start


FORMAT = TextFormat(
    "annotations",
    'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "annotations.jsonld",
    "W3C Web Annotations: a collection of the times and mentions, each tied to its words by quote and by position.",
    write,
)
