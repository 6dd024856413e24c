"""The newest schema, in types that every engine has. What one engine alone knows is in `timeline.store.engines`.

An event's row is one version of it: `until` is null for the one that holds, and past versions stay for history and
`as_of`, without their mentions' words, which `past_mentions` finds. Indexes that pages read are of one kind or the other.

Times are seconds as in `timeline.calendar`. An event's `json` is its wire form, written once and spliced into pages; the
columns beside it are what filters and order need. Names are folded (`timeline.folding`) and spelled once, in `names`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

METADATA = MetaData()

# SQLite counts rows by itself only in a column that is exactly INTEGER.
_Number = BigInteger().with_variant(Integer(), "sqlite")


# Ids, moments and folded names are compared code point by code point, whatever the database's own collation.
_Id = String().with_variant(String(collation="C"), "postgresql")
_Name = Text().with_variant(Text(collation="C"), "postgresql")


def _belongs_to(column: str) -> ForeignKey:
    return ForeignKey(column, ondelete="CASCADE")


def _of_versions(name: str, *columns: str) -> list[Index]:
    """An index of the versions that hold, and its twin of those that held."""
    return [_only(name, "until IS NULL", *columns), _only(f"past_{name}", "until IS NOT NULL", *columns)]


def _only(name: str, where: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


schema = Table(
    "schema_version",
    METADATA,
    Column("version", Integer, primary_key=True),
    Column("merged_by", Integer, nullable=False, comment="the rules of merging that made the events"),
)

documents = Table(
    "documents",
    METADATA,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("id", _Id, nullable=False, unique=True),
    Column("title", Text),
    Column("language", _Id, nullable=False),
    Column("published_at", _Id),
    Column("published", BigInteger, comment="the midnight that begins the day of publication"),
    Column("source", Text),
    Column("source_folded", _Name),
    Column("url", Text),
    Column("domain", _Id),
    Column("added_at", _Id, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("sketch", LargeBinary, comment="what tells copies of it: timeline.merge.copies"),
    Column(
        "readings", LargeBinary, nullable=False, comment="times, links and warnings of the extraction, as wire JSON"
    ),
    Index("documents_by_source", "source_folded"),
    Index("documents_by_publication", "published"),
)

events = Table(
    "events",
    METADATA,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("id", _Id, nullable=False),
    Column("bucket", Integer, nullable=False),
    Column("sort", BigInteger, nullable=False),
    Column("starts", BigInteger, nullable=False, comment="of the stretch in which a window finds it"),
    Column("ends", BigInteger, nullable=False),
    Column("earliest_start", BigInteger, nullable=False),
    Column("latest_start", BigInteger, nullable=False),
    Column("earliest_end", BigInteger, nullable=False),
    Column("latest_end", BigInteger, nullable=False),
    Column("type", _Id, nullable=False),
    Column("class", _Id, nullable=False),
    Column("status", _Id, nullable=False),
    Column("basis", _Id, nullable=False),
    Column("fineness", Integer, nullable=False, comment="rank of the granularity; 99 where nothing is known"),
    Column("salience", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("hidden", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", _Id, nullable=False),
    Column("since", _Id, nullable=False, comment="when this version began to hold"),
    Column("until", _Id, comment="when it ceased to"),
    Column("json", LargeBinary, nullable=False),
    Index("events_by_id", "id", "version", unique=True),
    # With what most questions ask beside their order, so that only the rows of a page are looked up.
    *_of_versions("events_by_bucket", "bucket", "sort", "id", "ends", "hidden", "salience"),
    *_of_versions("events_by_time", "sort", "id", "hidden", "salience"),
    *_of_versions("events_by_salience", "salience", "id", "hidden"),
)

mentions = Table(
    "mentions",
    METADATA,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("key", _Id, nullable=False, unique=True),
    Column("document", ForeignKey(documents.c.number, ondelete="CASCADE"), nullable=False),
    Column("event", ForeignKey(events.c.number, ondelete="SET NULL")),
    Column("signature", LargeBinary, nullable=False),
    Column("json", LargeBinary, nullable=False),
    Index("mentions_by_document", "document"),
    Index("mentions_by_event", "event"),
)

past_mentions = Table(
    "past_mentions",
    METADATA,
    Column("event", _belongs_to("events.number"), primary_key=True),
    Column("mention", _belongs_to("mentions.number"), primary_key=True),
    Index("past_mentions_by_mention", "mention"),
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    METADATA,
    Column("source", _belongs_to("mentions.number"), primary_key=True),
    Column("target", _belongs_to("mentions.number"), primary_key=True),
    Column("json", LargeBinary, nullable=False, comment="a TLINK between two mentions of one document"),
    Index("links_by_target", "target"),
    sqlite_with_rowid=False,
)

blocks = Table(
    "blocks",
    METADATA,
    Column("key", BigInteger, primary_key=True),
    Column("mention", BigInteger, primary_key=True, comment="whose signature has the key; gone with the document"),
    sqlite_with_rowid=False,
)

ties = Table(
    "ties",
    METADATA,
    Column("one", _belongs_to("mentions.number"), primary_key=True),
    Column("other", _belongs_to("mentions.number"), primary_key=True),
    Column("points", Integer, nullable=False),
    Column("disputed", Integer, nullable=False),
    Index("ties_by_other", "other"),
    sqlite_with_rowid=False,
)

names = Table(
    "names",
    METADATA,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("folded", _Name, nullable=False, unique=True),
    Column("spelling", Text, comment="as the first event wrote it that had it for a canonical name"),
)

name_words = Table(
    "name_words",
    METADATA,
    Column("word", _Name, primary_key=True),
    Column("name", _belongs_to("names.number"), primary_key=True),
    sqlite_with_rowid=False,
)

participants = Table(
    "event_participants",
    METADATA,
    Column("event", _belongs_to("events.number"), primary_key=True),
    Column("name", ForeignKey(names.c.number), primary_key=True),
    Column("as_written", Integer, primary_key=True, comment="0 for the canonical name"),
    Column("role", _Id, nullable=False),
    Column("kind", _Id, nullable=False),
    Column("country", _Id),
    Column("bucket", Integer, nullable=False, comment="these three as the event has them"),
    Column("sort", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Index("participants_by_name", "name", "bucket", "sort", "event", "ends"),
    Index("participants_by_country", "country", "bucket", "sort", "event", "ends"),
    sqlite_with_rowid=False,
)

places = Table(
    "event_places",
    METADATA,
    Column("event", _belongs_to("events.number"), primary_key=True),
    Column("name", ForeignKey(names.c.number), primary_key=True),
    Column("as_written", Integer, primary_key=True),
    Column("country", _Id),
    Column("bucket", Integer, nullable=False, comment="these three as the event has them"),
    Column("sort", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Index("places_by_name", "name", "bucket", "sort", "event", "ends"),
    Index("places_by_country", "country", "bucket", "sort", "event", "ends"),
    sqlite_with_rowid=False,
)

histogram = Table(
    "histogram",
    METADATA,
    Column("unit", _Id, primary_key=True),
    Column("first", BigInteger, primary_key=True, comment="the day that begins the bin"),
    Column("level", Integer, primary_key=True, comment="of salience: timeline.store.tallies"),
    Column("events", Integer, nullable=False, comment="that stand in the bin: present ones that nobody hid"),
    Column("certain", Integer, nullable=False, comment="of these, which lie in it for sure, and wholly"),
    sqlite_with_rowid=False,
)

tallies = Table(
    "tallies",
    METADATA,
    Column("facet", _Id, primary_key=True, comment="type, status or source"),
    Column("value", _Name, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("events", Integer, nullable=False),
    sqlite_with_rowid=False,
)

entities = Table(
    "entities",
    METADATA,
    Column("facet", _Id, primary_key=True, comment="participant or place"),
    Column("name", ForeignKey(names.c.number), primary_key=True),
    Column("as_written", Integer, primary_key=True, comment="0 for the canonical name"),
    Column("kind", _Id, primary_key=True, comment="empty for a place"),
    Column("country", _Id, primary_key=True, comment="empty where none is known"),
    Column("level", Integer, primary_key=True),
    Column("events", Integer, nullable=False),
    Index("entities_by_country", "country", "facet"),
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    METADATA,
    Column("number", _Number, primary_key=True),
    Column("id", _Id, nullable=False, unique=True),
    Column("kind", _Id, nullable=False),
    Column("at", _Id, nullable=False),
    Column("undone_at", _Id),
    Column("json", LargeBinary, nullable=False),
)

decision_mentions = Table(
    "decision_mentions",
    METADATA,
    Column("key", _Id, primary_key=True, comment="of a mention, kept or not"),
    Column("decision", _belongs_to("decisions.number"), primary_key=True),
    Index("decision_mentions_by_decision", "decision"),
    sqlite_with_rowid=False,
)

chronologies = Table(
    "chronologies",
    METADATA,
    Column("number", _Number, primary_key=True),
    Column("id", _Id, nullable=False),
    Column("version", Integer, nullable=False),
    Column("since", _Id, nullable=False),
    Column("until", _Id),
    Column("json", LargeBinary, nullable=False),
    Index("chronologies_by_id", "id", "version", unique=True),
)

secrets = Table(
    "secrets",
    METADATA,
    Column("name", _Id, primary_key=True, comment="what it is for"),
    Column("value", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

keys = Table(
    "api_keys",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False, comment="whose it is, as its maker says"),
    Column("digest", LargeBinary, nullable=False, unique=True, comment="SHA-256 of the key, which is kept nowhere"),
    Column("scopes", _Id, nullable=False, comment="separated by spaces"),
    Column("characters_per_hour", BigInteger, comment="its budget; null for the server's"),
    Column("spent_until", Float, nullable=False, comment="Unix seconds; its budget is full again then"),
    Column("created_at", _Id, nullable=False),
    Column("expires_at", _Id),
    Column("revoked_at", _Id),
    Column("used_at", _Id, comment="to the hour"),
)

answered = Table(
    "answered",
    METADATA,
    Column("caller", _Id, primary_key=True, comment="id of the key that asked; empty where none was needed"),
    Column("key", _Id, primary_key=True, comment="the request's Idempotency-Key"),
    Column("fingerprint", LargeBinary, nullable=False, comment="of method, path, body and what else makes the answer"),
    Column("at", Float, nullable=False, comment="Unix seconds"),
    Column("status", Integer, comment="null while it is being answered"),
    Column("headers", LargeBinary, comment="JSON"),
    Column("body", LargeBinary),
    Index("answered_by_time", "at"),
    sqlite_with_rowid=False,
)

jobs = Table(
    "jobs",
    METADATA,
    Column("number", _Number, primary_key=True),
    Column("id", _Id, nullable=False, unique=True),
    Column("caller", _Id, nullable=False, comment="as in answered"),
    Column("kind", _Id, nullable=False),
    Column("status", _Id, nullable=False),
    Column("complete", Integer, nullable=False, comment="1 where all lines have come"),
    Column("heard", Float, nullable=False, comment="Unix seconds; of an open one, when something last came"),
    # How many have come, and what became of them: `timeline.jobs.Job`.
    *(Column(count, Integer, nullable=False) for count in ("lines", "kept", "known", "failed", "dropped")),
    Column("created_at", _Id, nullable=False),
    Column("started_at", _Id),
    Column("finished_at", _Id),
    Index("jobs_by_status", "status", "number"),
)

job_lines = Table(
    "job_lines",
    METADATA,
    Column("job", _belongs_to("jobs.number"), primary_key=True),
    Column("line", Integer, primary_key=True, comment="from 1"),
    Column("body", LargeBinary, comment="what is to be done; null once it is"),
    Column("result", LargeBinary, comment="JSON; null until it is done"),
    Column("attempts", Integer, nullable=False),
    Column("worker", _Id, comment="who does it"),
    Column("until", Float, comment="Unix seconds; who has not said by then that it lives does it no more"),
    _only("job_lines_to_do", "result IS NULL", "job", "line"),
    _only("job_lines_in_work", "until IS NOT NULL", "until"),
)
