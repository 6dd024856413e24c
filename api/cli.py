"""The `dateline` command. Exit codes: 0 all well, 1 something could not be read or done, 2 the command was misspelt."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson
from marshmallow import ValidationError

from api import tables
from api.articles import with_warnings
from api.context import Extract, now
from api.key_commands import keys
from api.options import CALENDAR, DATABASE, LANGUAGE, NAMES, PUBLISHED, filter_options
from api.parsing import find_flaws
from api.problems import Flaw, Flawed
from api.reading import open_reader
from api.settings import InvalidSetting, Settings, read_settings
from api.sources import Source, decode, read_sources
from timeline import wire
from timeline.annotations import TEXT_FORMATS
from timeline.errors import DatelineError, InvalidInput
from timeline.events import documents_of
from timeline.formats import FORMATS, Frame
from timeline.ingest import bring_up
from timeline.ingest import ingest as keep_document
from timeline.store import Counts, Page, Query, Store, backups, open_store
from timeline.store.filters import FILTERS
from timeline.text import document


class _Commands(click.Group):
    """Errors of our own leave as one line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (DatelineError, InvalidSetting) as error:
            reason = getattr(error, "reason", "")
            raise click.ClickException(f"{error}\n{reason}" if reason else str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline", message="%(prog)s %(version)s")
def main() -> None:
    """News in, a chronology out: when what happened, who says so, and how sure we are."""


@main.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.  [default: 8000]")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes.  [default: 2]")
@click.option("--open", "is_open", is_flag=True, help="Ask for no keys, whoever can reach the address.")
@CALENDAR
@NAMES
@DATABASE
def serve(*, is_open: bool, **chosen: str | int | None) -> None:
    """Serve the page, the API and its documentation."""
    from api.server.serving import address_of, check_address, serve  # noqa: PLC0415  # what not every command needs is imported where it is

    settings = _settings(**chosen, require_keys="never" if is_open else None)
    check_address(settings.host, settings.port)
    click.echo(f"Dateline is at {address_of(settings)}, in a browser too.")
    serve(settings)


@main.command()
@click.option("--workers", type=click.IntRange(1, 64), help="Processes.  [default: DATELINE_JOB_WORKERS, else 1]")
@CALENDAR
@NAMES
@DATABASE
def work(*, workers: int | None, **chosen: str | None) -> None:
    """Work off bulk requests and jobs of an archive that is served elsewhere, until told to stop."""
    from api.jobs.supervising import work_here  # noqa: PLC0415  # see `serve`

    work_here(_settings(job_workers=workers, **chosen))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@PUBLISHED
@LANGUAGE
@CALENDAR
@NAMES
@click.option("--json", "as_json", is_flag=True, help="What POST /v1/extractions answers, a line an article.")
@click.option("--format", "format_", type=click.Choice(sorted(TEXT_FORMATS)), help="One article in that format.")
def extract(
    *,
    files: tuple[str, ...],
    published: str | None,
    language: str | None,
    calendar: str | None,
    names: str | None,
    as_json: bool,
    format_: str | None,
) -> None:
    """Read articles and print what happened when; keep nothing. `-` is standard input."""
    if as_json and format_ is not None:
        raise click.UsageError("--json is a format itself; leave one of --json and --format out.")
    read = _open_reader(calendar=calendar, names=names)
    sources = read_sources(files, defaults=_defaults(published_at=published, language=language))
    failures = []
    for source in sources if format_ is None else _only(list(sources), format_):
        try:
            article = source.open()
            extraction = with_warnings(article, read)(article.document)
        except DatelineError as error:
            failures.append((source.name, error))
            continue
        if format_ is not None:
            click.echo(TEXT_FORMATS[format_].write(extraction, url=None), nl=False)
        elif as_json:
            click.echo(orjson.dumps(wire.write(extraction)))
        else:
            click.echo(tables.show_extraction(extraction, name=source.name))
    _stop(failures)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR|NDJSON…")
@PUBLISHED
@LANGUAGE
@CALENDAR
@NAMES
@click.option("--source", "outlet", help="The outlet, for articles that do not name theirs.")
@DATABASE
def ingest(
    *,
    paths: tuple[str, ...],
    published: str | None,
    language: str | None,
    calendar: str | None,
    names: str | None,
    outlet: str | None,
    database: str | None,
) -> None:
    """Keep articles and merge what they tell. `-` is standard input."""
    store, read = _open(database), _open_reader(calendar=calendar, names=names)
    bring_up(store, now=now())
    defaults = _defaults(published_at=published, language=language, source=outlet)
    failures = []
    created = []
    with click.progressbar(list(read_sources(paths, defaults=defaults)), label="Reading", file=sys.stderr) as progress:
        for source in progress:
            try:
                created.append(_keep(source, store, read))
            except DatelineError as error:
                failures.append((source.name, error))
    kept = sum(created)
    click.echo(f"{kept} kept, {len(created) - kept} known already, {len(failures)} failed.")
    _stop(failures)


