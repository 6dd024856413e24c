"""docs/reference.md, made from the tables in the code: filters, formats, settings, problems, operators, feasts.

`make reference` writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from api.catalogue import KINDS
from api.settings import rows
from extractors.temporal import holidays
from extractors.temporal.operators import OPERATORS
from timeline.annotations import TEXT_FORMATS
from timeline.formats import FORMATS
from timeline.store.filters import FILTERS, Filter


def render() -> str:
    """The page as Markdown."""
    filters = [(f"`{each.name}`", _values(each), each.sentence) for each in FILTERS]
    formats = [(f"`{each.name}`", f"`{each.media_type}`", each.sentence) for each in FORMATS.values()]
    text_formats = [(f"`{each.name}`", f"`{each.media_type}`", each.sentence) for each in TEXT_FORMATS.values()]
    settings = [(f"`{each.variable}`", f"`{each.default}`", each.sentence) for each in rows()]
    problems = [(f"`{each.path}`", str(each.status), each.title, each.advice) for each in KINDS.values()]
    operators = [(f"`{name}`", _first_sentence(operator.__doc__)) for name, operator in sorted(OPERATORS.items())]
    return "\n".join(
        (
            "# Reference\n",
            "Made from the code by `make reference`. Routes and fields are in [openapi.yaml](../openapi.yaml).\n",
            "## Filters of `GET /v1/events`, of its histogram and counts, and options of `dateline export`\n",
            *_table(("filter", "values", "what it asks"), filters),
            "## Formats\n",
            "Of events and chronologies, by `format=` or by `Accept`; of `dateline export`, by `--format`.\n",
            *_table(("format", "media type", "what it is"), formats),
            "## Formats of one text\n",
            "Of `POST /v1/extractions` and `GET /v1/documents/{id}`, by `format=` or by `Accept`; of `dateline extract`, by `--format`.\n",
            *_table(("format", "media type", "what it is"), text_formats),
            "## Settings\n",
            *_table(("variable", "default", "what it sets"), settings),
            "## Problems\n",
            "What cannot be answered is answered as `application/problem+json` (RFC 9457); `type` is one of these paths.\n",
            *_table(("type", "status", "title", "what to do"), problems),
            "## Operators\n",
            "What `means` of a [rule](writing-rules.md) may call.\n",
            *_table(("operator", "what it gives"), operators),
            "## Feasts\n",
            "The names that `holiday` takes, the same in every language.\n",
            f"{', '.join(sorted(holidays.names()))}\n",
        )
    )


def _values(each: Filter) -> str:
    values = " ".join(f"`{choice}`" for choice in each.choices) or f"{each.kind}, e.g. `{each.example}`"
    return f"{values}; may be repeated" if each.many else values


def _first_sentence(docstring: str | None) -> str:
    paragraph = " ".join((docstring or "").partition("\n\n")[0].split())
    return paragraph or "–"


def _table(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterable[str]:
    yield _row(columns)
    yield "|---" * len(columns) + "|"
    yield from map(_row, cells)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(render())
