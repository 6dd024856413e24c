"""Jobs in the store: lines that wait, are claimed by workers, and become results.

A worker has a line until a moment, and must be said to live before that; then the line is anybody's again. Who had it
cannot finish it any more, so that each line is done once. Counts are changed in the transaction that changes lines. What
was to be done is deleted with the same stroke that writes the result. `at` is now, in Unix seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, or_, select, update

from timeline.errors import NotFound
from timeline.jobs import Claim, Job, Kind, Line, Outcome, Status, new_id
from timeline.moments import moment_of
from timeline.store.engines import Database
from timeline.store.pages import next_cursor, read_cursor
from timeline.store.tables import job_lines, jobs

_NEWEST_FIRST = "-asked"
_COUNTS = (jobs.c.kept, jobs.c.known, jobs.c.failed, jobs.c.dropped)
_WAITS = and_(job_lines.c.result.is_(None), job_lines.c.until.is_(None))


@dataclass(frozen=True, slots=True)
class Jobs:
    """A page of jobs, the one asked for last first."""

    jobs: tuple[Job, ...]
    next: str | None


class JobStore:
    """All methods raise StoreUnavailable when the database does not answer. Those of a caller raise NotFound for a job of
    another."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, kind: Kind, *, caller: str, at: float) -> Job:
        job = Job(new_id(), kind, Status.OPEN, False, 0, 0, 0, 0, 0, moment_of(at), None, None)
        row = {column: getattr(job, column) for column in Job.__slots__}
        with self._database.writing() as connection:
            connection.execute(insert(jobs), {**row, "complete": 0, "caller": caller, "heard": at})
        return job

    def add(self, id: str, lines: Sequence[Line], *, caller: str, at: float) -> bool:
        """Whether the job takes lines still; if not, these are lost."""
        flawed = sum(line.result is not None for line in lines)
        more = {"lines": jobs.c.lines + len(lines), "failed": jobs.c.failed + flawed, "heard": at}
        with self._database.writing() as connection:
            number = _number(connection, id, caller)
            is_open = and_(jobs.c.number == number, jobs.c.status == Status.OPEN)
            if not connection.execute(update(jobs).where(is_open).values(more)).rowcount:
                return False
            rows = [{"job": number, "line": one.number, "body": one.body, "result": one.result} for one in lines]
            if rows:
                connection.execute(insert(job_lines).values(attempts=0), rows)
            return True

    def close(self, id: str, *, complete: bool, caller: str, at: float) -> Job:
        """No other lines will come; `complete` says whether all did. Of a job that is not open any more, nothing."""
        with self._database.writing() as connection:
            number = _number(connection, id, caller)
            _close(connection, jobs.c.number == number, complete=complete, at=at)
            return _read(connection, number)

    def close_silent(self, *, since: float, at: float) -> None:
        """Closes open jobs of which nothing has been heard since, because whoever took their lines died."""
        silent = and_(jobs.c.status == Status.OPEN, jobs.c.heard < since)
        with self._database.reading() as connection:
            if connection.scalar(select(jobs.c.number).where(silent).limit(1)) is None:
                return
        with self._database.writing() as connection:
            _close(connection, silent, complete=False, at=at)

    def get(self, id: str, *, caller: str) -> Job:
        with self._database.reading() as connection:
            return _read(connection, _number(connection, id, caller))

    def listed(self, *, caller: str, limit: int = 50, cursor: str | None = None) -> Jobs:
        """Raises InvalidQuery for a cursor of another list."""
        wanted = select(jobs).where(jobs.c.caller == caller).order_by(jobs.c.number.desc()).limit(limit + 1)
        if cursor is not None:
            wanted = wanted.where(jobs.c.number < read_cursor(cursor, _NEWEST_FIRST)[0])
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        following = next_cursor(rows, limit, _NEWEST_FIRST, lambda row: (row.number, row.id))
        return Jobs(tuple(map(_job, rows[:limit])), following)

    def results(self, id: str, *, after: int, limit: int, caller: str) -> list[tuple[int, bytes]]:
        """Of the lines behind `after`, up to the first that is not done: their numbers and results. So whoever asks on from
        the last misses none."""
        with self._database.reading() as connection:
            number = _number(connection, id, caller)
            of_job = job_lines.c.job == number
            first = connection.scalar(select(func.min(job_lines.c.line)).where(of_job, job_lines.c.result.is_(None)))
            wanted = select(job_lines.c.line, job_lines.c.result).where(of_job, job_lines.c.line > after)
            if first is not None:
                wanted = wanted.where(job_lines.c.line < first)
            rows = connection.execute(wanted.order_by(job_lines.c.line).limit(limit)).all()
        return [(row.line, row.result) for row in rows]

    def cancel(self, id: str, *, caller: str, at: float) -> Job:
        """Drops the lines that nobody has begun, takes no others, and lets those in work be done."""
        with self._database.writing() as connection:
            number = _number(connection, id, caller)
            open_ = and_(jobs.c.number == number, jobs.c.finished_at.is_(None))
            if connection.execute(update(jobs).where(open_).values(status=Status.CANCELLED)).rowcount:
                free = or_(job_lines.c.until.is_(None), job_lines.c.until < at)
                _drop(connection, number, and_(job_lines.c.result.is_(None), free), at=at)
            return _read(connection, number)

    def claim(self, worker: str, *, until: float, at: float, after: int = 0, job: str | None = None) -> Claim | None:
        """A line for a worker, which has it until then: one whose worker died, else one that waits, of the next job behind
        that of number `after`, so that a long job keeps no short one waiting; of one `job` alone where it is named."""
        with self._database.reading() as connection:  # whoever finds nothing need not have the writer's turn
            if _free_line(connection, after, job, at) is None:
                return None
        with self._database.writing() as connection:
            while (row := _free_line(connection, after, job, at)) is not None:
                if row.status != Status.CANCELLED:
                    return _take(connection, row, worker, until=until, at=at)
                _drop(connection, row.job, job_lines.c.line == row.line, at=at)
        return None

    def renew(self, claims: Iterable[tuple[int, int, str]], *, until: float) -> None:
        """For workers that live, by job, line and worker; what they have lost already stays lost."""
        with self._database.writing() as connection:
            for job, line, worker in claims:
                connection.execute(update(job_lines).where(_held(job, line, worker)).values(until=until))

    def finish(self, job: int, line: int, worker: str, result: bytes, outcome: Outcome, *, at: float) -> bool:
        """Whether the line was the worker's still; if not, nothing is changed."""
        done = {"result": result, "body": None, "worker": None, "until": None}
        with self._database.writing() as connection:
            if not connection.execute(update(job_lines).where(_held(job, line, worker)).values(done)).rowcount:
                return False
            count = jobs.c[outcome.value]
            connection.execute(update(jobs).where(jobs.c.number == job).values({count: count + 1}))
            _settle(connection, jobs.c.number == job, at=at)
        return True

    def give_back(self, job: int, line: int, worker: str) -> None:
        """A line that its worker could not finish, through no fault of the line's: the attempt does not count."""
        untaken = {"worker": None, "until": None, "attempts": job_lines.c.attempts - 1}
        with self._database.writing() as connection:
            connection.execute(update(job_lines).where(_held(job, line, worker)).values(untaken))

    def is_at_work(self, *, at: float) -> bool:
        """Whether any worker has a line."""
        with self._database.reading() as connection:
            leased = job_lines.c.until >= at
            return connection.scalar(select(job_lines.c.line).where(leased).limit(1)) is not None

    def purge(self, *, before: str, most: int = 1_000) -> bool:
        """Deletes of a job that was over before a moment (RFC 3339) so many lines, at last itself; whether there may be
        more."""
        old = select(jobs.c.number).where(jobs.c.finished_at < before).order_by(jobs.c.number).limit(1)
        with self._database.reading() as connection:
            number = connection.scalar(old)
        if number is None:
            return False
        of_job = job_lines.c.job == number
        with self._database.writing() as connection:
            some = select(job_lines.c.line).where(of_job).order_by(job_lines.c.line).limit(most)
            last = connection.scalar(select(func.max(some.subquery().c.line)))
            if last is None:
                connection.execute(delete(jobs).where(jobs.c.number == number))
            else:
                connection.execute(delete(job_lines).where(of_job, job_lines.c.line <= last))
        return True


