"""How fast time expressions are found, and that hostile text costs no more than ordinary text for its length.

    python benchmarks/speed.py [--corpus DIR …] [--repeat 5] [--json FILE]

For each text: the words read in a second of CPU time, and how many times longer 100,000 characters take than 10,000. The
articles of the demo are the ordinary text; DIR holds TimeML files (.tml). CPU time of this process.
For ordinary text also what finding times takes of a whole extraction's CPU, and what spaCy does (shares.py), and how many
times the CPU of the extraction it takes to run spaCy as it comes and dateparser for each of its dates, by turns (compare.py).
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import statistics
import time
from pathlib import Path

import compare
import shares
import timeml

from extractors import load
from extractors.temporal import find_times
from timeline.text import Document, document

DCT = dt.date(2013, 2, 12)
DEMO = Path(__file__).parents[1] / "api" / "demo"
PEERS = Path(__file__).parent / "peers"
SHORT, LONG = 10_000, 100_000
HOSTILE = {
    "ones": "1 ",
    "digits": "7",
    "figures": "1-2/3.4:5,6 ",
    "colons": "12:",
    "years": "2013 ",
    "year ranges": "2013-",
    "May": "May ",
    "may": "may ",
    "months": "January February March ",
    "weekdays": "Monday at 5 ",
    "month days": "May 5\n\n",
    "ordinals": "the 3rd of the ",
    "the last": "the last ",
    "a few": "a few ",
    "late": "late ",
    "later": "a year later ",
    "numbers": "one hundred and ",
    "counted back": "two and a half years before ",
    "parts": "the morning of ",
    "between": "between 1990 and ",
    "from to": "from May to ",
    "every": "every other ",
    "quarters": "the first quarter of ",
    "eras": "BC AD ",
    "decades": "'90s ",
    "marks": "- ",
    "quotes": "'s",
    "lines": "\n",
    "spaces": " ",
    "one word": "a",
    "joined": "\u200d",
}
HOSTILE_ABROAD = {
    "Montagabend": ("de", "montagabend "),
    "drei Tage vor": ("de", "drei tage vor "),
    "am 3.": ("de", "am 3. "),
    "premier lundi": ("fr", "le premier lundi de "),
    "il y a": ("fr", "il y a deux ans et "),
    "l'an": ("fr", "l'an "),
}
"""The same in other languages."""


def time_reading(text: str, times: int, language: str) -> float:
    """CPU seconds of one reading, out of some in a row."""
    begun = time.process_time()
    for _ in range(times):
        find_times(text, language=language, dct=DCT, domain=None)
    return (time.process_time() - begun) / times


def fill(text: str, size: int) -> str:
    return (text * (size // len(text) + 1))[:size]


def read_demo() -> list[Document]:
    lines = (line for path in sorted(DEMO.glob("*.ndjson")) for line in path.read_text("utf-8").splitlines())
    return [document(row["text"], published_at=row.get("published_at")) for row in map(json.loads, lines)]


def read_corpus(folder: Path) -> list[Document]:
    return [document(gold.text, published_at=gold.dct[:10] or None) for gold in timeml.load(folder)]


def compare_plain(documents: list[Document]) -> float:
    """How many times our CPU spaCy and dateparser take for what one would have of them in ten lines."""
    peers = list(compare.start([PEERS / "dateline.py", PEERS / "spacy_dateparser.py"], PEERS))
    compare.compare(peers, [timeml.Gold("", each.published_at or "", each.text, []) for each in documents], "news")
    for peer in peers:
        peer.close()
    ours, plain = peers
    return plain.cpu / ours.cpu


def measure(text: str, repeat: int, language: str) -> dict[str, float]:
    """Words in a CPU second, the seconds for SHORT and for LONG characters, and how many times the one is the other.

    The two are timed by turns, with as much text each time, and each run has its own ratio: a busy machine slows both alike.
    The middle ratio counts.
    """
    text = fill(text, SHORT)  # the long text says the same ten times
    runs = [
        (time_reading(text, LONG // SHORT, language), time_reading(fill(text, LONG), 1, language))
        for _ in range(repeat)
    ]
    short, long = (min(times) for times in zip(*runs, strict=True))
    times = statistics.median(after / before for before, after in runs)
    return {"words": len(fill(text, LONG).split()) / long, "short": short, "long": long, "times": times}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", default=[], help="a folder of .tml files")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each text, by turns")
    parser.add_argument(
        "--json", type=Path, help="also write the figures that do not hang on the machine: shares and ratios"
    )
    options = parser.parse_args()
    load()
    for language in ("en", "de", "fr"):
        find_times("Warm on 3/4/2013.", language=language, dct=DCT)
    ordinary = {"demo articles": read_demo()} | {
        folder.name: read_corpus(folder) for folder in options.corpus if timeml.holds(folder)
    }
    print(f"{'of an extraction':<16} {'times':>6} {'spaCy':>6} {'own':>6}  % of its CPU {'plain':>6}  times its CPU")
    figures: dict[str, dict[str, float]] = {"share": {}, "plain": {}, "times": {}}
    for name, documents in ordinary.items():
        share = shares.measure(documents, repeat=options.repeat)
        figures["share"] |= {f"{name}: {part}": round(each, 1) for part, each in share.items()}
        plain = figures["plain"][name] = round(compare_plain(documents), 1)
        print(
            f"{name:<16} {share['times']:>6.1f} {share['spacy']:>6.1f} {share['own']:>6.1f} {plain:>19.1f}", flush=True
        )
    gc.freeze()  # else the collector looks through the libraries' objects too, once in a long text and never in a short
    print(f"\n{'text':<16} {'words/CPU s':>12} {SHORT:>9,} {LONG:>9,}  times")
    worst = ("", 0.0)
    texts = {name: "\n\n".join(each.text for each in read) for name, read in ordinary.items()} | HOSTILE
    for name, (language, text) in ({name: ("en", text) for name, text in texts.items()} | HOSTILE_ABROAD).items():
        found = measure(text, options.repeat, language)
        figures["times"][name] = round(found["times"], 1)
        worst = max(worst, (name, found["times"]), key=lambda each: each[1])
        print(
            f"{name:<16} {found['words']:>12,.0f} {found['short']:>8.4f}s {found['long']:>8.4f}s {found['times']:>6.1f}"
        )
    print(f"worst: {worst[0]}, {worst[1]:.1f} times the CPU for ten times the text")
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
