r"""Markdown (RFC 7763), as CommonMark has it: a chronology to paste into an article or a CMS.

    # Talks, and what led to them

    ## 2025

    ### by 18 February 2025

    - Russian delegation arrived in Riyadh
      - scheduled; reports: 2, independent sources: 1
      - “The delegation has landed.” ([“Envoys land”, Meridian Wire, 2025-02-18](<https://wire.example/1>))

Events stand under their date in words, which is never finer than what is known, and those under the year in which they begin
or have their bound, as long as each year comes once: in another order than that of time the years are left out. What has no
date is under “Date unknown”. Every word is escaped, so that nothing in a title or a quote is markup; GitHub's tables,
strikethrough and mathematics are none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Event, Status
from timeline.formats import Format, Frame
from timeline.formats.addresses import web_address
from timeline.formats.placing import place
from timeline.formats.telling import as_told, cite, facts, headline, quotes, remarks_of
from timeline.words import UNKNOWN, in_words, one_line, year_in_words

_MARKUP = re.compile(r"[\\`*_\[\]<>&!#~|${}]")
_BEGINNING = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")
"""What makes a line a list, a heading's underline or a rule."""


def write(events: Iterable[Event], frame: Frame) -> bytes:
    lines = [f"# {escape(one_line(frame.title)) or 'Untitled'}"]
    years = [(year, list(told)) for year, told in groupby(events, _year)]
    has_years = len({year for year, _ in years}) == len(years)
    for year, told in years:
        if has_years:
            lines += ["", f"## {year}"]
        for number, (when, same) in enumerate(groupby(told, lambda event: in_words(event.time))):
            if not has_years or (number, when) not in ((0, year), (0, UNKNOWN)):
                lines += ["", f"{'###' if has_years else '##'} {escape(when)}"]
            lines.append("")
            for event in same:
                lines += _item(event, frame)
    return ("\n".join(lines) + "\n").encode()


def escape(text: str) -> str:
    """One line of text that CommonMark reads as that text (section 2.4: any ASCII punctuation may be escaped)."""
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    found = _BEGINNING.match(escaped)
    if found is None:
        return escaped
    at = found.end() if found[0].isdigit() else 0
    return f"{escaped[:at]}\\{escaped[at:]}"


def _year(event: Event) -> str:
    placing = place(event.time)
    if placing is None:
        return UNKNOWN.capitalize()
    return year_in_words(calendar.civil(placing.start // SECONDS_PER_DAY)[0])


def _item(event: Event, frame: Frame) -> Iterator[str]:
    """The title, and under it what there is to say of it."""
    remark = frame.remarks.get(event.id)
    yield f"- {escape(as_told(event))}"
    for line in remarks_of(remark):
        yield f"  - {escape(line)}"
    if remark is not None and (address := web_address(remark.url)):
        yield f"  - {_link(address, address)}"
    _, *more = facts(event)
    if event.status is not Status.OCCURRED and as_told(event) == headline(event):
        more.insert(0, event.status.value)
    for line in more:
        yield f"  - {escape(line)}"
    for words, known in quotes(event, frame.citations):
        told_by = "; ".join(_link(web_address(one.url), cite(one)) for one in known)
        yield f"  - “{escape(words)}”{f' ({told_by})' if told_by else ''}"


def _link(address: str | None, words: str) -> str:
    if address is None:
        return escape(words)
    destination = address.replace("&", "\\&")  # or it might begin a character's name
    return f"[{escape(words)}](<{destination}>)"


FORMAT = Format(
    "markdown",
    "text/markdown; charset=utf-8; variant=CommonMark",
    "md",
    "A chronology to paste into an article or a CMS, with its sources as links.",
    write,
    cites=True,
)
