"""Rules, as the `[[rule]]` tables of a language have them, made sure of when they are loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from extractors.temporal.means import Meaning, compile_meaning
from extractors.temporal.patterns import InvalidPattern, Sequence, expand


@dataclass(frozen=True, slots=True)
class Rule:
    """`means` holds one meaning for each `<…>` of the pattern; none at all makes the rule say "this is not a time"."""

    name: str
    match: tuple[str, ...]
    means: tuple[Meaning, ...]
    priority: int
    order: int
    confidence: float
    domains: frozenset[str]
    layer: int
    examples: Mapping[str, Any]
    not_examples: tuple[str, ...]


def read_rules(
    tables: list[dict[str, Any]], operators: Mapping[str, Callable[..., Any]]
) -> tuple[tuple[Rule, list[Sequence]], ...]:
    """The `[[rule]]` tables of a language, made sure of. Raises InvalidPattern with the rule's name."""
    read = []
    for order, table in enumerate(tables):
        try:
            read.append(_read_rule(table, order, operators))
        except (InvalidPattern, KeyError) as error:
            raise InvalidPattern(f"rule {table.get('name', order)}: {error}") from error
    return tuple(read)


_KEYS = {"name", "match", "means", "priority", "confidence", "domains", "examples", "not_examples"}


def _read_rule(
    table: dict[str, Any], order: int, operators: Mapping[str, Callable[..., Any]]
) -> tuple[Rule, list[Sequence]]:
    if unknown := table.keys() - _KEYS:
        raise InvalidPattern(f"unknown keys {sorted(unknown)}")
    match = (table["match"],) if isinstance(table["match"], str) else tuple(table["match"])
    sequences = [sequence for pattern in match for sequence in expand(pattern)]
    sources = table.get("means", [])
    sources = [sources] if isinstance(sources, str) else sources
    if sources and any(len(sequence.extents) != len(sources) for sequence in sequences):
        raise InvalidPattern("as many <…> as meanings, please")
    names = frozenset(step.name for sequence in sequences for step in sequence.steps if step.name)
    layer = 2 if any(step.class_ and step.class_.isupper() for sequence in sequences for step in sequence.steps) else 1
    rule = Rule(
        name=table["name"],
        match=match,
        means=tuple(compile_meaning(source, operators=operators, captures=names) for source in sources),
        priority=table.get("priority", 0),
        order=order,
        confidence=table.get("confidence", 0.9),
        domains=frozenset(table.get("domains", ())),
        layer=layer,
        examples=table.get("examples", {}),
        not_examples=tuple(table.get("not_examples", ())),
    )
    return rule, sequences
