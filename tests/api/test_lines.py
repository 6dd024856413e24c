"""Bodies of lines: however they are cut into pieces, the same lines come out, with their numbers."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from api.jobs.lines import Numbered, read_pieces, split_lines
from api.problems import Refused

LONGEST = 6


def split(*pieces: bytes) -> list[Numbered]:
    return [line for lines in split_lines(pieces, longest=LONGEST) for line in lines]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (b"", []),
        (b"a\nb\n", [(1, b"a"), (2, b"b")]),
        (b"a\nb", [(1, b"a"), (2, b"b")]),
        (b"\n\na\n \t\r\n\nb\r\n", [(3, b"a"), (6, b"b\r")]),
        (b"123456\n1234567\nb", [(1, b"123456"), (2, None), (3, b"b")]),
        (b"a\n1234567", [(1, b"a"), (2, None)]),
    ],
    ids=["nothing", "ended", "not ended", "blank lines", "a long one", "a long one at the end"],
)
def test_lines(body: bytes, lines: list[Numbered]) -> None:
    """Blank ones are counted and left out; of one that is too long nothing is given but its number."""
    assert split(body) == lines


@given(st.lists(st.sampled_from([b"a", b"12345", b"\n", b" ", b"\r\n"])), st.data())
def test_pieces_do_not_matter(parts: list[bytes], data: st.DataObject) -> None:
    """A body comes in whatever pieces the network makes of it."""
    body = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=5)))
    pieces = [body[start:end] for start, end in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    assert split(*pieces) == split(body)


def test_an_endless_line_takes_no_memory() -> None:
    """What is too long already is not held until it ends."""
    held = 0
    for lines in split_lines((b"x" * 10 for _ in range(1_000)), longest=LONGEST):
        held += len(lines)
    assert held == 1


def test_a_body_larger_than_the_limit() -> None:
    """What came before it was given."""
    pieces = read_pieces(io.BytesIO(b"x" * 40_000), most=20_000, length=None)
    assert next(pieces)
    with pytest.raises(RequestEntityTooLarge):
        list(pieces)


def test_a_body_that_breaks_off() -> None:
    pieces = read_pieces(io.BytesIO(b"x" * 10), most=100, length=20)
    assert next(pieces) == b"x" * 10
    with pytest.raises(Refused, match="10 of the 20 bytes"):
        next(pieces)


@pytest.mark.parametrize(("cause", "code"), [(TimeoutError(), "request-timeout"), (OSError(), "malformed-request")])
def test_a_client_that_goes_away(cause: OSError, code: str) -> None:
    """One that stalls is told another thing than one that hung up."""

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002  # as `IO` says it
            try:
                raise cause
            except OSError:
                raise ClientDisconnected  # noqa: B904  # as werkzeug does

    with pytest.raises(Refused) as raised:
        list(read_pieces(Broken(), most=100, length=20))
    assert raised.value.kind.code == code
