"""What clauses cite, in their text and in their head, against the register of works."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.assemble import problems
from slagen.assemble.cite import is_place
from slagen.check.written import calls
from slagen.diagnostics import Code, Diagnostic, Message, Span, warning
from slagen.model.clause import ClauseFile
from slagen.model.register import Work, WorkKind, each_article
from slagen.read.library import Library
from slagen.read.references import CitedPlace, Works, outdated, parse_target


def citations(library: Library) -> Iterator[Diagnostic]:
    """Citations of what the register does not have, of what is not in force, and of what nobody has read."""
    for clause in library.files:
        for target, span in _cited(clause).items():
            yield from _wrong(target, span, library.works)


def _cited(clause: ClauseFile) -> dict[str, Span]:
    """What a clause cites, each with the first place where it stands: in its text, else in its head."""
    first: dict[str, Span] = {}
    for call in calls(clause, "cite"):
        first.setdefault(call.argument, call.span)
    return {target: clause.at("references") for target in clause.head.references} | first


def _wrong(target: str, span: Span, works: Works) -> Iterator[Diagnostic]:
    place = parse_target(target)
    entry = works.get(target.partition("/")[0])
    if entry is None:
        yield problems.work_unknown(span, target, works)
    elif place is None or not is_place(entry.work, place.place):
        yield problems.place_unknown(span, target, standard=entry.work.kind is WorkKind.STANDARD)
    else:
        yield from outdated(target, works, span)
        yield from _unverified(entry.work, place, span, target)


def _unverified(work: Work, place: CitedPlace, span: Span, target: str) -> Iterator[Diagnostic]:
    if not work.verified:
        yield warning(
            Code.REFERENCE_UNVERIFIED,
            span,
            zh=f"所引用的 {work.number_in('zh')} 尚未核实",
            en=f"{work.number_in('en')}, which is cited here, is not verified",
            value=target,
            hint=Message(
                "核对其编号、名称和状态，在 clauses/references.yaml 中写明来源",
                "compare its number, title and status, and name the source in clauses/references.yaml",
            ),
        )
    elif place.place and not _articles(work, place.place) <= work.read:
        yield warning(
            Code.REFERENCE_UNVERIFIED,
            span,
            zh=f"尚未有人读过所引用的 {target}",
            en=f"nobody has read {target}, which is cited here",
            value=target,
            hint=Message(
                "读过并与条款核对以后，在 clauses/references.yaml 的 articles 中加上它",
                "read it, compare it with the clause, and add it to articles in clauses/references.yaml",
            ),
        )


def _articles(work: Work, place: str) -> frozenset[str]:
    """The articles that a place is in; of a standard, the clause itself."""
    return frozenset(each_article(place if work.kind is WorkKind.STANDARD else place.partition(".")[0]))
