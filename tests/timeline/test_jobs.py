"""Jobs in the store, on both engines: lines are claimed once, finished once, and always counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from databases import NewStore
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import select

from timeline.errors import NotFound
from timeline.jobs import Claim, Job, Kind, Line, Outcome, Status
from timeline.store import JobStore, Store, open_store
from timeline.store.tables import job_lines

WHO = "key_one"
NOW = 1_740_000_000.0
LEASE = 15.0


@pytest.fixture
def jobs(store: Store) -> JobStore:
    return store.jobs


def lines(number: int, *, first: int = 1) -> list[Line]:
    return [Line(each, b"article %d" % each) for each in range(first, first + number)]


def make(jobs: JobStore, number: int, *, caller: str = WHO) -> Job:
    """A job whose lines have all come."""
    job = jobs.open(Kind.BULK, caller=caller, at=NOW)
    jobs.add(job.id, lines(number), caller=caller, at=NOW)
    return jobs.close(job.id, complete=True, caller=caller, at=NOW)


def claim(jobs: JobStore, worker: str = "anna", *, at: float = NOW, after: int = 0, job: str | None = None) -> Claim:
    found = jobs.claim(worker, until=at + LEASE, at=at, after=after, job=job)
    assert found is not None
    return found


def finish(jobs: JobStore, claimed: Claim, outcome: Outcome = Outcome.KEPT, *, at: float = NOW) -> bool:
    return jobs.finish(claimed.job, claimed.line, claimed.worker, b"done %d" % claimed.line, outcome, at=at)


def results(jobs: JobStore, job: Job, *, after: int = 0, limit: int = 100) -> list[int]:
    return [line for line, _ in jobs.results(job.id, after=after, limit=limit, caller=WHO)]


def test_a_job_from_its_first_line_to_its_last(jobs: JobStore) -> None:
    """Worked on while its lines come; finished when all have come and are done, and not before."""
    job = jobs.open(Kind.BULK, caller=WHO, at=NOW)
    assert (job.status, job.complete, job.started_at) == (Status.OPEN, False, None)
    assert jobs.add(job.id, lines(1), caller=WHO, at=NOW)
    finish(jobs, claim(jobs, at=NOW + 1))
    assert jobs.get(job.id, caller=WHO).status == Status.OPEN
    assert jobs.add(job.id, lines(2, first=2), caller=WHO, at=NOW + 2)
    assert jobs.close(job.id, complete=True, caller=WHO, at=NOW + 3).status == Status.RUNNING
    finish(jobs, claim(jobs), Outcome.KNOWN)
    finish(jobs, claim(jobs), Outcome.FAILED, at=NOW + 4)
    job = jobs.get(job.id, caller=WHO)
    assert (job.status, job.complete, job.waiting) == (Status.FINISHED, True, 0)
    assert (job.lines, job.kept, job.known, job.failed) == (3, 1, 1, 1)
    assert (job.started_at, job.finished_at) == ("2025-02-19T21:20:01Z", "2025-02-19T21:20:04Z")


def test_a_line_that_came_with_its_problem_is_done(jobs: JobStore) -> None:
    job = jobs.open(Kind.BULK, caller=WHO, at=NOW)
    jobs.add(job.id, [Line(1, None, b"too long")], caller=WHO, at=NOW)
    job = jobs.close(job.id, complete=True, caller=WHO, at=NOW)
    assert (job.status, job.failed) == (Status.FINISHED, 1)
    assert jobs.results(job.id, after=0, limit=9, caller=WHO) == [(1, b"too long")]


def test_a_job_without_lines_is_finished(jobs: JobStore) -> None:
    assert make(jobs, 0).status == Status.FINISHED


def test_an_upload_that_broke_off_keeps_its_lines(jobs: JobStore) -> None:
    """They are worked off; the job never says that it is complete."""
    job = jobs.open(Kind.BULK, caller=WHO, at=NOW)
    jobs.add(job.id, lines(1), caller=WHO, at=NOW)
    jobs.close(job.id, complete=False, caller=WHO, at=NOW)
    finish(jobs, claim(jobs))
    job = jobs.get(job.id, caller=WHO)
    assert (job.status, job.complete, job.kept) == (Status.FINISHED, False, 1)
    assert not jobs.add(job.id, lines(1, first=2), caller=WHO, at=NOW)


def test_an_upload_of_which_nothing_is_heard_is_closed(jobs: JobStore) -> None:
    """Whoever took its lines was killed; one that still sends stays open."""
    silent = jobs.open(Kind.BULK, caller=WHO, at=NOW)
    heard = jobs.open(Kind.BULK, caller=WHO, at=NOW)
    jobs.add(heard.id, [], caller=WHO, at=NOW + 50)
    jobs.close_silent(since=NOW + 40, at=NOW + 100)
    assert jobs.get(silent.id, caller=WHO).status == Status.FINISHED
    assert not jobs.get(silent.id, caller=WHO).complete
    assert jobs.get(heard.id, caller=WHO).status == Status.OPEN


def test_nothing_of_what_was_to_be_done_is_left(jobs: JobStore) -> None:
    """The articles are gone from the lines once they are done."""
    make(jobs, 2)
    finish(jobs, claim(jobs))
    with jobs._database.reading() as connection:
        assert [row.body for row in connection.execute(select(job_lines).order_by(job_lines.c.line))] == [
            None,
            b"article 2",
        ]


def test_each_line_is_claimed_by_one(jobs: JobStore) -> None:
    make(jobs, 2)
    assert {claim(jobs, "anna").line, claim(jobs, "bela").line} == {1, 2}
    assert jobs.claim("cleo", until=NOW + LEASE, at=NOW) is None


def test_two_at_once_never_claim_one_line(database_url: str) -> None:
    """Workers are processes, each with a store of its own."""
    with closing(open_store(database_url)) as one, closing(open_store(database_url)) as other:
        make(one.jobs, 40)

        def work(store: Store, name: str) -> list[int]:
            found = iter(lambda: store.jobs.claim(name, until=NOW + LEASE, at=NOW), None)
            return [claimed.line for claimed in found if claimed is not None]

        with ThreadPoolExecutor(2) as workers:
            taken = [*workers.map(work, (one, other), ("anna", "bela"))]
        assert sorted(taken[0] + taken[1]) == list(range(1, 41))


def test_a_long_job_keeps_no_short_one_waiting(jobs: JobStore) -> None:
    """A worker takes the next line of the next job, and comes round."""
    make(jobs, 3)
    make(jobs, 1)
    taken, last = [], 0
    for _ in range(4):
        claimed = claim(jobs, after=last)
        taken.append((claimed.job, claimed.line))
        last = claimed.job
    first, second = taken[0][0], taken[1][0]
    assert taken == [(first, 1), (second, 1), (first, 2), (first, 3)]


def test_a_line_of_one_job(jobs: JobStore) -> None:
    """Who waits for a job works on that one alone."""
    make(jobs, 1)
    second = make(jobs, 1)
    assert jobs.get(second.id, caller=WHO).started_at is None
    claim(jobs, job=second.id)
    assert jobs.get(second.id, caller=WHO).started_at is not None
    assert jobs.claim("anna", until=NOW + LEASE, at=NOW, job=second.id) is None


def test_a_lease_that_lapses_frees_the_line(jobs: JobStore) -> None:
    """It is another's then, as a second attempt, and whoever had it cannot finish it any more."""
    make(jobs, 1)
    lost = claim(jobs, "anna")
    assert jobs.claim("bela", until=NOW + 2 * LEASE, at=NOW + LEASE - 1) is None
    found = claim(jobs, "bela", at=NOW + LEASE + 1)
    assert (found.line, found.attempts) == (lost.line, 2)
    assert not finish(jobs, lost)
    assert finish(jobs, found)
    assert not finish(jobs, found)


