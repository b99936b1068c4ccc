"""Reads one contract: its bytes, its YAML, its model, its ids and the facts that have to agree."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath

from slagen.diagnostics import Code, Diagnostic, InputError, Message, Severity, Span, error, in_order
from slagen.model.contract import Contract
from slagen.project import Project
from slagen.read.facts import check_facts
from slagen.read.positioned import Positioned, decode, parse_yaml
from slagen.read.validate import check_ids, examine


@dataclass(frozen=True)
class Loaded:
    """A contract, where each of its values stands, and what is odd about it without being wrong."""

    contract: Contract
    source: Positioned
    warnings: tuple[Diagnostic, ...] = ()


def load_contract(project: Project, name: str) -> Loaded:
    """The contract in the file called `name`.

    Raises:
        InputError: it can't be read, is not YAML, or has errors; with every error that can be told, and the warnings.
    """
    source = parse_yaml(name, decode(name, _read(project, name)))
    contract, problems = examine(Contract, source)
    if not isinstance(source.data, dict):
        raise InputError(problems)
    found = in_order([*problems, *check_ids(Contract, source), *check_facts(source)])
    if contract is None or any(one.severity is Severity.ERROR for one in found):
        raise InputError(found)
    return Loaded(contract, source, found)


def _read(project: Project, name: str) -> bytes:
    try:
        return project.read(name)
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


def _similar(project: Project, name: str) -> Message | None:
    """A hint with the files beside a missing one whose names are like it, or that are YAML."""
    here = project.beside(name)
    wanted = PurePosixPath(name).name
    near = get_close_matches(wanted, here, n=3) or [one for one in here if one.endswith((".yaml", ".yml"))][:3]
    if not near:
        return None
    return Message(f"这里有：{'、'.join(near)}", f"there is: {', '.join(near)}")
