"""Which changed values follow from an input that changed: one edit of the input, and with it what is computed from it.

What a value was computed from is not declared but tried: it follows from an input if it would not be what it is now
with that one input put back to what it was.  So nothing is taken for a consequence that is none; a value that more
than one input would have to be put back for stays an edit of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slagen.assemble.computed import computed
from slagen.assemble.problems import parse_path
from slagen.model.base import Model
from slagen.model.clause import gravest
from slagen.model.contract import Contract
from slagen.model.edit import Edit, Kind, Shown
from slagen.model.units import Duration, Money, Percent
from slagen.resolve.bound import watched


def folded(edits: Sequence[Edit], old: Contract | None, new: Contract) -> tuple[Edit, ...]:
    """The edits between two contracts, those that follow from an input's under it: the first of several.

    Its risk is then that of the gravest of them.  Where no edit shows the input that changed, what is computed from it
    stays as it is.

    Args:
        old: None where the old side is a document without its contract, so that only figures can be put back, which
            are read from what it shows.
    """
    now, tops = _computed(new)
    waiting = {edit.path: edit for edit in edits if edit.kind is Kind.VALUE and edit.path in now and _has_both(edit)}
    under: dict[str, list[Edit]] = {}
    for edit, path in _inputs(edits, now, tops) if waiting else ():
        was = _shown(edit, value_at(new, path)) if old is None else value_at(old, edit.was or path)
        before = _without(new, path, was)
        follow = [name for name in waiting if name and before.get(name, now[name]) != now[name]]
        under[path] = [waiting.pop(name) for name in follow]
    gone = {id(edit) for some in under.values() for edit in some}
    return tuple(_with(edit, under) for edit in edits if id(edit) not in gone)


def _has_both(edit: Edit) -> bool:
    """Whether there was a value and there is one: what has come or gone is told by itself."""
    return Shown() not in (edit.old, edit.new)


def _with(edit: Edit, under: Mapping[str, list[Edit]]) -> Edit:
    follow = under.get(edit.path, ()) if edit.kind is Kind.VALUE and edit.path is not None else ()
    risk = gravest(one.risk for one in (edit, *follow))
    return replace(edit, computed=tuple(follow), risk=risk) if follow else edit


def _inputs(edits: Sequence[Edit], now: Mapping[str, str], tops: frozenset[str]) -> Iterator[tuple[Edit, str]]:
    """The inputs that changed and that anything is computed from: the edit and the path of each."""
    for edit in edits:
        path = edit.path
        if edit.kind is Kind.VALUE and path is not None and path not in now and parse_path(path)[0] in tops:
            yield edit, path


def _computed(contract: Contract) -> tuple[dict[str, str], frozenset[str]]:
    """What is computed from a contract, and the names of the blocks and lists that it takes for that."""
    looked: set[str] = set()
    try:
        found = computed(watched(contract, looked))
    except _WRONG:
        return {}, frozenset()
    return found, frozenset(name.rstrip("#").partition(".")[0] for name in looked)


NOWHERE = object()
"""What stands at a path that a contract does not have."""
_WRONG = (ArithmeticError, LookupError, ValueError, TypeError, StopIteration, RuntimeError)
"""What computing raises where the values of a contract don't agree."""


def _shown(edit: Edit, now: Any) -> Any:
    """What an input was as the old document shows it, read back as what it is now; NOWHERE for what is no figure."""
    shown = (edit.old.en or edit.old.zh or "").replace("Business Day", "business day")
    try:
        return type(now).parse(shown) if isinstance(now, Percent | Duration | Money) else NOWHERE
    except ValueError:
        return NOWHERE


def _without(contract: Contract, path: str, value: Any) -> Mapping[str, str]:
    """What would be computed with one input put back; nothing where that is no contract that can be computed with."""
    if value is NOWHERE:
        return {}
    try:
        return computed(_put(contract, parse_path(path), value))
    except _WRONG:
        return {}


def value_at(contract: Contract, path: str) -> Any:
    """The input at a path (``slos[0].target``), or :data:`NOWHERE`."""
    node: Any = contract
    for key in parse_path(path):
        try:
            node = getattr(node, str(key)) if isinstance(node, Model) else node[key]
        except (AttributeError, LookupError, TypeError):
            return NOWHERE
    return node


def _put(node: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The same with another value at a path.

    Raises:
        ValueError, LookupError, TypeError: there is no such place.
    """
    if not path:
        return value
    key, *rest = path
    if isinstance(node, Model):
        if key not in type(node).model_fields:
            raise LookupError(key)
        return node.model_copy(update={str(key): _put(getattr(node, str(key)), tuple(rest), value)})
    if isinstance(node, tuple) and isinstance(key, int):
        return (*node[:key], _put(node[key], tuple(rest), value), *node[key + 1 :])
    if isinstance(node, Mapping):
        return {**node, key: _put(node[key], tuple(rest), value)}
    raise TypeError(f"nothing is at {path}")
