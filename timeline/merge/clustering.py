"""Mentions and the ties between them → clusters, each the mentions of one event.

The strongest ties are followed first, as in Kruskal's spanning trees, and a tie is left out where following it would put
two days that do not agree into one event: an undated report cannot chain Monday's meeting to Tuesday's. What somebody
says is joined only where most pairs of mentions agree, lest the day's statements chain into one. Ties over a
disputed date come last. Ties of equal strength go by the mentions' own order, never by arrival, so the clusters are a
function of the set of mentions alone.

Editors come first: what they put together is one cluster before any tie is followed, and no tie joins what they keep apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from timeline.merge.signature import Signature
from timeline.merge.similarity import Tie, days_apart, times_agree

Time = tuple[int | None, int | None, bool]
Keys = frozenset[str]
Side = tuple[int, bool]
"""Which of the pairs kept apart, and which of its two."""


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Keys, one signature for each of the different times among them, the sides they take in what is kept apart, and
    whether an editor put some of them together."""

    keys: list[str]
    times: dict[Time, Signature]
    sides: frozenset[Side] = frozenset()
    decided: bool = False


def cluster(
    signatures: Mapping[str, Signature],
    ties: Iterable[Tie],
    *,
    together: Sequence[Keys] = (),
    apart: Sequence[tuple[Keys, Keys]] = (),
) -> list[tuple[str, ...]]:
    """Keys of mentions, together if they tell one event: each cluster in the order of its mentions, and the clusters so
    too. `signatures` is by key, and keys outside it are ignored.

    Each set of `together` ends in one cluster, whatever its ties and times say; no cluster holds keys of both sets of a
    pair of `apart`, which outweighs `together`. The later set outweighs the earlier.
    """
    rank = {key: number for number, key in enumerate(sorted(signatures, key=lambda key: signatures[key].order))}
    sides = _take_sides(apart)
    cluster_of = {
        key: _Cluster([key], {_time(signatures[key]): signatures[key]}, sides.get(key, frozenset())) for key in rank
    }

    def join(one: _Cluster, other: _Cluster, *, decided: bool) -> None:
        joined = _Cluster(one.keys + other.keys, one.times | other.times, one.sides | other.sides, decided)
        for key in joined.keys:
            cluster_of[key] = joined

    for keys in reversed(together):
        first, *rest = sorted((key for key in keys if key in rank), key=rank.__getitem__) or [""]
        for key in rest:
            one, other = cluster_of[first], cluster_of[key]
            if one is not other and not _kept_apart(one, other):
                join(one, other, decided=True)

    def strength(tie: Tie) -> tuple[bool, int, list[int]]:
        return tie.disputed, -tie.points, sorted((rank[tie.one], rank[tie.other]))

    known = [tie for tie in ties if tie.one in rank and tie.other in rank]
    tied = {frozenset((tie.one, tie.other)) for tie in known}
    for tie in sorted(known, key=strength):
        one, other = cluster_of[tie.one], cluster_of[tie.other]
        if one is other or _kept_apart(one, other) or not _may_join(one, other, disputed=tie.disputed):
            continue
        if not (signatures[tie.one].saying or signatures[tie.other].saying) or _mostly_tied(one, other, tied):
            join(one, other, decided=one.decided or other.decided)
    found = {id(each): tuple(sorted(each.keys, key=rank.__getitem__)) for each in cluster_of.values()}
    return sorted(found.values(), key=lambda keys: rank[keys[0]])


def _time(signature: Signature) -> Time:
    return signature.first, signature.after, signature.dated


def _take_sides(apart: Sequence[tuple[Keys, Keys]]) -> dict[str, frozenset[Side]]:
    found: dict[str, frozenset[Side]] = {}
    for number, (some, others) in enumerate(apart):
        for keys, second in ((some - others, False), (others - some, True)):
            for key in keys:
                found[key] = found.get(key, frozenset()) | {(number, second)}
    return found


def _kept_apart(one: _Cluster, other: _Cluster) -> bool:
    return any((number, not second) in other.sides for number, second in one.sides)


def _may_join(one: _Cluster, other: _Cluster, *, disputed: bool) -> bool:
    every = any if one.decided or other.decided else all  # an editor's event may have more days than one
    return every(
        times_agree(some, others) or (disputed and days_apart(some, others) == 1)
        for some in one.times.values()
        for others in other.times.values()
    )


def _mostly_tied(one: _Cluster, other: _Cluster, tied: AbstractSet[frozenset[str]]) -> bool:
    among = sum(frozenset((some, others)) in tied for some in one.keys for others in other.keys)
    return 2 * among > len(one.keys) * len(other.keys)
