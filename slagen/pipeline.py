"""The stages in order: read → resolve → assemble → check → render.

Nothing here decides anything; each stage lives in the package of its name.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from slagen.assemble import Assembled, assemble
from slagen.assemble.problems import parse_path
from slagen.check import check
from slagen.check.by_clause import ByClause
from slagen.check.exemptions import check_liability
from slagen.check.inputs import GLYPHS, LATE, check_inputs
from slagen.check.waived import Late
from slagen.diagnostics import Code, Diagnostic, InputError, Lang, Message, Severity, Span, error, has_errors, in_order
from slagen.model.clause import ClauseFile, Variant
from slagen.model.contract import Contract, Mode
from slagen.model.template import DRAFT, Template
from slagen.model.text import Text as Words
from slagen.project import PACKAGED, Project, library_root
from slagen.read.contract import Loaded, read_contract
from slagen.read.library import Library, load_library
from slagen.read.logo import Picture, read_logo
from slagen.read.positioned import decode, texts
from slagen.read.reference import Reference, read_reference, unreadable
from slagen.read.template import LoadedTemplate, examine_template, load_template, template_folder
from slagen.render.options import NONE, Options
from slagen.resolve.bound import Register
from slagen.resolve.memory import Memory
from slagen.resolve.outline import Outline, choose, planned_by
from slagen.resolve.references import fill_in
from slagen.tree import LANGUAGES, Content, Document, Text, select
from slagen.tree.alone import alone
from slagen.tree.walk import clause_ids

# What only measurements need is imported where they are read: most checks and builds have none.
if TYPE_CHECKING:
    from slagen.assemble.service_report import Month
    from slagen.read.measurements import LoadedMeasurements
    from slagen.render.ooxml.letterhead import Letterhead
    from slagen.render.provenance import Provenance, SourceFile
    from slagen.sla.account import Account
    from slagen.sla.zones import ClockError

T = TypeVar("T")
Language = Literal["zh", "en", "bilingual"]
Format = Literal["docx", "pdf", "html", "md", "json"]
_MODES: dict[Mode, Language] = {Mode.ZH: "zh", Mode.EN: "en", Mode.BILINGUAL: "bilingual"}
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "md", "json")
ANNEX, MONTH, SUBMITTED, SERVICE_START = "annex", "month", "submitted", "service_start"
"""What an edition can be made with besides: the annex that is built alone, and what a service report was asked for."""
MEASUREMENTS = "measurements"
"""The input of a manifest that only service reports have."""


@dataclass(frozen=True)
class Opened:
    """A contract that has been read and is valid by itself."""

    project: Project
    name: str
    loaded: Loaded

    @property
    def contract(self) -> Contract:
        """The typed inputs."""
        return self.loaded.contract

    def locate(self, path: str) -> Span:
        """Where the input at `path` (``slos[0].target``) stands in its file."""
        return self.loaded.source.at(parse_path(path))

    def late(self, codes: Collection[Code]) -> Late:
        """The waivers of those rules, for what later stages find."""
        return Late(self.loaded, self.project.today, codes)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The editions that the contract calls for: one language, or each and both together."""
        language = self.language
        return ("zh", "en", "bilingual") if language == "bilingual" else (language,)

    @property
    def language(self) -> Language:
        """The language or languages the contract is concluded in."""
        return _MODES[self.contract.contract.language.mode]


def load(path: str | Path) -> Opened:
    """Read the contract in the file at `path`.

    Raises:
        InputError: with every error of the file.
    """
    file = Path(path)
    return open_in(Project.at(file), file.name)


def open_in(project: Project, name: str) -> Opened:
    """Read the contract in the file called `name` of a project.

    Raises:
        InputError: with every error of the file.
    """
    loaded = read_contract(project, name)
    memory = Memory("rules", project, loaded.source, set(), "")
    found = in_order((*loaded.diagnostics, *check_inputs(loaded, project.today, memory)))
    memory.save()
    if has_errors(found):
        raise InputError(found)
    return Opened(project, name, replace(loaded, diagnostics=found))


@dataclass(frozen=True)
class Look:
    """How a template looks: its stylesheet, the folder that its images and fonts are in, where it stands, its logo."""

    template: Template
    stylesheet: str
    folder: Path
    span: Span
    logo: Picture | None = None


