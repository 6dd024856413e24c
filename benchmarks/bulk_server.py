"""The server that bulk.py measures: ours, with the real reader, or with one that finds made-up mentions at once.

    python bulk_server.py DATABASE PORT real|quick

With the quick reader no worker is replaced after some lines, so that what it would grow by is seen.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from flask import Flask
from memory import MONTHS, WEEKDAYS

from api import create_app
from api.jobs import supervising
from api.server.serving import Gunicorn
from api.settings import Settings
from timeline.events import (
    Anchor,
    Aspect,
    Basis,
    EventClass,
    EventType,
    Extraction,
    Mention,
    Participant,
    ParticipantKind,
    Polarity,
    Quote,
    Relation,
    Role,
    Status,
    Tense,
)
from timeline.interval import parse
from timeline.text import Document

MENTIONS = 5
_SENTENCE = re.compile(r"[^.\n]+\.")
_NAME = re.compile(r"\b[A-Z][a-z]{4,}")
_VERB = re.compile(r"\b[a-z]{5,}\b")
_NO_NAMES = frozenset((*WEEKDAYS, *MONTHS, "Police", "Shares"))


def read(document: Document, *, deadline: float | None = None) -> Extraction:  # noqa: ARG001  # as `api.context.Extract` says it
    return Extraction(document, mentions=tuple(_mentions(document))[:MENTIONS])


def _mentions(document: Document) -> Iterator[Mention]:
    day = document.published_at or "2025-01-01"
    when = Anchor(Relation.IS_INCLUDED, Basis.DOCUMENT, 0.6, interval=parse(day, day))
    for number, sentence in enumerate(_SENTENCE.finditer(document.text)):
        names = [name for name in _NAME.findall(sentence[0]) if name not in _NO_NAMES]
        verb = _VERB.search(sentence[0])
        if verb is None or not names:
            continue
        start = sentence.start() + verb.start()
        who = tuple(Participant(name, name, ParticipantKind.PERSON, Role.AGENT) for name in dict.fromkeys(names[:2]))
        yield Mention(
            id=f"m{number}",
            document=document.id,
            trigger=Quote(verb[0], start, start + len(verb[0])),
            lemma=verb[0],
            title=sentence[0][:80].strip(),
            class_=EventClass.OCCURRENCE,
            type=EventType.OTHER,
            status=Status.OCCURRED,
            tense=Tense.PAST,
            aspect=Aspect.NONE,
            polarity=Polarity.POS,
            time=when,
            quote=Quote(sentence[0], sentence.start(), sentence.end()),
            salience=0.6,
            confidence=0.8,
            participants=who,
            places=(),
        )


class _Quick(Gunicorn):
    def load(self) -> Flask:
        return create_app(self.settings, extract=read)


def main() -> None:
    database, port, reader = sys.argv[1:]
    # A stream that holds a worker for long is no worker that hangs.
    settings = Settings(database=database, port=int(port), document_deadline=5_000.0)
    if reader == "quick":
        supervising.LINES = sys.maxsize
        _Quick(settings).run()
    else:
        Gunicorn(settings).run()


if __name__ == "__main__":
    main()