def _number(connection: Connection, id: str, caller: str) -> int:
    number: int | None = connection.scalar(select(jobs.c.number).where(jobs.c.id == id, jobs.c.caller == caller))
    if number is None:
        raise NotFound(f"No job has the id “{id[:40]}”; finished ones are deleted after some days.", pointer="id")
    return number


def _read(connection: Connection, number: int) -> Job:
    return _job(connection.execute(select(jobs).where(jobs.c.number == number)).one())


def _job(row: Any) -> Job:
    values = {name: getattr(row, name) for name in Job.__slots__}
    return Job(**{**values, "kind": Kind(row.kind), "status": Status(row.status), "complete": bool(row.complete)})


def _free_line(connection: Connection, after: int, job: str | None, at: float) -> Any:
    columns = (job_lines.c.job, job_lines.c.line, job_lines.c.body, job_lines.c.attempts, jobs.c.status)
    lines = select(*columns).join(jobs, jobs.c.number == job_lines.c.job).limit(1)
    if job is not None:
        lines = lines.where(jobs.c.id == job)
    lapsed = lines.where(job_lines.c.until < at)
    waiting = lines.where(_WAITS).order_by(job_lines.c.job, job_lines.c.line)
    for wanted in (lapsed, waiting.where(job_lines.c.job > after), waiting):
        if (row := connection.execute(wanted).first()) is not None:
            return row
    return None


