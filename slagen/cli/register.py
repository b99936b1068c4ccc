"""``slagen clauses register``: what counsel should know of each clause: risk, basis, questions, variants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slagen.cli.language import messages_in as spoken
from slagen.cli.language import say
from slagen.cli.options import MessagesIn, ProjectFolder

if TYPE_CHECKING:
    from slagen.diagnostics import Lang
    from slagen.model.clause import ClauseFile
    from slagen.model.text import Text
    from slagen.read.library import Library

HELP = say("法律登记册：风险、依据和法务问题", "The legal register: risk, basis and questions for counsel.")


def notice() -> str:
    """What the library is and is not, in the words of the README."""
    return say(
        "条款库是起草素材，不构成法律意见。协议签署前应当由律师审核。",
        "The clause library is drafting material, not legal advice. "
        "Have counsel review an agreement before it is signed.",
    )


class RegisterFormat(StrEnum):
    """How the register is printed."""

    TEXT = "text"
    JSON = "json"
    MD = "md"


def register(
    form: Annotated[RegisterFormat, typer.Option("--format", help=say("输出形式", "output format"))] = (
        RegisterFormat.TEXT
    ),
    project: ProjectFolder = Path(),
    messages_in: MessagesIn = None,
) -> None:
    """Every clause with its risk, the laws and standards it rests on, questions for counsel, and notes on variants."""
    from slagen.project import Project
    from slagen.read.library import load_library

    library = load_library(Project.at(project / "contract.yaml"))
    match form:
        case RegisterFormat.JSON:
            typer.echo(json.dumps(as_data(library), ensure_ascii=False, indent=2))
        case RegisterFormat.MD:
            typer.echo("\n".join(_markdown(library)))
        case RegisterFormat.TEXT:
            typer.echo("\n".join(_text(library)))


# As data --------------------------------------------------------------------------------------------------------


def as_data(library: Library) -> list[dict[str, Any]]:
    """One entry a clause, in the order of the specification, annexes last."""
    return [_entry(library, clause) for clause in _in_order(library)]


def _in_order(library: Library) -> list[ClauseFile]:
    return sorted(library.clauses.values(), key=lambda clause: clause.head.section)  # "annex" comes after the digits


def _entry(library: Library, clause: ClauseFile) -> dict[str, Any]:
    head = clause.head
    return {
        "id": head.id,
        "section": head.section,
        "version": head.version,
        "title": _both(head.title),
        "risk": head.risk.value,
        "references": [_reference(library, target) for target in head.references],
        "questions": [_both(question) for question in head.questions],
        "variants": [_variant(file) for file in _variants(library, clause)],
    }


def _variants(library: Library, clause: ClauseFile) -> tuple[ClauseFile, ...]:
    return tuple(library.variants.get(clause.head.id, {}).values())


def _variant(file: ClauseFile) -> dict[str, Any]:
    head = file.head
    return {
        "variant": head.variant.value if head.variant else None,
        "version": head.version,
        "risk": head.risk.value,
        "note": _both(head.note) if head.note else None,
        "fallback": head.fallback.value if head.fallback else None,
    }


def _reference(library: Library, target: str) -> dict[str, Any]:
    entry = library.works.get(target.partition("/")[0])
    if entry is None:
        return {"cites": target, "zh": target, "en": target, "status": None, "verified": False}
    work = entry.work
    words = {lang: _cited(library, [target], lang) for lang in ("zh", "en")}
    return {"cites": target, **words, "status": work.status.value, "verified": work.verified}


def _cited(library: Library, targets: list[str], lang: Lang) -> str:
    from slagen.assemble.cite import cited
    from slagen.read.references import parse_target

    places = [place for target in targets if (place := parse_target(target)) and place.work in library.works]
    unknown = [target for target in targets if target.partition("/")[0] not in library.works]
    return ("；" if lang == "zh" else "; ").join([*([cited(places, library.works, lang)] if places else []), *unknown])


def _both(text: Text) -> dict[str, str | None]:
    return {"zh": text.zh, "en": text.en}


# For people -----------------------------------------------------------------------------------------------------


def _text(library: Library) -> Iterator[str]:
    yield notice()
    for clause in _in_order(library):
        head = clause.head
        yield ""
        yield f"{head.section}  {head.id}  {_said(head.title)}  [{risk(clause)}]"
        yield from known(library, clause)


def known(library: Library, clause: ClauseFile) -> Iterator[str]:
    """The lines that say what counsel should know of a clause."""
    for name, lines in _facts(library, clause):
        yield f"  {name}{say('：', ':')}"
        yield from (f"    - {line}" for line in lines)


def _markdown(library: Library) -> Iterator[str]:
    yield f"# {say('法律登记册', 'Legal register')}\n"
    yield f"**{notice()}**"
    for clause in _in_order(library):
        head = clause.head
        yield f"\n## {head.section} {_said(head.title)}\n"
        yield f"`{head.id}` {head.version}{say('，', ', ')}{risk(clause)}"
        for name, lines in _facts(library, clause):
            yield f"\n{name}{say('：', ':')}\n"
            yield from (f"- {line}" for line in lines)


def _facts(library: Library, clause: ClauseFile) -> Iterator[tuple[str, list[str]]]:
    """What there is to say of a clause, under its name."""
    head = clause.head
    by_work: dict[str, list[str]] = {}
    for target in head.references:
        by_work.setdefault(target.partition("/")[0], []).append(target)
    facts = (
        (say("依据", "Rests on"), [_basis(library, id_, targets) for id_, targets in by_work.items()]),
        (say("法务应当追问", "Questions for counsel"), [_said(question) for question in head.questions]),
        (say("版本", "Variants"), [_note(file) for file in _variants(library, clause)]),
    )
    yield from ((name, lines) for name, lines in facts if lines)


def _basis(library: Library, id_: str, targets: list[str]) -> str:
    from slagen.model.supplementary import ReferenceStatus

    words, entry = _cited(library, targets, spoken()), library.works.get(id_)
    if entry is None:
        return words + say("（未登记）", " (not in the register)")
    notes = [] if entry.work.status is ReferenceStatus.CURRENT else [entry.work.status.value]
    notes += [] if entry.work.verified else [say("未核实", "not verified")]
    return words + (say(f"（{'，'.join(notes)}）", f" ({', '.join(notes)})") if notes else "")


def _note(file: ClauseFile) -> str:
    head = file.head
    name = head.variant.value if head.variant else head.id
    then = say(f"（退让至 {head.fallback}）", f" (falls back to {head.fallback})") if head.fallback else ""
    return f"{name}{then}{say('：', ': ')}{_said(head.note) if head.note else '—'}"


def risk(clause: ClauseFile) -> str:
    """How risky a clause is, in words."""
    return level(clause) + say("风险", " risk")


def level(clause: ClauseFile) -> str:
    """The same as an entry of a column of risks."""
    return {"low": say("低", "low"), "medium": say("中", "medium"), "high": say("高", "high")}[clause.head.risk.value]


def _said(text: Text) -> str:
    return text.get(spoken()) or text.zh or text.en or ""
