"""Annotated corpora of events, each document read into one form: TimeML, CAT (EventStoryLine, ECB+, SemEval-2015 Task 4) and
brat (TimeSET). What lies in a folder tells which it is:

    *.tml                      TimeBank: events with their TimeML class
    T/*.xml                    EventStoryLine: events, and the full days that links put them into
    T/*.xml, …_sentences.csv   ECB+: events of the sentences whose annotation was checked, which the table lists
    *.ann + *.txt              TimeSET: salient events, and the full days among their arguments
    docs/*.xml, timelines/     SemEval-2015: documents without events; the timelines are read by timeline_files.py

The corpora that come in tokens are put together into prose; offsets are code points of `text`, half-open.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import timeml

Span = tuple[int, int]


class Event(NamedTuple):
    start: int
    end: int
    class_: str
    days: tuple[str, ...]
    """The full days it is said to lie in, YYYY-MM-DD; most events have none."""
    cluster: str = ""
    """Equal for the mentions of one happening, in whatever documents; of ECB+ alone."""


class Token(NamedTuple):
    """As the corpus has it, `text` too; `sentence` is the number it gives."""

    start: int
    end: int
    sentence: int
    text: str


class Document(NamedTuple):
    """`group` is the corpus's topic, or the document itself: what must not be split between training and check."""

    id: str
    group: str
    text: str
    published_at: str | None
    events: tuple[Event, ...]
    tokens: tuple[Token, ...] = ()
    """In text order; of the corpora that come in tokens and whose answers name them."""
    checked: tuple[Span, ...] | None = None
    """The sentences that are annotated, in text order, where not all are."""


class Kind(StrEnum):
    """What a corpus annotates."""

    MENTIONS = "mentions"
    DAYS = "days"
    SALIENT = "salient"
    TIMELINES = "timelines"


def kind(corpus: Path) -> Kind:
    """Raises SystemExit for a folder with nothing in it that can be read."""
    if (corpus / "timelines").is_dir():
        return Kind.TIMELINES
    for each, ending in ENDINGS.items():
        if next(corpus.rglob(f"*{ending}"), None) is not None:
            return each
    raise SystemExit(f"{corpus}: no {', '.join(ENDINGS.values())} in it")


def load(corpus: Path) -> list[Document]:
    """The documents of a folder, in the order of their names."""
    found, chosen = kind(corpus), _read_chosen(corpus)
    paths = sorted(
        (path for path in corpus.rglob(f"*{ENDINGS[found]}") if not path.name.startswith("._")), key=_natural
    )
    if chosen is not None:
        return [read_cat(path, chosen[path.stem]) for path in paths if path.stem in chosen]
    return [READERS[found](path) for path in paths]


def _read_chosen(corpus: Path) -> dict[str, set[int]] | None:
    """Document → its checked sentences, of ECB+."""
    table = next(corpus.glob("*_coreference_sentences.csv"), None)
    if table is None:
        return None
    chosen: dict[str, set[int]] = defaultdict(set)
    with table.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            chosen[f"{row['Topic']}_{row['File']}"].add(int(row["Sentence Number"]))
    return chosen


