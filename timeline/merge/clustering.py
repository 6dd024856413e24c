"""Mentions and the ties between them → clusters, each the mentions of one event.

The strongest ties are followed first, as in Kruskal's spanning trees, and a tie is left out where following it would put
two days that do not agree into one event: an undated report cannot chain Monday's meeting to Tuesday's. What somebody
says is joined only where most pairs of mentions agree, lest the day's statements chain into one. Ties over a
disputed date come last. Ties of equal strength go by the mentions' own order, never by arrival, so the clusters are a
function of the set of mentions alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from timeline.merge.signature import Signature
from timeline.merge.similarity import Tie, days_apart, times_agree

Time = tuple[int | None, int | None, bool]


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Keys, and one signature for each of the different times among them."""

    keys: list[str]
    times: dict[Time, Signature]


def cluster(signatures: Mapping[str, Signature], ties: Iterable[Tie]) -> list[tuple[str, ...]]:
    """Keys of mentions, together if they tell one event: each cluster in the order of its mentions, and the clusters so
    too. `signatures` is by key, and ties to keys outside it are ignored."""
    rank = {key: number for number, key in enumerate(sorted(signatures, key=lambda key: signatures[key].order))}
    cluster_of = {key: _Cluster([key], {_time(signatures[key]): signatures[key]}) for key in rank}

    def strength(tie: Tie) -> tuple[bool, int, list[int]]:
        return tie.disputed, -tie.points, sorted((rank[tie.one], rank[tie.other]))

    known = [tie for tie in ties if tie.one in rank and tie.other in rank]
    tied = {frozenset((tie.one, tie.other)) for tie in known}
    for tie in sorted(known, key=strength):
        one, other = cluster_of[tie.one], cluster_of[tie.other]
        if one is other or not _may_join(one, other, disputed=tie.disputed):
            continue
        if not (signatures[tie.one].saying or signatures[tie.other].saying) or _mostly_tied(one, other, tied):
            joined = _Cluster(one.keys + other.keys, one.times | other.times)
            for key in joined.keys:
                cluster_of[key] = joined
    found = {id(each): tuple(sorted(each.keys, key=rank.__getitem__)) for each in cluster_of.values()}
    return sorted(found.values(), key=lambda keys: rank[keys[0]])


def _time(signature: Signature) -> Time:
    return signature.first, signature.after, signature.dated


def _may_join(one: _Cluster, other: _Cluster, *, disputed: bool) -> bool:
    return all(
        times_agree(some, others) or (disputed and days_apart(some, others) == 1)
        for some in one.times.values()
        for others in other.times.values()
    )


def _mostly_tied(one: _Cluster, other: _Cluster, tied: AbstractSet[frozenset[str]]) -> bool:
    among = sum(frozenset((some, others)) in tied for some in one.keys for others in other.keys)
    return 2 * among > len(one.keys) * len(other.keys)
