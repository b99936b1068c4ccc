"""The contract that rules are tried on: the starter, and what it leaves out; with single values set or taken away."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from slagen import pipeline
from slagen.assemble.problems import parse_path
from slagen.diagnostics import Diagnostic, InputError, has_errors
from slagen.read.positioned import Positioned, parse_yaml

HERE = Path(__file__).parent
STARTER = HERE.parents[1] / "slagen" / "cli" / "starter" / "contract.yaml"


@cache
def _base() -> dict[str, Any]:
    starter = parse_yaml("contract.yaml", STARTER.read_text("utf-8")).data
    more = parse_yaml("contract.yaml", (HERE / "more.yaml").read_text("utf-8")).data
    return merged(starter, more)


def base() -> dict[str, Any]:
    """The whole contract as plain data, a copy of its own."""
    return copy.deepcopy(_base())


def merged(data: Any, part: Any) -> Any:
    """`data` with `part` laid over it: mappings joined key by key, everything else replaced."""
    if isinstance(data, dict) and isinstance(part, dict):
        return data | {key: merged(data.get(key), value) for key, value in part.items()}
    return part


def put(data: Any, path: str, value: Any) -> None:
    """Set the value at `path` (``slos[0].target``); an index one past the end adds an entry."""
    *around, last = parse_path(path)
    for key in around:
        data = data[key]
    if isinstance(data, list) and last == len(data):
        data.append(value)
    else:
        data[last] = value


def drop(data: Any, path: str) -> None:
    """Take away the value at `path`."""
    *around, last = parse_path(path)
    for key in around:
        data = data[key]
    del data[last]


class _Dumper(yaml.CSafeDumper):
    """Writes each value out where it stands: no anchors, and dates unquoted."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: yaml.CSafeDumper, value: float) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:float", str(value))


_Dumper.add_multi_representer(float, _number)


def written(data: Any) -> str:
    """The contract as YAML."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def loaded(data: Any, folder: Path) -> tuple[Positioned, tuple[Diagnostic, ...]]:
    """The contract as slagen reads it, with all that reading and the rules over its inputs find."""
    text = written(data)
    (folder / "contract.yaml").write_text(text, "utf-8")
    source = parse_yaml("contract.yaml", text)
    try:
        return source, pipeline.load(folder / "contract.yaml").loaded.diagnostics
    except InputError as wrong:
        return source, wrong.diagnostics


def compiled(data: Any, folder: Path) -> tuple[Positioned, tuple[Diagnostic, ...]]:
    """As :func:`loaded`, with what is found in the document that the contract makes, too."""
    source, found = loaded(data, folder)
    if has_errors(found):
        return source, found
    try:
        return source, pipeline.compile(pipeline.load(folder / "contract.yaml")).diagnostics
    except InputError as wrong:
        return source, wrong.diagnostics
