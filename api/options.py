"""Options that several commands of `dateline` take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from timeline.store.filters import FILTERS, Kind

PUBLISHED = click.option("--published", metavar="DATE", help="When it was published: YYYY-MM-DD or RFC 3339.")
LANGUAGE = click.option("--language", default=None, help="ISO 639 code, such as de; en if not said.")
CALENDAR = click.option("--calendar", metavar="FILE", help="Dated events of your own, a TOML file.")
NAMES = click.option("--names", metavar="FILE", help="Names of your own, a TOML file.")
DATABASE = click.option("--database", metavar="URL", help="Where events are kept.  [default: sqlite:///dateline.db]")


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for every filter of `timeline.store.filters`."""
    for row in reversed(FILTERS):
        command = click.option(
            f"--{row.name.replace('_', '-')}",
            row.field,
            type=click.Choice([str(choice) for choice in row.choices]) if row.choices else _TYPES.get(row.kind, str),
            multiple=row.many,
            metavar=None if row.choices else row.kind.upper(),
            help=row.sentence,
        )(command)
    return command


_TYPES = {Kind.NUMBER: float, Kind.INTEGER: int}
