"""The same event told by many documents.

    mention ─sign─▶ signature ─block keys─▶ those worth comparing ─tie─▶ ties ─cluster─▶ clusters ─tell─▶ events

Every step is a function of the mentions alone, so any order of documents gives the same events, a document posted again
changes nothing, and one that is forgotten takes away its own words only.
"""

from timeline.merge.blocks import block_keys, probe_keys
from timeline.merge.clustering import cluster
from timeline.merge.signature import Signature, mention_key, sign
from timeline.merge.similarity import Part, Similarity, Tie, compare, tie
from timeline.merge.telling import event_id, tell

__all__ = [
    "Part",
    "Signature",
    "Similarity",
    "Tie",
    "block_keys",
    "cluster",
    "compare",
    "event_id",
    "mention_key",
    "probe_keys",
    "sign",
    "tell",
    "tie",
]