def _natural(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", str(path)) if part]


def read_timeml(path: Path) -> Document:
    root, text, spans = timeml.lay_out(path, "EVENT")
    events = (Event(start, end, each.get("class", ""), ()) for each, start, end in spans if end > start)
    return Document(path.stem, path.stem, text, _day(timeml.created(root)), tuple(sorted(events)))


def read_cat(path: Path, chosen: Collection[int] | None = None) -> Document:
    """EventStoryLine, and ECB+ with the numbers of its checked sentences."""
    root = ET.parse(path).getroot()  # noqa: S314
    text, tokens, head = _put_together(root)
    name = re.sub(r"(\.xml)+$", "", path.name)
    marks = {mark.get("m_id", ""): mark for mark in root.iterfind("Markables/*")}
    named = {key: mark.get("value", "")[:10] for key, mark in marks.items() if mark.tag.startswith("TIME")}
    named = {key: value for key, value in named.items() if re.fullmatch(r"\d{4}-\d\d-\d\d", value)}
    days: dict[str, set[str]] = defaultdict(set)
    for link in root.iterfind("Relations/TLINK"):
        if link.get("relType") in ("CONTAINS", "SIMULTANEOUS"):
            ends = [each.get("m_id", "") for each in (*link.iterfind("source"), *link.iterfind("target"))]
            for event, time in (ends, ends[::-1]):
                if time in named:
                    days[event].add(named[time])
    clusters = _read_clusters(root, name)
    events = []
    for key, mark in marks.items():
        spans = [tokens[each.get("t_id", "")] for each in mark.iterfind("token_anchor") if each.get("t_id") in tokens]
        told = spans and mark.tag.startswith(("ACTION", "NEG_ACTION"))
        if told and (chosen is None or spans[0].sentence in chosen):
            start, end = min(span.start for span in spans), max(span.end for span in spans)
            events.append(Event(start, end, mark.tag, tuple(sorted(days[key])), clusters.get(key, f"{name}/{key}")))
    created = (_day(mark.get("value")) for mark in marks.values() if mark.get("DCT") == "TRUE")
    published_at = next((day for day in created if day), None) or _written_day(head)
    checked = None if chosen is None else _find_checked(tokens.values(), chosen)
    return Document(name, name.partition("_")[0], text, published_at, tuple(sorted(events)), checked=checked)


def _read_clusters(root: ET.Element, name: str) -> dict[str, str]:
    """Mention → its happening, which has a name of its own where several documents tell it."""
    found = {}
    for link in root.iterfind("Relations/*"):
        target = link.find("target")
        if link.tag.startswith(("CROSS_DOC", "INTRA_DOC")) and target is not None:
            across = link.tag.startswith("CROSS")
            happening = link.get("note", "") if across else f"{name}/chain{target.get('m_id')}"
            found.update({source.get("m_id", ""): happening for source in link.iterfind("source")})
    return found


def _find_checked(tokens: Iterable[Token], chosen: Collection[int]) -> tuple[Span, ...]:
    found: dict[int, Span] = {}
    for token in tokens:
        if token.sentence in chosen:
            start, end = found.get(token.sentence, (token.start, token.end))
            found[token.sentence] = min(start, token.start), max(end, token.end)
    return tuple(sorted(found.values()))


def read_timeset(path: Path) -> Document:
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    spans: dict[str, tuple[int, int]] = {}
    notes: dict[str, str] = {}
    told: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T"):
            numbers = re.findall(r"\d+", rest.partition("\t")[0].partition(" ")[2])
            spans[key] = int(numbers[0]), int(numbers[-1])
        elif key.startswith("#"):
            about, _, value = rest.partition("\t")
            notes[about.split()[1]] = value.strip()[:10]
        elif key.startswith("E"):
            told.append(rest)
    events = []
    for arguments in told:
        trigger = re.match(r"event:(T\d+)", arguments)
        days = (notes.get(each, "") for each in re.findall(r"TIMEX\S*:(T\d+)", arguments))
        if trigger is not None:
            days_named = tuple(day for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day))
            events.append(Event(*spans[trigger[1]], "", days_named))
    return Document(path.stem, path.stem, text, _written_day(text[:400]), tuple(sorted(events)))


def read_semeval(path: Path) -> Document:
    root = ET.parse(path).getroot()  # noqa: S314
    text, tokens, _ = _put_together(root)
    created = (each.get("value") for each in root.iter("TIMEX3") if each.get("functionInDocument") == "CREATION_TIME")
    name = root.get("doc_id", path.stem)
    return Document(name, name, text, _day(next(created, None)), (), tuple(sorted(tokens.values())))


ENDINGS = {Kind.MENTIONS: ".tml", Kind.SALIENT: ".ann", Kind.DAYS: ".xml", Kind.TIMELINES: ".xml"}
READERS = {
    Kind.MENTIONS: read_timeml,
    Kind.SALIENT: read_timeset,
    Kind.DAYS: read_cat,
    Kind.TIMELINES: read_semeval,
}


