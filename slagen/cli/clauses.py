"""``slagen clauses``: what is in the library, clauses whole or side by side, and what of it a contract has, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slagen.cli import agree, check_library, clauses_diff, clauses_log, first_page, register, tables
from slagen.cli.language import messages_in as spoken
from slagen.cli.language import say
from slagen.cli.options import Contract, MaybeContract, MessagesIn, ProjectFolder, Speech
from slagen.cli.report import as_seen, seen
from slagen.cli.usage import Command, Group, find_clause, wrong_usage
from slagen.diagnostics import InputError, has_errors

if TYPE_CHECKING:
    from slagen.diagnostics import Lang
    from slagen.model.clause import ClauseFile
    from slagen.model.text import Text
    from slagen.pipeline import Resolved
    from slagen.read.library import Library
    from slagen.read.template import LoadedTemplate
    from slagen.resolve.outline import OutlineSection

SHORT_HELP = say("查看条款库", "Look at the clause library.")
HELP = register.notice()

app = typer.Typer(cls=Group, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, messages_in: MessagesIn = None) -> None:
    if context.invoked_subcommand is None:
        first_page.show(context)


class ListFormat(StrEnum):
    """How a listing is printed."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[ListFormat, typer.Option("--format", help=say("输出形式", "output format"))]


@app.command("list", cls=Command, help=say("列出条款", "List the clauses."))
def list_(
    form: FormatOption = ListFormat.TEXT, project: ProjectFolder = Path(), messages_in: MessagesIn = None
) -> None:
    """Every clause: id, section, version, risk, whether the project overlays it, title, and its variants."""
    library = _library(project)
    clauses = library.clauses.values()
    if form is ListFormat.JSON:
        _json([_summary(clause, library) for clause in clauses])
        return
    heads = (
        say("标识", "Id"), say("条", "Section"), say("版本", "Version"), say("风险", "Risk"), say("来源", "From"),
        say("标题", "Title"), say("版本选择", "Variants"),
    )  # fmt: skip
    rows = [_row(clause, library) for clause in clauses]
    if not tables.is_narrow():
        tables.show(heads, rows)
        return
    *narrow, _, title, _ = heads
    tables.show([*narrow, title], [_narrow(row) for row in rows])


@app.command("show", cls=Command, help=say("显示一个条款", "Show one clause."))
def show(
    clause_id: Annotated[str, typer.Argument(metavar="ID", help=say("条款标识", "clause id"))],
    variants: Annotated[
        bool, typer.Option("--variants", help=say("并列显示各个版本", "its variants side by side"))
    ] = False,
    packaged: Annotated[
        bool, typer.Option("--packaged", help=say("与所取代的自带条款对照", "beside the packaged clause it replaces"))
    ] = False,
    lang: Annotated[
        Speech | None, typer.Option("--lang", help=say("只显示一种语言", "one language only"), show_default=False)
    ] = None,
    form: FormatOption = ListFormat.TEXT,
    project: ProjectFolder = Path(),
    messages_in: MessagesIn = None,
) -> None:
    """The head and the texts of a clause, its variants side by side, or a project's clause beside the packaged one."""
    from slagen.tree import LANGUAGES

    library = _library(project)
    clause = find_clause(library, clause_id)
    languages: tuple[Lang, ...] = (lang.value,) if lang else LANGUAGES
    if variants and packaged:
        raise wrong_usage("--variants 和 --packaged 只能选一个", "choose one of --variants and --packaged")
    if variants or packaged:
        versions = _variants(library, clause_id) if variants else _with_packaged(library, clause_id)
        _show_beside(versions, languages, form)
        return
    texts = {language: clause.sources[language].text.strip("\n") for language in languages}
    if form is ListFormat.JSON:
        _json(_summary(clause, library) | {"text": texts})
        return
    for line in _about(clause, library):
        typer.echo(line)
    for language, words in texts.items():
        typer.echo(f"\n[{language}]\n{words}")