def test_a_lease_that_is_renewed_holds(jobs: JobStore) -> None:
    make(jobs, 1)
    held = claim(jobs, "anna")
    jobs.renew([(held.job, held.line, "anna")], until=NOW + 100)
    assert jobs.claim("bela", until=NOW + 100, at=NOW + 90) is None
    assert jobs.is_at_work(at=NOW + 90)
    assert not jobs.is_at_work(at=NOW + 101)


def test_a_renewal_brings_back_nothing_that_is_lost(jobs: JobStore) -> None:
    make(jobs, 1)
    lost = claim(jobs, "anna")
    claim(jobs, "bela", at=NOW + LEASE + 1)
    jobs.renew([(lost.job, lost.line, "anna")], until=NOW + 1_000)
    assert jobs.claim("cleo", until=NOW + 100, at=NOW + 3 * LEASE) is not None


def test_a_line_given_back_was_not_tried(jobs: JobStore) -> None:
    make(jobs, 1)
    given = claim(jobs, "anna")
    jobs.give_back(given.job, given.line, "anna")
    assert claim(jobs, "bela").attempts == 1


def test_results_stop_at_the_first_line_that_is_not_done(jobs: JobStore) -> None:
    """So whoever asks on from the last misses none."""
    job = make(jobs, 4)
    one, two, three = claim(jobs), claim(jobs), claim(jobs)
    finish(jobs, three)
    finish(jobs, one)
    assert results(jobs, job) == [1]
    finish(jobs, two)
    assert results(jobs, job) == [1, 2, 3]
    assert results(jobs, job, after=1, limit=1) == [2]
    assert results(jobs, job, after=3) == []


