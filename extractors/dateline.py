"""The publication date that stands above an article or in its dateline, with its year; never one from running prose.

    RIYADH, Feb. 18, 2025 (Reuters) —       Published 18 February 2025       Tue, 18 Feb 2025 10:00 GMT

Only the first lines are looked at. Each date there is judged by what stands before and after it on its line (`_SHAPES`).
Dates that head a section each, as in a chronology, are not the document's. A date whose day or month could be either
(02/03/2025) is left alone, and so is a clock without a zone: the day is certain, the instant is not.

A dateline is no part of the sentence that it opens (`opening`), and where its day is shortly before the publication's, it
is the day on which the story was told (`read_told_on`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from timeline import calendar

_FIRST_LINES = 6
_LONGEST = 160

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAY = r"(?:mon|tues?|wed|thu|thurs?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"

# Hours east of Greenwich; the North American ones as RFC 5322, section 4.3 has them.
_ZONES = {"GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "MSK": 3}  # fmt: skip

_DATE = re.compile(
    rf"(?<![\w-])(?:{_WEEKDAY}\.?,? )?"
    rf"(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(?P<year>\d{{4}})"
    rf"|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<month_second>{_MONTH})(?:, ?| |-)(?P<year_last>\d{{4}})"
    r"|(?P<iso>\d{4}-\d\d-\d\d|\d{4}/\d\d/\d\d))"
    r"(?:(?:T|,? (?:at )?|,? ?[|–—-] ?)(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    rf" ?(?P<half>[ap]\.?m\b\.?)?(?: ?\(?(?P<zone>{'|'.join(_ZONES)}|[+-]\d\d:?\d\d)\)?)?)?(?!\d)",
    re.IGNORECASE,
)

_CAPITALISED = r"[^\W\d_a-z][\w.'’-]*"
_PLACE = rf"{_CAPITALISED}(?:(?: (?:de|del|la|of|the|and|al|el))?[ ,/]{{1,2}}{_CAPITALISED}){{0,6}}"
_AGENCY = r"\s?[(/\[]\s?[A-Z][^)/\]\n]{1,40}[)/\]]"
_END = r"(?:,? (?:at )?\d{1,2}(?:[:.]\d\d)? ?(?i:[ap]\.?m\.?)?(?: [A-Z]{1,5})?)?\s*\W{0,3}$"  # a clock may follow

_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+"
_TOWN = rf"(?=\w\w\.? ?\w)(?!\w\w\.? \W){_CAPITALS}(?:[ /]{_CAPITALS}){{0,3}}"
_REGION = rf"(?:, {_CAPITALISED}(?: {_CAPITALISED}){{0,2}}){{1,2}}"
_MONTH_DAY = rf"(?i:{_WEEKDAY}\.?,? )?(?i:(?:{_MONTH}) \d{{1,2}}|\d{{1,2}} (?:{_MONTH}))(?:,? \d{{4}})?"
_WIRE = r" ?(?:\(\s?[A-Z][^)\n]{1,40}\)|/[A-Z][^/\n]{1,40}/|\[[A-Z][^\]\n]{1,40}\])"
_DASH = r"(?:\s*(?:—|–|--)\s*|\s+-\s+|_\s+)"
_OPENING = re.compile(
    rf"\W{{0,2}}(?:"
    rf"(?:{_TOWN}(?:{_REGION})?|{_PLACE})(?:,? {_MONTH_DAY})?{_WIRE}(?:{_DASH}|:\s)"  # LIMA, Peru, May 3 (HW) —
    rf"|(?:{_TOWN}(?:{_REGION})?|{_PLACE}),? {_MONTH_DAY}{_DASH}"  # Lima, 3 May 2024 –
    rf"|{_MONTH_DAY}{_WIRE}{_DASH}"  # May 3 (HW) -
    rf"|{_TOWN}{_REGION}(?:{_DASH}|:\s)"  # LIMA, Peru —
    rf"|{_TOWN}(?:{_DASH})(?![^.!?]*\s[–—-]{{1,2}}\s)"  # LIMA — but not: NASA — the agency — said
    r")(?=[\"“'‘(]?[A-ZÀ-ÖØ-Þ\d$£€])"
)
_MONTH_AND_DAY = re.compile(rf"(?i:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})|(?P<first>\d{{1,2}}) (?P<second>{_MONTH}))\b")
_SHORTLY = timedelta(days=3)

# What stands before a date and after it, on the first lines, where the date is the document's own.
_SHAPES = {
    "label": (
        r"(?i:\W{0,3}(?:.{0,60}[|•·] ?)?(?:first )?(?:published|posted|issued|publication date|pub date|date)(?: on| at)?:? ?)",
        r"\s*(?:$|[|•·–—(;-].*|,? ?(?i:(?:last )?(?:updated|modified)).*|,? \d.{0,30}$)",
    ),
    "dateline": (rf"\W{{0,2}}{_PLACE},? ", rf"(?:{_AGENCY}|\s?[–—]|\s?-{{1,2}}\s|--)"),
    "agency": (r"\W{0,2}", rf"{_AGENCY}\s*[–—:-]"),
    "byline": (r"(?i:by )[^.!?]{2,80}(?:,|\s?[|•·–—-]) ?", _END),
    "alone": (r"\W{0,3}", _END),
}
_COMPILED = {name: (re.compile(before), re.compile(after)) for name, (before, after) in _SHAPES.items()}


def read_dateline(text: str) -> str | None:
    """The date, or date and time where it has a zone, in ISO 8601; None where the first lines give none with its year."""
    found = [(shape, iso) for line in _first_lines(text) for shape, iso in _dates(line)]
    for shape, iso in found:
        if shape != "alone":
            return iso
    alone = {iso[:10] for _, iso in found}
    return found[0][1] if len(alone) == 1 and not _heads_sections(text, alone) else None


def opening(paragraph: str) -> str:
    """The dateline that opens a paragraph, with the dash behind it; "" without one."""
    match = _OPENING.match(paragraph[: 2 * _LONGEST])
    return match[0] if match else ""


def read_told_on(text: str, published_at: str) -> str | None:
    """The day of the dateline, where it lies shortly before that of the publication: "today" is that day."""
    published = date.fromisoformat(published_at[:10])
    for line in _first_lines(text):
        if found := _MONTH_AND_DAY.search(opening(line)):
            month = _MONTHS.index((found["month"] or found["second"])[:3].lower()) + 1
            day = int(found["day"] or found["first"])
            for year in (published.year, published.year - 1):
                if calendar.is_date(year, month, day) and (told := date(year, month, day)) <= published:
                    return told.isoformat() if timedelta() < published - told <= _SHORTLY else None
    return None


def read_date(text: str) -> str | None:
    """The date, or date and time where it has a zone, that the whole of a short text is; None for everything else."""
    match = _DATE.fullmatch(" ".join(text[:_LONGEST].split()))
    return _iso(match) if match else None


def _first_lines(text: str) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in text[:4000].splitlines())
    yield from [line[:_LONGEST] for line in lines if line][:_FIRST_LINES]


def _dates(line: str) -> Iterator[tuple[str, str]]:
    """Each date of a line that stands where the document's own does: (shape, ISO date)."""
    for match in _DATE.finditer(line):
        before, after = line[: match.start()], line[match.end() :]
        for shape, (prefix, suffix) in _COMPILED.items():
            if prefix.fullmatch(before) and suffix.match(after) and (iso := _iso(match)):
                yield shape, iso
                break


