"""Times that were found, as the model has them: numbered, quoted, with the interval that their value covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractors.temporal import granules
from extractors.temporal.choosing import Found
from extractors.temporal.rules import Rule
from extractors.temporal.scene import Scene, Time
from extractors.temporal.tokens import Tokens
from timeline import timex
from timeline.events import Covered, Range, TimeExpression


def number(tokens: Tokens, scene: Scene, found: list[Found], firsts: Iterable[int]) -> tuple[TimeExpression, ...]:
    """The times that were found, t1, t2 … in text order; `firsts` are the indices of those that begin a range, which the
    next one ends. References to other times become their ids."""
    ids = {tokens.starts[each.first]: f"t{index}" for index, each in enumerate(found, 1)}
    times = [
        _write(each.time, each.rule, ids=ids, text=tokens.text, span=tokens.slice(each.first, each.after))
        for each in found
        if each.time is not None
    ]
    now = granules.write(scene.dct) if scene.dct is not None else ""
    for at in firsts:
        stretch = _span(times[at], times[at + 1], text=tokens.text, now=now)
        times[at : at + 2] = (replace(each, range=stretch) for each in times[at : at + 2])
    return tuple(times)


def _span(begin: TimeExpression, end: TimeExpression, *, text: str, now: str) -> Range | None:
    """The stretch between two ends. One that lasts until now ends with the document's day `now`, or is open without one."""
    value = f"{begin.value}/{end.value if end.interval is not None else now}"
    covered = timex.read(value)
    if covered is None:
        return None
    return Range(begin.id, end.id, begin.start, end.end, text[begin.start : end.end], value, Covered(*covered))


def _write(time: Time, rule: Rule, *, ids: dict[int, str], text: str, span: tuple[int, int]) -> TimeExpression:
    start, end = span
    reference = time.reference
    covered = timex.read(time.value)
    return TimeExpression(
        id=ids[start],
        start=start,
        end=end,
        text=text[start:end],
        type=time.type,
        value=time.value,
        basis=time.basis,
        rule=rule.name,
        confidence=round(max(0.05, rule.confidence - time.doubt), 3),
        mod=time.mod,
        quant=time.quant,
        freq=time.freq,
        interval=Covered(*covered) if covered is not None else None,
        reference=ids.get(reference) if isinstance(reference, int) else reference,
        why=time.why,
        alternatives=time.alternatives,
    )
