"""The same event told by many documents.

    mention ─sign─▶ signature ─block keys─▶ those worth comparing ─tie─▶ ties ─cluster─▶ clusters ─tell─▶ events
    document ─sketch─▶ which of an event's documents are copies: they are one source, and one voice on its date

Every step is a function of the mentions and their documents alone, so any order of documents gives the same events, a document posted again
changes nothing, and one that is forgotten takes away its own words only.
"""

from timeline.merge.blocks import block_keys, find_pairs, probe_keys
from timeline.merge.clustering import cluster
from timeline.merge.copies import Sketch, copies, sketch
from timeline.merge.signature import Signature, mention_key, sign
from timeline.merge.similarity import Part, Similarity, Tie, compare, tie
from timeline.merge.telling import event_id, tell

RULES = 7
"""Raised with every change that makes other events of the same mentions: an archive is then merged anew."""

__all__ = [
    "RULES",
    "Part",
    "Signature",
    "Similarity",
    "Sketch",
    "Tie",
    "block_keys",
    "cluster",
    "compare",
    "copies",
    "event_id",
    "find_pairs",
    "mention_key",
    "probe_keys",
    "sign",
    "sketch",
    "tell",
    "tie",
]