def _heads_sections(text: str, dates: set[str]) -> bool:
    """Whether a later line is another date and nothing else."""
    lines = (line.strip() for line in text.splitlines())
    heads = (read_date(line.strip("#*_=: ")) for line in lines if 8 <= len(line) <= 40)
    return any(head is not None and head[:10] not in dates for head in heads)


def _iso(match: re.Match[str]) -> str | None:
    if match["iso"]:
        year, month, day = (int(part) for part in re.split("[-/]", match["iso"]))
    else:
        name = match["month"] or match["month_second"]
        year, month = int(match["year"] or match["year_last"]), _MONTHS.index(name[:3].lower()) + 1
        day = int(match["day"] or match["day_first"])
    if not 1400 <= year <= 2999 or not calendar.is_date(year, month, day):
        return None
    date = f"{year:04d}-{month:02d}-{day:02d}"
    return f"{date}{_clock(match) or ''}"


def _clock(match: re.Match[str]) -> str | None:
    """`T10:00:00+03:00`; None without a zone or where no clock shows it."""
    if match["hour"] is None or match["zone"] is None:
        return None
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = match["zone"].upper()
    if zone in _ZONES:
        minutes = _ZONES[zone] * 60
    else:
        minutes = (1 if zone[0] == "+" else -1) * (int(zone[1:3]) * 60 + int(zone[-2:]))
    if abs(minutes) >= 24 * 60:
        return None
    offset = timezone(timedelta(minutes=minutes)) if minutes else UTC
    moment = datetime(2000, 1, 1, hour, minute, second, tzinfo=offset).isoformat()[10:]
    return moment.replace("+00:00", "Z")
