"""vis-timeline data (visjs.github.io/vis-timeline/docs/timeline): `new vis.Timeline(element, file.items, file.groups, {})`.

A `range` is drawn where the event lies, a `box` where only a clock time or one bound is known. `className` says how to take it,
for a style sheet: `date-certain` (it lies in what is drawn) or `date-possible` (somewhere between, or from there on),
`open-start` and `open-end` where nothing bounds it on that side, `date-doubtful` where the date is more likely wrong than
right, and `status-occurred` and so on. `title`, the tooltip, says it in words. A group is a type of event.

Times are wall-clock times, without a zone, which a browser takes for its own; `end` is exclusive. What vis cannot draw, for
want of a date or beyond JavaScript's years, is in `unplaced`, alike but without times. vis renders HTML, so every word is
escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from timeline import calendar
from timeline.calendar import SECONDS_PER_DAY
from timeline.events import Anchor, Event
from timeline.formats import Format, Frame
from timeline.formats.members import JSON, dump
from timeline.formats.placing import Placing, place
from timeline.formats.telling import as_html, as_told
from timeline.granularity import Granularity

_CLOCK = (Granularity.MINUTE, Granularity.SECOND)
# A Date of JavaScript reaches 100,000,000 days to either side of 1970 (ECMA-262, section 21.4.1.1).
_FARTHEST = (100_000_000 - 1) * SECONDS_PER_DAY


def write(events: Iterable[Event], frame: Frame) -> bytes:
    items: list[JSON] = []
    unplaced: list[JSON] = []
    groups: dict[str, JSON] = {}
    for event in events:
        group = event.type.value
        placing = place(event.time)
        times = {} if placing is None else _times(placing, event.time)
        item = {
            "id": event.id,
            "content": escape(as_told(event)),
            "title": as_html(event, frame),
            "group": group,
            "className": " ".join(_classes(event, placing)),
        }
        if times:
            groups.setdefault(group, {"id": group, "content": group.capitalize()})
        (items if times else unplaced).append(item | times)
    data = {"items": items, "groups": list(groups.values()), "unplaced": unplaced}
    return dump(data)


def _times(placing: Placing, anchor: Anchor) -> JSON:
    """None of them beyond JavaScript's years."""
    if not all(abs(at) <= _FARTHEST for at in (placing.start, placing.end)):
        return {}
    start = _moment(placing.start)
    is_bound = anchor.interval is None and None in (anchor.bounds.start, anchor.bounds.end)
    if is_bound or (placing.certain and anchor.granularity in _CLOCK):
        return {"type": "box", "start": start}
    return {"type": "range", "start": start, "end": _moment(placing.end)}


def _classes(event: Event, placing: Placing | None) -> Iterator[str]:
    if placing is not None:
        yield "date-certain" if placing.certain else "date-possible"
        if not placing.certain and event.time.bounds.start is None:
            yield "open-start"
        if not placing.certain and event.time.bounds.end is None:
            yield "open-end"
        if event.time.confidence < 0.5:
            yield "date-doubtful"
    yield f"status-{event.status.value}"


def _moment(at: int) -> str:
    """A date-time of ECMA-262, section 21.4.1.32, with six digits of the year where four do not do."""
    number, clock = divmod(at, SECONDS_PER_DAY)
    year, month, day = calendar.civil(number)
    written = f"{year:04d}" if 0 <= year <= 9999 else f"{year:+07d}"
    return f"{written}-{month:02d}-{day:02d}T{clock // 3600:02d}:{clock % 3600 // 60:02d}:{clock % 60:02d}"


FORMAT = Format(
    "vis",
    "application/vnd.vis-timeline+json",
    "vis.json",
    "Items and groups for vis-timeline, with the uncertainty as class names and in words.",
    write,
    cites=True,
)
