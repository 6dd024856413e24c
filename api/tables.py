"""What the command line prints of one article: its times, its events, and how each time was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from timeline.events import Extraction, Mention, TimeExpression
from timeline.words import in_words, one_line

_WIDEST = 60


def show_extraction(extraction: Extraction, *, name: str) -> str:
    """One article: a heading, a table of time expressions, a table of events by salience, the warnings."""
    document = extraction.document
    heading = one_line(document.title or name)
    published = f", published {document.published_at}" if document.published_at else ""
    parts = [f"{heading}{published}"]
    times = [(time.text, time.type, time.value, time.basis, f"{time.confidence:.2f}") for time in extraction.times]
    if times:
        parts.append(lay_out(("EXPRESSION", "TYPE", "VALUE", "BASIS", "CONFIDENCE"), times))
    mentions = sorted(extraction.mentions, key=lambda mention: -mention.salience)
    if mentions:
        columns = ("WHEN", "BASIS", "STATUS", "TYPE", "WHAT", "WHO", "SALIENCE")
        parts.append(lay_out(columns, [_row(mention) for mention in mentions if mention.same_as is None]))
    else:
        parts.append("No events found.")
    parts += [f"{warning.code}: {warning.detail}" for warning in extraction.warnings]
    return "\n\n".join(parts) + "\n"


def show_derivation(extraction: Extraction) -> str:
    """Every time expression with its rule, what it was read against, which way, why, and the readings not taken."""
    parts = [_derivation(time, extraction) for time in extraction.times] or ["No time expressions found."]
    parts += [f"{warning.code}: {warning.detail}" for warning in extraction.warnings]
    return "\n\n".join(parts)


def lay_out(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in fixed columns; cells are cut to one line of at most 60 characters."""
    cells = [list(columns)] + [[_cut(one_line(cell)) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(columns))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    return "\n".join(lines)


def _row(mention: Mention) -> tuple[str, ...]:
    who = ", ".join(dict.fromkeys(participant.name for participant in mention.participants))
    when = in_words(mention.time)
    return (when, mention.time.basis, mention.status, mention.type, mention.title, who, f"{mention.salience:.2f}")


def _derivation(time: TimeExpression, extraction: Extraction) -> str:
    published = extraction.document.published_at
    references = {"t0": f"the publication date, {published}"}
    references |= {other.id: f"{other.id} “{one_line(other.text)}”, {other.value}" for other in extraction.times}
    covered = ""
    if time.interval:
        interval = time.interval.interval
        covered = f", {interval.first or 'open'} to {interval.last or 'open'} ({time.interval.granularity})"
    lines = [
        f"{time.id}  “{one_line(time.text)}” [{time.start}:{time.end}] → {time.type} {time.value}{covered}",
        f"    rule          {time.rule} ({time.basis}, confidence {time.confidence:.2f})",
    ]
    if time.reference:
        lines.append(f"    read against  {references.get(time.reference, time.reference)}")
    if time.direction:
        lines.append(f"    direction     {time.direction}")
    if time.why:
        lines.append(f"    because       {time.why}")
    if time.range:
        other = time.range.end_point if time.range.begin_point == time.id else time.range.begin_point
        within = time.range.interval.interval
        lines.append(
            f"    range         with {other}: “{one_line(time.range.text)}” → {time.range.value}, "
            f"{within.first or 'open'} to {within.last or 'open'}"
        )
    lines += [f"    not taken     {reading.value}: {reading.why}" for reading in time.alternatives]
    return "\n".join(lines)


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
