"""The stages in order: read → resolve → assemble → check → render.

Nothing here decides anything; each stage lives in the package of its name.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from slagen.assemble import assemble
from slagen.assemble.problems import parse_path
from slagen.check import check
from slagen.check.inputs import check_inputs
from slagen.check.parity import everywhere
from slagen.diagnostics import Diagnostic, InputError, Lang, Message, Span, has_errors, in_order
from slagen.model.contract import Contract, Mode
from slagen.model.template import Template
from slagen.project import Project
from slagen.read.contract import Loaded, read_contract
from slagen.read.library import Library, load_library
from slagen.read.positioned import decode
from slagen.read.template import LoadedTemplate, load_template, template_folder
from slagen.resolve.bound import Register
from slagen.resolve.outline import Outline, choose
from slagen.resolve.references import fill_in
from slagen.tree import LANGUAGES, Document, select
from slagen.tree.alone import alone
from slagen.tree.walk import clause_ids

if TYPE_CHECKING:
    from slagen.render.provenance import Provenance

Language = Literal["zh", "en", "bilingual"]
Format = Literal["docx", "pdf", "html", "md", "json"]
_MODES: dict[Mode, Language] = {Mode.ZH: "zh", Mode.EN: "en", Mode.BILINGUAL: "bilingual"}
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "md", "json")


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
    found = in_order((*loaded.diagnostics, *check_inputs(loaded, project.today)))
    if has_errors(found):
        raise InputError(found)
    return Opened(project, name, replace(loaded, diagnostics=found))


class AnnexError(LookupError):
    """A contract has no annex of that id; says in both languages why, or which it has."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.en)


@dataclass(frozen=True)
class Compiled:
    """One edition of a contract: its document, and what was found on the way."""

    opened: Opened
    template: Template
    document: Document
    diagnostics: tuple[Diagnostic, ...]
    outline: Outline

    def edition(self, language: Language) -> Compiled:
        """The same contract in other languages of those it was compiled in."""
        return replace(self, document=select(self.document, _languages(language)))

    def annex(self, id: str) -> Compiled:  # noqa: A002 - as Clause.id
        """One annex alone, under its own number, with a few lines that say which contract it belongs to.

        Raises:
            AnnexError: this contract has no such annex.
        """
        try:
            return replace(self, document=alone(self.document, id))
        except LookupError:
            raise AnnexError(self._no_annex(id)) from None

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
        theme = self.template.theme
        page = html.tree(self.document, theme, self._stylesheet, marked=False)
        laid = pdf.lay_out(page, self.opened.project.path(self._template_folder))
        painted = pdf.write(laid, self.document, self.provenance) if paint else None
        if painted and (strange := glyphs.substituted(pdf.strangers(laid, theme), theme, self._template_span)):
            raise InputError(strange)
        return painted, pdf.pages(laid)

    def _unpaged(self, form: Format, pages: Mapping[str, int]) -> bytes:
        match form:
            case "docx":
                from slagen.render import docx

                return docx.render(self.document, self.template.theme, pages, self.provenance)
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
        from slagen.render import tree_json
        from slagen.render.provenance import Provenance

        printed = tree_json.printed(self.document).encode()
        project, held = self.opened.project, clause_ids(self.document)
        clauses = [clause for clause in self.outline.clauses if clause.head.id in held]
        made = manifest(project, self.opened.name, self.document, clauses, self._template_files, printed)
        return Provenance(made.json(), printed)

    @property
    def _template_files(self) -> tuple[str, ...]:
        """What the look comes from: the template, the one that it extends, and the stylesheet."""
        ids = [self.template.id, *filter(None, [self.template.extends])]
        folders = [template_folder(self.opened.project, id_) for id_ in ids]
        return (*(f"{folder}/template.yaml" for folder in folders), f"{self._template_folder}/print.css")

    def unprintable(self) -> tuple[Diagnostic, ...]:
        """The PDF's fonts that are not installed, or else the characters they have no glyph for, where they come from.

        Nothing on a machine that can't tell, without fontconfig's ``fc-list``: a PDF is looked at once made, too.
        """
        from slagen.render import glyphs

        theme = self.template.theme
        try:
            lacking = glyphs.fonts(theme, self._template_span)
            return tuple(lacking or glyphs.check(self.document, theme, self.opened.locate))
        except OSError:
            return ()

    def html(self, *, marked: bool = True) -> str:
        """The document as HTML; the PDF is made from the one without markup of values and terms."""
        from slagen.render import html

        return html.render(self.document, self.template.theme, self._stylesheet, marked=marked)

    @property
    def _template_folder(self) -> str:
        """The name of the folder with the stylesheet: the template's, or that of the one it extends."""
        project, template = self.opened.project, self.template
        own = template_folder(project, template.id)
        if template.extends and not project.has(f"{own}/print.css"):
            return template_folder(project, template.extends)
        return own

    @property
    def _template_span(self) -> Span:
        return Span(f"{self._template_folder}/template.yaml", 1, 1)

    @property
    def _stylesheet(self) -> str:
        name = f"{self._template_folder}/print.css"
        return decode(name, self.opened.project.read(name))


