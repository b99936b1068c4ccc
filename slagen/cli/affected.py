"""``slagen affected``: which contracts of a repository a change reaches, and how, without making their documents."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slagen import git
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.report import report, seen_from
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import Diagnostic, InputError, Lang, Message, Severity
from slagen.project import Project
from slagen.tree import LANGUAGES

if TYPE_CHECKING:
    from slagen.cli.sides import Commit
    from slagen.model.clause import ClauseFile
    from slagen.pipeline import Resolved

HELP = say("一项变更影响哪些合同", "Which contracts a change reaches.")


_FEW = 6
"""How many inputs or terms a line for people names."""


class AffectedFormat(StrEnum):
    """How it is printed."""

    TEXT = "text"
    JSON = "json"


class How(StrEnum):
    """In which way a contract is reached."""

    CONTRACT = "contract"
    """Only one of the two commits has it."""
    INPUTS = "inputs"
    CLAUSE = "clause"
    """A clause that it has is another: in words, version or variant, or the project's own."""
    APPLIES = "applies"
    """It has a clause that it did not have."""
    GONE = "gone"
    """It no longer has a clause."""
    TEMPLATE = "template"
    REGISTERS = "registers"
    """Terms, phrases or works are others."""
    HAS = "has"
    """It has the clause that is asked about."""
    REFERS = "refers"
    """A clause that it has refers to, or extends, the one that is asked about."""


_SAID = {
    How.CONTRACT: Message("合同", "contract"),
    How.INPUTS: Message("输入变更", "inputs changed"),
    How.CLAUSE: Message("条款变更", "clause changed"),
    How.APPLIES: Message("开始适用", "now applies"),
    How.GONE: Message("不再适用", "no longer applies"),
    How.TEMPLATE: Message("模板变更", "template changed"),
    How.REGISTERS: Message("术语、用语、依据变更", "registers changed"),
    How.HAS: Message("含有该条款", "has the clause"),
    How.REFERS: Message("引用该条款", "refers to it"),
}


@dataclass(frozen=True)
class Reach:
    """One way in which a contract is reached: the clause, input or template, and what it was and is."""

    how: How
    what: str
    old: str | None = None
    new: str | None = None

    @property
    def told(self) -> str:
        """The same for people."""
        change = " → ".join(one for one in (self.old, self.new) if one is not None)
        return "  ".join(filter(None, (self._few, change)))

    @property
    def _few(self) -> str:
        """The first of what may be many."""
        some = self.what.split(", ")
        more = len(some) - _FEW
        rest = say(f" 等 {len(some)} 处", f" and {more} more") if more > 0 else ""
        return ", ".join(some[:_FEW]) + rest


def affected(
    named: Annotated[
        str,
        typer.Argument(
            metavar="REV1..REV2 | ID",
            help=say("git 中的两个版本，或者条款标识", "two revisions in git, or the id of a clause"),
        ),
    ],
    form: Annotated[
        AffectedFormat, typer.Option("--format", help=say("输出形式", "output format"))
    ] = AffectedFormat.TEXT,
    messages_in: MessagesIn = None,
) -> int:
    """Look at every contract of the repository: as two commits have it, or as it stands."""
    from slagen.cli.sides import commits_of

    commits = commits_of(named)
    reached, problems, number = _by_clause(named) if commits is None else _between(*commits)
    if problems:
        report(problems, "text")
    if form is AffectedFormat.JSON:
        typer.echo(json.dumps(_plain(reached, number), ensure_ascii=False, indent=2))
    else:
        _show(reached, number)
    return int(bool(problems))


Reached = Mapping[str, list[Reach]]


def _gathered(asked: Mapping[str, Callable[[], Iterable[Reach]]]) -> tuple[Reached, list[Diagnostic], int]:
    """What reaches each contract, by the name of its file, and the errors of those that can't be looked at."""
    reached: dict[str, list[Reach]] = {}
    problems: list[Diagnostic] = []
    for name in sorted(asked):
        try:
            found = list(asked[name]())
        except InputError as wrong:
            problems += (one for one in wrong.diagnostics if one.severity is Severity.ERROR)
            continue
        if found:
            reached[name] = found
    return reached, problems, len(asked)


