"""`dateline keys`: who may ask this archive what. A server that runs notices at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import click

from api.context import now
from api.options import DATABASE
from api.settings import read_settings
from api.tables import lay_out
from timeline.keys import Key, Scope, digest, new_key
from timeline.store import Store, open_store

_DAYS = re.compile(r"([1-9][0-9]{0,4})d")


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


@keys.command()
@click.option("--name", required=True, help="Whose it is; of a decision made with it, who decided.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([str(scope) for scope in Scope]),
    multiple=True,
    required=True,
    help="What it is good for; may be repeated. admin is good for all.",
)
@click.option("--expires", metavar="DATE|DAYSd", help="Its last day, 2026-12-31, or in how many days, 90d.")
@click.option("--characters-per-hour", type=int, help="Characters of text it may have read in an hour; 0 for any.")
@DATABASE
def create(
    *, name: str, scopes: tuple[str, ...], expires: str | None, characters_per_hour: int | None, database: str | None
) -> None:
    """Make a key and print it, this once."""
    moment = now()
    key, secret = new_key(
        name,
        map(Scope, scopes),
        now=moment,
        expires_at=None if expires is None else _read_end(expires, moment),
        characters_per_hour=characters_per_hour,
    )
    _open(database).keys.add(key, digest(secret))
    click.echo(secret)
    click.echo("Keep it now: it is shown only once, and is kept nowhere.", err=True)


@keys.command(name="list")
@DATABASE
def show(*, database: str | None) -> None:
    """List keys by what they begin with; none is shown whole."""
    kept = _open(database).keys.kept()
    moment = now()
    columns = ("KEY", "NAME", "SCOPES", "AN HOUR", "MADE", "LAST USED", "STATE")
    click.echo(lay_out(columns, (tuple(_cells(key, moment)) for key in kept)) if kept else "There are no keys.")


@keys.command()
@click.argument("id", metavar="ID")
@DATABASE
def revoke(*, id: str, database: str | None) -> None:
    """Take a key out of use, at once and for good. ID is as `list` shows it, with or without dl_."""
    key = _open(database).keys.revoke(id.removeprefix("dl_").partition("_")[0], now=now())
    click.echo(f"dl_{key.id}, {key.name}, opens nothing since {key.revoked_at}.")


def _read_end(text: str, moment: str) -> str:
    if days := _DAYS.fullmatch(text):
        end = datetime.fromisoformat(moment) + timedelta(days=int(days[1]))
        return end.isoformat().replace("+00:00", "Z")
    return text


def _cells(key: Key, moment: str) -> Iterator[str]:
    yield f"dl_{key.id}_…"
    yield key.name
    yield " ".join(scope for scope in Scope if scope in key.scopes)
    yield "–" if key.characters_per_hour is None else f"{key.characters_per_hour:,}"
    yield key.created_at[:10]
    yield "never" if key.used_at is None else f"{key.used_at[:13]}h"
    yield _state(key, moment)


def _state(key: Key, moment: str) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at[:10]}"
    if key.expires_at is None:
        return "holds"
    return f"holds until {key.expires_at[:16]}Z" if key.is_usable(now=moment) else f"expired {key.expires_at[:10]}"


def _open(database: str | None) -> Store:
    return open_store(read_settings(os.environ, database=database).database)