def _about(clause: ClauseFile, library: Library) -> Iterator[str]:
    """What the head of a clause says, in the language of messages; what it leaves out is not mentioned."""
    head = clause.head
    yield f"{head.section}  {head.id}  {head.version}  {_words(head.title)}  [{register.risk(clause)}]"
    yield from register.known(library, clause)
    for name, value in (
        (say("条件", "Condition"), head.when),
        (say("读取的输入", "Reads"), ", ".join(head.reads)),
        (say("续写", "Extends"), head.extends),
        (say("依据的版本", "Based on"), head.based_on),
        (say("文件", "File"), clause.span.file),
    ):
        if value:
            yield f"  {name}{say('：', ': ')}{value}"


def _variants(library: Library, clause_id: str) -> dict[str, ClauseFile]:
    if clause_id not in library.variants:
        raise wrong_usage(f"条款 {clause_id} 没有不同版本", f"the clause {clause_id} has no variants")
    return {variant.value: file for variant, file in library.variants[clause_id].items()}


def _with_packaged(library: Library, clause_id: str) -> dict[str, ClauseFile]:
    """A project's clause after the packaged one that it replaces or extends; of variants, the first that does so."""
    texts = (library.clauses[clause_id], *library.variants.get(clause_id, {}).values())
    for file in texts:
        if base := library.bases.get(file.span.file):
            return {"packaged": base, "project": file}
    raise wrong_usage(
        f"条款 {clause_id} 没有取代或者续写自带条款",
        f"the clause {clause_id} neither replaces nor extends a packaged one",
    )


def _show_beside(versions: Mapping[str, ClauseFile], languages: Sequence[Lang], form: ListFormat) -> None:
    from slagen.cli import beside

    if form is ListFormat.JSON:
        _json(beside.as_data(versions, languages))
    else:
        beside.show(versions, languages)


@app.command("coverage", cls=Command, help=say("查看规范 39 条的覆盖情况", "Which of the 39 sections are covered."))
def coverage(
    contract: MaybeContract = None,
    form: FormatOption = ListFormat.TEXT,
    project: ProjectFolder = Path(),
    messages_in: MessagesIn = None,
) -> None:
    """One row a section of the specification with the clauses that cover it, in the library or in one contract."""
    rows = _coverage_of(contract) if contract else _coverage(_library(project))
    if form is ListFormat.JSON:
        _json(rows)
        return
    heads = (say("条", "Section"), say("标题", "Title"), say("条款", "Clauses"))
    tables.show(heads, [(row["section"], row["title"][spoken()], _covering(row)) for row in rows])
    typer.echo(_covered(rows))


def _coverage(library: Library) -> list[dict[str, Any]]:
    by_section: dict[str, list[str]] = {}
    for clause in library.clauses.values():
        by_section.setdefault(clause.head.section, []).append(clause.head.id)
    return [
        _coverage_row(entry.section, entry.title, by_section.get(entry.section, []))
        for entry in library.specification.sections
    ]


def _coverage_of(contract: Path) -> list[dict[str, Any]]:
    """The sections of one contract, inserted ones among them, with why those that are not used are not."""
    from slagen.pipeline import load, resolve

    resolved = _without_errors(resolve(load(contract)), contract)
    specified = {entry.section for entry in resolved.library.specification.sections}
    return [
        _coverage_row(
            section.section, section.title, [] if section.unused else [one.head.id for one in section.clauses]
        )
        | {"inserted": section.section not in specified, "omitted": _omission(section, resolved.template, contract)}
        for section in resolved.outline.sections
    ]


def _without_errors(resolved: Resolved, contract: Path) -> Resolved:
    if has_errors(resolved.diagnostics):
        raise InputError(as_seen(resolved.diagnostics, contract))
    return resolved


def _coverage_row(section: str, title: Text, clauses: Sequence[str]) -> dict[str, Any]:
    titles = {"zh": title.zh, "en": title.en}
    return {"section": section, "title": titles, "clauses": list(clauses), "covered": bool(clauses)}


