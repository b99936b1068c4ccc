"""The sandbox that clause templates run in: strict, immutable, with a handful of filters, over bound inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from slagen.model.contract import Contract
from slagen.resolve.bound import Bound, Register, unwrap

_FILTERS = ("selectattr", "rejectattr", "length", "first", "last", "list")


class Sandbox(ImmutableSandboxedEnvironment):
    """Attributes and items of inputs are looked up in the model, never in Python objects."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute in a template: a field of an input."""
        return obj.get(attribute) if isinstance(obj, Bound) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A subscript in a template: an entry or a field of an input."""
        if not isinstance(obj, Bound):
            return super().getitem(obj, argument)
        return obj.item(argument) if isinstance(argument, int) else obj.get(str(unwrap(argument)))


def sandbox(finalize: Callable[..., Any] | None = None, **filters: Callable[..., Any]) -> Sandbox:
    """A sandbox with only the filters that clauses use."""
    made = Sandbox(undefined=StrictUndefined, finalize=finalize, trim_blocks=True, lstrip_blocks=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS} | filters
    return made


def inputs(contract: Contract, register: Register) -> dict[str, Any]:
    """The names a clause can read: each top-level input, and the party of each role (``customer``, ``provider``)."""
    names: dict[str, Any] = {name: Bound(getattr(contract, name), name, register) for name in Contract.model_fields}
    for index, party in enumerate(contract.parties):
        names.setdefault(party.role.value, names["parties"].item(index))
    return names