def test_cancelling_drops_what_nobody_has_begun(jobs: JobStore) -> None:
    """The line in work is done; then the job is over."""
    job = make(jobs, 3)
    begun = claim(jobs)
    job = jobs.cancel(job.id, caller=WHO, at=NOW + 1)
    assert (job.status, job.dropped, job.waiting, job.finished_at) == (Status.CANCELLED, 2, 1, None)
    assert jobs.claim("bela", until=NOW + LEASE, at=NOW + 1) is None
    finish(jobs, begun, at=NOW + 2)
    job = jobs.get(job.id, caller=WHO)
    assert (job.status, job.kept, job.finished_at) == (Status.CANCELLED, 1, "2025-02-19T21:20:02Z")


def test_a_cancelled_job_takes_no_lines(jobs: JobStore) -> None:
    job = jobs.open(Kind.BULK, caller=WHO, at=NOW)
    jobs.cancel(job.id, caller=WHO, at=NOW)
    assert not jobs.add(job.id, lines(1), caller=WHO, at=NOW)
    assert jobs.close(job.id, complete=True, caller=WHO, at=NOW).lines == 0


def test_a_line_of_a_cancelled_job_whose_worker_died_is_dropped(jobs: JobStore) -> None:
    job = make(jobs, 1)
    claim(jobs)
    jobs.cancel(job.id, caller=WHO, at=NOW + 1)
    assert jobs.claim("bela", until=NOW + 100, at=NOW + LEASE + 1) is None
    job = jobs.get(job.id, caller=WHO)
    assert (job.dropped, job.waiting, job.finished_at is None) == (1, 0, False)


def test_a_job_that_is_over_stays_as_it_is(jobs: JobStore) -> None:
    job = make(jobs, 1)
    finish(jobs, claim(jobs))
    assert jobs.cancel(job.id, caller=WHO, at=NOW).status == Status.FINISHED


def test_a_job_of_another_is_not_found(jobs: JobStore) -> None:
    """By no method, and in no list."""
    job = make(jobs, 1)
    asked: list[Callable[[], object]] = [
        lambda: jobs.get(job.id, caller="key_two"),
        lambda: jobs.add(job.id, [], caller="key_two", at=NOW),
        lambda: jobs.close(job.id, complete=True, caller="key_two", at=NOW),
        lambda: jobs.cancel(job.id, caller="key_two", at=NOW),
        lambda: jobs.results(job.id, after=0, limit=1, caller="key_two"),
    ]
    for ask in asked:
        with pytest.raises(NotFound, match="No job"):
            ask()
    assert jobs.listed(caller="key_two").jobs == ()


def test_pages_of_jobs(jobs: JobStore) -> None:
    """The one asked for last first."""
    made = [make(jobs, 0).id for _ in range(3)]
    first = jobs.listed(caller=WHO, limit=2)
    rest = jobs.listed(caller=WHO, limit=2, cursor=first.next)
    assert [job.id for job in (*first.jobs, *rest.jobs)] == made[::-1]
    assert rest.next is None


def test_purging_takes_jobs_that_were_over_before_a_moment(jobs: JobStore) -> None:
    """With their results, a few at a time; others stay."""
    old, running = make(jobs, 3), make(jobs, 1)
    for _ in range(3):
        finish(jobs, claim(jobs, job=old.id), at=NOW + 10)
    assert not jobs.purge(before="2025-02-19T21:20:10Z")
    while jobs.purge(before="2025-02-19T21:20:11Z", most=2):
        pass
    assert [job.id for job in jobs.listed(caller=WHO).jobs] == [running.id]
    with jobs._database.reading() as connection:
        assert len(connection.execute(select(job_lines)).all()) == 1


