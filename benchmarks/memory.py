"""Whether a long-lived worker's memory stays flat: thousands of articles, each of names and words that nobody has seen.

    python benchmarks/memory.py [--documents 5000] [--every 500] [--keep] [--json FILE]

Made-up articles are posted to `POST /v1/extractions`, or with `--keep` to `POST /v1/documents` over SQLite on disk, of the WSGI
app that gunicorn's worker serves. Printed is the resident memory of this process at every so many documents; growth counts from
the first of them, when caches are warm.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from api import create_app
from api.settings import Settings

STATM = Path("/proc/self/statm")
PAGE = 4096
ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pr r s sh st t tr v w z".split()
VOWELS = "a e i o u ai ea oo".split()
CODAS = "l m n r s t x nd rk lt sk".split()
SENTENCES = (
    "{Name} {verb}ed {Name} in {Place} on {Weekday}, {Name} said.",
    "The {noun} of {Place} killed {number} people on {Month} {day}, {year}, according to the {Noun} {Noun} Ministry.",
    "{Name} {Name}, the {noun} minister, will meet {Name} of {Noun} Holdings next week to discuss the {adjective} {noun}.",
    "Shares of {Noun} {Noun} fell {number} percent yesterday after {Name} {verb}ed its {noun}.",
    "“We {verb} the {noun},” {Name} told the {Place} {Noun}, “and the {noun} {verb}s us.”",
    "Police in {Place} arrested {number} {noun}s after a {adjective} protest against {Name} last {Weekday}.",
    "In {year} {Place} signed a {noun} agreement with {Name}, whose {adjective} {noun}s had {verb}ed {number} {noun}s.",
    "A court in {Place} sentenced {Name} to {number} years for {verb}ing the {noun} of {Name}.",
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January March May June August October".split()


class Writer:
    """Writes articles; equal seeds write the same."""

    def __init__(self, seed: int = 0) -> None:
        self.random = Random(seed)  # noqa: S311 - text, not secrets

    def article(self, *, sentences: int = 12) -> str:
        told = [self.random.choice(SENTENCES).format_map(self) for _ in range(sentences)]
        paragraphs = [" ".join(told[at : at + 3]) for at in range(0, sentences, 3)]
        return "\n\n".join(["{Name} {verb}s {Place} {noun}".format_map(self), *paragraphs])

    def __getitem__(self, slot: str) -> str:
        choose = self.random
        if slot == "number":
            return str(choose.randint(2, 9_999))
        if slot == "day":
            return str(choose.randint(1, 28))
        if slot == "year":
            return str(choose.randint(1900, 2019))
        if slot in ("Weekday", "Month"):
            return choose.choice(WEEKDAYS if slot == "Weekday" else MONTHS)
        word = self.word()
        return word.capitalize() if slot[0].isupper() else word

    def word(self) -> str:
        syllables = (self.random.choice(ONSETS) + self.random.choice(VOWELS) for _ in range(self.random.randint(2, 3)))
        return "".join(syllables) + self.random.choice(CODAS)


def resident() -> float:
    """Megabytes of this process that lie in memory."""
    return int(STATM.read_text().split()[1]) * PAGE / 1e6


def measure(*, documents: int, every: int, keep: bool) -> Iterator[tuple[int, float]]:
    """How many were read, and the megabytes then."""
    writer = Writer()
    with tempfile.TemporaryDirectory() as folder:
        client = create_app(Settings(database=f"sqlite:///{folder}/memory.db")).test_client()
        for number in range(1, documents + 1):
            body = {"text": writer.article(), "published_at": "2020-02-12"}
            answer = client.post("/v1/documents" if keep else "/v1/extractions", json=body)
            assert answer.status_code in (200, 201), answer.get_json()
            if number % every == 0:
                yield number, resident()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--every", type=int, default=500)
    parser.add_argument("--keep", action="store_true", help="keep the documents: /v1/documents")
    parser.add_argument("--json", type=Path, help="also write the figures")
    options = parser.parse_args()
    if not STATM.exists():
        raise SystemExit("memory.py reads /proc/self/statm, which only Linux has.")
    found = []
    for number, megabytes in measure(documents=options.documents, every=options.every, keep=options.keep):
        found.append(megabytes)
        print(f"{number:>6} documents {megabytes:>8.1f} MB {megabytes - found[0]:>+7.1f}", flush=True)
    growth = round(found[-1] - found[0], 1)
    print(f"growth from {options.every} to {options.documents} documents: {growth} MB")
    if options.json is not None:
        figures = {
            "documents": options.documents,
            "growth_mb": growth,
            "resident_mb": [round(each, 1) for each in found],
        }
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