def packaged_look(template_id: str, named: Span) -> Look:
    """The look of a packaged template, for a document without a project; it is named at `named`.

    Raises:
        InputError: there is none of that id.
    """
    project = Project(library_root(), os.environ)
    template, folder = load_template(project, template_id, named).template, template_folder(project, template_id)
    stylesheet = decode(f"{folder}/print.css", project.read(f"{folder}/print.css"))
    return Look(template, stylesheet, project.path(folder), Span(f"{folder}/template.yaml", 1, 1))


class AnnexError(LookupError):
    """A contract has no annex of that id; says in both languages why, or which it has."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.en)


@dataclass(frozen=True)
class Compiled:
    """One edition of a contract: its document, and what was found on the way.

    `origin` is where its template comes from, `logo` and `reference` are the files that this one names.
    `asked` is what it was made with besides, as a manifest says it, so that it can be made again: an annex, a month.
    `sources` are what its files carry along of what it is built from (:func:`slagen.verify.with_sources`).
    """

    opened: Opened
    template: Template
    document: Document
    diagnostics: tuple[Diagnostic, ...]
    outline: Outline
    origin: LoadedTemplate
    measured: Measured | None = None
    options: Options = NONE
    logo: Picture | None = None
    reference: Reference | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[SourceFile, ...] = ()

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of its template and of the templates that this one extends."""
        return self.origin.folders

    def edition(self, language: Language) -> Compiled:
        """The same contract in other languages of those it was compiled in."""
        return replace(self, document=select(self.document, _languages(language)))

    def annex(self, id: str) -> Compiled:  # noqa: A002 - as Clause.id
        """One annex alone, under its own number, with a few lines that say which contract it belongs to.

        Raises:
            AnnexError: this contract has no such annex.
        """
        try:
            return replace(self, document=alone(self.document, id), asked={**self.asked, ANNEX: id})
        except LookupError:
            raise AnnexError(self._no_annex(id)) from None

    def service_report(self, measured: Measured, month: date, submitted: date | None = None) -> Compiled:
        """The service report of the month in which a date lies: its annex alone, filled in by what was measured.

        What is measured after the month is left out.

        Args:
            submitted: the day on which it is submitted; without it, that stays a blank.

        Raises:
            AnnexError: this contract has no such annex.
            InputError: as :meth:`Measured.account`.
        """
        from slagen.assemble.service_report import ANNEX as REPORT
        from slagen.assemble.service_report import service_report
        from slagen.tree.filled import fill

        alone_, reported = self.annex(REPORT), measured.month(month)
        account_ = measured.account(reported.when.end)
        filling = service_report(account_, measured.loaded.measurements, reported, submitted)
        asked = {MONTH: month.replace(day=1), SUBMITTED: submitted, SERVICE_START: measured.service_start}
        said = {name: f"{value}" for name, value in asked.items() if value is not None}
        return replace(
            alone_, document=fill(alone_.document, filling), measured=measured, asked={**alone_.asked, **said}
        )

    def locate(self, path: str) -> Span:
        """Where the input at `path` stands: in the contract, or in the measurements."""
        if self.measured is not None:
            from slagen.assemble.service_report import PATH

            if path.partition(".")[0] == PATH:
                return self.measured.locate(path)
        return self.opened.locate(path)

    def _no_annex(self, wanted: str) -> Message:
        there = [annex.clause.id for annex in self.document.annexes]
        verdict = self.outline.verdicts.get(wanted)
        if verdict is not None and verdict.omitted is not None:
            reason = verdict.omitted.reason
            return Message(
                f"附件 {wanted} 不在本合同中：模板略去了它，理由：{reason.zh or reason.en}",
                f"{wanted} is not in this contract, since the template omits it: {reason.en or reason.zh}",
            )
        if verdict is not None and verdict.clause.head.section == "annex":
            when = verdict.clause.head.when
            return Message(
                f"附件 {wanted} 不在本合同中：其适用条件 {when} 不成立",
                f"{wanted} is not in this contract, since its condition {when} does not hold",
            )
        return Message(
            f"本合同没有附件 {wanted}，只有 {'、'.join(there) or '（无）'}",
            f"this contract has no annex {wanted}, only {', '.join(there) or 'none'}",
        )

    def render(self, format: Format) -> bytes:  # noqa: A002 - the word that callers expect
        """The whole document as a file of that format.

        Raises:
            InputError: a font of the PDF is not installed, or a character has no glyph in them.
        """
        return next(content for _, content in self.outputs([format]))

    def outputs(self, formats: Sequence[Format]) -> Iterator[tuple[Format, bytes]]:
        """The document in several formats, those that need laid-out pages first.

        Pages are laid out once: the PDF is painted from them, and the DOCX's contents take their page numbers from
        them.  They are let go as soon as the PDF is painted, since they are most of what a build holds in memory.

        Raises:
            InputError: a font of the PDF is not installed, or a character has no glyph in them.
        """
        pages: Mapping[str, int] = {}
        if "pdf" in formats or "docx" in formats:
            painted, pages = self._paged(paint="pdf" in formats)
            gc.collect()  # pages are full of cycles, and what comes next should find their memory free
            if painted is not None:
                yield "pdf", painted
        for form in formats:
            if form != "pdf":
                yield form, self._unpaged(form, pages)

    def _paged(self, *, paint: bool) -> tuple[bytes | None, Mapping[str, int]]:
        from slagen.render import glyphs, html, pdf

        missing = self.unprintable() if paint else ()
        if has_errors(missing):
            raise InputError(missing)
        theme, look = self.template.theme, self.look
        page = html.tree(self.document, theme, look.stylesheet, marked=False, logo=look.logo)
        laid = pdf.lay_out(page, look.folder)
        pdf.underlay(laid, self.document, theme, line_numbers=self.options.line_numbers)
        painted = pdf.write(laid, self.document, self.provenance) if paint else None
        if painted and (strange := glyphs.substituted(pdf.strangers(laid, theme), theme, self._template_span)):
            raise InputError(strange)
        return painted, pdf.pages(laid)

    def _unpaged(self, form: Format, pages: Mapping[str, int]) -> bytes:
        match form:
            case "docx":
                from slagen.render import docx

                return docx.render(
                    self.document,
                    self.template.theme,
                    pages,
                    self.provenance,
                    options=self.options,
                    logo=self.logo,
                    letterhead=self.letterhead,
                )
            case "html":
                return self.html(marked=True).encode()
            case "md":
                from slagen.render import markdown

                return markdown.render(self.document).encode()
            case _:
                from slagen.render import tree_json

                return tree_json.render(self.document).encode()

    @cached_property
    def provenance(self) -> Provenance:
        """What this edition was made from, and its words as data, for files to carry."""
        from slagen.manifest import manifest
        from slagen.render import glyphs, tree_json
        from slagen.render.fonts import identities
        from slagen.render.provenance import Provenance

        printed = tree_json.printed(self.document).encode()
        project, held = self.opened.project, clause_ids(self.document)
        clauses = [clause for clause in self.outline.clauses if clause.head.id in held]
        more = {MEASUREMENTS: self.measured.name} if self.measured is not None else {}
        files, options, fonts = (
            self.template_files,
            self.options.chosen,
            identities(glyphs.families(self.template.theme)),
        )
        made = manifest(
            project, self.opened.name, self.document, clauses, files, printed, more, options, self.asked, fonts
        )
        return Provenance(made.json(), printed, self.sources)

    @property
    def template_files(self) -> tuple[str, ...]:
        """What the look comes from: the template, those that it extends, stylesheets, logo, reference document."""
        more = (file.name for file in (self.logo, self.reference) if file is not None)
        return (*(f"{folder}/template.yaml" for folder in self.folders), *self._stylesheets, *more)

    @cached_property
    def letterhead(self) -> Letterhead | None:
        """The company's own document that the DOCX is written on.

        Raises:
            InputError: it can't be read.
        """
        if self.reference is None:
            return None
        from slagen.render.ooxml import letterhead

        try:
            return letterhead.read(self.reference.data)
        except letterhead.LetterheadError as wrong:
            raise InputError([unreadable(self.origin, wrong.message)]) from None

    def restyled(self) -> tuple[Diagnostic, ...]:
        """What the DOCX has from the reference document and what is added to it; nothing without one.

        Raises:
            InputError: the reference document can't be read.
        """
        if self.letterhead is None:
            return ()
        from slagen.render import docx
        from slagen.render.ooxml import letterhead

        added = docx.lacking(self.document, self.template.theme, self.letterhead)
        said = letterhead.told(self.letterhead, added)
        return (replace(unreadable(self.origin, said), severity=Severity.NOTICE, value="", hint=None),)

    def unprintable(self) -> tuple[Diagnostic, ...]:
        """The PDF's fonts that are not installed, or else the characters they have no glyph for, where they come from.

        Nothing on a machine that can't tell, without fontconfig's ``fc-list``: a PDF is looked at once made, too.
        """
        from slagen.render import glyphs

        theme = self.template.theme
        try:
            lacking = glyphs.fonts(theme, self._template_span)
            return tuple(lacking or glyphs.check(self.document, theme, self.locate))
        except OSError:
            return ()

    def html(self, *, marked: bool = True) -> str:
        """The document as HTML; the PDF is made from the one without markup of values and terms."""
        from slagen.render import html

        return html.render(self.document, self.template.theme, self._stylesheet, marked=marked, logo=self.logo)

    @property
    def look(self) -> Look:
        """How its template looks."""
        folder = self.opened.project.path(self._stylesheets[-1]).parent
        return Look(self.template, self._stylesheet, folder, self._template_span, self.logo)

    @property
    def _template_span(self) -> Span:
        return Span(f"{self.folders[0]}/template.yaml", 1, 1)

    @cached_property
    def _stylesheets(self) -> tuple[str, ...]:
        """The nearest print.css of the template and those that it extends, and what more.css adds from there on."""
        has = self.opened.project.has
        upto = next(
            i for i, folder in enumerate(self.folders, 1) if has(f"{folder}/print.css") or i == len(self.folders)
        )
        more = (f"{folder}/more.css" for folder in reversed(self.folders[:upto]))
        return (f"{self.folders[upto - 1]}/print.css", *filter(has, more))

    @property
    def _stylesheet(self) -> str:
        return "\n".join(decode(name, self.opened.project.read(name)) for name in self._stylesheets)


