"""Answers are compressed for who accepts it: zstd, Brotli or gzip, what they like best, and that order among equals.

flask-compress does it; but it takes a coding that the client refuses (`gzip;q=0`) for one that it accepts. So Accept-Encoding
is read here, and what flask-compress is told is the one coding that we choose. The levels are those at which a page of 50
events (90 kB) costs a fifth of a millisecond or less: sync workers pay in latency for every byte that they save.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, request
from flask_compress import Compress

from api.annotations import TEXT_CONTENTS
from api.conditional import close_with
from api.exports import CONTENTS

CODINGS = ("zstd", "br", "gzip")

_MEDIA_TYPES = (
    "application/javascript",
    "application/json",
    "application/yaml",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
)
"""Beside the formats; scripts have either name, by the Python that serves them. An event stream is none: each of its events must
leave at once."""

_LEAST = 500
"""Bytes; less fits into one packet anyway."""


def register(app: Flask) -> None:
    app.config.update(
        COMPRESS_ALGORITHM=CODINGS,
        COMPRESS_ALGORITHM_STREAMING=CODINGS,
        COMPRESS_MIMETYPES=[*_MEDIA_TYPES, *CONTENTS, *TEXT_CONTENTS],
        COMPRESS_MIN_SIZE=_LEAST,
        COMPRESS_ZSTD_LEVEL=3,
        COMPRESS_BR_LEVEL=3,
        COMPRESS_LEVEL=3,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,  # api.conditional has
    )
    app.before_request(_settle_coding)
    Compress(app)
    app.after_request(_keep_closing)  # before it


def choose_coding(accepted: Iterable[tuple[str, float]]) -> str:
    """The coding of those accepted, each with its quality (RFC 9110, section 12.5.3), that is liked best. `identity`, which is
    none, where no other is accepted, or where it is liked more."""
    qualities: dict[str, float] = {}
    for name, quality in accepted:
        qualities.setdefault(name.lower().removeprefix("x-"), quality)
    rest = qualities.get("*", 0)
    best = max(CODINGS, key=lambda coding: qualities.get(coding, rest))
    liked = qualities.get(best, rest)
    return best if liked > 0 and liked >= qualities.get("identity", 0) else "identity"


def _settle_coding() -> None:
    request.environ["HTTP_ACCEPT_ENCODING"] = choose_coding(request.accept_encodings)


def _keep_closing(response: Response) -> Response:
    close_with(response)
    return response
