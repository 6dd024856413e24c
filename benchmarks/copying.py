"""A filled SQLite archive, copied into an empty PostgreSQL database: quicker than filling it, and the events are the same.

Rows go in by COPY, table by table; indexes are made when they are in. With filling.py and plain.py this knows the store's insides.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from filling import engine_of
from sqlalchemy import Connection, Table

from timeline.store import Store
from timeline.store.engines import write_text
from timeline.store.tables import METADATA, schema

_AT_ONCE = 5_000
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def copy(source: Store, target: Store) -> None:
    began = time.monotonic()
    with engine_of(source).begin() as read, engine_of(target).begin() as write:
        write.exec_driver_sql("SET LOCAL session_replication_role = replica")  # what is copied is whole
        write.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
        indexes = write.exec_driver_sql(_INDEXES).all()
        for name, _ in indexes:
            write.exec_driver_sql(f"DROP INDEX {name}")
        for table in METADATA.sorted_tables:
            if table is not schema:
                _copy_table(read, write, table)
        for rows in _rows(read, "SELECT rowid AS number, * FROM event_text"):
            write_text(write, [row._asdict() for row in rows])
        print(f"  {time.monotonic() - began:,.0f} s: the rows are copied, the indexes follow", flush=True)
        for _, definition in indexes:
            write.exec_driver_sql(definition)
    with engine_of(target).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")  # the server would come to it by itself
    print(f"  copied in {time.monotonic() - began:,.0f} s", flush=True)


def _copy_table(read: Connection, write: Connection, table: Table) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = write.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copied:
        for rows in _rows(read, f"SELECT {columns} FROM {table.name}"):  # noqa: S608
            for row in rows:
                copied.write_row(row)
    if "number" in table.columns:
        highest = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'number'), max(number)) FROM {table.name}"  # noqa: S608
        write.exec_driver_sql(highest)


def _rows(read: Connection, statement: str) -> Iterator[Any]:
    result = read.exec_driver_sql(statement)
    while rows := result.fetchmany(_AT_ONCE):
        yield rows