def compile(  # noqa: A001 - the word that callers expect
    opened: Opened, language: Language | None = None, options: Options = NONE
) -> Compiled:
    """The document of a contract in `language`, by default in the language or languages it is concluded in.

    Args:
        options: what its files are asked for beside what the contract says.

    Raises:
        InputError: the contract, a clause or the template has errors; with all of them, and the warnings.
    """
    wanted = language or opened.language
    compiled = compile_all(opened, [wanted], options)
    return compiled.edition(wanted)


def compile_all(opened: Opened, languages: Sequence[Language], options: Options = NONE) -> Compiled:
    """The document in every language that `languages` need, from which each edition can be taken.

    It always holds the languages that the contract is concluded in, so that an edition in one of them says the same,
    down to the list of terms, whatever else is built with it.

    Args:
        options: what the files are asked for beside what the contract says.

    Raises:
        InputError: as :func:`compile`.
    """
    checked = _checked(opened, languages)
    resolved, document = checked.resolved, checked.assembled.document
    origin, outline = resolved.template, resolved.outline
    template = origin.template
    if options.notes:
        from slagen.assemble.notes import with_notes

        document = with_notes(document, outline.clauses, resolved.library.works, template.phrases["basis"])
    if options.draft:
        document = replace(document, draft=_draft(template, document.languages))
    return Compiled(
        opened,
        template,
        document,
        checked.diagnostics,
        outline,
        origin,
        options=options,
        logo=checked.logo,
        reference=checked.reference,
    )


