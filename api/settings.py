"""Every setting of the server, once: its name, its default, one sentence.

A setting is read from the environment variable `DATELINE_` + its name in capitals. The table in docs/reference.md is written
from `rows`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from math import inf, nan
from typing import NamedTuple, TypeVar

T = TypeVar("T", str, int, float)

PREFIX = "DATELINE_"


def _setting(default: T, sentence: str, *, least: float = 0, most: float = inf, choices: tuple[str, ...] = ()) -> T:
    return field(default=default, metadata={"sentence": sentence, "least": least, "most": most, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    database: str = _setting(
        "sqlite:///dateline.db", "URL of the database: sqlite:///FILE or postgresql://USER@HOST/NAME."
    )
    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on.", least=1, most=65_535)
    workers: int = _setting(2, "Server processes; one for each core serves best.", least=1, most=64)
    streams: int = _setting(
        8,
        "Long uploads, exports and watched jobs that a server process carries at once, each in a thread.",
        least=1,
        most=1_000,
    )
    log: str = _setting(
        "auto",
        "Lines of `json` or `text` on standard error; `auto` is text where that is a terminal, else json.",
        choices=("auto", "json", "text"),
    )
    require_keys: str = _setting(
        "auto",
        "Whether an API key is needed: always, never, or auto: unless the server listens on loopback alone.",
        choices=("auto", "always", "never"),
    )
    hosts: str = _setting(
        "",
        "Names, separated by commas, under which a server without keys is asked, beside localhost, 127.0.0.1 and [::1]; "
        "one that others can reach too answers under any, unless some are named.",
    )
    characters_per_hour: int = _setting(
        20_000_000,
        "Characters of text that a key may have read in an hour, where it has no number of its own; 0 for any.",
    )
    model: str = _setting("", "Name of an installed spaCy model to use instead of the language's own.")
    calendar: str = _setting("", "A TOML file of dated events of your own, known by their names.")
    names: str = _setting("", "A TOML file of people, organisations and places of your own, with their spellings.")
    cors_origins: str = _setting(
        "", "Origins whose pages may ask, separated by commas, such as https://news.example; * for all, none if empty."
    )
    max_body: int = _setting(2 * 1024 * 1024, "Largest request body, in bytes, also once it is inflated.", least=1)
    max_bulk: int = _setting(
        1024 * 1024 * 1024, "Largest body of POST /v1/documents:bulk, in bytes; the database has room for it.", least=1
    )
    max_line: int = _setting(1024 * 1024, "Longest line of POST /v1/documents:bulk, in bytes.", least=1)
    max_extraction: int = _setting(100_000, "Longest text of POST /v1/extractions, in characters.", least=1)
    max_document: int = _setting(1_000_000, "Longest text of POST /v1/documents, in characters.", least=1)
    extraction_deadline: float = _setting(10.0, "Seconds that POST /v1/extractions may read a text.")
    document_deadline: float = _setting(100.0, "Seconds that POST /v1/documents may read a text.")
    job_workers: int = _setting(
        1, "Processes that work off bulk requests and jobs here; 0 where `dateline work` does it elsewhere.", most=64
    )
    job_deadline: float = _setting(
        250.0, "Seconds after which a process that is still at one line of a job is killed.", least=1
    )
    job_memory: int = _setting(2_000, "MiB of memory beyond which a process of jobs is replaced.", least=200)
    job_days: int = _setting(7, "Days after which jobs that are over are deleted, with their results.", least=0)
    statement_deadline: float = _setting(
        2.0, "Seconds that a question may keep the database at one statement.", least=0.01
    )
    idempotency_hours: float = _setting(
        24.0, "Hours for which the answer to a request with an Idempotency-Key is kept to be given again.", most=720
    )
    page: int = _setting(50, "Length of a page where no limit is asked for.", least=1)
    max_page: int = _setting(500, "Longest page, and the length of an export where no limit is asked for.", least=1)
    min_salience: float = _setting(
        0.5, "Events below this salience are hidden from GET /v1/events, and not counted, unless asked for.", most=1
    )
    min_salience_of_participant: float = _setting(
        0.0, "The same where `participant` is asked for: of one's own timeline nothing is background.", most=1
    )

    @property
    def longest_request(self) -> int:
        """Seconds after which none is being answered any more: its worker is killed. The deadline is looked at while a text is
        parsed, and to find, merge and store the events of a long one takes about as long again."""
        return int(self.document_deadline * 2.5) + 20


class Row(NamedTuple):
    """One setting, as the documentation shows it."""

    name: str
    variable: str
    default: str | float
    sentence: str
    least: float
    most: float
    choices: tuple[str, ...]


class InvalidSetting(ValueError):
    """An environment variable does not hold what its setting needs."""


def rows() -> Iterator[Row]:
    """Every setting, in the order above."""
    for each in fields(Settings):
        default: str | float = each.default  # type: ignore[assignment]  # every setting has one
        yield Row(each.name, PREFIX + each.name.upper(), default, **each.metadata)


def read_settings(environ: Mapping[str, str], **chosen: str | float | None) -> Settings:
    """The settings that the environment gives; `chosen` ones (of a command line) come first, None is not chosen.

    Variables that name no setting are left alone: Kubernetes adds its own under a service's name. Raises InvalidSetting.
    """
    given = {row.name: _read(row, environ[row.variable]) for row in rows() if environ.get(row.variable)}
    given.update({name: value for name, value in chosen.items() if value is not None})
    return Settings(**given)  # type: ignore[arg-type]  # the names are checked by Settings, the values by _read


def _read(row: Row, text: str) -> str | float:
    if isinstance(row.default, str):
        if row.choices and text not in row.choices:
            raise InvalidSetting(f"{row.variable} must be {' or '.join(row.choices)}, not “{text}”.")
        return text
    try:
        number = type(row.default)(text)
    except ValueError:
        number = nan
    if not row.least <= number <= row.most or number == inf:
        kind = "a whole number" if isinstance(row.default, int) else "a number"
        bounds = f"of at least {row.least:g}" if row.most == inf else f"from {row.least:g} to {row.most:,g}"
        raise InvalidSetting(f"{row.variable} must be {kind} {bounds}, not “{text}”.")
    return number
