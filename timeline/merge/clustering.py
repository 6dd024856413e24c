"""Mentions and the ties between them → clusters, each the mentions of one event.

The strongest ties are followed first, as in Kruskal's spanning trees, and a tie is left out where following it would put
two days that do not agree into one event (an undated report cannot chain Monday's meeting to Tuesday's), or two groups of
mentions of which too few are tied: LOOSE of all pairs, and more than half where it is what somebody says, lest the day's statements
chain into one. Ties over a disputed date come last. Ties of equal strength go by the mentions' own order, never by arrival, so the
clusters are a function of the set of mentions alone.

Editors come first: what they put together is one cluster before any tie is followed, and no tie joins what they keep apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from timeline.merge.measures import days_apart, times_agree
from timeline.merge.signature import Signature
from timeline.merge.similarity import Tie

LOOSE, STRICT = 0.1, 0.5

Time = tuple[int | None, int | None, bool, bool]
Keys = frozenset[str]
Side = tuple[int, bool]
"""Which of the pairs kept apart, and which of its two."""


@dataclass(slots=True)
class _Cluster:
    """`times` has one signature for each of the different times, `sides` are those taken in what is kept apart, `ties` how many lead to which
    other cluster; `decided` where an editor put some of it together."""

    keys: list[str]
    times: dict[Time, Signature]
    sides: frozenset[Side]
    ties: Counter[int] = field(default_factory=Counter)
    decided: bool = False


class _Clusters:
    """Who is with whom so far; a cluster has the number of one of its mentions."""

    def __init__(self, signatures: Mapping[str, Signature], apart: Sequence[tuple[Keys, Keys]]) -> None:
        sides = _take_sides(apart)
        self.of = {key: number for number, key in enumerate(signatures)}
        self.all = {
            self.of[key]: _Cluster([key], {_time(one): one}, sides.get(key, frozenset()))
            for key, one in signatures.items()
        }

    def count(self, ties: Iterable[Tie]) -> None:
        for tie in ties:
            one, other = self.of[tie.one], self.of[tie.other]
            if one != other:
                self.all[one].ties[other] += 1
                self.all[other].ties[one] += 1

    def join(self, one: int, other: int, *, decided: bool = False) -> None:
        """The smaller goes into the larger."""
        one, other = sorted((one, other), key=lambda number: (-len(self.all[number].keys), number))
        larger, smaller = self.all[one], self.all.pop(other)
        larger.keys += smaller.keys
        larger.times |= smaller.times
        larger.sides |= smaller.sides
        larger.decided |= smaller.decided or decided
        for key in smaller.keys:
            self.of[key] = one
        larger.ties += smaller.ties
        del larger.ties[one], larger.ties[other]
        for third, count in smaller.ties.items():
            if third != one:
                del self.all[third].ties[other]
                self.all[third].ties[one] += count

    def kept_apart(self, one: int, other: int) -> bool:
        taken = self.all[other].sides
        return any((number, not second) in taken for number, second in self.all[one].sides)

    def agree(self, one: int, other: int, *, disputed: bool, saying: bool) -> bool:
        """Whether enough of them are tied, and no two times forbid it; an editor's event may have more days than one."""
        some, others = self.all[one], self.all[other]
        pairs, tied = len(some.keys) * len(others.keys), some.ties[other]
        if tied < LOOSE * pairs or (saying and tied <= STRICT * pairs):
            return False
        every = any if some.decided or others.decided else all
        return every(
            times_agree(mine, theirs) or (disputed and days_apart(mine, theirs) == 1)
            for mine in some.times.values()
            for theirs in others.times.values()
        )


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
    ordered = sorted(signatures.values(), key=lambda one: one.order)
    rank = {one.key: number for number, one in enumerate(ordered)}
    clusters = _Clusters({one.key: one for one in ordered}, apart)
    for keys in reversed(together):
        first, *rest = sorted((key for key in keys if key in rank), key=rank.__getitem__) or [""]
        for key in rest:
            one, other = clusters.of[first], clusters.of[key]
            if one != other and not clusters.kept_apart(one, other):
                clusters.join(one, other, decided=True)

    def strength(tie: Tie) -> tuple[bool, int, list[int]]:
        return tie.disputed, -tie.points, sorted((rank[tie.one], rank[tie.other]))

    known = sorted((tie for tie in ties if tie.one in rank and tie.other in rank), key=strength)
    clusters.count(known)
    for tie in known:
        one, other = clusters.of[tie.one], clusters.of[tie.other]
        saying = signatures[tie.one].saying or signatures[tie.other].saying
        if (
            one != other
            and not clusters.kept_apart(one, other)
            and clusters.agree(one, other, disputed=tie.disputed, saying=saying)
        ):
            clusters.join(one, other)
    found = [tuple(sorted(each.keys, key=rank.__getitem__)) for each in clusters.all.values()]
    return sorted(found, key=lambda keys: rank[keys[0]])


def _time(signature: Signature) -> Time:
    return signature.first, signature.after, signature.dated, signature.inherited


def _take_sides(apart: Sequence[tuple[Keys, Keys]]) -> dict[str, frozenset[Side]]:
    found: dict[str, frozenset[Side]] = {}
    for number, (some, others) in enumerate(apart):
        for keys, second in ((some - others, False), (others - some, True)):
            for key in keys:
                found[key] = found.get(key, frozenset()) | {(number, second)}
    return found