def examine(opened: Opened) -> tuple[Diagnostic, ...]:
    """What there is to say of a contract, and what of it a PDF couldn't show, where this machine can tell.

    Its document is not put together unless all of its words have to be looked at.

    Raises:
        InputError: as :func:`compile`.
    """
    checked = _checked(opened, [opened.language])
    lacking, looked = _glyphs(opened, checked.resolved.template, checked.assembled)
    found = opened.late(GLYPHS).apply(lacking, checked.diagnostics, complete=looked)
    return in_order((*checked.diagnostics, *found))


@dataclass(frozen=True)
class _Checked:
    """A contract that has no errors, before its document is put together, and what was found on the way."""

    resolved: Resolved
    assembled: Assembled
    diagnostics: tuple[Diagnostic, ...]
    logo: Picture | None
    reference: Reference | None


def _checked(opened: Opened, languages: Sequence[Language]) -> _Checked:
    """A contract assembled in every language that `languages` need, and checked.

    Raises:
        InputError: as :func:`compile`.
    """
    wanted = {lang for language in (*languages, opened.language) for lang in _languages(language)}
    resolved = resolve(opened)
    library, template, outline = resolved.library, resolved.template.template, resolved.outline
    needed = tuple(lang for lang in LANGUAGES if lang in wanted)
    assembled = assemble(
        opened.project, resolved.loaded, library, template, outline, resolved.register, resolved.memory, needed
    )
    found, whole = [*assembled.diagnostics], not has_errors(assembled.diagnostics)
    if whole:
        by_clause = ByClause(resolved.memory)
        found += check(assembled, opened.locate, library.works, by_clause)
        found += _parity([clause for clause in outline.clauses if clause.overlay])
        found += check_liability(assembled, opened.loaded, opened.project.today, by_clause)
    resolved.memory.save()
    logo, reference, unread = _files(opened.project, resolved.template)
    before = (*opened.loaded.diagnostics, *resolved.diagnostics, *unread)
    diagnostics = in_order((*before, *opened.late(LATE).apply(found, before, complete=whole)))
    if has_errors(diagnostics):
        raise InputError(diagnostics)
    return _Checked(resolved, assembled, diagnostics, logo, reference)


