"""How fast time expressions are found, and that hostile text costs no more than ordinary text for its length.

    python benchmarks/speed.py [--corpus DIR …] [--repeat 3]

For each text: the words read in a second of CPU time, and how many times longer 100,000 characters take than 10,000. The
articles of the demo are the ordinary text; DIR holds TimeML files (.tml). CPU time of this process, the least of some runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import time
from collections.abc import Iterator
from pathlib import Path

import timeml

from extractors.temporal import find_times

DCT = dt.date(2013, 2, 12)
DEMO = Path(__file__).parents[1] / "api" / "demo"
SHORT, LONG = 10_000, 100_000
HOSTILE = {
    "ones": "1 ",
    "digits": "7",
    "figures": "1-2/3.4:5,6 ",
    "years": "2013 ",
    "year ranges": "2013-",
    "May": "May ",
    "months": "January February March ",
    "weekdays": "Monday at 5 ",
    "month days": "May 5\n\n",
    "the last": "the last ",
    "a few": "a few ",
    "late": "late ",
    "numbers": "one hundred and ",
    "counted back": "two and a half years before ",
    "parts": "the morning of ",
    "marks": "- ",
}


def time_reading(text: str, times: int) -> float:
    """CPU seconds of one reading, out of some in a row."""
    begun = time.process_time()
    for _ in range(times):
        find_times(text, language="en", dct=DCT, domain=None)
    return (time.process_time() - begun) / times


def fill(text: str, size: int) -> str:
    return (text * (size // len(text) + 1))[:size]


def texts(corpora: list[Path]) -> Iterator[tuple[str, str]]:
    lines = (line for path in sorted(DEMO.glob("*.ndjson")) for line in path.read_text("utf-8").splitlines())
    yield "demo articles", "\n\n".join(json.loads(line)["text"] for line in lines)
    for folder in corpora:
        yield folder.name, "\n\n".join(gold.text for gold in timeml.load(folder))
    yield from HOSTILE.items()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", default=[], help="a folder of .tml files")
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the fastest counts")
    options = parser.parse_args()
    find_times("Warm on 3/4/2013.", language="en", dct=DCT)
    gc.freeze()  # else the collector looks through the libraries' objects too, once in a long text and never in a short
    print(f"{'text':<16} {'words/CPU s':>12} {SHORT:>9,} {LONG:>9,}  times")
    worst = 0.0
    for name, text in texts(options.corpus):
        text = fill(text, SHORT)  # noqa: PLW2901 - the long text says the same ten times
        short = long = float("inf")
        for _ in range(options.repeat):  # by turns, and as much text each time, so that a busy machine slows both alike
            short = min(short, time_reading(text, LONG // SHORT))
            long = min(long, time_reading(fill(text, LONG), 1))
        worst = max(worst, long / short)
        words = len(fill(text, LONG).split())
        print(f"{name:<16} {words / long:>12,.0f} {short:>8.4f}s {long:>8.4f}s {long / short:>6.1f}")
    print(f"worst: {worst:.1f} times the CPU for ten times the text")


if __name__ == "__main__":
    main()
