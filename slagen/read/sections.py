"""A contract validated by the lists and blocks at its top: those that are written as before are as they were.

No model looks at two of them at once, so each is valid or not by itself, and a validator for those that an edit
touches is built in a fraction of the time that one for whole contracts takes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from slagen.cache import digest, pickled, unpickled
from slagen.diagnostics import Diagnostic
from slagen.model.contract import Contract
from slagen.project import Project
from slagen.read.positioned import Positioned
from slagen.read.validate import examine

MOST = 6
"""Where more of them are written anew, a validator for the whole contract is built as soon."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One of them as it was last: a hash of its data, and its value, pickled in a tuple of its own."""

    written: str
    value: bytes


def examine_contract(project: Project, name: str, source: Positioned) -> tuple[Contract | None, list[Diagnostic]]:
    """The data of the contract called `name` as a model; or None, and what is wrong with it."""
    key = f"sections-{project.key(name)}"
    known = project.cache.recall(key)
    before: dict[str, _Section] = known if isinstance(known, dict) else {}
    written = _hashes(source.data)
    new = {name for name, own in written.items() if name not in before or before[name].written != own}
    contract, problems = _patched(source.data, before, new), list[Diagnostic]()
    if contract is None:
        contract, problems = examine(Contract, source)
    if contract is not None and new:
        anew = {name: _Section(written[name], pickled((getattr(contract, name),))) for name in new}
        project.cache.remember(key, {name: anew.get(name) or before[name] for name in written})
    return contract, problems


def validated(name: str, data: Any) -> Any:
    """The value of the list or block called `name`.

    Raises:
        pydantic.ValidationError: it is wrong.
    """
    field = Contract.model_fields[name]
    kind: Any = field.annotation
    adapter = TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)
    return adapter.validate_json(_json(data), strict=True)


def _patched(data: Any, before: Mapping[str, _Section], new: Collection[str]) -> Contract | None:
    """The contract of old values and new ones; None where that is for the whole to say."""
    if len(new) > MOST or not isinstance(data, dict) or not _complete(data):
        return None
    try:
        values = {name: validated(name, data[name]) for name in new}
    except ValidationError:
        return None
    for name in data.keys() - new:
        if not isinstance(old := unpickled(before[name].value), tuple):
            return None
        (values[name],) = old
    return Contract.model_construct(**{name: values[name] for name in data})


def _complete(data: Mapping[str, Any]) -> bool:
    fields = Contract.model_fields
    return data.keys() <= fields.keys() and all(name in data for name, field in fields.items() if field.is_required())


def _hashes(data: Any) -> dict[str, str]:
    return {name: digest(_json(value)) for name, value in data.items()} if isinstance(data, dict) else {}


def _json(data: Any) -> str:
    return json.dumps(data, default=str, ensure_ascii=False)
