"""The chapters and sections that a template plans: the specification's, less what it omits, and what it inserts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from slagen.diagnostics import Code, Diagnostic, Message, Span, error
from slagen.model.register import Specification
from slagen.model.template import NewSection
from slagen.model.text import Text
from slagen.read.order import placed
from slagen.read.template import LoadedTemplate
from slagen.resolve.bound import nearest


@dataclass(frozen=True, slots=True)
class Omitted:
    """Why a section is not used, and where the template says so."""

    reason: Text
    span: Span


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A section in its place; `inserted` is where the template inserts it, None for one of the specification."""

    section: str
    title: Text
    omitted: Omitted | None = None
    inserted: Span | None = None


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """A chapter in its place: its number in the specification, or the id of an inserted one."""

    chapter: str
    title: Text
    sections: tuple[PlannedSection, ...]


def plan(loaded: LoadedTemplate, specification: Specification) -> tuple[tuple[PlannedChapter, ...], list[Diagnostic]]:
    """The chapters and sections of a template in order, and what is wrong with its outline, omissions, insertions."""
    planner = _Planner(loaded, specification)
    chapters = planner.inserted(planner.listed())
    return tuple(chapters), planner.problems


def omitted_annexes(loaded: LoadedTemplate) -> dict[str, Omitted]:
    """The annexes that a template leaves out, by clause id."""
    return {
        omission.annex: Omitted(omission.reason, loaded.source.at(("omit", index, "reason")))
        for index, omission in enumerate(loaded.template.omit)
        if omission.annex
    }


class _Planner:
    def __init__(self, loaded: LoadedTemplate, specification: Specification) -> None:
        self._template, self._source = loaded.template, loaded.source
        self._chapters = {entry.chapter: entry.title for entry in specification.chapters}
        self._sections = {entry.section: entry.title for entry in specification.sections}
        self.problems: list[Diagnostic] = []

    def listed(self) -> list[PlannedChapter]:
        """The outline as the template lists it, with its omissions."""
        omitted = self._omitted()
        seen: set[str] = set()
        chapters = []
        for index, planned in enumerate(self._template.outline):
            sections = []
            for ordinal, number in enumerate(planned.sections):
                at = self._source.at(("outline", index, "sections", ordinal))
                if number in seen:
                    self._problem(at, number, f"第 {number} 条列了两次", f"section {number} is listed twice")
                elif number not in self._sections:
                    self._unknown(at, number, self._sections)
                else:
                    sections.append(PlannedSection(number, self._sections[number], omitted.get(number)))
                seen.add(number)
            if planned.chapter not in self._chapters:
                at = self._source.at(("outline", index, "chapter"))
                self._unknown(at, str(planned.chapter), map(str, self._chapters))
            else:
                chapters.append(PlannedChapter(str(planned.chapter), self._chapters[planned.chapter], tuple(sections)))
        self._none_missing(seen)
        return chapters

    def _omitted(self) -> dict[str, Omitted]:
        found: dict[str, Omitted] = {}
        for index, omission in enumerate(self._template.omit):
            at = self._source.at(("omit", index, "section"))
            if omission.section is None:
                continue
            if omission.section not in self._sections:
                self._unknown(at, omission.section, self._sections)
            elif omission.section in found:
                number = omission.section
                self._problem(at, number, f"第 {number} 条略去了两次", f"section {number} is omitted twice")
            found[omission.section] = Omitted(omission.reason, self._source.at(("omit", index, "reason")))
        return found

    def _none_missing(self, seen: Iterable[str]) -> None:
        missing = [number for number in self._sections if number not in seen]
        if missing:
            self._problem(
                self._source.key_at(("outline",)),
                ", ".join(missing),
                f"缺少第 {'、'.join(missing)} 条",
                f"lacks section {', '.join(missing)}",
                Message(
                    "列出全部各条；不用的条在 omit 中写明理由",
                    "list every section; give those that are not used in omit, with the reason",
                ),
            )

    # Insertions -------------------------------------------------------------------------------------------------

    def inserted(self, chapters: list[PlannedChapter]) -> list[PlannedChapter]:
        """The chapters with what the template inserts; several after the same one stand in the order they are given."""
        taken = {"annex"} | {section.section for chapter in chapters for section in chapter.sections}
        return self._with_sections(self._with_chapters(chapters, taken), taken)

    def _with_chapters(self, chapters: list[PlannedChapter], taken: set[str]) -> list[PlannedChapter]:
        known = {chapter.chapter: chapter for chapter in chapters}
        after: dict[str, str] = {}
        for index, chapter in enumerate(self._template.insert.chapters):
            path = ("insert", "chapters", index)
            self._take(chapter.id, self._source.at((*path, "id")), taken)
            if str(chapter.after) not in known:
                self._unknown(self._source.at((*path, "after")), str(chapter.after), known)
            sections = tuple(
                self._new(section, (*path, "sections", ordinal), taken)
                for ordinal, section in enumerate(chapter.sections)
            )
            known[chapter.id] = PlannedChapter(chapter.id, chapter.title, sections)
            after[chapter.id] = str(chapter.after)
        return [known[id_] for id_ in placed(list(known), after)]

    def _with_sections(self, chapters: list[PlannedChapter], taken: set[str]) -> list[PlannedChapter]:
        home = {section.section: chapter.chapter for chapter in chapters for section in chapter.sections}
        made: dict[str, list[PlannedSection]] = {}
        after: dict[str, str] = {}
        for index, section in enumerate(self._template.insert.sections):
            path = ("insert", "sections", index)
            new = self._new(section, path, taken)
            if section.after not in home:
                self._unknown(self._source.at((*path, "after")), section.after, home)
                continue
            home[section.id], after[section.id] = home[section.after], section.after
            made.setdefault(home[section.id], []).append(new)
        return [
            replace(chapter, sections=_placed((*chapter.sections, *made.get(chapter.chapter, ())), after))
            for chapter in chapters
        ]

    def _new(self, section: NewSection, path: tuple[str | int, ...], taken: set[str]) -> PlannedSection:
        at = self._source.at((*path, "id"))
        self._take(section.id, at, taken)
        return PlannedSection(section.id, section.title, inserted=at)

    def _take(self, id_: str, at: Span, taken: set[str]) -> None:
        if id_ in taken:
            self._problem(at, id_, f"标识 {id_} 已经使用", f"the id {id_} is taken")
        taken.add(id_)

    # Diagnostics ------------------------------------------------------------------------------------------------

    def _unknown(self, at: Span, written: str, known: Iterable[str]) -> None:
        near = nearest(written, known)
        hint = Message(f"是否应为 {near}？", f"did you mean {near}?") if near else None
        self._problem(at, written, f"没有 {written}", f"there is no {written}", hint)

    def _problem(self, span: Span, value: str, zh: str, en: str, hint: Message | None = None) -> None:
        self.problems.append(
            error(Code.OUTLINE_FORM, span, zh=f"模板：{zh}", en=f"template: {en}", value=value, hint=hint)
        )


def _placed(sections: tuple[PlannedSection, ...], after: Mapping[str, str]) -> tuple[PlannedSection, ...]:
    by_id = {section.section: section for section in sections}
    return tuple(by_id[id_] for id_ in placed(list(by_id), after))