def compile(opened: Opened, language: Language | None = None) -> Compiled:  # noqa: A001 - the word that callers expect
    """The document of a contract in `language`, by default in the language or languages it is concluded in.

    Raises:
        InputError: the contract, a clause or the template has errors; with all of them, and the warnings.
    """
    wanted = language or opened.language
    compiled = compile_all(opened, [wanted])
    return compiled.edition(wanted)


def compile_all(opened: Opened, languages: Sequence[Language]) -> Compiled:
    """The document in every language that `languages` need, from which each edition can be taken.

    It always holds the languages that the contract is concluded in, so that an edition in one of them says the same,
    down to the list of terms, whatever else is built with it.

    Raises:
        InputError: as :func:`compile`.
    """
    wanted = {lang for language in (*languages, opened.language) for lang in _languages(language)}
    resolved = resolve(opened)
    library, template, outline = resolved.library, resolved.template.template, resolved.outline
    needed = tuple(lang for lang in LANGUAGES if lang in wanted)
    assembled = assemble(opened.project, resolved.loaded, library, template, outline, resolved.register, needed)
    found = check(assembled.document, opened.locate, library.works) if not has_errors(assembled.diagnostics) else []
    if not has_errors(assembled.diagnostics):
        # The packaged clauses are held to this by our own tests.
        found += everywhere(clause for clause in outline.clauses if clause.overlay)
    diagnostics = in_order((*opened.loaded.diagnostics, *resolved.diagnostics, *assembled.diagnostics, *found))
    if has_errors(diagnostics):
        raise InputError(diagnostics)
    return Compiled(opened, template, assembled.document, diagnostics, outline)


@dataclass(frozen=True)
class Resolved:
    """Which clauses a contract has, before any is assembled, and what was found on the way."""

    library: Library
    template: LoadedTemplate
    loaded: Loaded
    register: Register
    outline: Outline
    diagnostics: tuple[Diagnostic, ...]


def resolve(opened: Opened) -> Resolved:
    """The clauses of a contract, in order and out of it.

    Raises:
        InputError: the library or the template can't be read.
    """
    library = load_library(opened.project)
    template = load_template(opened.project, opened.contract.contract.template, opened.locate("contract.template"))
    loaded, misnamed = fill_in(opened.loaded, library.works)
    register = Register.of(loaded.contract)
    outline, problems = choose(loaded, library, template, register)
    return Resolved(library, template, loaded, register, outline, (*library.warnings, *misnamed, *problems))


def _languages(language: Language) -> tuple[Lang, ...]:
    return LANGUAGES if language == "bilingual" else (language,)
