"""Versions of a clause side by side: their heads, and of their paragraphs in full only what differs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import typer
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text as Styled

from slagen.cli import register
from slagen.cli.language import say
from slagen.diagnostics import Lang
from slagen.model.clause import ClauseFile
from slagen.read.paragraphs import Aligned, align

_SIDE_BY_SIDE = 110
"""The columns of a terminal from which the versions stand beside each other; below it, under each other."""

_WORD = re.compile(r"[A-Za-z0-9_.']+|.", re.DOTALL)
"""A word of a Latin script with its figures, or a single character."""

Versions = Mapping[str, ClauseFile]
"""Versions of a clause by the names they are shown with."""


def as_data(versions: Versions, languages: Sequence[Lang]) -> dict[str, Any]:
    """The versions as plain data: heads, then for each language the paragraphs, with the text of each version."""
    first = next(iter(versions.values())).head
    return {
        "id": first.id,
        "section": first.section,
        "title": {"zh": first.title.zh, "en": first.title.en},
        "versions": [{"name": name} | _head(file) for name, file in versions.items()],
        "paragraphs": {
            lang: [
                {
                    "name": row.name,
                    "same": row.same(len(versions)),
                    "text": {name: one.text for name, one in row.versions.items()},
                }
                for row in _rows(versions, lang)
            ]
            for lang in languages
        },
    }


def _head(file: ClauseFile) -> dict[str, Any]:
    head = file.head
    return {
        "variant": head.variant,
        "version": head.version,
        "risk": head.risk.value,
        "note": {"zh": head.note.zh, "en": head.note.en} if head.note else None,
        "fallback": head.fallback,
        "overlay": file.overlay,
        "file": file.span.file,
    }


def show(versions: Versions, languages: Sequence[Lang]) -> None:
    """Print the versions: beside each other in a wide terminal, else under each other."""
    console = Console(highlight=False)
    first = next(iter(versions.values())).head
    typer.echo(f"{first.id}  {first.section}  {first.title.zh} / {first.title.en}")
    table = console.is_terminal and console.width >= _SIDE_BY_SIDE
    if not console.is_terminal:
        console.width = 10_000  # lines of a pipe are whole
    draw = _beside if table else _under
    console.print(draw([_head_row(versions, languages)], versions))
    for lang in languages:
        console.print(f"\n[{lang}]", markup=False)
        rows = _rows(versions, lang)
        console.print(draw([_paragraph_row(row, versions) for row in rows], versions))


def _rows(versions: Versions, lang: Lang) -> tuple[Aligned[str], ...]:
    return align({name: file.sources[lang].text for name, file in versions.items()})


Row = tuple[str, Mapping[str, str]]
"""A name and what each version says; no entries where all say the same."""


def _head_row(versions: Versions, languages: Sequence[Lang]) -> Row:
    return "", {name: _about(file, languages) for name, file in versions.items()}


def _about(file: ClauseFile, languages: Sequence[Lang]) -> str:
    head = file.head
    lines = [f"{head.version} · {register.risk(file)} · {file.span.file}"]
    lines += [note for lang in languages if head.note and (note := head.note.get(lang))]
    if head.variant:
        fallback = head.fallback.value if head.fallback else say("无（最后的版本）", "none (last resort)")
        lines.append(say(f"退让：{fallback}", f"fallback: {fallback}"))
    return "\n".join(lines)


def _paragraph_row(row: Aligned[str], versions: Versions) -> Row:
    title = next(iter(row.versions.values())).title
    heading = f"{row.name}  {title}" if title and title != row.name else row.name
    if row.same(len(versions)):
        return f"{heading} — {say('各版本相同', 'the same in all')}", {}
    return heading, {name: _text(row, name, versions) for name in versions}


def _text(row: Aligned[str], version: str, versions: Versions) -> str:
    """What a version says, or the earlier one that says the same."""
    if version not in row.versions:
        return say("（没有这一款）", "(not in this one)")
    text = row.versions[version].text
    for earlier in versions:
        if earlier == version:
            break
        if earlier in row.versions and row.versions[earlier].text == text:
            return say(f"（同 {earlier}）", f"(as {earlier})")
    return text


def _beside(rows: Sequence[Row], versions: Versions) -> Table:
    table = Table(show_lines=True, expand=True)
    for version in versions:
        table.add_column(version, ratio=1, overflow="fold")
    for heading, texts in rows:
        first = next(iter(texts.values()), "") if heading else None
        cells = [_marked(texts.get(version, ""), first) for version in versions]
        cells[0] = Styled.assemble((heading, "bold"), "\n" if heading and texts else "", cells[0])
        table.add_row(*cells)
    return table


def _marked(text: str, first: str | None) -> Styled:
    """A text with the words underlined that the first version, if there is one to compare with, does not have."""
    if first is None or text == first or text[:1] in "(（":  # a paragraph starts with its number, not with a bracket
        return Styled(text)
    words, others = _WORD.findall(text), _WORD.findall(first)
    marked = Styled()
    for kind, _, _, start, end in SequenceMatcher(None, others, words, autojunk=False).get_opcodes():
        marked.append("".join(words[start:end]), "" if kind == "equal" else "underline")
    return marked


def _under(rows: Sequence[Row], versions: Versions) -> Group:
    lines: list[Styled] = []
    for heading, texts in rows:
        if heading:
            lines.append(Styled(f"\n{heading}", "bold"))
        first = next(iter(texts.values()), "") if heading else None
        lines += [Styled.assemble((f"{version}: ", "bold"), _marked(text, first)) for version, text in texts.items()]
    return Group(*lines)


__all__ = ["as_data", "show"]