@main.command()
@click.argument("text")
@PUBLISHED
@LANGUAGE
def explain(*, text: str, published: str | None, language: str | None) -> None:
    """Show how the times of TEXT are read: rule, reference, and the readings not taken. `-` is standard input."""
    words = decode(sys.stdin.buffer.read()) if text == "-" else text
    read = _open_reader()
    click.echo(tables.show_derivation(read(document(words, published_at=published, language=language or "en"))))


@main.command()
@click.option("--format", "format_", type=click.Choice(sorted(FORMATS)), default="csv", show_default=True)
@click.option("--output", type=click.File("wb"), default="-", metavar="FILE")
@DATABASE
@filter_options
def export(*, format_: str, output: BinaryIO, database: str | None, **filters: Any) -> None:
    """Write the events that pass the filters, in time order; the background too, unless --min-salience leaves it out."""
    store, chosen = _open(database), FORMATS[format_]
    pages = _find_pages(store, _read_query(filters))
    events = (event for page in pages for event in page.events)
    if chosen.splice is not None:
        output.writelines(chosen.splice(page.json) for page in pages)
    else:
        told = tuple(events) if chosen.cites else events
        citations = store.citations(documents_of(told)) if chosen.cites else {}
        output.write(chosen.write(told, Frame("Dateline", now=now(), citations=citations)))


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@DATABASE
def backup(*, file: str, force: bool, database: str | None) -> None:
    """Copy a SQLite archive as it is at one moment into FILE; it may be served and written to meanwhile."""
    kept = backups.back_up(_settings(database=database).database, _read_path(file), replace=force)
    click.echo(f"“{file}” holds {_sum_up(kept)}.")


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, help="Replace what the archive holds.")
@DATABASE
def restore(*, file: str, force: bool, database: str | None) -> None:
    """Put what FILE holds into a SQLite archive, which may be served meanwhile."""
    url = _settings(database=database).database
    kept = backups.restore(_read_path(file), url, bring_up=lambda store: bring_up(store, now=now()), replace=force)
    click.echo(f"The archive holds {_sum_up(kept)}.")


@main.command()
def openapi() -> None:
    """Print openapi.yaml, made from the code."""
    from api import create_app  # noqa: PLC0415  # see `serve`
    from api.openapi import render  # noqa: PLC0415

    click.echo(render(create_app(Settings(database="sqlite://"))), nl=False)


@main.command()
@click.option("--once", is_flag=True, help="Print the chronology and stop; serve nothing.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.  [default: 8000]")
def demo(*, once: bool, port: int | None) -> None:
    """Load the bundled articles, print their chronology, and serve it."""
    from api.demo import run  # noqa: PLC0415  # see `serve`

    run(_settings(port=port), once=once, now=now())


main.add_command(keys)


def _settings(**chosen: str | int | None) -> Settings:
    return read_settings(os.environ, **chosen)


def _open(database: str | None) -> Store:
    return open_store(_settings(database=database).database)


def _read_path(file: str) -> Path:
    if file == "-":
        raise InvalidInput("A backup is a file that is read more than once; give its name instead of -.")
    return Path(file)


def _sum_up(kept: Counts) -> str:
    numbers = {"document": kept.documents, "event": kept.events}
    return " and ".join(f"{number:,} {word}{'' if number == 1 else 's'}" for word, number in numbers.items())


def _defaults(**fields: str | None) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def _open_reader(**files: str | None) -> Extract:
    settings = _settings(**files)
    return open_reader(settings.model, settings.calendar, settings.names)


def _read_query(filters: dict[str, Any]) -> Query:
    """The query of the options, held to what the API asks of its parameters. Raises Flawed."""
    from api.queries import EventsQuerySchema, read_query  # noqa: PLC0415  # see `serve`

    given = {row.name: filters[row.field] for row in FILTERS if filters[row.field] not in (None, ())}
    try:
        return read_query(EventsQuerySchema().load(given), min_salience=None)
    except ValidationError as error:
        flaws = find_flaws(error)
        named = (Flaw(f"--{flaw.pointer.split('/')[1].replace('_', '-')}", flaw.detail) for flaw in flaws)
        raise Flawed(named) from error


def _only(sources: list[Source], format_: str) -> list[Source]:
    if len(sources) != 1:
        raise click.UsageError(
            f"--format {format_} writes one article, these are {len(sources):,}; give one at a time."
        )
    return sources


def _keep(source: Source, store: Store, read: Extract) -> bool:
    """Whether the article was not known before."""
    article = source.open()
    extract = with_warnings(article, read)
    return keep_document(article.document, extract=extract, store=store, clock=now).created


def _stop(failures: list[tuple[str, DatelineError]]) -> None:
    """Says on standard error what failed and why, and ends with exit code 1 if anything did."""
    for name, error in failures:
        click.echo(f"{name}: {error}", err=True)
    sys.exit(1 if failures else 0)


def _find_pages(store: Store, query: Query) -> Iterator[Page]:
    cursor = None
    while True:
        page = store.find(query, limit=500, cursor=cursor)
        yield page
        cursor = page.next
        if cursor is None:
            return
