"""The signature page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slagen.render import ooxml
from slagen.render.docx.inlines import paragraphs_of, run_in
from slagen.render.docx.tables import cell_paragraphs
from slagen.render.docx.writer import Writer
from slagen.render.ooxml import Element
from slagen.tree import Fact, Signatory, SignatureBlock
from slagen.tree.redline import SIDES


def signature_page(writer: Writer, block: SignatureBlock) -> Iterator[Element]:
    """What the parties sign, from the top of a page on."""
    page = [
        *paragraphs_of("SignatureHeading", block.heading, writer),
        *paragraphs_of("SignatureText", block.statement, writer),
    ]
    pairs = (block.signatories[start : start + 2] for start in range(0, len(block.signatories), 2))
    page += [_signatories(writer, pair) for pair in pairs]
    ooxml.break_before(page[0])
    yield from page


def _signatories(writer: Writer, pair: Sequence[Signatory]) -> Element:
    """Two parties beside each other, in rows, so that what one signs is level with the other's."""
    gutter = ooxml.twips(10)
    half = (writer.width - gutter) // 2
    sides = (_signatory(writer, one, half) for one in pair)
    rows = [_level(cells, gutter) for cells in zip(*sides, strict=True)]
    return ooxml.table("SignatureTable", (half, gutter, half)[: 2 * len(pair) - 1], rows)


def _level(cells: Sequence[Element], gutter: int) -> Element:
    """A row with room between its cells; the row of the seals is as high as a seal."""
    first, *others = cells
    high = ooxml.twips(SEAL) if ooxml.is_ruled(first) else None
    between = (each for other in others for each in (ooxml.cell(gutter, [ooxml.paragraph("SealText", ())]), other))
    return ooxml.row([first, *between], height=high)


SEAL = 46
"""Millimetres of the seal area: a company seal is 40 to 45 mm across, and it must hold it whole."""


def _signatory(writer: Writer, signatory: Signatory, width: int) -> Iterator[Element]:
    """The cells of one party, from top to bottom."""
    yield ooxml.cell(width, paragraphs_of("SignatureRole", signatory.party.label, writer), inset=(0, 0))
    yield ooxml.cell(width, paragraphs_of("SignatureParty", signatory.party.value, writer), inset=(0, 0))
    rule = writer.theme.colours.rule
    yield ooxml.cell(
        width, cell_paragraphs(writer, signatory.seal, dict.fromkeys(SIDES, "SealText")), align="center", ruled=rule
    )
    for line in signatory.lines:
        runs = [ooxml.paragraph("SignatureLine", _line(writer, line))]
        yield ooxml.cell(width, runs, align="bottom", inset=(0, 0))


def _line(writer: Writer, line: Fact) -> list[Element]:
    label, value = run_in(line.label, writer), run_in(line.value, writer)
    # Two languages fill the line; beside each other they would wrap for one party and not for the other.
    between = ooxml.break_line if writer.document.bilingual else ooxml.tab
    return [*label, between(writer.languages[0]), *value] if value else label