class Anything:
    """What may happen to jobs, in any order. `held` is what workers believe to have."""

    def __init__(self, jobs: JobStore) -> None:
        self.jobs, self.at = jobs, NOW
        self.made: list[tuple[str, int]] = []
        self.held: list[Claim] = []
        self.finished: set[tuple[int, int]] = set()

    def do(self, what: str, which: int) -> None:
        self.at += 1
        if what == "open":
            self.made.append((self.jobs.open(Kind.BULK, caller=WHO, at=self.at).id, 0))
        elif what == "claim":
            self.held += filter(None, [self.jobs.claim(f"worker {which}", until=self.at + LEASE, at=self.at)])
        elif what == "lapse":
            self.at += 2 * LEASE
        elif what in ("finish", "give back"):
            if self.held:
                getattr(self, what.replace(" ", "_"))(self.held.pop(which % len(self.held)))
        elif self.made:
            getattr(self, what)(which % len(self.made))

    def add(self, which: int) -> None:
        id, number = self.made[which]
        more = [*lines(2, first=number + 1), Line(number + 3, None, b"too long")]
        if self.jobs.add(id, more, caller=WHO, at=self.at):
            self.made[which] = id, number + 3

    def close(self, which: int) -> None:
        self.jobs.close(self.made[which][0], complete=which % 2 == 0, caller=WHO, at=self.at)

    def cancel(self, which: int) -> None:
        self.jobs.cancel(self.made[which][0], caller=WHO, at=self.at)

    def finish(self, claimed: Claim) -> None:
        outcome = list(Outcome)[claimed.line % len(Outcome)]
        if finish(self.jobs, claimed, outcome, at=self.at):
            assert (claimed.job, claimed.line) not in self.finished
            self.finished.add((claimed.job, claimed.line))

    def give_back(self, claimed: Claim) -> None:
        self.jobs.give_back(claimed.job, claimed.line, claimed.worker)

    def check(self) -> None:
        """The counts are the lines."""
        with self.jobs._database.reading() as connection:
            rows = connection.execute(select(job_lines)).all()
        for row in rows:
            assert (row.result is None) == (row.body is not None)
            assert row.attempts >= 0
        told = [self.jobs.get(id, caller=WHO) for id, _ in self.made]
        for job, (_, number) in zip(told, self.made, strict=True):
            assert job.lines == number
            is_over = job.status is not Status.OPEN and job.waiting == 0
            assert (job.finished_at is not None) == is_over
            assert (job.status is Status.FINISHED) <= is_over
        assert sum(job.waiting for job in told) == sum(row.result is None for row in rows)
        assert sum(job.kept + job.known + job.failed for job in told) == sum(row.result is not None for row in rows)


STEPS = st.sampled_from(["open", "add", "add", "claim", "claim", "finish", "lapse", "give back", "close", "cancel"])


@given(st.lists(st.tuples(STEPS, st.integers(0, 5)), max_size=40))
@how(max_examples=40)
def test_counts_are_the_lines_whatever_happens(new_store: NewStore, steps: list[tuple[str, int]]) -> None:
    """And no line is finished twice."""
    with new_store() as store:
        world = Anything(store.jobs)
        for what, which in [("open", 0), ("add", 0), *steps]:
            world.do(what, which)
            world.check()


def test_the_store_is_asked_by_index(new_url: Callable[[], str]) -> None:
    """Looking for work costs the same however many lines are done."""
    url = new_url()
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL plans by its statistics")
    with closing(open_store(url)) as store:
        make(store.jobs, 3)
        plans = [plan for plan in _plans(store, lambda: claim(store.jobs)) if " job_lines " in plan]
    assert plans
    assert all("job_lines_to_do" in plan or "job_lines_in_work" in plan for plan in plans)


def _plans(store: Store, do: Callable[[], object]) -> Iterator[str]:
    from sqlalchemy import event  # noqa: PLC0415  # only here

    engine = store.jobs._database.engine
    asked: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    do()
    with engine.connect() as connection:
        for statement, parameters in [one for one in asked if one[0].startswith("SELECT")]:
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):  # type: ignore[arg-type]
                yield row[3]
