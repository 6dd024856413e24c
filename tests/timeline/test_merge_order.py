"""However documents arrive, the events are the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

from builders import NOW, article, at, before, mention, on, person, reader_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline.events import Anchor, Event, EventType, Extraction, Mention, Participant, Status
from timeline.ingest import forget, ingest
from timeline.merge import cluster, sign, tie
from timeline.store import Store, open_store

PEOPLE = [person("Marco Rubio", country="US"), person("Sergey Lavrov", country="RU"), person("Emmanuel Macron")]
TIMES = [on("2025-02-17"), on("2025-02-18"), on("2025-02-19"), on("2025-W08"), on("2025-02"), before("2025-02-19")]
TITLES = ["Envoys agreed a prisoner exchange", "Envoys agreed on exchanging prisoners", "A ceasefire was discussed"]


def mentions() -> st.SearchStrategy[Mention]:
    """From so few values that many of them tell the same."""

    def make(title: str, time: Anchor, who: list[Participant], **rest: object) -> Mention:
        return mention(
            title,
            time,
            type=EventType.CONSULT,
            participants=who,
            places=[at("Riyadh")],
            **rest,  # type: ignore[arg-type]
        )

    return st.builds(
        make,
        st.sampled_from(TITLES),
        st.sampled_from(TIMES),
        st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True),
        lemma=st.sampled_from(["meet", "talk"]),
        status=st.sampled_from([Status.OCCURRED, Status.OCCURRED, Status.SCHEDULED, Status.DENIED]),
        salience=st.sampled_from([0.4, 0.8]),
    )


@st.composite
def archives(draw: st.DrawFn) -> list[Extraction]:
    told = draw(st.lists(st.lists(mentions(), min_size=1, max_size=3), min_size=1, max_size=6))
    found = []
    for number, ones in enumerate(told):
        joined = [replace(one, same_as="m1") if draw(st.booleans()) else one for one in ones[1:]]
        published = draw(st.sampled_from(["2025-02-19", "2025-02-20", "2025-02-21"]))
        found.append(article(ones[0], *joined, source=f"Outlet {number}", published_at=published))
    return found


# Each example fills two databases: a few dozen are enough, because nearly all of them merge something.
BRIEF = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@BRIEF
@given(archives(), st.data())
def test_any_order_gives_the_same_events(archive: list[Extraction], data: st.DataObject) -> None:
    """Some documents are posted twice, in whatever order."""
    shuffled = data.draw(st.permutations(archive + archive[:2]))
    assert _events(_filled(shuffled)) == _events(_filled(archive))


@BRIEF
@given(archives(), st.data())
def test_forgetting_leaves_what_others_said(archive: list[Extraction], data: st.DataObject) -> None:
    """As if the forgotten documents had never been there."""
    gone = data.draw(st.lists(st.sampled_from(archive), unique_by=lambda one: one.document.id))
    store = _filled(archive)
    for extraction in gone:
        forget(extraction.document.id, store=store, now=NOW)
    rest = [one for one in archive if one not in gone]
    assert _events(store) == _events(_filled(rest))
    assert store.count().mentions == sum(len(one.mentions) for one in rest)


@settings(deadline=None)
@given(archives())
def test_no_cluster_holds_two_days_that_disagree_by_more_than_one(archive: list[Extraction]) -> None:
    """Whatever undated and weekly reports lie between them."""
    signatures = {one.key: one for extraction in archive for one in sign(extraction)}
    ties = [found for pair in combinations(signatures.values(), 2) if (found := tie(*pair))]
    for keys in cluster(signatures, ties):
        days = [signatures[key].first or 0 for key in keys if signatures[key].is_day]
        assert not days or max(days) - min(days) <= 1


@settings(deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_clusters_do_not_follow_the_order_of_mentions_or_ties(archive: list[Extraction], random: Random) -> None:
    signatures = [one for extraction in archive for one in sign(extraction)]
    ties = [found for pair in combinations(signatures, 2) if (found := tie(*pair))]
    expected = cluster({one.key: one for one in signatures}, ties)
    random.shuffle(signatures)
    random.shuffle(ties)
    assert cluster({one.key: one for one in signatures}, ties) == expected


def _filled(archive: list[Extraction]) -> Store:
    store = open_store("sqlite://")
    for extraction in archive:
        ingest(extraction.document, extract=reader_of(*archive), store=store, clock=lambda: NOW)
    return store


def _events(store: Store) -> list[Event]:
    """All events, with their ids, but without the count of their rewritings."""
    return [replace(event, version=0) for event in store.find(limit=500).events]
