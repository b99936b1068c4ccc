"""A comparison as Markdown, fit for a pull request or a step summary on a git host.

What went and what came are ``<del>`` and ``<ins>``, which git hosts let through; all other characters that mean
something in Markdown or HTML are escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from slagen.diagnostics import Lang
from slagen.model.edit import Comparison, Edit, Place
from slagen.render import diff_view as view
from slagen.render.diff_view import Changed, Piece

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:@$])")
_TAGS = {"equal": "{}", "deleted": "<del>{}</del>", "inserted": "<ins>{}</ins>"}


def render(comparisons: Sequence[Comparison], lang: Lang) -> str:
    """All of them, one after the other.

    Args:
        lang: of the table and its words; passages are in the languages compared.
    """
    return "\n".join(line for comparison in comparisons for line in _lines(comparison, lang)) + "\n"


def _lines(comparison: Comparison, lang: Lang) -> Iterator[str]:
    yield f"## {escaped(view.heading(comparison, lang))}\n"
    if not comparison.edits:
        yield view.NOTHING_CHANGED.text(lang) + "\n"
        return
    if comparison.told:
        yield _row(head.text(lang) for head in view.HEADS)
        yield _row("---" for _ in view.HEADS)
        for edit in comparison.told:
            yield _row(_cells(edit, lang))
        yield ""
    for note in view.notes(comparison, lang):
        yield f"{escaped(note)}\n"
    for clause in view.changed(comparison, lang):
        yield from _clause(clause, comparison)


def _cells(edit: Edit, lang: Lang) -> Iterator[str]:
    for column, cell in enumerate(view.row(edit, lang)):
        yield escaped(cell) + (_followers(edit, lang) if column == view.CHANGE and edit.computed else "")


def _followers(edit: Edit, lang: Lang) -> str:
    """What is folded away below an input: the values that followed it."""
    lines = (
        f"{view.name(first, lang)}{'：' if lang == 'zh' else ': '}{view.BETWEEN.text(lang).join(said)}"
        for first, said in view.followers(edit, lang)
    )
    return f"<details><summary>{escaped(view.tally(edit, lang))}</summary>{'<br>'.join(map(escaped, lines))}</details>"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _clause(clause: Changed, comparison: Comparison) -> Iterator[str]:
    yield f"<details><summary>{html.escape(clause.title)} · {html.escape(clause.clause)}</summary>\n"
    for place in clause.places:
        for language in comparison.languages:
            if some := view.pieces(place.words.get(language)):
                yield _passage(place, language, some) + "\n"
    yield "</details>\n"


def _passage(place: Place, language: Lang, some: Sequence[Piece]) -> str:
    label = view.best(place.label, language)
    said = "".join(_TAGS[piece.kind].format(escaped(piece.text)) for piece in some)
    return f"**{escaped(label)}** {said}" if label else said


def escaped(text: str) -> str:
    """The text as Markdown shows it, on one line."""
    return _SPECIAL.sub(r"\\\1", html.escape(text, quote=False)).replace("\n", "<br>")
