"""JSON-LD (schema.org), for search engines and knowledge graphs: an ItemList whose items are Events, or Claims.

schema.org's Event is a fact to whoever harvests it. So what the texts deny, or tell only as possible, is a Claim, which
has no startDate and whose name begins with what it is: "Denied: …". Of an Event,

- `startDate` and `endDate` are only as fine as known (`timeline.formats.precision`), and missing where only bounds are, or
  where the date is more likely wrong than right;
- `eventStatus` is EventScheduled for what is to come on a date; the others have none, which says nothing;
- who took part is its `about`, each in a Role that says how: `performer` and `attendee` would say more than the texts do.

What schema.org has no property for (EDTF, granularity, basis, confidence, status, bounds) is in a Dataset of PropertyValues
that is about the date: `subjectOf` takes it, as `additionalProperty` is not for events. The documents are NewsArticles with
what they are cited by, and the words they tell it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from timeline.events import Event, Mention, Participant, ParticipantKind, Place, Status
from timeline.formats import Format, Frame, Remark
from timeline.formats.addresses import web_address
from timeline.formats.identity import name_thing
from timeline.formats.members import JSON, dump, known
from timeline.formats.precision import likely_ends
from timeline.formats.telling import as_told, disagreements, is_fact, when_and_whether
from timeline.text import Citation
from timeline.words import in_words, one_line

_TYPES = {
    ParticipantKind.PERSON: "Person",
    ParticipantKind.ORGANISATION: "Organization",
    ParticipantKind.COUNTRY: "Country",
    ParticipantKind.GROUP: "Thing",
    ParticipantKind.PRODUCT: "Product",
}


def write(events: Iterable[Event], frame: Frame) -> bytes:
    items = [_item(event, frame) for event in events]
    listed = known(
        {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "name": one_line(frame.title),
            "url": web_address(frame.url),
            "numberOfItems": len(items),
            "itemListElement": [
                {"@type": "ListItem", "position": position, "item": item} for position, item in enumerate(items, 1)
            ],
        }
    )
    return dump(listed)


def _item(event: Event, frame: Frame) -> JSON:
    remark = frame.remarks.get(event.id)
    claimed = not is_fact(event)
    articles = _articles(event.mentions, frame.citations)
    about = [_role(participant) for participant in event.participants]
    item: JSON = {
        "@type": "Claim" if claimed else "Event",
        "@id": name_thing(event.id),
        "identifier": event.id,
        "name": as_told(event),
        "description": "\n".join(_describe(event, remark)),
        "keywords": [event.type.value, event.status.value],
        "url": web_address(remark.url) if remark is not None else None,
        "about": about or None,
    }
    if claimed:
        item["spatialCoverage"] = [_place(place) for place in event.places] or None
        item["appearance"] = articles or None
        item["subjectOf"] = _certainty(event)
        return known(item)
    item["startDate"], item["endDate"] = likely_ends(event.time)
    if event.status is Status.SCHEDULED and item["startDate"] is not None:
        item["eventStatus"] = "https://schema.org/EventScheduled"
    item["location"] = [_place(place) for place in event.places] or None
    item["subjectOf"] = [_certainty(event), *articles]
    return known(item)


def _describe(event: Event, remark: Remark | None) -> Iterable[str]:
    yield when_and_whether(event)
    yield from disagreements(event)
    if remark is not None:
        yield from filter(None, (remark.text, remark.note))


def _certainty(event: Event) -> JSON:
    time = event.time
    values: dict[str, str | float | None] = {
        "status": event.status.value,
        "edtf": time.edtf,
        "earliest": time.bounds.first,
        "latest": time.bounds.last,
        "granularity": time.granularity.value if time.granularity else None,
        "relation": time.relation.value,
        "basis": time.basis.value,
        "date_confidence": round(time.confidence, 3),
        "confidence": round(event.confidence, 3),
        "reports": event.reports,
        "sources": event.sources,
    }
    return {
        "@type": "Dataset",
        "name": "How sure the date is",
        "description": in_words(time),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": name, "value": value}
            for name, value in values.items()
            if value is not None
        ],
    }


def _role(participant: Participant) -> JSON:
    who: JSON = {"@type": _TYPES[participant.kind], "name": one_line(participant.name)}
    return {"@type": "Role", "roleName": participant.role.value, "about": who}


def _place(place: Place) -> JSON:
    address = None if place.country is None else {"@type": "PostalAddress", "addressCountry": place.country}
    return known({"@type": "Place", "name": one_line(place.name), "address": address})


def _articles(mentions: Iterable[Mention], citations: Mapping[str, Citation]) -> list[JSON]:
    """Each document once, with its sentences."""
    quotes: dict[str, dict[str, None]] = {}
    for mention in mentions:
        if mention.document:
            quotes.setdefault(mention.document, {})[one_line(mention.quote.text)] = None
    return [
        {
            "@type": "NewsArticle",
            "@id": name_thing(document),
            "identifier": document,
            **_cite(citations.get(document)),
            "hasPart": [{"@type": "Quotation", "text": quote} for quote in said],
        }
        for document, said in quotes.items()
    ]


def _cite(citation: Citation | None) -> JSON:
    """What there is of a headline, an outlet, a day and an address."""
    if citation is None:
        return {}
    outlet = one_line(citation.source or "")
    return known(
        {
            "headline": one_line(citation.title or "") or None,
            "publisher": {"@type": "Organization", "name": outlet} if outlet else None,
            "datePublished": citation.published_at,
            "url": web_address(citation.url),
        }
    )


FORMAT = Format(
    "jsonld",
    "application/ld+json",
    "jsonld",
    "schema.org in JSON-LD: events and the articles that tell of them; what is denied or only possible as claims.",
    write,
    cites=True,
)
