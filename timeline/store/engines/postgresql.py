"""PostgreSQL: one snapshot for whoever reads, one writer at a time by an advisory lock, `statement_timeout`,
and full text as a tsvector that we write ourselves, so that words are the same ones as in SQLite.

Each word of a text has its place in the vector, and title, quotes and names are far apart, so that no phrase reaches from
one into another. PostgreSQL keeps 256 places of a word and places up to 16,383: what stands behind is found as words, no
longer as a phrase. Eras have a mark that no word has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import URL
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import String, TypeDecorator

from timeline.store.constructs import Among, Answering, Aside, Asked, Holds, Matching, Unordered
from timeline.store.fulltext import Both, Phrase, Question
from timeline.store.prepared import execute, execute_many

_TEXT_TABLE = (
    """CREATE TABLE event_text (
        number BIGINT PRIMARY KEY REFERENCES events (number) ON DELETE CASCADE,
        words TSVECTOR NOT NULL
    )""",
    "CREATE INDEX event_text_by_word ON event_text USING gin (words)",
)

_INSERT_TEXT = text("INSERT INTO event_text (number, words) VALUES (:number, CAST(:words AS tsvector))")

_COUNT_TEXT = text(
    "SELECT count(*) FROM (SELECT 1 FROM event_text WHERE words @@ CAST(:question AS tsquery) LIMIT :most) AS found"
)

_WRITER = 0x646174656C696E65
"""The advisory lock of whoever writes; locks are a database's own."""

_LAST_PLACE = 16_383
_APART = 8
_LONGEST = 64
"""Characters of a word that count: a lexeme may have 2,046 bytes, and a vector a megabyte."""
_MOST_WORDS = 20_000
_ERA = "@"

_AWAY = "The database server does not answer, or not to us; see that PostgreSQL runs and that DATELINE_DATABASE leads to it."

_MEANING = {
    "55P03": "The database is locked by another writer; try again in a few seconds.",
    "40001": "Another writer was quicker; try again.",
    "40P01": "Another writer was quicker; try again.",
    "25006": "The database is read-only; give the server one that may be written.",
    "42501": "The database may not be used by this user; see its permissions.",
    "53100": "The disk is full; make room for the database.",
    "53200": "The database server is out of memory; try again later.",
    "53300": "The database server has no connection left; raise max_connections, or run fewer workers.",
    "57P01": _AWAY,
    "57P02": _AWAY,
    "57P03": _AWAY,
}


