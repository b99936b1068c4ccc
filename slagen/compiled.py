"""One edition of a contract, and the files that can be made of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from slagen.diagnostics import Diagnostic, InputError, Message, Severity, Span, has_errors
from slagen.measured import Measured
from slagen.model.template import Template
from slagen.opened import Language, Opened, languages_of
from slagen.read.logo import Picture
from slagen.read.look import Look, look_of, stylesheets
from slagen.read.reference import Reference, unreadable
from slagen.read.template import LoadedTemplate
from slagen.render.options import NONE, Options
from slagen.resolve.outline import Outline
from slagen.tree import Document, select
from slagen.tree.alone import alone
from slagen.tree.walk import clause_ids

# A renderer and its libraries are imported where they are used: a check needs none, and most builds not all.
if TYPE_CHECKING:
    from slagen.render.ooxml.letterhead import Letterhead
    from slagen.render.provenance import Provenance, SourceFile

Format = Literal["docx", "pdf", "html", "md", "json"]
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "md", "json")
ANNEX, MONTH, SUBMITTED, SERVICE_START = "annex", "month", "submitted", "service_start"
"""What an edition can be made with besides: the annex that is built alone, and what a service report was asked for."""
MEASUREMENTS = "measurements"
"""The input of a manifest that only service reports have."""


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
        return replace(self, document=select(self.document, languages_of(language)))

    def annex(self, id: str) -> Compiled:  # noqa: A002 - as Clause.id
        """One annex alone, under its own number, with a few lines that say which contract it belongs to.

        Raises:
            AnnexError: this contract has no such annex.
        """
        try:
            return replace(self, document=alone(self.document, id), asked={**self.asked, ANNEX: id})
        except LookupError:
            raise AnnexError(_no_annex(self.document, self.outline, id)) from None

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
        if painted and (strange := glyphs.substituted(pdf.strangers(laid, theme), theme, look.span)):
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
        fonts = identities(glyphs.families(self.template.theme))
        files, options = self.template_files, self.options.chosen
        made = manifest(
            project, self.opened.name, self.document, clauses, files, printed, more, options, self.asked, fonts
        )
        return Provenance(made.json(), printed, self.sources)

    @property
    def template_files(self) -> tuple[str, ...]:
        """What the look comes from: the template, those that it extends, stylesheets, logo, reference document."""
        more = (file.name for file in (self.logo, self.reference) if file is not None)
        sheets = stylesheets(self.opened.project, self.folders)
        return (*(f"{folder}/template.yaml" for folder in self.folders), *sheets, *more)

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
        from slagen.render.printable import unprintable

        return unprintable(self.document, self.template.theme, self.look.span, self.locate)

    def html(self, *, marked: bool = True) -> str:
        """The document as HTML; the PDF is made from the one without markup of values and terms."""
        from slagen.render import html

        look = self.look
        return html.render(self.document, self.template.theme, look.stylesheet, marked=marked, logo=self.logo)

    @cached_property
    def look(self) -> Look:
        """How its template looks."""
        return look_of(self.opened.project, self.origin, self.logo)


def _no_annex(document: Document, outline: Outline, wanted: str) -> Message:
    """Why a contract has no annex of that id, or which it has."""
    there = [annex.clause.id for annex in document.annexes]
    verdict = outline.verdicts.get(wanted)
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
