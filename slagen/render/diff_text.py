"""A comparison for a terminal: a table for counsel, then each clause with what went and what came.

Without colours, what went stands in [-…-] and what came in {+…+}.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from slagen.diagnostics import Lang
from slagen.model.clause import Risk
from slagen.model.edit import Comparison, Edit, Place
from slagen.render import diff_view as view
from slagen.render.diff_view import Changed, Piece

_STYLES = {"equal": "", "deleted": "red strike", "inserted": "green underline"}
_RISKS = {Risk.HIGH: "bold red", Risk.MEDIUM: "yellow", Risk.LOW: ""}


def render(comparisons: Sequence[Comparison], lang: Lang, *, colour: bool, width: int) -> str:
    """All of them, one after the other.

    Args:
        lang: of the table and its words; passages are in the languages compared.
        width: of the terminal in columns.
    """
    sink = io.StringIO()
    console = Console(
        file=sink, force_terminal=colour, no_color=not colour, width=width, highlight=False, legacy_windows=False
    )
    for place, comparison in enumerate(comparisons):
        if place:
            console.print()
        _print(console, comparison, lang, colour=colour)
    return "".join(line.rstrip() + "\n" for line in sink.getvalue().splitlines())


def _print(console: Console, comparison: Comparison, lang: Lang, *, colour: bool) -> None:
    console.print(Text(view.heading(comparison, lang), style="bold"))
    if not comparison.edits:
        console.print(Text(view.NOTHING_CHANGED.text(lang)))
        return
    if comparison.told:
        console.print()
        console.print(_table(comparison, lang))
    for note in view.notes(comparison, lang):
        console.print(Text(note))
    for clause in view.changed(comparison, lang):
        console.print()
        _print_clause(console, clause, comparison, lang, colour=colour)


def _table(comparison: Comparison, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in view.HEADS:
        table.add_column(Text(head.text(lang)), overflow="fold")
    for edit in comparison.told:
        cells = [Text(cell) for cell in view.row(edit, lang)]
        cells[3].stylize(_RISKS[edit.risk])
        table.add_row(*cells)
        for where, said in _followers(edit, lang):
            table.add_row(Text(where, style="dim"), Text(""), Text(said, style="dim"))
    return table


def _followers(edit: Edit, lang: Lang) -> Iterator[tuple[str, str]]:
    """What is in the first column and in the third of the lines below an input, where values followed it."""
    if edit.computed:
        yield "", f"{view.tally(edit, lang)}{'：' if lang == 'zh' else ':'}"
    for first, said in view.followers(edit, lang):
        names = (f"  {view.name(first, lang)}", *[""] * len(said))
        yield from zip(names, (f"  {one}" for one in said), strict=False)


def _print_clause(console: Console, clause: Changed, comparison: Comparison, lang: Lang, *, colour: bool) -> None:
    console.print(Text(f"{clause.title} · {clause.clause}", style="bold"))
    for place in clause.places:
        for language, some in _worth_reading(place, comparison.languages):
            line = _line(place, language, some, colour=colour)
            console.print(line, soft_wrap=not colour)


def _worth_reading(place: Place, languages: Iterable[Lang]) -> list[tuple[Lang, tuple[Piece, ...]]]:
    """The words in each language that changed; in every language where none did, as where a number is another."""
    some = [(language, said) for language in languages if (said := view.pieces(place.words.get(language)))]
    changed = [one for one in some if any(piece.kind != "equal" for piece in one[1])]
    return changed or some


def _line(place: Place, language: Lang, some: Sequence[Piece], *, colour: bool) -> Text:
    label = view.best(place.label, language)
    line = Text(f"  {label} " if label else "  ", style="")
    line.append_text(_coloured(view.in_context(some), colour=colour))
    return line


def _coloured(some: Iterable[Piece], *, colour: bool) -> Text:
    if not colour:
        return Text("".join(view.marked(piece) for piece in some))
    return Text.assemble(*((piece.text, _STYLES[piece.kind]) for piece in some))