def connect(url: URL, *, statement_seconds: float, busy_seconds: float) -> Engine:
    """Raises ImportError where psycopg is not installed."""
    settings = f"-c statement_timeout={_milliseconds(statement_seconds)} -c lock_timeout={_milliseconds(busy_seconds)}"
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"options": settings, "application_name": "dateline", "connect_timeout": 5},
        pool_pre_ping=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def reading(engine: Engine) -> Engine:
    """For transactions that see one state of the data."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """For transactions that only one connection at a time has, and whose statements may take their time. Each of these
    sees what the writer before has committed."""
    return engine.execution_options(isolation_level="READ COMMITTED", writes=True)


def touching(engine: Engine) -> Engine:
    """For transactions that lock the row they change, and nothing else."""
    return engine.execution_options(isolation_level="READ COMMITTED")


def explain(error: BaseException) -> str | None:
    """What to tell whoever asked, of an error of the driver; None where the fault is ours."""
    state = getattr(error, "sqlstate", None)
    # No code comes where one cannot connect, or finds the connection broken.
    is_away = type(error).__name__ == "OperationalError" if state is None else state.startswith("08")
    return _MEANING.get(state or "", _AWAY if is_away else None)


def is_over_limit(error: BaseException) -> bool:
    return getattr(error, "sqlstate", None) == "57014"


def create_text_index(connection: Connection) -> None:
    for statement in _TEXT_TABLE:
        connection.execute(text(statement))


def write_text(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    execute_many(connection, _INSERT_TEXT, [{"number": row["number"], "words": _vector(row)} for row in rows])


def drop_text(connection: Connection, numbers: Sequence[int]) -> None:
    connection.execute(text("DELETE FROM event_text WHERE number = ANY(:numbers)"), {"numbers": list(numbers)})


def count_text(connection: Connection, asked: Asked, *, most: int) -> int:
    """How many events answer, versions that hold no more among them; no further than `most`."""
    count: int = execute(connection, _COUNT_TEXT, {"question": _ask(asked), "most": most}).scalar_one()
    return count


class _TsQuery(TypeDecorator[Any]):
    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:  # noqa: ARG002  # SQLAlchemy's signature
        return _ask(value)


@compiles(Among, "postgresql")
def _compile_among(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    rows = compiler.process(type_coerce(values, ARRAY(column.type)), **options)
    return f"{compiler.process(column, **options)} = ANY({rows})"


@compiles(Aside, "postgresql")
def _compile_aside(element: Aside, compiler: SQLCompiler, **options: Any) -> str:
    """It plans by what it knows of the values."""
    (column,) = element.clauses
    return str(compiler.process(column, **options))


@compiles(Unordered, "postgresql")
def _compile_unordered(element: Unordered, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = element.clauses
    return f"({compiler.process(column, **options)} + 0)"


@compiles(Holds, "postgresql")
def _compile_holds(element: Holds, compiler: SQLCompiler, **options: Any) -> str:
    column, part = element.clauses
    return f"position({compiler.process(part, **options)} IN {compiler.process(column, **options)}) > 0"


@compiles(Matching, "postgresql")
@compiles(Answering, "postgresql")
def _compile_matching(element: Matching | Answering, compiler: SQLCompiler, **options: Any) -> str:
    number, asked = element.clauses
    question = compiler.process(type_coerce(asked, _TsQuery()), **options)
    found = f"SELECT event_text.number FROM event_text WHERE event_text.words @@ CAST({question} AS tsquery)"
    return f"{compiler.process(number, **options)} IN ({found})"


def _ask(asked: Asked) -> str:
    words = _write(asked.question)
    return f"{words} & ({' | '.join(_ERA + era for era in asked.eras)})" if asked.eras else words


def _write(question: Question) -> str:
    """Words hold letters and digits alone, so none needs quotes."""
    if isinstance(question, Phrase):
        words = [word[:_LONGEST] for word in question.words.split()]
        return f"({' <-> '.join(words)}{':*' if question.prefix else ''})"
    if isinstance(question, Both):
        required = " & ".join(_write(part) for part in question.required)
        return f"({required}{''.join(f' & !{_write(part)}' for part in question.excluded)})"
    return "(" + " | ".join(_write(part) for part in question.choices) + ")"


def _vector(row: Mapping[str, object]) -> str:
    places: dict[str, list[int]] = {}
    place = 0
    for name in ("title", "quotes", "names"):
        for word in str(row[name]).split():
            place += 1
            at = places.setdefault(word[:_LONGEST], [])
            if len(at) < 256:  # what PostgreSQL keeps
                at.append(min(place, _LAST_PLACE))
        place += _APART
    words = [f"{word}:{','.join(map(str, at))}" for word, at in list(places.items())[:_MOST_WORDS]]
    return " ".join([*words, *(_ERA + era for era in str(row["eras"]).split())])


def _milliseconds(seconds: float) -> int:
    """0 would be no limit."""
    return max(1, round(seconds * 1000))


def _set_up(connection: Any, _: Any) -> None:
    # Who has no PostgreSQL need not have psycopg.
    from psycopg import Cursor  # noqa: PLC0415
    from psycopg.pq import Format  # noqa: PLC0415
    from psycopg.types.string import StrDumperUnknown  # noqa: PLC0415

    class Binary(Cursor[Any]):
        """Bytes come as they are, not spelled in hexadecimal digits."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.format = Format.BINARY

    class Text(StrDumperUnknown):
        """No text of PostgreSQL holds U+0000, and none of ours: it is asked for as what stands for the unreadable."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", "\ufffd"))

    connection.adapters.register_dumper(str, Text)
    connection.cursor_factory = Binary


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(
            f"SELECT set_config('statement_timeout', '0', true), pg_advisory_xact_lock({_WRITER})"
        )
