"""Redlines as files: DOCX with tracked changes, PDF with a list of them at its end."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from slagen.cli.at_once import at_once
from slagen.cli.files import write_whole
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import InputError
from slagen.tree import Document

if TYPE_CHECKING:
    from slagen.cli.diff import By, Compared
    from slagen.read.look import Look


def write(compared: Sequence[Compared], out: Path, form: str, by: By) -> None:
    """One file each: `out` where it is called so, or else in it.

    Raises:
        typer.TyperException: two would have one name.
        InputError: a font of the PDF is not installed, or a character has no glyph in them.
    """
    named = len(compared) == 1 and out.suffix == f".{form}"
    targets = [out if named else out / f"{one.redline.id}.redline.{form}" for one in compared]
    twice = next((target for target in targets if targets.count(target) > 1), None)
    if twice is not None:
        raise wrong_usage(f"两份合同都会写入 {twice}", f"two contracts would both be written to {twice}")

    def written(turn: int) -> Path:
        one, target = compared[turn], targets[turn]
        write_whole(target, _docx(one, by) if form == "docx" else _pdf(one, by), "--out")
        return target

    gc.enable()  # laid-out pages are full of cycles
    for target in at_once(written, range(len(targets))):
        typer.echo(str(target))


def _moment(one: Compared, by: By) -> datetime:
    """When the changes were made: as said, or at the new side's last commit, or on the day of its document."""
    git = one.new.authored
    committed = datetime.combine(one.redline.dated, time(), UTC) if git is None else datetime.fromisoformat(git.moment)
    return (by.moment or committed).astimezone(UTC)


def _docx(one: Compared, by: By) -> bytes:
    """The redline with tracked changes of an author and a time: those said, or of the last commit."""
    from slagen.render import docx
    from slagen.render.ooxml import Tracking

    author = by.author or (one.new.authored.author if one.new.authored is not None else "slagen")
    tracking = Tracking(author, _moment(one, by), by.native_moves)
    look = one.new.look
    return docx.render(one.redline, look.template.theme, _pages(one.redline, look), None, tracking)


def _pages(redline: Document, look: Look) -> Mapping[str, int]:
    """The pages that the contents name, where there are contents."""
    from slagen.render import html, pdf

    if redline.alone:
        return {}
    tree = html.tree(redline, look.template.theme, look.stylesheet, marked=False, logo=look.logo)
    return pdf.pages(pdf.lay_out(tree, look.folder))


def _pdf(one: Compared, by: By) -> bytes:
    from slagen.render import diff_pages, glyphs, html, pdf

    redline, look = replace(one.redline, dated=_moment(one, by).date()), one.new.look
    theme = look.template.theme
    if lacking := glyphs.fonts(theme, look.span) or glyphs.check(redline, theme, lambda _: None):
        raise InputError(lacking)
    places = diff_pages.names(one.comparison)
    tree = html.tree(redline, theme, look.stylesheet, marked=False, logo=look.logo, places=places)
    diff_pages.append(tree, one.comparison)
    laid = pdf.lay_out(tree, look.folder)
    return pdf.write(laid, redline)
