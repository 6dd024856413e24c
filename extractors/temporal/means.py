"""The language of `means`: calls of operators on captures and constants, parsed with `ast` and never evaluated by Python.

    shift(-number, unit)      near(month(m))      mod(DATE, "END")      year + 1900

Names are captures; a call names one of `operators.OPERATORS`, which are the only things a rule can do. Where arithmetic
or an operator wants a whole number and gets "a few" or "2.5", the match is Unfit, and its words are left to another rule.
"""

from __future__ import annotations

import ast
import inspect
import operator
from collections.abc import Callable, Mapping
from typing import Any

from extractors.temporal.patterns import InvalidPattern
from extractors.temporal.scene import Unfit

_COMBINE: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}

Meaning = Callable[["Scope"], Any]
"""Takes the scope of one match, gives the value."""


class Scope:
    """What a meaning sees: the captures of the match, and the scene it is read in (see `temporal.scene`)."""

    __slots__ = ("captures", "scene")

    def __init__(self, captures: Mapping[str, Any], scene: Any) -> None:
        self.captures = captures
        self.scene = scene


def compile_meaning(source: str, *, operators: Mapping[str, Callable[..., Any]], captures: frozenset[str]) -> Meaning:
    """The tree of a `means`, ready to be walked. Raises InvalidPattern for anything outside the language."""
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        raise InvalidPattern(f"means: {source}: {error.msg}") from error
    return _compile(tree, operators, captures, source)


def _compile(
    node: ast.expr, operators: Mapping[str, Callable[..., Any]], captures: frozenset[str], source: str
) -> Meaning:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float | str):
        constant = node.value
        return lambda _: constant
    if isinstance(node, ast.Name):
        name = node.id
        if name not in captures:
            raise InvalidPattern(f"means: {source}: no capture “{name}”")
        return lambda scope: scope.captures.get(name)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        operand = _compile(node.operand, operators, captures, source)
        return lambda scope: -_whole(operand(scope))
    if isinstance(node, ast.BinOp) and type(node.op) in _COMBINE:
        left = _compile(node.left, operators, captures, source)
        right = _compile(node.right, operators, captures, source)
        combine = _COMBINE[type(node.op)]
        return lambda scope: combine(_whole(left(scope)), _whole(right(scope)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _compile_call(node, node.func.id, operators, captures, source)
    raise InvalidPattern(f"means: {source}: {ast.unparse(node)} is not in the language")


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise Unfit
    return value


def _compile_call(
    node: ast.Call, name: str, operators: Mapping[str, Callable[..., Any]], captures: frozenset[str], source: str
) -> Meaning:
    function = operators.get(name)
    if function is None:
        raise InvalidPattern(f"means: {source}: no operator “{name}”")
    if node.keywords:
        raise InvalidPattern(f"means: {source}: operators are called by position")
    _, *parameters = inspect.signature(function).parameters.values()
    if len(node.args) > len(parameters):
        raise InvalidPattern(f"means: {source}: too much for {name}")
    arguments = [
        _whole_number(compiled) if parameter.annotation == "int" else compiled
        for argument, parameter in zip(node.args, parameters, strict=False)
        for compiled in (_compile(argument, operators, captures, source),)
    ]
    return lambda scope: function(scope.scene, *[argument(scope) for argument in arguments])


def _whole_number(meaning: Meaning) -> Meaning:
    return lambda scope: _whole(meaning(scope))
