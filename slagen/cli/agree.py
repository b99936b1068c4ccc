"""``slagen clauses agree``: records that a person has read both languages of a clause and found them to agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli.language import say
from slagen.cli.options import MessagesIn, ProjectFolder
from slagen.cli.report import as_seen, report
from slagen.cli.usage import unwritten, wrong_usage

if TYPE_CHECKING:
    from slagen.model.clause import ClauseFile
    from slagen.read.library import Library

HELP = say(
    "记录：已逐段核对条款的两种语言，内容一致",
    "Record that both languages of a clause have been read against each other and agree.",
)

_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_RECORD = re.compile(r"^agreed:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)


def agree(
    clause_ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help=say("条款标识", "clause ids"), show_default=False)
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
    files = _own(_chosen(library, clause_ids or [], everything=everything), library_itself=where.is_library)
    wrong = [found for clause in files for found in differences(clause)]
    if wrong:
        report(as_seen(wrong, project / "contract.yaml"), "text")
        return 1
    unsure = [found for clause in files for found in doubts(clause)]
    report(as_seen(unsure, project / "contract.yaml"), "text")
    for clause in files:
        _record(where.path(clause.span.file), clause)
    return 0


def _chosen(library: Library, ids: Sequence[str], *, everything: bool) -> list[ClauseFile]:
    if bool(ids) == everything:
        raise wrong_usage("请给出条款标识，或者 --all", "name clauses, or give --all")
    for id_ in ids:
        find(library, id_)
    wanted = [clause for id_ in (ids or library.clauses) for clause in _versions(library, id_)]
    return [clause for clause in wanted if clause.overlay] if everything and _mixed(wanted) else wanted


def find(library: Library, clause_id: str) -> ClauseFile:
    """The clause of a library with this id; wrong usage if there is none."""
    from difflib import get_close_matches

    if clause_id in library.clauses:
        return library.clauses[clause_id]
    near = get_close_matches(clause_id, library.clauses, 1)
    raise wrong_usage(
        f"没有条款 {clause_id}" + (f"；是否应为 {near[0]}？" if near else ""),
        f"there is no clause {clause_id}" + (f"; did you mean {near[0]}?" if near else ""),
    )


def _mixed(clauses: Iterable[ClauseFile]) -> bool:
    """Whether some are the project's and some the packaged library's."""
    return len({clause.overlay for clause in clauses}) > 1


def _versions(library: Library, id_: str) -> list[ClauseFile]:
    """The clause, or all its variants."""
    return list(library.variants[id_].values()) if id_ in library.variants else [library.clauses[id_]]


def _own(clauses: list[ClauseFile], *, library_itself: bool) -> list[ClauseFile]:
    for clause in clauses:
        if not clause.overlay and not library_itself:
            raise wrong_usage(
                f"{clause.head.id} 是随软件提供的条款，其核对记录随软件提供",
                f"{clause.head.id} is a packaged clause, which comes with its record",
            )
    return clauses


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
    try:
        path.write_bytes((_RECORD.sub("", text[:end]) + "\n".join(lines) + "\n" + text[end:]).encode("utf-8"))
    except OSError as problem:
        raise unwritten(path, problem) from None
    typer.echo(
        say(
            f"{path}：{len(both)} 段，其中新核对 {fresh} 段",
            f"{path}: {len(both)} paragraphs, {fresh} of them newly agreed",
        )
    )