# Two commits ------------------------------------------------------------------------------------------------------


def _between(old: Commit, new: Commit) -> tuple[Reached, list[Diagnostic], int]:
    from slagen.cli.sides import contracts_of

    before, after = contracts_of(old), contracts_of(new)
    return _gathered(
        {
            name: partial(_changes, old, new, name) if name in before and name in after else partial(_lone, name, after)
            for name in before | after
        }
    )


def _lone(name: str, after: frozenset[str]) -> Iterator[Reach]:
    yield Reach(How.CONTRACT, say("新增", "added") if name in after else say("删除", "deleted"))


def _changes(old: Commit, new: Commit, name: str) -> Iterator[Reach]:
    from slagen.cli.sides import sources_of

    library = ["clauses", "templates"] if _is_library(old) or _is_library(new) else []
    if git.changed(old.top, old.id, new.id, [*sources_of(name), *library]):
        yield from _compared(_past(old, name), _past(new, name))


def _is_library(commit: Commit) -> bool:
    """Whether the repository is that of a clause library, so that its contracts have the library of the commit."""
    return bool(git.run(commit.top, ["ls-tree", commit.id, "--", "clauses/specification.yaml"]))


@dataclass(frozen=True)
class _State:
    """A contract as it is somewhere: which clauses it has, and the stylesheets of its template."""

    resolved: Resolved
    styles: tuple[bytes, ...]


def _past(commit: Commit, name: str) -> _State:
    from slagen.cli.sides import seen_in

    folder, _, file = name.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    project = Project(commit.top / folder, os.environ, git.tree(commit.top, commit.id, prefix))
    if _is_library(commit) and not project.is_locked:
        project = replace(project, library=git.tree(commit.top, commit.id, ""))
    return _state(project, file, lambda found: seen_in(found, commit.name, project, prefix))


def _state(project: Project, file: str, seen: Callable[[Iterable[Diagnostic]], list[Diagnostic]]) -> _State:
    from slagen.pipeline import open_in, resolve

    try:
        resolved = resolve(open_in(project, file))
    except InputError as wrong:
        raise InputError(seen(wrong.diagnostics)) from None
    styles = (name for folder in resolved.template.folders for name in project.names(folder, ".css"))
    return _State(resolved, tuple(map(project.read, styles)))


def _compared(before: _State, after: _State) -> Iterator[Reach]:
    old, new = before.resolved, after.resolved
    inputs = list(_different(old.loaded.source.data, new.loaded.source.data, ""))
    if inputs:
        yield Reach(How.INPUTS, ", ".join(inputs))
    look, other = old.template.template, new.template.template
    if look != other or before.styles != after.styles:
        yield Reach(How.TEMPLATE, other.id, look.id if look.id != other.id else None)
    if registers := list(_registers(old, new)):
        yield Reach(How.REGISTERS, ", ".join(registers))
    yield from _clauses(old, new)


