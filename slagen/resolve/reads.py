"""The inputs that a clause's condition looks at, with their values: why it holds, or does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from slagen.model.contract import Contract
from slagen.resolve.bound import Bound, Register, UnknownNameError, path_of, unwrap
from slagen.resolve.sandbox import inputs, sandbox

_BY_FIELD = ("selectattr", "rejectattr")


@dataclass(frozen=True, slots=True)
class Read:
    """An input by its path, and its value: a plain one, a model, or a tuple of entries."""

    path: str
    value: Any


def reads(condition: str, contract: Contract, register: Register) -> tuple[Read, ...]:
    """Each input that `condition` looks at, once, in the order it names them; of entries it picks, their fields."""
    names = inputs(contract, register)
    tree = sandbox().parse("{{ (" + condition + ") }}")
    found = {path_of(bound): Read(path_of(bound), unwrap(bound)) for bound in _within(tree, names)}
    return tuple(found.values())


def _within(node: nodes.Node, names: Mapping[str, Any]) -> Iterator[Bound]:
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        bound = _value(node, names)
        if bound is not None:
            yield bound
            return
    for child in node.iter_child_nodes():
        yield from _within(child, names)
    if isinstance(node, nodes.Filter) and node.name in _BY_FIELD and node.node is not None:
        yield from _fields(_value(node.node, names), node.args)


def _value(node: nodes.Node, names: Mapping[str, Any]) -> Bound | None:
    """The input that ``services``, ``contract.signed`` or ``slos[0].target`` names; None for anything else."""
    match node:
        case nodes.Name():
            found = names.get(node.name)
            return found if isinstance(found, Bound) else None
        case nodes.Getattr():
            return _step(_value(node.node, names), node.attr)
        case nodes.Getitem(arg=nodes.Const(value=str() | int() as key)):
            return _step(_value(node.node, names), key)
        case _:
            return None


def _step(bound: Bound | None, key: str | int) -> Bound | None:
    try:
        if bound is None:
            return None
        return bound.item(key) if isinstance(key, int) else bound.get(key)
    except (UnknownNameError, LookupError, TypeError):
        return None


def _fields(entries: Bound | None, arguments: Iterable[nodes.Node]) -> Iterator[Bound]:
    """The field that a filter picks entries by, of each entry."""
    first = next(iter(arguments), None)
    if entries is None or not isinstance(unwrap(entries), tuple) or not isinstance(first, nodes.Const):
        return
    for entry in entries:
        bound: Bound | None = entry
        for key in str(first.value).split("."):
            bound = _step(bound, key)
        if bound is not None:
            yield bound


__all__ = ["Read", "reads"]