def _glyphs(opened: Opened, origin: LoadedTemplate, assembled: Assembled) -> tuple[list[Diagnostic], bool]:
    """The characters that the template's fonts lack, and whether that could be told.

    It can't without fontconfig's ``fc-list`` or without all of the fonts.  The packaged clauses and templates are
    held to their fonts by our own tests, so where there are no others, only the contract's own words are looked at.
    """
    from slagen.render import glyphs

    theme, project = origin.template.theme, opened.project
    own = project.path("clauses").is_dir() or not origin.folders[0].startswith(PACKAGED)
    try:
        if not own and not glyphs.missing(texts(opened.loaded.source.data), glyphs.families(theme)):
            return [], True
        if glyphs.absent(theme):
            return [], False
        found = glyphs.check(assembled.document, theme, opened.locate)
    except OSError:
        return [], False
    return [replace(one, code=Code.IDENTIFIER_FORM) for one in found], True


def _draft(template: Template, languages: Sequence[Lang]) -> Content:
    """What stands across the pages of a draft."""
    words = template.phrases.get(DRAFT) or Words(zh="草案", en="DRAFT")
    said = {lang: (Text(getattr(words, lang)),) for lang in languages}
    return Content(said.get("zh"), said.get("en"))


def _parity(own: Sequence[ClauseFile]) -> Iterator[Diagnostic]:
    """Where the languages of the project's own clauses differ; the packaged ones are held to this by our own tests."""
    if own:
        from slagen.check.parity import everywhere

        yield from everywhere(own)


@dataclass(frozen=True)
class Resolved:
    """Which clauses a contract has, before any is assembled, and what was found on the way."""

    library: Library
    template: LoadedTemplate
    loaded: Loaded
    register: Register
    memory: Memory
    outline: Outline
    diagnostics: tuple[Diagnostic, ...]


def resolve(opened: Opened) -> Resolved:
    """The clauses of a contract, in order and out of it.

    Raises:
        InputError: the library or the template can't be read.
    """
    drifted = _drifted(opened.project)
    library = _library(opened.project, drifted)
    template = _template(opened, library)
    loaded, misnamed = fill_in(opened.loaded, library.works)
    register = Register.of(loaded.contract)
    memory = Memory("clauses", opened.project, loaded.source, register.looked, library.registers, asked=register.asked)
    outline, problems = choose(loaded, library, template, register, memory)
    memory.included = frozenset(clause.head.id for clause in outline.clauses)
    found = opened.late(LATE).apply((*misnamed, *problems))
    return Resolved(library, template, loaded, register, memory, outline, (*drifted, *library.warnings, *found))


def _template(opened: Opened, library: Library) -> LoadedTemplate:
    """The template of a contract.

    Raises:
        InputError: it has errors; with all of them.
    """
    named = opened.locate("contract.template")
    template, wrong = examine_template(opened.project, opened.contract.contract.template, named)
    if wrong:
        # Of clauses it is not said that they are nowhere, since what is wrong may be where they are to be.
        planned = (one for one in planned_by(template, library)[1] if one.code is Code.OUTLINE_FORM)
        raise InputError(in_order([*wrong, *planned, *_files(opened.project, template)[2]]))
    return template