def _different(old: Any, new: Any, path: str) -> Iterator[str]:
    """The paths of values that are not alike; of a list of another length, the list."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _different(old.get(key), new.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, both in enumerate(zip(old, new, strict=True)):
            yield from _different(*both, f"{path}[{place}]")
    elif str(old) != str(new):
        yield path


def _registers(old: Resolved, new: Resolved) -> Iterator[str]:
    before, after = ({one.term.id: one.term for one in side.library.terms} for side in (old, new))
    yield from (id_ for id_ in sorted(before.keys() | after.keys()) if before.get(id_) != after.get(id_))
    if old.library.phrases != new.library.phrases:
        yield say("用语", "phrases")
    works, others = ({id_: one.work for id_, one in side.library.works.items()} for side in (old, new))
    yield from (id_ for id_ in sorted(works.keys() | others.keys()) if works.get(id_) != others.get(id_))


def _clauses(old: Resolved, new: Resolved) -> Iterator[Reach]:
    before, after = _held(old), _held(new)
    for id_ in dict.fromkeys([*before, *after]):
        was, now = before.get(id_), after.get(id_)
        if was is None and now is not None:
            yield Reach(How.APPLIES, id_, None, _version(now))
        elif was is not None and now is None:
            yield Reach(How.GONE, id_, _version(was))
        elif was is not None and now is not None and _words(was, old) != _words(now, new):
            yield Reach(How.CLAUSE, id_, _version(was), _version(now))


def _held(resolved: Resolved) -> dict[str, ClauseFile]:
    """The clauses of a contract, in order, without those that only say that a section is not used."""
    verdicts = resolved.outline.verdicts
    return {clause.head.id: clause for clause in resolved.outline.clauses if clause.head.id in verdicts}


def _words(clause: ClauseFile, resolved: Resolved) -> tuple[object, ...]:
    """What a contract shows of a clause, in its languages."""
    head = clause.head
    texts = tuple((clause.sources[lang].text.strip(), head.title.get(lang)) for lang in _languages(resolved))
    return head.version, head.variant, clause.overlay, texts


def _languages(resolved: Resolved) -> tuple[Lang, ...]:
    mode = resolved.loaded.contract.contract.language.mode.value
    return tuple(lang for lang in LANGUAGES if mode in (lang, "bilingual"))


def _version(clause: ClauseFile) -> str:
    own = say("项目条款", "the project's own") if clause.overlay else None
    return ", ".join(filter(None, (clause.head.version, clause.head.variant, own)))


# One clause -------------------------------------------------------------------------------------------------------


def _by_clause(id_: str) -> tuple[Reached, list[Diagnostic], int]:
    from slagen.cli.sides import contracts_on_disk

    top = git.top(Path())
    if top is None:
        raise wrong_usage(f"{id_}：当前目录不在 git 仓库中", f"{id_}: the current folder is in no git repository")
    known: set[str] = set()
    found = _gathered({name: partial(_uses, top, name, id_, known) for name in contracts_on_disk(top)})
    if id_ not in known and not found[1]:
        raise _unknown(id_, known)
    return found


def _uses(top: Path, name: str, id_: str, known: set[str]) -> Iterator[Reach]:
    file = top / name
    project = Project(Path(os.path.relpath(file.parent)), os.environ)
    if (top / "clauses/specification.yaml").is_file() and not project.is_locked:
        project = replace(project, library=top)
    resolved = _state(project, file.name, partial(seen_from, project)).resolved
    known.update(resolved.outline.verdicts)
    held = _held(resolved)
    if id_ in held:
        yield Reach(How.HAS, id_, None, _where(held[id_], project))
    pattern = re.compile(rf"\bref\(\s*['\"]{re.escape(id_)}(?:#[^'\"]*)?['\"]")
    for clause in held.values():
        texts = (clause.sources[lang].text for lang in _languages(resolved))
        if clause.head.id != id_ and (clause.head.extends == id_ or any(map(pattern.search, texts))):
            yield Reach(How.REFERS, clause.head.id, None, _version(clause))


def _where(clause: ClauseFile, project: Project) -> str:
    pinned = say("已锁定", "pinned") if project.is_locked and not clause.overlay else None
    return ", ".join(filter(None, (_version(clause), pinned)))


def _unknown(id_: str, known: Iterable[str]) -> typer.TyperException:
    from difflib import get_close_matches

    near = get_close_matches(id_, sorted(known), 1)
    return wrong_usage(
        f"仓库中没有合同的条款库含有 {id_}" + (f"；是否应为 {near[0]}？" if near else ""),
        f"no contract of the repository has a library with the clause {id_}"
        + (f"; did you mean {near[0]}?" if near else ""),
    )


# Shown ------------------------------------------------------------------------------------------------------------


def _show(reached: Reached, number: int) -> None:
    from slagen.cli.language import messages_in

    for name, reaches in reached.items():
        typer.echo(typer.style(name, bold=True))
        for one in reaches:
            typer.echo(f"  {_SAID[one.how].text(messages_in())}{say('：', ': ')}{one.told}")
    typer.echo(
        say(f"{number} 份合同中，{len(reached)} 份受影响", f"{len(reached)} of {number} contracts reached"), err=True
    )


def _plain(reached: Reached, number: int) -> dict[str, Any]:
    contracts = [{"contract": name, "reached": [asdict(one) for one in some]} for name, some in reached.items()]
    return {"format": 1, "looked_at": number, "contracts": contracts}
