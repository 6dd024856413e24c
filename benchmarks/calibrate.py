"""Counts how often each rule is right, for `confidence.py` to be honest by; writes extractors/languages/en/record.toml.

    python benchmarks/calibrate.py --corpus DIR:DOMAIN [--corpus DIR:DOMAIN …]

DIR holds TimeML files (.tml) of a domain: news, narrative or informal. The last third of each corpus is left out, so that
`accuracy.py --corpus DIR --third 2` shows what confidence is worth on text that it was not fitted to.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

import accuracy
import reliability
import timeml

RECORD = Path(__file__).parents[1] / "extractors/languages/en/record.toml"
HEAD = """\
# How many readings of each rule were right, of how many, on annotated text of each domain. Made by benchmarks/calibrate.py.

"""


def write(counts: dict[str, dict[str, Counter[bool]]]) -> str:
    """One line a rule: `"ago" = { news = [31, 40] }`."""
    lines = []
    for rule, domains in sorted(counts.items()):
        inside = ", ".join(f"{domain} = [{each[True]}, {each.total()}]" for domain, each in sorted(domains.items()))
        lines.append(f"{json.dumps(rule)} = {{ {inside} }}\n")
    return HEAD + "".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", action="append", required=True, metavar="DIR:DOMAIN")
    counts: dict[str, dict[str, Counter[bool]]] = defaultdict(lambda: defaultdict(Counter))
    for corpus in parser.parse_args().corpus:
        folder, _, domain = corpus.partition(":")
        for third in range(timeml.CHECK):
            for gold in timeml.load(Path(folder), third):
                for trial in reliability.judge(gold, accuracy.read(gold, domain=domain).found):
                    counts[trial.found.rule][domain][trial.right] += 1
    RECORD.write_text(write(counts), "utf-8")


if __name__ == "__main__":
    main()