def _day(value: str | None) -> str | None:
    """The day that begins a value, however carelessly written: "2009-12-6T00:28Z", "2009:02:03T…", "03-02-2009"."""
    found = re.search(r"(\d{4})[-:](\d\d?)[-:](\d\d?)(?!\d)", value or "")
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", (value or "").strip())):
        parts = found.groups()[::-1]
    return _iso(*parts) if parts else None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_ST = r"(?:st|nd|rd|th)?"


def _written_day(text: str) -> str | None:
    """The first full date written out: "May 03, 2013", "23 Dec 2012", "2013/07/31"."""
    found = [(each.start(), each[3], each[1], each[2]) for each in re.finditer(rf"{_MONTH} +(\d\d?){_ST},? +((?:19|20)\d\d)\b", text)]  # fmt: skip
    found += [(each.start(), each[3], each[2], each[1]) for each in re.finditer(rf"\b(\d\d?){_ST} +{_MONTH},? +((?:19|20)\d\d)\b", text)]  # fmt: skip
    found += [(each.start(), each[1], each[2], each[3]) for each in re.finditer(r"\b((?:19|20)\d\d)\W{1,3}(\d\d?)\W{1,3}(\d\d?)\b", text)]  # fmt: skip
    days = (_iso(year, month if month.isdigit() else str(MONTHS.index(month.lower()) + 1), day) for _, year, month, day in sorted(found))  # fmt: skip
    return next((day for day in days if day), None)


_OPENING = set("( [ { $ US$ £ € # `` “ ‘ -LRB-".split())
_CLOSING = set(". , ; : ! ? ) ] } % '' ” ’ ' … -RRB-".split())
_CLITIC = re.compile(r"(['’](s|S|re|ve|ll|d|m)|n['’]t)$")
_SHOWN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


def _put_together(root: ET.Element) -> tuple[str, dict[str, Token], str]:
    """A text in CAT's tokens as prose, its tokens by their id, and its first lines; a page's address before it is left out."""
    sentences: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for token in root.iterfind("token"):
        sentences[int(token.get("sentence", "0"))].append((token.get("t_id", ""), (token.text or "").strip()))
    numbers = sorted(sentences)
    address = sentences[numbers[0]][0][1].lower() in ("http", "https")
    head = " ".join(_prose([word for _, word in sentences[number]])[0] for number in numbers[:6])
    told = numbers[1:] if address else numbers
    text, tokens = "", {}
    for place, number in enumerate(told):
        shown, within = _prose([word for _, word in sentences[number]])
        if text:
            text += "\n\n" if place == 1 else " " if text[-1] in '.!?"”' else "\n"
        for (key, word), (start, end) in zip(sentences[number], within, strict=True):
            tokens[key] = Token(len(text) + start, len(text) + end, number, word)
        text += shown
    return text, tokens, head


def _prose(words: list[str]) -> tuple[str, list[Span]]:
    """The words of a sentence spaced as prose is, and where each stands in it."""
    text, spans, glued = "", [], True
    for word, before, after in _spacing(words):
        text += "" if glued or before else " "
        shown = _SHOWN.get(word, word)
        spans.append((len(text), len(text) + len(shown)))
        text += shown
        glued = after
    return text, spans


def _spacing(words: list[str]) -> Iterator[tuple[str, bool, bool]]:
    """Each word, whether it hangs on the one before, and whether the next hangs on it."""
    quoted = False
    for last, word, following in zip(["", *words], words, [*words[1:], ""], strict=False):
        before, after = word in _CLOSING or bool(_CLITIC.match(word)), word in _OPENING
        if word == '"':
            before, after, quoted = quoted, not quoted, not quoted
        digits = last[-1:].isdigit() and following[:1].isdigit()
        inside = (
            (word == "." and digits)
            or (word == ":" and digits and len(following) == 2)
            or (word == "," and digits and len(following) == 3)
            or (word in "-/" and last[-1:].isalnum() and (following[:1].islower() or following[:1].isdigit()))
        )
        yield word, before or inside, after or inside
