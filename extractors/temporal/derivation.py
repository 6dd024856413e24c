"""How a text was read: every candidate of both layers and what became of it, as lines for people and failing tests."""

from __future__ import annotations

import datetime as dt

from extractors.temporal.confidence import read_record
from extractors.temporal.grammar import Candidate
from extractors.temporal.tagger import find_times


def derive(text: str, *, language: str, dct: dt.date | None, domain: str | None = "news") -> str:
    """One line a candidate, in the order in which they were weighed, then one line a time that was found."""
    lines: list[str] = []

    def note(candidate: Candidate, words: str, fate: str) -> None:
        lines.append(f"  {words!r:<40} {candidate.rule.name:<26} {fate}")

    found = find_times(text, language=language, dct=dct, domain=domain, note=note)
    record = read_record(language)
    for each in found:
        lines.append(f"= {each.text!r:<40} {each.rule:<26} {each.type} {each.value}  {each.why}")
        counts = ", ".join(f"{right} of {of} in {domain}" for domain, (right, of) in record.get(each.rule, {}).items())
        lines.append(f"  confidence {each.confidence:.2f}" + (f"; the rule was right {counts}" if counts else ""))
    return "\n".join(lines)
