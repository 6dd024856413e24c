"""How well predicted clusters of mentions meet annotated ones: MUC, B³, CEAF-e, and CoNLL F1, the mean of the three.

Definitions: Vilain et al. 1995; Bagga and Baldwin 1998; Luo 2005 (with φ4); Pradhan et al. 2012 for the mean. A mention is
anything hashable; one that only one side has counts against that side. Needs scipy (`pip install -e .[learn]`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from statistics import mean

from pairing import Scores, ratio
from scipy.optimize import linear_sum_assignment

Cluster = Collection[Hashable]


def score_clusters(gold: Sequence[Cluster], found: Sequence[Cluster]) -> dict[str, Scores]:
    """By the measure's name: MUC, B3, CEAFe, and CoNLL. Clusters of one are left out on both sides."""
    gold, found = ([each for each in side if len(each) > 1] for side in (gold, found))
    where_gold, where_found = _places(gold), _places(found)
    similar = _align(gold, where_found, found)
    scores = {
        "MUC": _scores(_count_links(found, where_gold), _count_links(gold, where_found)),
        "B3": _scores(_count_shared(found, where_gold), _count_shared(gold, where_found)),
        "CEAFe": _scores((similar, len(found)), (similar, len(gold))),
    }
    return scores | {"CoNLL": Scores(*(mean(part) for part in zip(*scores.values(), strict=True)))}


def _places(clusters: Sequence[Cluster]) -> dict[Hashable, int]:
    return {mention: place for place, cluster in enumerate(clusters) for mention in cluster}


def _scores(right: tuple[float, float], recalled: tuple[float, float]) -> Scores:
    precision, recall = ratio(*right), ratio(*recalled)
    return Scores(precision, recall, ratio(2 * precision * recall, precision + recall))


def _count_links(clusters: Sequence[Cluster], where: Mapping[Hashable, int]) -> tuple[float, float]:
    """Of the links that hold each cluster together, how many the other side has, and of how many."""
    kept = links = 0
    for cluster in clusters:
        known = [where[mention] for mention in cluster if mention in where]
        kept += len(known) - len(set(known))
        links += len(cluster) - 1
    return kept, links


def _count_shared(clusters: Sequence[Cluster], where: Mapping[Hashable, int]) -> tuple[float, float]:
    shared = 0.0
    for cluster in clusters:
        common = Counter(where[mention] for mention in cluster if mention in where)
        shared += sum(count * count for count in common.values()) / len(cluster)
    return shared, sum(len(cluster) for cluster in clusters)


def _align(gold: Sequence[Cluster], where: Mapping[Hashable, int], found: Sequence[Cluster]) -> float:
    """The greatest likeness that pairing the clusters of the two sides can reach; each group that overlaps is solved alone."""
    common: Counter[tuple[int, int]] = Counter()
    for place, cluster in enumerate(gold):
        common.update((place, where[mention]) for mention in cluster if mention in where)
    first: dict[int, int] = {}
    group = list(range(len(gold)))

    def root(place: int) -> int:
        while group[place] != place:
            place = group[place]
        return place

    for one, other in common:
        group[root(one)] = root(first.setdefault(other, one))
    overlapping: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other in common:
        overlapping[root(one)].append((one, other))
    total = 0.0
    for pairs in overlapping.values():
        rows, columns = sorted({one for one, _ in pairs}), sorted({other for _, other in pairs})
        alike = [[2 * common[one, other] / (len(gold[one]) + len(found[other])) for other in columns] for one in rows]
        chosen = linear_sum_assignment(alike, maximize=True)
        total += sum(alike[row][column] for row, column in zip(*chosen, strict=True))
    return total
