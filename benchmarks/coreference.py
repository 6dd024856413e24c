"""How far the events that many documents tell are found to be one, against ECB+: CoNLL F1 over our own mentions.

    python benchmarks/coreference.py ECBPLUS [--topics 1,3] [--write FILE] [--keep FOLDER]

Every document is read from its raw text, as a user's archive would: all topics in one, and no topic told. Mentions are signed, blocked,
tied and clustered by the code of `timeline.merge`. A mention that overlaps an annotated one counts as that one; the others of
the checked sentences count against us where they are put together. `--write` leaves the predictions of every document, a line of
JSON each with `doc` and `mentions` (start, end, event), for another scorer. `--keep` keeps what was read for the next time.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import gold
from coreference_scores import score_clusters
from pairing import Scores, pair

from extractors import extract
from timeline.events import Extraction, Mention
from timeline.merge import Signature, Tie, block_keys, cluster, probe_keys, sign, tie
from timeline.text import document


class Read(NamedTuple):
    """A document as annotated and as read; `names` are those by which scoring knows its mentions, in their order."""

    gold: gold.Document
    extraction: Extraction
    signatures: tuple[Signature, ...]
    names: list[Hashable]


def read(corpus: Path, folder: Path | None = None, topics: frozenset[str] = frozenset()) -> list[Read]:
    """The documents of these topics, or all; extractions are kept in `folder`, to be read from it the next time."""
    found = []
    for each in gold.load(corpus):
        if not topics or each.group in topics:
            extraction = _extract(each, folder)
            found.append(Read(each, extraction, sign(extraction), _name(each, extraction.mentions)))
    return found


def _extract(each: gold.Document, folder: Path | None) -> Extraction:
    kept = folder / f"{each.id}.pickle" if folder is not None else None
    if kept is not None and kept.exists():
        extraction: Extraction = pickle.loads(kept.read_bytes())  # noqa: S301  # our own
        return extraction
    extraction = extract(document(each.text, source=each.id, published_at=each.published_at))
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(extraction))
    return extraction


def _name(each: gold.Document, mentions: Sequence[Mention]) -> list[Hashable]:
    """The place of the annotated mention that each overlaps with, and a name of its own for each other in a checked
    sentence; None for the rest, which is not scored."""
    checked = [
        place
        for place, one in enumerate(mentions)
        if any(one.trigger.start < end and start < one.trigger.end for start, end in each.checked or ())
    ]
    spans = [(mentions[place].trigger.start, mentions[place].trigger.end) for place in checked]
    names: list[Hashable] = [None] * len(mentions)
    for place in checked:
        names[place] = each.id, "predicted", place
    for one, other in pair([(event.start, event.end) for event in each.events], spans):
        names[checked[other]] = each.id, one
    return names


def find_pairs(signatures: Sequence[Signature]) -> Iterator[tuple[Signature, Signature]]:
    """The pairs that an archive of these mentions compares, each once: as blocks have it, and as a document itself says. Without the
    bound on those of one document (`timeline.merge.blocks.NEAREST`)."""
    blocks: dict[int, list[int]] = defaultdict(list)
    places = {signature.key: place for place, signature in enumerate(signatures)}
    for place, signature in enumerate(signatures):
        for key in block_keys(signature):
            blocks[key].append(place)
    for place, signature in enumerate(signatures):
        near = {other for key in probe_keys(signature) for other in blocks.get(key, ()) if other > place}
        near |= {places[signature.same_as]} if signature.same_as in places else set()
        for other in sorted(near):
            yield signature, signatures[other]


def tie_all(signatures: Sequence[Signature]) -> list[Tie]:
    found = {tuple(sorted((one.key, other.key))): tie(one, other) for one, other in find_pairs(signatures)}
    return [each for each in found.values() if each is not None]


def merge(signatures: Sequence[Signature]) -> dict[str, int]:
    """Mention → number of its event."""
    clusters = cluster({signature.key: signature for signature in signatures}, tie_all(signatures))
    return {key: number for number, keys in enumerate(clusters) for key in keys}


def score(documents: Iterable[Read], event_of: Mapping[str, int]) -> dict[str, Scores]:
    annotated: dict[str, set[Hashable]] = defaultdict(set)
    found: dict[int, set[Hashable]] = defaultdict(set)
    for each in documents:
        for place, event in enumerate(each.gold.events):
            annotated[event.cluster].add((each.gold.id, place))
        for signature, name in zip(each.signatures, each.names, strict=True):
            if name is not None:
                found[event_of[signature.key]].add(name)
    return score_clusters(list(annotated.values()), list(found.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--topics", default="", help="by comma; all without it")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    documents = read(options.corpus, options.keep, frozenset(filter(None, options.topics.split(","))))
    event_of = merge([signature for each in documents for signature in each.signatures])
    print(f"{len(documents)} documents, {sum(len(each.signatures) for each in documents)} mentions")
    for name, found in score(documents, event_of).items():
        print(f"{name:6} P {found.precision:.4f}  R {found.recall:.4f}  F1 {found.f1:.4f}")
    if options.write:
        options.write.write_text("".join(f"{json.dumps(_write(each, event_of))}\n" for each in documents), "utf-8")


def _write(each: Read, event_of: Mapping[str, int]) -> dict[str, object]:
    mentions = [
        {"start": one.trigger.start, "end": one.trigger.end, "event": str(event_of[signature.key])}
        for one, signature in zip(each.extraction.mentions, each.signatures, strict=True)
    ]
    return {"doc": each.gold.id, "mentions": mentions}


if __name__ == "__main__":
    main()
