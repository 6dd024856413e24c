"""CSV (RFC 4180, UTF-8): a row an event, for spreadsheets and data frames.

`start` to `end` is what the time covers, `earliest` to `latest` the bounds, inclusive; an empty cell is not known or open.
Lists are joined with "; ". A cell that a spreadsheet would run as a formula, because it begins with = + - @, a tab or a
carriage return, gets an apostrophe before it, years before 1 (`'-0479-03-01`) included. What already has
apostrophes there gets one more, so taking one away gives back the value.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from timeline.events import Event
from timeline.formats import Format, Frame, Remark
from timeline.words import one_line

COLUMNS = (
    "start", "end", "earliest", "latest", "edtf", "granularity", "basis", "relation", "date_confidence",
    "status", "type", "title", "participants", "places", "reports", "sources",
    "expression", "quote", "documents", "event", "note",
)  # fmt: skip

# The full-width forms run in East Asian editions of Excel.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def write(events: Iterable[Event], frame: Frame) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in (*_row(event), _words(frame.remarks.get(event.id)))] for event in events)
    return file.getvalue().encode()


def _row(event: Event) -> tuple[str | None, ...]:
    time = event.time
    interval = time.interval
    return (
        interval.first if interval else None,
        interval.last if interval else None,
        time.bounds.first,
        time.bounds.last,
        time.edtf,
        time.granularity,
        time.basis,
        time.relation,
        f"{time.confidence:.2f}",
        event.status,
        event.type,
        one_line(event.title),
        _list(participant.name for participant in event.participants),
        _list(place.name for place in event.places),
        str(event.reports),
        str(event.sources),
        one_line(time.expression or ""),
        one_line(event.mentions[0].quote.text) if event.mentions else None,
        _list(mention.document for mention in event.mentions if mention.document),
        event.id,
    )


def _words(remark: Remark | None) -> str | None:
    """What an editor says, the text before the note."""
    return None if remark is None else one_line(" ".join(filter(None, (remark.text, remark.note))))


def _list(names: Iterable[str]) -> str:
    """Each once, in the order they come."""
    return "; ".join(dict.fromkeys(one_line(name) for name in names))


def _safe(cell: str | None) -> str:
    return "" if cell is None else f"'{cell}" if _FORMULA.match(cell) else str(cell)


FORMAT = Format(
    "csv",
    "text/csv; charset=utf-8; header=present",
    "csv",
    "A row an event, safe to open in a spreadsheet.",
    write,
)
