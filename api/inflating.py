"""Bodies that come compressed, by gzip or zstd (Content-Encoding, RFC 9110, section 8.4), are inflated in small steps, so that
a few bytes that would become gigabytes never do.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from typing import IO, Any

from flask import Request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import ClientDisconnected

from api.problems import Refused
from timeline.errors import TooLarge

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "zstd": "zstd"}
"""Those that are known, by the names that they have."""

STEP = 65_536
"""Bytes that are inflated at once."""

FREE = 1024 * 1024
"""Bytes that any body may become."""

MOST = 200
"""Times its length that one may become beyond that; articles become 3 to 15 times as long."""

_WINDOW_LOG = 23
"""8 MiB, as RFC 9659 has it: a body must not make its reader keep more of what was read."""

_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError)


def open_body(req: Request) -> IO[bytes]:
    """The body as a stream that is inflated while it is read. Raises Refused for a coding that is not known; reading raises it
    for what broke off, came too late or is not what Content-Encoding says, and TooLarge for what becomes far longer than it was."""
    coding = coding_of(req)
    received = io.BufferedReader(_Received(req.stream), STEP)
    return received if coding is None else inflate(received, coding)


def coding_of(req: Request) -> str | None:
    """gzip, zstd or, where the body comes as it is, None. Raises Refused."""
    said = req.headers.get("Content-Encoding", "").strip().lower()
    if said in ("", "identity"):
        return None
    if said not in CODINGS:
        raise Refused(
            "unsupported-media-type",
            f"The body may be compressed by gzip or zstd, once, and not by “{said[:40]}”.",
            headers={"Accept-Encoding": "gzip, zstd"},
        )
    return CODINGS[said]


def inflate(source: IO[bytes], coding: str) -> IO[bytes]:
    """What a stream of gzip or zstd becomes."""
    return io.BufferedReader(_Inflated(source, coding), STEP)


def refuse_broken(error: BaseException) -> Refused:
    """What to say of a body that did not come whole."""
    if isinstance(error.__context__, TimeoutError):
        return Refused("request-timeout", "The body did not come in time; send it again, at once.")
    return Refused("malformed-request", "The body broke off, or its chunks are wrong; send it whole.")


class _Received(io.RawIOBase):
    """What comes on the connection."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except (ClientDisconnected, ParseException) as error:
            raise refuse_broken(error) from error
        buffer[: len(data)] = data
        return len(data)


class _Counted(io.RawIOBase):
    """Says how many bytes were taken of a stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.taken += len(data)
        return data


class _Inflated(io.RawIOBase):
    def __init__(self, source: IO[bytes], coding: str) -> None:
        self._source: Any = _Counted(source)
        self._coding = coding
        self._given = 0
        self._stream: Any
        if coding == "gzip":
            self._stream = gzip.GzipFile(fileobj=self._source, mode="rb")
        else:
            limits = {int(zstd.DecompressionParameter.window_log_max): _WINDOW_LOG}
            self._stream = zstd.ZstdFile(self._source, "r", options=limits)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data: bytes = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise Refused(
                "malformed-request",
                f"The body is not {self._coding}, or broke off; send it whole, or without Content-Encoding.",
            ) from error
        self._given += len(data)
        if self._given > max(FREE, MOST * self._source.taken):
            raise TooLarge(
                f"The body becomes more than {MOST} times as long as it came; send it without Content-Encoding."
            )
        buffer[: len(data)] = data
        return len(data)
