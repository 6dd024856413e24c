"""Who reports an event, and in which words: the reports of its page, the one published first first.

Copies of one text stand under the one of them that was published first, and only that one is read in full. Of many reports
the first are shown; the rest is in the API's answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from api.pages.passages import Passage, Span, find_date, show_sentence, show_words, within
from api.pages.wording import Moment, moment, sureness_of_date
from timeline.errors import NotFound
from timeline.events import Event, Extraction, Mention
from timeline.formats.addresses import web_address
from timeline.store import Store
from timeline.text import Citation
from timeline.words import one_line, reading_in_words

MOST = 25
"""Texts that are shown, and names of those that carry copies of one."""

_SENTENCES = 12
"""Sentences of one text that are shown: a text may tell the same a thousand times, and each costs a search through it."""

UNNAMED = "A report without a name"
_NOTHING = Citation(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Source:
    """What a document is cited by, fit to be shown; `url` is safe to link to."""

    document: str
    name: str
    title: str
    published: Moment | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence of a report, and how its date was read; `elsewhere` is where the date stands, if not in the sentence."""

    passage: Passage
    elsewhere: Passage | None
    reading: str | None
    sure: str | None
    status: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A text and who else carries it; `documents` are the ids of all of them. `more` are sentences that are not shown."""

    source: Source
    tellings: tuple[Telling, ...]
    more: int
    carriers: tuple[Source, ...]
    more_carriers: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reports:
    """`more` are texts that are not shown."""

    shown: tuple[Report, ...]
    more: int


def cite(document: str, citations: Mapping[str, Citation]) -> Source:
    cited = citations.get(document, _NOTHING)
    url = web_address(cited.url)
    name = one_line(cited.source or "") or (urlsplit(url).hostname if url else None) or UNNAMED
    return Source(document, name, one_line(cited.title or ""), moment(cited.published_at), url)


def read_reports(event: Event, store: Store, citations: Mapping[str, Citation]) -> Reports:
    """The first of them, by publication."""
    by_document: dict[str, list[Mention]] = {}
    for mention in event.mentions:
        by_document.setdefault(mention.document or "", []).append(mention)
    copied = {id for group in event.copies for id in group}
    texts = [tuple(id for id in group if id in by_document) for group in event.copies]
    texts = [group for group in texts if group] + [(id,) for id in by_document if id not in copied]
    texts = [_in_order(group, citations) for group in texts]
    texts.sort(key=lambda group: _published(group[0], citations))
    shown = tuple(_read(group, by_document, store, citations) for group in texts[:MOST])
    return Reports(shown, len(texts) - len(shown))


def _in_order(group: Sequence[str], citations: Mapping[str, Citation]) -> tuple[str, ...]:
    return tuple(sorted(group, key=lambda one: _published(one, citations)))


def _published(id: str, citations: Mapping[str, Citation]) -> tuple[str, str]:
    return citations.get(id, _NOTHING).published_at or "9999-12-31", id


def _read(
    group: Sequence[str],
    mentions: Mapping[str, Sequence[Mention]],
    store: Store,
    citations: Mapping[str, Citation],
) -> Report:
    first, *others = group
    try:
        tellings, more = _tell(store.document(first), mentions[first])
    except NotFound:  # forgotten since the event was read
        tellings, more = (), 0
    carriers = tuple(cite(other, citations) for other in others[:MOST])
    return Report(cite(first, citations), tellings, more, carriers, len(others) - len(carriers), tuple(group))


def _tell(extraction: Extraction, mentions: Sequence[Mention]) -> tuple[tuple[Telling, ...], int]:
    """A telling a sentence, in the text's order: what several words of one sentence tell is marked in it once. The first of them,
    and how many others there are."""
    by_sentence: dict[Span, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda one: (one.quote.start, one.trigger.start)):
        by_sentence.setdefault((mention.quote.start, mention.quote.end), []).append(mention)
    shown = tuple(_tell_sentence(extraction, *told) for told in islice(by_sentence.items(), _SENTENCES))
    return shown, len(by_sentence) - len(shown)


def _tell_sentence(extraction: Extraction, sentence: Span, mentions: Sequence[Mention]) -> Telling:
    text = extraction.document.text
    dates = [span for one in mentions if (span := find_date(one, extraction)) is not None]
    inside = [span for span in dates if within(span, sentence)]
    outside = next((span for span in dates if not within(span, sentence)), None)
    told = max(mentions, key=lambda one: one.time.confidence)
    return Telling(
        passage=show_sentence(
            text, sentence, triggers=[(one.trigger.start, one.trigger.end) for one in mentions], times=inside
        ),
        elsewhere=show_words(text, outside) if outside and not inside else None,
        reading=reading_in_words(told.time, published_at=extraction.document.published_at),
        sure=sureness_of_date(told.time),
        status=told.status.value,
        mentions=tuple(mentions),
    )
