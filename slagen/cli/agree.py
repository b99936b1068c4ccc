"""``slagen clauses agree``: records that a person has read both languages of a clause and found them to agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli.files import write_whole
from slagen.cli.language import say
from slagen.cli.options import MessagesIn, ProjectFolder
from slagen.cli.report import as_seen, report
from slagen.cli.usage import find_clause, wrong_usage

if TYPE_CHECKING:
    from slagen.model.clause import ClauseFile
    from slagen.read.library import Library

HELP = say(
    "记录：条款的两种语言已经逐段核对，内容一致",
    "Record that both languages of a clause have been read against each other and agree.",
)

_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_RECORD = re.compile(r"^agreed:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)


def agree(
    clause_ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help=say("条款标识", "clause ids"), show_default=False)
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=say("项目自己的全部条款", "all clauses of the project's own"))
    ] = False,
    project: ProjectFolder = Path(),
    messages_in: MessagesIn = None,
) -> int:
    """Write the record into the head of each clause's file; with a certain difference in any of them, write nothing."""
    from slagen.check.parity import differences, doubts
    from slagen.project import Project
    from slagen.read.library import load_library

    where = Project.at(project / "contract.yaml")
    library = load_library(where)
    files = _chosen(library, clause_ids or [], everything=everything, packaged=where.is_library)
    wrong = [found for clause in files for found in differences(clause)]
    if wrong:
        report(as_seen(wrong, project / "contract.yaml"), "text")
        return 1
    unsure = [found for clause in files for found in doubts(clause)]
    report(as_seen(unsure, project / "contract.yaml"), "text")
    for clause in files:
        _record(where.path(clause.span.file), clause)
    return 0


def _chosen(library: Library, ids: Sequence[str], *, everything: bool, packaged: bool) -> list[ClauseFile]:
    """The files of the clauses, with all their variants, that stand in the project itself.

    Args:
        packaged: whether the project is the library itself.
    """
    if bool(ids) == everything:
        raise wrong_usage("请给出条款标识，或者 --all", "name clauses, or give --all")
    found: list[ClauseFile] = []
    for id_ in ids or library.clauses:
        clause = find_clause(library, id_)
        own = [file for file in library.variants.get(id_, {None: clause}).values() if file.overlay or packaged]
        if ids and not own:
            raise wrong_usage(
                f"{id_} 是随软件提供的条款，其核对记录随软件提供",
                f"{id_} is a packaged clause, which comes with its record",
            )
        found += own
    if not found:
        raise wrong_usage("项目没有自己的条款", "the project has no clauses of its own")
    return found


def _record(path: Path, clause: ClauseFile) -> None:
    """Put the record at the end of the head, in place of an earlier one."""
    from slagen.check.parity import agreed, pairs

    both = pairs(clause)
    fresh = sum(not agreed(clause, zh, en) for zh, en in both)
    lines = [
        "agreed:",
        f"  version: {clause.head.version}",
        f'  zh: "{" ".join(zh.digest for zh, _ in both)}"',
        f'  en: "{" ".join(en.digest for _, en in both)}"',
    ]
    text = path.read_bytes().decode("utf-8")
    _, end, *_ = (fence.start() for fence in _FENCE.finditer(text))  # a clause that was read has both
    write_whole(path, (_RECORD.sub("", text[:end]) + "\n".join(lines) + "\n" + text[end:]).encode("utf-8"))
    typer.echo(
        say(
            f"{path}：{len(both)} 段，其中新核对 {fresh} 段",
            f"{path}: {len(both)} paragraphs, {fresh} of them newly agreed",
        )
    )