def _files(project: Project, template: LoadedTemplate) -> tuple[Picture | None, Reference | None, list[Diagnostic]]:
    """The files that a template names, and what is wrong with them."""
    problems: list[Diagnostic] = []
    logo = _tried(read_logo, project, template, problems)
    return logo, _tried(read_reference, project, template, problems), problems


def _tried(
    read: Callable[[Project, LoadedTemplate], T], project: Project, template: LoadedTemplate, problems: list[Diagnostic]
) -> T | None:
    try:
        return read(project, template)
    except InputError as wrong:
        problems += wrong.diagnostics
        return None


def _drifted(project: Project) -> tuple[Diagnostic, ...]:
    """Where a project is not as its lock says, if it has one."""
    if not project.is_locked:
        return ()
    from slagen.read.lock import drift

    return drift(project)


def _library(project: Project, drifted: Sequence[Diagnostic]) -> Library:
    """The library; what is wrong with it may come of what has drifted from the lock.

    Raises:
        InputError: it can't be read.
    """
    try:
        return load_library(project)
    except InputError as wrong:
        raise InputError((*drifted, *wrong.diagnostics)) from None


@dataclass(frozen=True)
class Measured:
    """A contract and what was measured of it."""

    opened: Opened
    name: str
    loaded: LoadedMeasurements
    variant: Variant
    service_start: date | None = None

    def account(self, until: int | None = None) -> Account:
        """What each objective reached, and the credits and rights that follow.

        Args:
            until: leave out what was measured after that moment, in epoch seconds.

        Raises:
            InputError: a date or a rule of the contract can't be worked out.
        """
        from slagen.assemble.show import smallest_unit
        from slagen.sla.account import account
        from slagen.sla.zones import ClockError

        measured, course = self.loaded.measurements, self.loaded.course
        decimals = smallest_unit(self.opened.contract.contract.currency)
        try:
            return account(measured, course, self.variant, until=until, decimals=decimals)
        except ClockError as caught:
            raise InputError([self._incalculable(caught)]) from None

    def _incalculable(self, caught: ClockError) -> Diagnostic:
        return error(
            Code.CALENDAR_FORM,
            self.opened.locate("measurement"),
            zh=f"合同的日期或者时间规则无法计算（{caught}）",
            en=f"a date or a rule of the contract's times can't be worked out: {caught}",
        )

    def month(self, day: date) -> Month:
        """The calendar month in which a date lies."""
        from slagen.assemble.service_report import Month

        return Month.of(day, self.loaded.course)

    def unsettled(self, account_: Account, month: Month | None = None) -> list[Diagnostic]:
        """What an account can't tell for lack of data, or of a month that is reported on."""
        from slagen.check.measured import check_account, check_month

        place = self.loaded.source.at(())
        early = check_month(account_, month.last, month.when.end, place) if month else []
        return [*early, *check_account(account_, place)]

    def locate(self, path: str) -> Span:
        """Where the measurement at `path` (``measurements.outages[0].cause``) stands in its file."""
        return self.loaded.source.at(parse_path(path)[1:])


def measure(opened: Opened, measurements: str | Path, service_start: date | None = None) -> Measured:
    """Read the measurements of a contract from a CSV or JSON file.

    Args:
        service_start: the Service Start Date of services for which the file states none.

    Raises:
        InputError: the file, or the contract where measurements are counted by it, has errors; with all of them.
    """
    from slagen.read.measured import find_uncountable
    from slagen.read.measurements import read_measurements

    name = Path(os.path.relpath(measurements, opened.project.root)).as_posix()
    if uncountable := tuple(find_uncountable(opened.loaded)):
        raise InputError(uncountable)
    loaded = read_measurements(opened.project, name, opened.contract, service_start=service_start)
    verdict = resolve(opened).outline.verdicts.get(MEASURES)
    variant = verdict.clause.head.variant if verdict else None
    return Measured(opened, name, loaded, variant or Variant.BALANCED, service_start)


MEASURES = "quality.measures"
"""The clause whose variants decide how credits are claimed."""


def _languages(language: Language) -> tuple[Lang, ...]:
    return LANGUAGES if language == "bilingual" else (language,)
