"""TimeML 1.2.1 (timeml.org; ISO 24617-1), for tools and corpora of temporal annotation, as TempEval-3 lays documents out.

    <TimeML><DOCID/><DCT><TIMEX3 …/></DCT><TITLE/><EXTRAINFO/><TEXT>They <EVENT …>met</EVENT> on <TIMEX3 …>Monday</TIMEX3>.</TEXT>
    <MAKEINSTANCE …/> <TLINK …/> <CONFIDENCE …/></TimeML>

- The characters between the tags of TEXT are exactly the document's text, so offsets can be counted in them.
- Tags do not lie in one another. One that would stands empty behind the other (`timeline.xml`), and a warning says so.
- A range is an empty TIMEX3 of type DURATION behind its end, with `beginPoint` and `endPoint`; the time of an event known by
  name ("the Games") is an empty one behind the text.
- SIGNAL holds the words that order two events, up to those that are an event or a time themselves ("in the wake of the"). Two
  mentions of one event have a TLINK of type IDENTITY.
- `pos` is VERB for what has a tense, an aspect or a modal, else OTHER: a mention knows no more. Status, type, rule and basis, for which TimeML has no
  attribute, are in `comment`; how sure a reading is in CONFIDENCE. A lag between two events is a TLINK's comment.
- Warnings, and what else is known of the document, are lines of EXTRAINFO. Without a publication date DCT is empty.

TimeML has no media type of its own; any tool that reads XML takes application/xml (RFC 7303).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.annotations import TextFormat
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Aspect, Extraction, Link, Mention, Quote, Range, Tense, TimeExpression
from timeline.events import Warning as Notice
from timeline.text import Document
from timeline.timex import TimexType
from timeline.xml import Tag, content, element, held, set_apart, tag_text

Attributes = dict[str, str | None]

_SCHEMA = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": "http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd",
}
_MODS = frozenset(
    ("BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE", "START", "MID", "END", "APPROX")
)  # fmt: skip
_CREATED = "t0"


def write(extraction: Extraction, *, url: str | None) -> bytes:
    document, times, mentions = extraction.document, extraction.times, extraction.mentions
    spare = _Numbers(len(times) + 1)
    ids: dict[str, str] = {} if document.published_at is None else {_CREATED: _CREATED}
    ids.update((time.id, f"t{number}") for number, time in enumerate(times, 1))
    instances = {mention.id: str(number) for number, mention in enumerate(mentions, 1)}
    named = {id: mention for mention in mentions if (id := mention.time.time_id) is not None and id not in ids}
    tags = [Tag(time.start, time.end, "TIMEX3", _timex(time, ids)) for time in times]
    tags += _events(mentions)
    signals = _find_signals(extraction, tags)
    tags += {(tag.start, tag.end): tag for tag in signals.values()}.values()
    tags += [Tag(each.end, each.end, "TIMEX3", _range(each, spare.take(), ids)) for each in _ranges(times)]
    for id, mention in named.items():
        if mention.time.timex is not None:
            ids[id] = spare.take()
            tags.append(Tag(len(document.text), len(document.text), "TIMEX3", _named(mention, ids[id])))
    text, displaced = tag_text(document.text, tags)
    links, lost = _links(extraction, ids, instances, signals)
    warnings = (*extraction.warnings, *_warn(document.text, displaced, lost))
    parts = [
        element("DOCID", {}, content(document.id)),
        element("DCT", {}, _creation(document)),
        *([element("TITLE", {}, content(document.title))] if document.title else []),
        element("EXTRAINFO", {}, content("\n".join(_describe(document, url, warnings)))),
        element("TEXT", {}, text),
        *(_instance(mention, number) for mention, number in zip(mentions, instances.values(), strict=True)),
        *links,
        *(_confidence("TIMEX3", ids[time.id], "value", time.confidence) for time in times),
        *(_confidence("EVENT", f"e{instances[mention.id]}", None, mention.confidence) for mention in mentions),
    ]
    root = element("TimeML", _SCHEMA, "\n" + "\n".join(parts) + "\n")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()


class _Numbers:
    """Ids of times that have no words of their own."""

    def __init__(self, first: int) -> None:
        self._next = first

    def take(self) -> str:
        self._next += 1
        return f"t{self._next - 1}"


def _creation(document: Document) -> str:
    created = document.published_at
    if created is None:
        return ""
    given = {
        "tid": _CREATED,
        "type": TimexType.TIME if "T" in created else TimexType.DATE,
        "value": created,
        "temporalFunction": "false",
        "functionInDocument": "CREATION_TIME",
    }
    return element("TIMEX3", given, content(created))


def _timex(time: TimeExpression, ids: Mapping[str, str]) -> Attributes:
    told = (time.basis.value, time.rule, time.utc_offset and f"zone {time.utc_offset}")
    strange = None if time.mod in _MODS else time.mod
    return {
        "tid": ids[time.id],
        "type": time.type.value,
        "value": time.value,
        "mod": None if strange else time.mod,
        "quant": time.quant,
        "freq": time.freq,
        "temporalFunction": "false" if time.reference is None else "true",
        "anchorTimeID": ids.get(time.reference or ""),
        "comment": "; ".join(filter(None, (*told, strange))),
    }


def _ranges(times: Iterable[TimeExpression]) -> Iterable[Range]:
    """Each once; both its ends carry it."""
    return dict.fromkeys(time.range for time in times if time.range is not None)


def _range(each: Range, tid: str, ids: Mapping[str, str]) -> Attributes:
    return {
        "tid": tid,
        "type": TimexType.DURATION,
        "value": _duration(each.interval.interval.length),
        "beginPoint": ids.get(each.begin_point),
        "endPoint": ids.get(each.end_point),
        "comment": each.value,
    }


def _duration(seconds: int | None) -> str:
    if seconds is None:
        return "PXD"
    days, rest = divmod(seconds, SECONDS_PER_DAY)
    return f"PT{seconds // 60}M" if rest else f"P{days}D"


def _named(mention: Mention, tid: str) -> Attributes:
    time = mention.time
    return {
        "tid": tid,
        "type": TimexType.DATE,
        "value": time.timex,
        "comment": "; ".join(filter(None, (time.basis.value, time.expression))),
    }


def _events(mentions: Iterable[Mention]) -> Iterator[Tag]:
    for number, mention in enumerate(mentions, 1):
        attributes = {
            "eid": f"e{number}",
            "class": mention.class_.value,
            "comment": f"{mention.id}; {mention.status}; {mention.type}",
        }
        yield Tag(mention.trigger.start, mention.trigger.end, "EVENT", attributes)


def _instance(mention: Mention, number: str) -> str:
    is_verb = mention.tense is not Tense.NONE or mention.aspect is not Aspect.NONE or mention.modality is not None
    given = {
        "eiid": f"ei{number}",
        "eventID": f"e{number}",
        "tense": mention.tense.value,
        "aspect": mention.aspect.value,
        "pos": "VERB" if is_verb else "OTHER",
        "polarity": mention.polarity.value,
        "modality": mention.modality,
    }
    return element("MAKEINSTANCE", given)


def _find_signals(extraction: Extraction, tags: Iterable[Tag]) -> dict[Quote, Tag]:
    """The words of links, each with its tag; links by the same words have one."""
    taken = [(tag.start, tag.end) for tag in set_apart(tags)]
    quotes = dict.fromkeys(link.expression for link in extraction.links if link.expression is not None)
    spans = {quote: span for quote in quotes if (span := _free(quote, taken, extraction.document.text))}
    signals = {
        span: Tag(*span, "SIGNAL", {"sid": f"s{number}"})
        for number, span in enumerate(dict.fromkeys(spans.values()), 1)
    }
    return {quote: signals[span] for quote, span in spans.items()}


def _free(quote: Quote, taken: Sequence[tuple[int, int]], text: str) -> tuple[int, int] | None:
    """The first words of a quote that are neither an event nor a time; None where all are. `taken` is in order, and none of it
    lies in another."""
    at = quote.start
    behind = bisect_left(taken, (quote.start, quote.start))
    for start, end in (*taken[max(behind - 1, 0) : bisect_left(taken, (quote.end, 0))], (quote.end, quote.end)):
        gap = text[at:start]
        if gap.strip():
            first = at + len(gap) - len(gap.lstrip())
            return first, first + len(gap.strip())
        at = max(at, end)
    return None


def _links(
    extraction: Extraction, ids: Mapping[str, str], instances: Mapping[str, str], signals: Mapping[Quote, Tag]
) -> tuple[list[str], list[Link]]:
    """TLINKs; and the links of which an end is not written."""
    written: list[Attributes] = []
    lost: list[Link] = []
    tids = set(ids.values())
    for link in extraction.links:
        source, target = (_end(id, ids, instances) for id in (link.source, link.target))
        if source is None or target is None:
            lost.append(link)
            continue
        one = {"timeID": source} if source in tids else {"eventInstanceID": source}
        other = {"relatedToTime": target} if target in tids else {"relatedToEventInstance": target}
        signal = None if link.expression is None else signals.get(link.expression)
        lag = None if link.lag is None else f"lag {link.lag}"
        sid = None if signal is None else signal.attributes["sid"]
        written.append({"relType": link.relation.value, **one, **other, "signalID": sid, "comment": lag})
    for mention in extraction.mentions:
        if mention.same_as is not None and mention.same_as in instances:
            one = {"eventInstanceID": f"ei{instances[mention.id]}"}
            other = {"relatedToEventInstance": f"ei{instances[mention.same_as]}"}
            written.append({"relType": "IDENTITY", **one, **other})
    return [element("TLINK", {"lid": f"l{number}", **each}) for number, each in enumerate(written, 1)], lost


def _end(id: str, ids: Mapping[str, str], instances: Mapping[str, str]) -> str | None:
    return f"ei{instances[id]}" if id in instances else ids.get(id)


def _confidence(tag: str, id: str, attribute: str | None, share: float) -> str:
    given = {"tagType": tag, "tagID": id, "attributeName": attribute, "confidenceValue": f"{share:.3f}"}
    return element("CONFIDENCE", given)


def _warn(text: str, displaced: list[Tag], lost: list[Link]) -> Iterator[Notice]:
    if count := held(text)[1]:
        yield Notice("replaced", f"Characters that XML cannot hold are U+FFFD in the text: {count:,}.")
    if displaced:
        ids = ", ".join(next(filter(None, tag.attributes.values()), "") for tag in displaced[:20])
        yield Notice(
            "overlap", f"Words that another tag holds; these stand empty behind it ({len(displaced):,}): {ids}."
        )
    if lost:
        ids = ", ".join(f"{link.source}-{link.target}" for link in lost[:20])
        yield Notice("left-out", f"Links to what has no tag ({len(lost):,}): {ids}.")


def _describe(document: Document, url: str | None, warnings: Iterable[Notice]) -> Iterator[str]:
    given = {"source": document.source, "url": document.url, "language": document.language, "kept": url}
    yield from (f"{name}: {value}" for name, value in given.items() if value)
    yield from (f"warning: {warning.code}: {warning.detail}" for warning in warnings)


FORMAT = TextFormat(
    "timeml",
    "application/xml",
    "tml",
    "TimeML 1.2.1: the text with its times and events as tags, then how they are tied.",
    write,
)
