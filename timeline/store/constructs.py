"""Pieces of SQL that every engine says in its own way: `among`, for lists of any length, `matching`, for full text, and `holds`,
for bytes.

Each is one parameter, however long the list or deep the question, so that a statement is compiled once. How an engine says
them stands in its module in `timeline.store.engines`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Boolean, ColumnElement, LargeBinary, bindparam, type_coerce
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import NullType

from timeline.store.fulltext import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """What full text is asked for: the words, and any one of these `eras` (`timeline.store.eras`) if there are some."""

    question: Question
    eras: tuple[str, ...] = ()


class _Condition(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> _Condition:  # noqa: ARG002  # SQLAlchemy's signature
        """As it is: where SQLite is asked whether a condition `= 1`, it uses no index."""
        return self


class Among(_Condition):
    """A column, and a list of values for it."""

    inherit_cache = True


class Aside(FunctionElement[Any]):
    """A column by whose index nothing is to be found, unless the engine knows better."""

    inherit_cache = True


class Unordered(FunctionElement[Any]):
    """A column whose index is not to be walked for its order."""

    inherit_cache = True


class Matching(_Condition):
    """The number of an event, and an `Asked`; those that answer are to be found first."""

    inherit_cache = True


class Answering(_Condition):
    """The same; event after event is to be asked."""

    inherit_cache = True


class Holds(_Condition):
    """A column of bytes, and bytes that may be in it."""

    inherit_cache = True


def aside(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column to be compared only: something better is known to find the rows by."""
    return type_coerce(Aside(column), column.type)


def unordered(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column to order by what is found otherwise, and is little: no engine is to walk all rows in its order instead."""
    return type_coerce(Unordered(column), column.type)


def among(column: ColumnElement[Any], values: Iterable[Any] | BindParameter[Any]) -> ColumnElement[bool]:
    """Whether a column is one of these values; a parameter's value may be given when the statement runs."""
    if not isinstance(values, BindParameter):
        values = bindparam(None, list(values), type_=NullType(), unique=True)
    return Among(column, values)


def holds(column: ColumnElement[bytes], part: bytes) -> ColumnElement[bool]:
    """Whether these bytes are somewhere in a column."""
    return Holds(column, bindparam(None, part, type_=LargeBinary(), unique=True))


def matching(number: ColumnElement[int], asked: BindParameter[Any], *, walk: bool = False) -> ColumnElement[bool]:
    """Whether the words of the event of that number answer an `Asked`; `walk` is how."""
    return Answering(number, asked) if walk else Matching(number, asked)