def _take(connection: Connection, row: Any, worker: str, *, until: float, at: float) -> Claim:
    taken = {"worker": worker, "until": until, "attempts": row.attempts + 1}
    this = and_(job_lines.c.job == row.job, job_lines.c.line == row.line)
    connection.execute(update(job_lines).where(this).values(taken))
    unstarted = and_(jobs.c.number == row.job, jobs.c.started_at.is_(None))
    connection.execute(update(jobs).where(unstarted).values(started_at=moment_of(at)))
    return Claim(row.job, row.line, worker, row.attempts + 1, bytes(row.body))


def _held(job: int, line: int, worker: str) -> ColumnElement[bool]:
    return and_(job_lines.c.job == job, job_lines.c.line == line, job_lines.c.worker == worker)


def _drop(connection: Connection, number: int, which: ColumnElement[bool], *, at: float) -> None:
    gone = connection.execute(delete(job_lines).where(job_lines.c.job == number, which)).rowcount
    this = jobs.c.number == number
    connection.execute(update(jobs).where(this).values(dropped=jobs.c.dropped + gone))
    _settle(connection, this, at=at)


def _close(connection: Connection, which: ColumnElement[bool], *, complete: bool, at: float) -> None:
    numbers = connection.scalars(select(jobs.c.number).where(which, jobs.c.status == Status.OPEN)).all()
    these = jobs.c.number.in_(numbers)
    connection.execute(update(jobs).where(these).values(status=Status.RUNNING, complete=int(complete)))
    _settle(connection, these, at=at)


def _settle(connection: Connection, which: ColumnElement[bool], *, at: float) -> None:
    """Ends jobs of which nothing is left to do."""
    over = and_(
        which,
        jobs.c.status.in_([Status.RUNNING, Status.CANCELLED]),
        jobs.c.finished_at.is_(None),
        jobs.c.lines == sum(_COUNTS[1:], start=_COUNTS[0]),
    )
    status = case((jobs.c.status == Status.RUNNING, Status.FINISHED), else_=jobs.c.status)
    connection.execute(update(jobs).where(over).values(status=status, finished_at=moment_of(at)))
