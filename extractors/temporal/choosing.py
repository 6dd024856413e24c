"""Which candidates stand: where they overlap, the longest, then the higher priority, then the one that saw more context.

Choosing and reading go together, from left to right, because a time may be read against the times before it. Candidates
come as a stream and are settled group by group, so that none is kept for longer than it can matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from extractors.temporal.grammar import Candidate
from extractors.temporal.means import Scope
from extractors.temporal.rules import Rule
from extractors.temporal.scene import Scene, Time, Unfit
from extractors.temporal.tokens import Tokens

Note = Callable[[Candidate, str, str], None]
"""Hears of each candidate: its words, and what became of it."""

FREE, TAKEN = -2, -1
MOST = 256
"""Candidates weighed against each other; only a text made of nothing but years and hyphens has more in a row."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rule that was chosen, one of its extents (tokens) and its meaning; None says "not a time"."""

    rule: Rule
    first: int
    after: int
    time: Time | None


def choose(
    tokens: Tokens, scene: Scene, candidates: Iterable[Candidate], known: list[Found], note: Note | None
) -> list[Found]:
    """The best candidates that do not overlap, placed; they come in the order of their first tokens.

    What `known` holds is kept wherever none of them covers it.
    """
    holder: list[int] = [FREE] * len(tokens.words)
    """Of each token: FREE, TAKEN by a candidate, or the index in `known` of the time it belongs to."""
    for index, each in enumerate(known):
        holder[each.first : each.after] = [index] * (each.after - each.first)
    kept = dict(enumerate(known))
    found: list[Found] = []
    spoken = (each for each in candidates if not each.rule.domains or scene.domain in each.rule.domains)
    for cluster in (cluster for group in _groups(spoken) for cluster in _clusters(group)):
        for candidate in sorted(cluster, key=_rank) if len(cluster) > 1 else cluster:
            first, after = candidate.extent
            covered = set(holder[first:after]) - {FREE}
            fate = "overlaps a better one"
            if TAKEN not in covered and all(_inside(known[index], candidate) for index in covered):
                times = _read(tokens, scene, candidate)
                fate = "chosen" if times else "unfit"
                if times:
                    for index in covered:
                        del kept[index]
                    holder[first:after] = [TAKEN] * (after - first)
                    found += times
            if note is not None:
                start, end = tokens.slice(first, after)
                note(candidate, tokens.text[start:end], fate)
    return sorted([*found, *kept.values()], key=lambda each: each.first)


def _rank(candidate: Candidate) -> tuple[int, int, int, int]:
    first, after = candidate.extent
    rule = candidate.rule
    return (first - after, -rule.priority, candidate.first - candidate.after, rule.order)


def _groups(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """Candidates that share tokens, context too, directly or by others between them."""
    group: list[Candidate] = []
    end = 0
    for candidate in candidates:
        if group and (candidate.first >= end or len(group) >= MOST):
            yield group
            group, end = [], 0
        group.append(candidate)
        end = max(end, candidate.after)
    if group:
        yield group


def _clusters(candidates: list[Candidate]) -> Iterator[list[Candidate]]:
    """Candidates whose extents overlap, directly or by others between them, from left to right."""
    cluster: list[Candidate] = []
    end = 0
    for candidate in sorted(candidates, key=lambda each: each.extent):
        first, after = candidate.extent
        if cluster and first >= end:
            yield cluster
            cluster = []
        cluster.append(candidate)
        end = after if len(cluster) == 1 else max(end, after)
    if cluster:
        yield cluster


def _inside(each: Found, candidate: Candidate) -> bool:
    first, after = candidate.extent
    return first <= each.first and each.after <= after


def _read(tokens: Tokens, scene: Scene, candidate: Candidate) -> list[Found]:
    """What a candidate means, one Found an extent; nothing where its words fit but their sense does not."""
    if not candidate.rule.means:
        return [Found(candidate.rule, *candidate.extent, None)]
    read = []
    for (first, after), meaning in zip(candidate.extents, candidate.rule.means, strict=True):
        scene.start, scene.end = tokens.slice(first, after)
        try:
            time = meaning(Scope(candidate.captures, scene))
        except Unfit:
            return []
        if not isinstance(time, Time):
            return []
        read.append(Found(candidate.rule, first, after, time))
    for each in read:
        scene.remember(tokens.starts[each.first], each.time)
    return read
