"""Which clauses a contract has, in which order: the template's plan, the chosen variants, each one's condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from slagen.diagnostics import Code, Diagnostic, Message, error
from slagen.model.clause import ClauseFile, FrontMatter, Risk, Source
from slagen.model.contract import Contract
from slagen.model.text import Text
from slagen.read.contract import Loaded
from slagen.read.library import Library
from slagen.read.order import placed
from slagen.read.template import LoadedTemplate
from slagen.resolve.bound import Register, nearest
from slagen.resolve.memory import Memory
from slagen.resolve.plan import Omitted, PlannedChapter, PlannedSection, omitted_annexes, plan
from slagen.resolve.variants import Chosen, choose_variants
from slagen.tree import LANGUAGES


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section of this contract and its clauses; `unused` says why it has none but the one that says so."""

    section: str
    title: Text
    clauses: tuple[ClauseFile, ...]
    unused: Omitted | None = None


@dataclass(frozen=True, slots=True)
class OutlineChapter:
    """A chapter that this contract has: its number in the specification, or the id of an inserted one."""

    chapter: str
    title: Text
    sections: tuple[OutlineSection, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the contract has a clause.

    `chosen` is its text; `applies` whether its condition holds, None where that can't be decided; `omitted` why the
    template leaves its section out; `extends` the verdict on the clause that it extends.
    """

    chosen: Chosen
    applies: bool | None
    omitted: Omitted | None
    extends: Verdict | None = None

    @property
    def clause(self) -> ClauseFile:
        """The text of the clause."""
        return self.chosen.clause

    @property
    def included(self) -> bool:
        """Whether it is in the contract."""
        return bool(self.applies) and self.omitted is None and (self.extends is None or self.extends.included)


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that this contract has, in order, and the verdict on every clause of the library by id.

    `extensions` has the clauses that extend one of `chapters` or `annexes`, by its id.
    """

    chapters: tuple[OutlineChapter, ...]
    annexes: tuple[ClauseFile, ...]
    extensions: Mapping[str, tuple[ClauseFile, ...]]
    verdicts: Mapping[str, Verdict]

    @property
    def sections(self) -> Iterator[OutlineSection]:
        """Every section."""
        return (section for chapter in self.chapters for section in chapter.sections)

    @property
    def clauses(self) -> tuple[ClauseFile, ...]:
        """Every clause, each with those that extend it, annexes last."""
        body = (*(clause for section in self.sections for clause in section.clauses), *self.annexes)
        return tuple(one for clause in body for one in (clause, *self.extensions.get(clause.head.id, ())))


def choose(
    loaded: Loaded, library: Library, template: LoadedTemplate, register: Register, memory: Memory
) -> tuple[Outline, list[Diagnostic]]:
    """The outline of a contract, and the variants, places and conditions that could not be decided.

    A section that the template omits, or without a clause that applies, keeps its number and says that it is not used.
    """
    chosen, problems = choose_variants(loaded, library)
    planned, misplanned = planned_by(template, library)
    problems += misplanned
    sections, annexes = _sections(planned), omitted_annexes(template)
    applies, undecided = _apply([choice.clause for choice in chosen.values()], loaded.contract, register, memory)
    problems += undecided
    verdicts = {
        id_: Verdict(
            choice,
            applies[id_],
            sections[section].omitted if (section := choice.clause.head.section) in sections else annexes.get(id_),
        )
        for id_, choice in chosen.items()
    }
    for id_, verdict in verdicts.items():
        if verdict.clause.head.extends:
            verdicts[id_] = replace(verdict, extends=verdicts[verdict.clause.head.extends])
    return _outline(planned, verdicts, template), problems


def planned_by(template: LoadedTemplate, library: Library) -> tuple[tuple[PlannedChapter, ...], list[Diagnostic]]:
    """What a template plans, and everything that is wrong with that for a library."""
    planned, problems = plan(template, library.specification)
    misplaced = () if problems else _misplaced(library, template, _sections(planned))
    return planned, [*problems, *misplaced, *_no_such_annexes(omitted_annexes(template), library)]


def _sections(planned: Sequence[PlannedChapter]) -> dict[str, PlannedSection]:
    return {section.section: section for chapter in planned for section in chapter.sections}


def _apply(
    clauses: Sequence[ClauseFile], contract: Contract, register: Register, memory: Memory
) -> tuple[dict[str, bool | None], list[Diagnostic]]:
    """Whether each clause applies, by id, None where that can't be decided, and why it can't."""
    conditional = [clause for clause in clauses if clause.head.when is not None]
    parts = ["conditions", *(part for clause in conditional for part in (clause.head.id, clause.head.when))]
    problems: list[Diagnostic] = []

    def decide() -> tuple[dict[str, bool | None], bool]:
        from slagen.resolve.conditions import decided  # brings Jinja2, which most checks don't need

        found, wrong = decided(conditional, contract, register)
        problems.extend(wrong)
        return found, not wrong

    always: dict[str, bool | None] = dict.fromkeys((clause.head.id for clause in clauses), True)
    return always | memory.once(dict, parts, decide), problems


def _outline(planned: tuple[PlannedChapter, ...], verdicts: Mapping[str, Verdict], template: LoadedTemplate) -> Outline:
    by_section: dict[str, list[ClauseFile]] = {}
    extensions: dict[str, tuple[ClauseFile, ...]] = {}
    for file in (verdict.clause for verdict in verdicts.values() if verdict.included):
        if file.head.extends:
            extensions[file.head.extends] = (*extensions.get(file.head.extends, ()), file)
        else:
            by_section.setdefault(file.head.section, []).append(file)
    chapters = tuple(
        OutlineChapter(
            chapter.chapter,
            chapter.title,
            tuple(_section(section, by_section.get(section.section, []), template) for section in chapter.sections),
        )
        for chapter in planned
    )
    return Outline(chapters, _annexes(by_section.get("annex", []), template), extensions, verdicts)


def _annexes(files: list[ClauseFile], template: LoadedTemplate) -> tuple[ClauseFile, ...]:
    """In the template's order, then those that it does not name, unless they say which they follow."""
    by_id = {file.head.id: file for file in files}
    named = [id_ for id_ in template.template.annexes if id_ in by_id]
    more = [id_ for id_ in by_id if id_ not in named]
    after = {id_: leader for id_ in more if (leader := by_id[id_].head.after)}
    return tuple(by_id[id_] for id_ in placed([*named, *more], after))


def _section(planned: PlannedSection, clauses: list[ClauseFile], template: LoadedTemplate) -> OutlineSection:
    if clauses:
        return OutlineSection(planned.section, planned.title, tuple(clauses))
    phrases, source = template.template.phrases, template.source
    unused = planned.omitted or Omitted(phrases["unused_reason"], source.at(("phrases", "unused_reason")))
    return OutlineSection(planned.section, planned.title, (_saying(planned, unused, phrases["unused"]),), unused)


def _saying(planned: PlannedSection, unused: Omitted, words: Text) -> ClauseFile:
    """A clause of one paragraph: that its section is not used, and why.

    It goes through assembly as others do, so that the reason may refer to clauses, and its terms are found.
    """
    head = FrontMatter(
        id=f"unused.section-{planned.section.replace('.', '-')}",
        section=planned.section,
        version="1.0.0",
        title=planned.title,
        risk=Risk.LOW,
    )
    sources = {
        lang: Source(
            f"1. {(words.get(lang) or '').replace('{reason}', unused.reason.get(lang) or '')}", unused.span.line
        )
        for lang in LANGUAGES
    }
    return ClauseFile(head, sources, {"id": unused.span}, overlay=False)


def _misplaced(
    library: Library, template: LoadedTemplate, sections: Mapping[str, PlannedSection]
) -> Iterator[Diagnostic]:
    """Clauses whose section is nowhere, and inserted sections for which there is no clause."""
    filled = {clause.head.section for clause in library.clauses.values()}
    for clause in library.clauses.values():
        section = clause.head.section
        if section != "annex" and section not in sections:
            near = nearest(section, sections)
            yield error(
                Code.CLAUSE_PLACE,
                clause.at("section"),
                zh=f"section：模板 {template.template.id} 没有 {section} 这一条",
                en=f"section: the template {template.template.id} has no section {section}",
                value=section,
                hint=Message(f"是否应为 {near}？", f"did you mean {near}?")
                if near
                else Message("在模板的 insert.sections 中增设", "insert it in the template, under insert.sections"),
            )
    for section, planned in sections.items():
        if planned.inserted and section not in filled:
            yield error(
                Code.OUTLINE_FORM,
                planned.inserted,
                zh=f"模板：增设的 {section} 没有条款",
                en=f"template: no clause is in the inserted section {section}",
                value=section,
                hint=Message(
                    f"在 clauses/ 中写一个 section: {section} 的条款", f"write a clause with section: {section}"
                ),
            )


def _no_such_annexes(omitted: Mapping[str, Omitted], library: Library) -> Iterator[Diagnostic]:
    known = [id_ for id_, clause in library.clauses.items() if clause.head.section == "annex"]
    for id_, omission in omitted.items():
        if id_ not in known:
            near = nearest(id_, known)
            yield error(
                Code.OUTLINE_FORM,
                omission.span,
                zh=f"模板：没有附件 {id_}",
                en=f"template: there is no annex {id_}",
                value=id_,
                hint=Message(f"是否应为 {near}？", f"did you mean {near}?") if near else None,
            )
