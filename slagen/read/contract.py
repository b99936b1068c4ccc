"""Reads one contract: its bytes, its YAML, its model, its ids and the facts that have to agree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from slagen.diagnostics import Code, Diagnostic, InputError, Message, Severity, Span, error, in_order
from slagen.model.contract import Contract
from slagen.project import MAX_BYTES, Project
from slagen.read.facts import check_facts
from slagen.read.positioned import Positioned, decode, parse_yaml
from slagen.read.sections import examine_contract, validated
from slagen.read.shape import walk
from slagen.read.validate import check_ids
from slagen.read.waivers import Placed, take_out


@dataclass(frozen=True)
class Loaded:
    """A contract as it was read, where each of its values stands, and what was found on reading it.

    Where the file has errors, `contract` lacks the lists and blocks that they stand in, which `wrong` names: what can
    be checked without them is checked all the same.
    """

    contract: Contract
    source: Positioned
    diagnostics: tuple[Diagnostic, ...] = ()
    waivers: tuple[Placed, ...] = ()
    wrong: frozenset[str] = frozenset()


def read_contract(project: Project, name: str) -> Loaded:
    """The contract in the file called `name`, with every error that can be told from its values by themselves.

    Raises:
        InputError: the file can't be read, or is not YAML of a contract's form, so that nothing more can be said of it.
    """
    taken = take_out(parse_yaml(name, decode(name, read_file(project, name))))
    source = taken.source
    contract, problems = examine_contract(project, name, source)
    if not isinstance(source.data, dict):
        raise InputError(problems)
    places = walk(Contract, source.data)
    found = in_order([*problems, *taken.problems, *check_ids(places, source), *check_facts(source, places)])
    wrong = frozenset(_sections(found, source))
    if contract is None:
        contract, lacking = _what_is_right(source, wrong)
        wrong |= lacking
    return Loaded(contract, source, found, taken.waivers, wrong)


def _sections(found: Iterable[Diagnostic], source: Positioned) -> Iterator[str]:
    """The lists and blocks at the top of the file that errors stand in."""
    starts = sorted((span, str(path[0])) for path, span in source.keys.items() if len(path) == 1)
    for one in found:
        if one.severity is Severity.ERROR and (place := bisect_right(starts, (one.span, "\uffff"))):
            yield starts[place - 1][1]


def _what_is_right(source: Positioned, wrong: Collection[str]) -> tuple[Contract, set[str]]:
    """The contract without what is wrong in it, and the names of all that it lacks."""
    sections: dict[str, Any] = {}
    lacking: set[str] = set()
    for name, field in Contract.model_fields.items():
        if name not in source.data and not field.is_required():
            sections[name] = field.get_default(call_default_factory=True)
        elif name in wrong or name not in source.data or not _add_section(name, source.data[name], sections):
            lacking.add(name)
    return Contract.model_construct(**sections), lacking


def _add_section(name: str, written: Any, sections: dict[str, Any]) -> bool:
    try:
        sections[name] = validated(name, written)
    except ValidationError:
        return False
    return True


def read_file(project: Project, name: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file that the user named, at most one more than `limit` of them.

    Raises:
        InputError: it can't be read.
    """
    try:
        return project.read(name, limit)
    except (OSError, ValueError) as caught:
        raise InputError([_unreadable(project, name, caught)]) from None


def _unreadable(project: Project, name: str, caught: OSError | ValueError) -> Diagnostic:
    zh, en = _reason(caught)
    return error(Code.FILE_MISSING, Span(name, 1, 1), zh=zh, en=en, value=name, hint=_similar(project, name))


def _reason(caught: OSError | ValueError) -> tuple[str, str]:
    if isinstance(caught, FileNotFoundError):
        return "文件不存在", "there is no such file"
    if isinstance(caught, IsADirectoryError):
        return "这是文件夹，不是文件", "this is a folder, not a file"
    if isinstance(caught, PermissionError):
        return "没有读取文件的权限", "no permission to read the file"
    reason = getattr(caught, "strerror", None) or str(caught)
    return f"无法读取文件（{reason}）", f"the file can't be read ({reason})"


_DATA = (".csv", ".json")


def _similar(project: Project, name: str) -> Message | None:
    """A hint with the files beside a missing one whose names are like it, or that are of its kind: YAML, or data."""
    here = [one for one in project.beside(name) if not one.startswith(".")]
    wanted = PurePosixPath(name)
    kind = _DATA if wanted.suffix.lower() in _DATA else (".yaml", ".yml")
    near = get_close_matches(wanted.name, here, n=3) or [one for one in here if one.endswith(kind)][:3]
    if not near:
        return None
    return Message(f"这里有：{'、'.join(near)}", f"there is: {', '.join(near)}")