def _omission(section: OutlineSection, template: LoadedTemplate, contract: Path) -> dict[str, Any] | None:
    if section.unused is None:
        return None
    by_template = any(one.section == section.section for one in template.template.omit)
    reason = section.unused.reason
    return {
        "by": "template" if by_template else "condition",
        "reason": {"zh": reason.zh, "en": reason.en},
        "at": seen(section.unused.span, contract) if by_template else None,
    }


def _covering(row: Mapping[str, Any]) -> str:
    omitted = row.get("omitted")
    if not omitted:
        return ", ".join(row["clauses"]) or "—"
    reason = omitted["reason"][spoken()]
    if omitted["by"] == "template":
        return say(f"— 模板略去（{omitted['at']}）：{reason}", f"— omitted by the template ({omitted['at']}): {reason}")
    return say(f"— 不适用：{reason}", f"— not used: {reason}")


def _covered(rows: Sequence[Mapping[str, Any]]) -> str:
    specified = [row for row in rows if not row.get("inserted")]
    covered = sum(row["covered"] for row in specified)
    more = len(rows) - len(specified)
    return say(
        f"已覆盖 {covered} / {len(specified)} 条" + (f"，另增设 {more} 条" if more else ""),
        f"{covered} of {len(specified)} sections covered" + (f", {more} inserted" if more else ""),
    )


@app.command(
    "trace",
    cls=Command,
    help=say("说明各条款为什么在合同中或者不在合同中", "Why each clause is in a contract or out of it."),
)
def trace(contract: Contract, form: FormatOption = ListFormat.TEXT, messages_in: MessagesIn = None) -> None:
    """For each clause: in or out, its condition with the inputs it reads, variant, overlay, omission."""
    from slagen.cli import trace as tracing
    from slagen.pipeline import load, resolve

    opened = load(contract)
    rows = tracing.rows(opened, _without_errors(resolve(opened), contract), contract)
    if form is ListFormat.JSON:
        _json(rows)
        return
    for line in tracing.text(rows):
        typer.echo(line)


app.command("register", cls=Command, help=register.HELP)(register.register)
app.command("check", cls=Command, help=check_library.HELP)(check_library.check)
app.command("diff", cls=Command, help=clauses_diff.HELP)(clauses_diff.diff)
app.command("log", cls=Command, help=clauses_log.HELP)(clauses_log.log)
app.command("agree", cls=Command, help=agree.HELP)(agree.agree)


def _library(folder: Path) -> Library:
    from slagen.project import Project
    from slagen.read.library import load_library

    return load_library(Project.at(folder / "contract.yaml"))


def _summary(clause: ClauseFile, library: Library) -> dict[str, Any]:
    head = clause.head
    return {
        "id": head.id,
        "section": head.section,
        "version": head.version,
        "title": {"zh": head.title.zh, "en": head.title.en},
        "risk": head.risk.value,
        "when": head.when,
        "reads": list(head.reads),
        "references": list(head.references),
        "questions": [{"zh": question.zh, "en": question.en} for question in head.questions],
        "variants": [variant.value for variant in library.variants.get(head.id, ())],
        "overlay": clause.overlay,
        "based_on": head.based_on,
        "extends": head.extends,
        "file": clause.span.file,
    }


def _row(clause: ClauseFile, library: Library) -> tuple[str, ...]:
    head = clause.head
    origin = say("项目", "project") if clause.overlay else say("自带", "library")
    variants = ", ".join(library.variants.get(head.id, ()))
    return head.id, head.section, head.version, register.level(clause), origin, _words(head.title), variants


def _narrow(row: tuple[str, ...]) -> tuple[str, ...]:
    """The row of a terminal with no room for all columns: the title is followed by what few clauses have."""
    *first, origin, title, variants = row
    own = origin if origin != say("自带", "library") else ""
    return *first, " · ".join(part for part in (title, own, variants) if part)


def _words(text: Text) -> str:
    return text.get(spoken()) or text.zh or text.en or ""


def _json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
