"""Times that were found, as the model has them: numbered, quoted, with the interval that their value covers."""

from __future__ import annotations

from extractors.temporal.choosing import Found
from extractors.temporal.confidence import Record, rate
from extractors.temporal.rules import Rule
from extractors.temporal.scene import Time
from extractors.temporal.tokens import Tokens
from timeline import timex
from timeline.events import Covered, TimeExpression


def number(tokens: Tokens, found: list[Found], *, record: Record, domain: str) -> tuple[TimeExpression, ...]:
    """The times among what was found, t1, t2 … in text order. References to other times become their ids; how sure each is
    follows from the record of its rule in a text of that domain."""
    starts = (tokens.starts[each.first] for each in found if each.time is not None)
    ids = {start: f"t{index}" for index, start in enumerate(starts, 1)}
    return tuple(
        _write(
            each.time,
            each.rule,
            ids=ids,
            text=tokens.text,
            span=tokens.slice(each.first, each.after),
            confidence=rate(each.rule.confidence - each.time.doubt, record.get(each.rule.name, {}), domain),
        )
        for each in found
        if each.time is not None
    )


def _write(
    time: Time, rule: Rule, *, ids: dict[int, str], text: str, span: tuple[int, int], confidence: float
) -> TimeExpression:
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
        confidence=confidence,
        mod=time.mod,
        quant=time.quant,
        freq=time.freq,
        interval=Covered(*covered) if covered is not None else None,
        reference=ids.get(reference) if isinstance(reference, int) else reference,
        why=time.why,
        alternatives=time.alternatives,
    )
