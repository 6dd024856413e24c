"""Times that were found, as the model has them: numbered, quoted, with the interval that their value covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractors.temporal import granules, zones
from extractors.temporal.choosing import Found
from extractors.temporal.confidence import Record, rate
from extractors.temporal.granules import Granule
from extractors.temporal.scene import DCT, Scene, Time
from extractors.temporal.tokens import Tokens
from timeline import timex
from timeline.events import Covered, Direction, Range, TimeExpression

_REFS = {"PAST_REF": Direction.PAST, "FUTURE_REF": Direction.FUTURE}


def number(
    tokens: Tokens, scene: Scene, found: list[Found], firsts: Iterable[int], record: Record
) -> tuple[TimeExpression, ...]:
    """The times that were found, t1, t2 … in text order; `firsts` are the indices of those that begin a range, which the
    next one ends. References to other times become their ids; how sure each is follows from the record of its rule."""
    ids = {tokens.starts[each.first]: f"t{index}" for index, each in enumerate(found, 1)}
    placed: dict[str | int | None, Granule | None] = {DCT: scene.dct}
    placed |= {tokens.starts[each.first]: each.time.granule for each in found if each.time is not None}
    times = [
        _write(
            each,
            each.time,
            ids=ids,
            tokens=tokens,
            against=placed.get(each.time.reference),
            confidence=rate(each.rule.confidence, record.get(each.rule.name, {}), scene.domain, doubt=each.time.doubt),
        )
        for each in found
        if each.time is not None
    ]
    now = granules.write(scene.dct) if scene.dct is not None else ""
    for at in firsts:
        stretch = _span(times[at], times[at + 1], text=tokens.text, now=now)
        times[at : at + 2] = (replace(each, range=stretch) for each in times[at : at + 2])
    return tuple(times)


def _span(begin: TimeExpression, end: TimeExpression, *, text: str, now: str) -> Range | None:
    """The stretch between two ends. What lasts until now ends with the document's day `now`, and is open without one."""
    value = "/".join(each.value if each.interval is not None else now for each in (begin, end))
    covered = timex.read(value)
    if covered is None:
        return None
    return Range(begin.id, end.id, begin.start, end.end, text[begin.start : end.end], value, Covered(*covered))


def _direction(time: Time, reference: Granule | None) -> Direction | None:
    """Which way a time lies from the one it was read against."""
    if time.granule is None or reference is None:
        return _REFS.get(time.value)
    if granules.after(time.granule) <= granules.start(reference):
        return Direction.PAST
    return Direction.FUTURE if granules.start(time.granule) >= granules.after(reference) else None


def _write(
    found: Found, time: Time, *, ids: dict[int, str], tokens: Tokens, against: Granule | None, confidence: float
) -> TimeExpression:
    start, end = tokens.slice(found.first, found.after)
    rule, reference = found.rule, time.reference
    covered = timex.read(time.value)
    return TimeExpression(
        id=ids[start],
        start=start,
        end=end,
        text=tokens.text[start:end],
        type=time.type,
        value=time.value,
        basis=time.basis,
        rule=rule.name,
        confidence=confidence,
        mod=time.mod,
        quant=time.quant,
        freq=time.freq,
        interval=Covered(*covered) if covered is not None else None,
        utc_offset=zones.offset(time.zone, time.granule),
        reference=ids.get(reference) if isinstance(reference, int) else reference,
        direction=_direction(time, against),
        why=time.why,
        alternatives=time.alternatives,
    )
