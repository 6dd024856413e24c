"""Bodies that are lines, of any number: read in pieces, so that no more of one lies in memory than its longest line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from gunicorn.http.errors import ParseException
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from api.problems import Refused
from api.writing import NDJSON

MEDIA_TYPES = (NDJSON, "application/ndjson", "application/jsonl")

PIECE = 4 * 1024
"""Bytes asked for at once. gunicorn gives them when all are there, so lines that drip wait for so many."""

Numbered = tuple[int, bytes | None]
"""A line's number, from 1, blank ones counted; None in place of a line that is too long."""


def read_pieces(body: IO[bytes], *, most: int, length: int | None) -> Iterator[bytes]:
    """The body as it comes. Raises RequestEntityTooLarge behind `most` bytes, and Refused for a body that broke off, stalled,
    or is not chunked as RFC 9112 has it. `length` is what Content-Length says."""
    taken = 0
    try:
        while length is None or taken < length:
            piece = body.read(PIECE)
            if not piece:
                break
            taken += len(piece)
            if taken > most:
                raise RequestEntityTooLarge
            yield piece
    except (ClientDisconnected, ParseException) as error:
        if isinstance(error.__context__, TimeoutError):
            raise Refused("request-timeout", "The lines stopped coming; those before were taken, send the rest.") from error  # fmt: skip
        raise Refused("malformed-request", "The body broke off, or its chunks are wrong; the lines before were taken.") from error  # fmt: skip
    if length is not None and taken < length:
        raise Refused("malformed-request", f"The body broke off after {taken:,} of the {length:,} bytes that Content-Length says; the lines before were taken.")  # fmt: skip


def split_lines(pieces: Iterable[bytes], *, longest: int) -> Iterator[list[Numbered]]:
    """For each piece the lines that end in it, and at last the one that nothing ended. Blank ones are left out."""
    number, held, is_over = 1, bytearray(), False

    def end() -> Iterator[Numbered]:
        nonlocal number, is_over
        if is_over or len(held) > longest:
            yield number, None
        elif held.strip():
            yield number, bytes(held)
        held.clear()
        number, is_over = number + 1, False

    for piece in pieces:
        lines: list[Numbered] = []
        *ended, rest = piece.split(b"\n")
        for part in ended:
            held += part
            lines += end()
        held += rest
        if len(held) > longest:
            held.clear()
            is_over = True
        yield lines
    yield list(end())
