"""Which documents pass for copies: texts rewritten at named strengths, and texts that are nobody's copies.

    python benchmarks/copies.py [--corpus DIR] [--pairs N]

DIR is a corpus of events (benchmarks/gold.py); without one, the demo's articles. Rewrites are of its texts of 60 words and
more, and by a fixed seed. `unrelated` are pairs of different groups. Where the corpus has groups, `same story` are pairs
of one: nearly all were written independently, but some are true copies; `--pairs N` prints the N that share least of
those which pass.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations, islice
from pathlib import Path
from random import Random

import gold

from api.demo import articles
from timeline.folding import words
from timeline.merge.copies import Sketch, is_copy, shared, sketch
from timeline.text import Document

FEWEST_WORDS = 60
UNRELATED = 20_000
"""Pairs tried."""

Rewrite = Callable[[str, Random, Sequence[str]], str]


def same(text: str, chance: Random, vocabulary: Sequence[str]) -> str:  # noqa: ARG001
    return text


def headline(text: str, chance: Random, vocabulary: Sequence[str]) -> str:
    return " ".join(chance.choices(vocabulary, k=9)) + "\n\n" + text


def cut(share: float, text: str, chance: Random, vocabulary: Sequence[str]) -> str:  # noqa: ARG001
    """Its beginning."""
    pieces = text.split(" ")
    return " ".join(pieces[: round(len(pieces) * share)])


def reword(share: float, text: str, chance: Random, vocabulary: Sequence[str]) -> str:
    """Every word has that chance of being another, of those that the corpus has as often."""
    return " ".join(chance.choice(vocabulary) if chance.random() < share else word for word in text.split(" "))


def shorten(share: float, text: str, chance: Random, vocabulary: Sequence[str]) -> str:  # noqa: ARG001
    """Without that share of its sentences, wherever they stand."""
    sentences = _sentences(text)
    kept = sorted(chance.sample(range(len(sentences)), max(1, round(len(sentences) * (1 - share)))))
    return " ".join(sentences[number] for number in kept)


def reorder(text: str, chance: Random, vocabulary: Sequence[str]) -> str:  # noqa: ARG001
    sentences = _sentences(text)
    return " ".join(chance.sample(sentences, len(sentences)))


def lead(share: float, text: str, chance: Random, vocabulary: Sequence[str]) -> str:
    """With new words before it, in number a share of its own."""
    return " ".join(chance.choices(vocabulary, k=round(share * len(text.split(" "))))) + "\n\n" + text


def embed(share: float, text: str, chance: Random, vocabulary: Sequence[str]) -> str:
    """The beginning of it, of `share` of its length, in the midst of new words of its whole length: nobody's copy."""
    own = " ".join(chance.choices(vocabulary, k=len(text.split(" ")) // 2))
    return "\n\n".join((own, cut(share, text, chance, vocabulary), own[::-1]))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


REWRITES: dict[str, Rewrite] = {
    "identical": same,
    "new headline": headline,
    "cut to 60 %": partial(cut, 0.6),
    "cut to 40 %": partial(cut, 0.4),
    "cut to 20 %": partial(cut, 0.2),
    "10 % of words changed": partial(reword, 0.1),
    "20 % of words changed": partial(reword, 0.2),
    "30 % of words changed": partial(reword, 0.3),
    "30 % of sentences dropped": partial(shorten, 0.3),
    "sentences reordered": reorder,
    "own lead of 30 %": partial(lead, 0.3),
    "cut to 60 %, 10 % changed": lambda text, chance, vocabulary: reword(0.1, cut(0.6, text, chance, vocabulary), chance, vocabulary),
}  # fmt: skip
OWN: dict[str, Rewrite] = {
    "an excerpt of 20 % in an own text": partial(embed, 0.2),
    "an excerpt of 30 % in an own text": partial(embed, 0.3),
}


def load(corpus: Path | None) -> list[tuple[str, Document]]:
    """Documents with the name of their group; the demo is one group, in which one article copies another."""
    if corpus is None:
        return [("demo", each) for each in articles()]
    return [(_story(each), Document(each.id, each.text)) for each in gold.load(corpus)]


def _story(each: gold.Document) -> str:
    """ECB+ has two stories a topic, in files of two endings."""
    return each.group + (re.search(r"ecb(?:plus)?$", each.id) or [""])[0]


def unrelated(groups: Sequence[str], chance: Random) -> Iterator[tuple[int, int]]:
    while True:
        one, other = chance.randrange(len(groups)), chance.randrange(len(groups))
        if groups[one].split("ecb")[0] != groups[other].split("ecb")[0]:
            yield one, other


def share(found: int, of: int) -> str:
    return f"{found:>6} of {of:>6}  {100 * found / max(of, 1):6.2f} %"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, metavar="DIR")
    parser.add_argument("--pairs", type=int, default=0, metavar="N")
    options = parser.parse_args()
    loaded = load(options.corpus)
    chance = Random(1)  # noqa: S311
    sketches = [sketch(document) for _, document in loaded]
    long = [(number, each) for number, (_, each) in enumerate(loaded) if len(words(each.text)) >= FEWEST_WORDS]
    vocabulary = [word for _, each in loaded for word in words(each.text)]
    for name, rewrite in (REWRITES | OWN).items():
        rewritten = (sketch(Document("", rewrite(each.text, chance, vocabulary))) for _, each in long)
        found = sum(is_copy(sketches[number], other) for (number, _), other in zip(long, rewritten, strict=True))
        print(f"{name:<34} {share(found, len(long))}")
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, (group, _) in enumerate(loaded):
        groups[group].append(number)
    if len(groups) > 1:
        pairs = list(islice(unrelated([group for group, _ in loaded], chance), UNRELATED))
        print(f"{'unrelated':<34} {share(sum(is_copy(sketches[a], sketches[b]) for a, b in pairs), len(pairs))}")
    together = [pair for numbers in groups.values() for pair in combinations(numbers, 2)]
    passing = [(a, b) for a, b in together if is_copy(sketches[a], sketches[b])]
    if together:
        print(f"{'same story':<34} {share(len(passing), len(together))}")
    least = sorted((held(sketches[a], sketches[b]), loaded[a][1].id, loaded[b][1].id) for a, b in passing)
    for how_much, one, other in least[: options.pairs]:
        print(f"{how_much:.2f} {one} {other}")


def held(one: Sketch, other: Sketch) -> float:
    """The share of the shorter one's triples that the longer one has."""
    return shared(one, other) / max(1, min(one.size, other.size))


if __name__ == "__main__":
    main()
