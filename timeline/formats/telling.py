"""What feeds and pages tell of an event: when and whether, who, what disagrees, who reports it, and in which words.

facts(event)             "18 February 2025 (from “Tuesday”), occurred" · "reports: 2, independent sources: 1"
quotes(event, citations) the sentences, each once, with what their documents are cited by
cite(citation)           "“Envoys meet in Vienna”, Meridian Wire, 2025-02-18"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from timeline.events import Anchor, Basis, Event, Status
from timeline.formats import Frame, Remark
from timeline.formats.addresses import web_address
from timeline.text import Citation
from timeline.words import in_words, one_line

_DENIAL = re.compile(r"\b(?:no|not|never|nobody|nothing|cannot|den(?:y|ies|ied|ying))\b|n['’]t\b", re.IGNORECASE)


def headline(event: Event) -> str:
    """On one line, and never empty."""
    return one_line(event.title) or "Untitled"


def is_fact(event: Event) -> bool:
    """Not what the texts deny, or tell only as possible."""
    return event.status not in (Status.DENIED, Status.POSSIBLE)


def as_told(event: Event) -> str:
    """The headline; of what is no fact it begins with what it is: “Possible: …”."""
    label = _label(event)
    return f"{label.capitalize()}: {headline(event)}" if label else headline(event)


def as_dated(event: Event) -> str:
    """The headline after its date: “by 18 February 2025, possible: …”."""
    label = _label(event)
    return f"{in_words(event.time)}{f', {label}' if label else ''}: {headline(event)}"


def _label(event: Event) -> str:
    """What a headline needs before it, lest it be taken for a fact; one that denies by itself needs nothing."""
    denies = event.status is Status.DENIED and _DENIAL.search(headline(event))
    return "" if is_fact(event) or denies else event.status.value


def when_and_whether(event: Event) -> str:
    return f"{in_words(event.time)} ({ground(event.time)}), {event.status}"


def facts(event: Event) -> Iterator[str]:
    """Lines, what is most asked for first; of an editor's own entry there are fewer."""
    if event.reports:
        yield when_and_whether(event)
    else:
        yield in_words(event.time)
    for question, named in (("who", event.participants), ("where", event.places)):
        if names := ", ".join(dict.fromkeys(one_line(one.name) for one in named)):
            yield f"{question}: {names}"
    yield from disagreements(event)
    if event.reports:
        yield f"reports: {event.reports}, independent sources: {event.sources}"


def ground(anchor: Anchor) -> str:
    """What the time rests on, and that it is doubtful where it is more likely wrong than right."""
    if anchor.basis in (Basis.DOCUMENT, Basis.UNKNOWN):
        return "no date told"
    if anchor.basis is Basis.DECIDED:
        return "an editor’s decision"
    words = one_line(anchor.expression or "")
    if not words:
        return anchor.basis.value
    near = ", told near by" if anchor.basis is Basis.INHERITED else ""
    return f"from “{words}”{near}{'; doubtful' if anchor.confidence < 0.5 else ''}"


def disagreements(event: Event) -> list[str]:
    """A line for each other reading of the date."""
    return [f"another date: {in_words(conflict.time)} ({one_line(conflict.why)})" for conflict in event.conflicts]


def quotes(event: Event, citations: Mapping[str, Citation]) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Each sentence with those who have it."""
    told: dict[str, list[str]] = {}
    for mention in event.mentions:
        told.setdefault(one_line(mention.quote.text), []).append(mention.document or "")
    for words, documents in told.items():
        yield words, cited(documents, citations)


def cited(documents: Iterable[str], citations: Mapping[str, Citation]) -> tuple[Citation, ...]:
    """Those of the documents that are known, each once."""
    return tuple(dict.fromkeys(citations[id] for id in documents if id in citations))


def cite(citation: Citation) -> str:
    """What there is of title, outlet and day; the address, where there is nothing else."""
    title = one_line(citation.title or "")
    day = (citation.published_at or "")[:10]
    parts = (f"“{title}”" if title else "", one_line(citation.source or ""), day)
    return ", ".join(filter(None, parts)) or one_line(citation.url or "") or "a report without a name"


def remarks_of(remark: Remark | None) -> Iterator[str]:
    """An editor's words, a line each."""
    for words in () if remark is None else (remark.text, remark.note):
        yield from filter(None, map(one_line, (words or "").splitlines()))


def as_html(event: Event, frame: Frame) -> str:
    """All of it in paragraphs, with every word escaped."""
    remark = frame.remarks.get(event.id)
    lines = [f"<p>{escape(line)}</p>" for line in (*remarks_of(remark), *facts(event))]
    if remark is not None and (url := web_address(remark.url)):
        lines.append(f"<p>{_link(url, url)}</p>")
    return "".join((*lines, *quotes_as_html(event, frame)))


def quotes_as_html(event: Event, frame: Frame) -> Iterator[str]:
    """A paragraph a sentence, with links to those who have it."""
    for words, known in quotes(event, frame.citations):
        told_by = "; ".join(_link(web_address(one.url), cite(one)) for one in known)
        yield f"<p>“{escape(words)}”{f' ({told_by})' if told_by else ''}</p>"


def _link(url: str | None, words: str) -> str:
    return escape(words) if url is None else f'<a href="{escape(url)}">{escape(words)}</a>'
