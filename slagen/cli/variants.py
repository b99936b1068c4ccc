"""The variants of a clause side by side: their notes, and of their paragraphs in full only what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text as Styled

from slagen.cli.language import say
from slagen.diagnostics import Lang
from slagen.model.clause import ClauseFile, Variant
from slagen.read.paragraphs import Aligned, align

_SIDE_BY_SIDE = 110
"""The columns of a terminal from which the variants stand beside each other; below it, under each other."""

Variants = Mapping[Variant, ClauseFile]


def as_data(variants: Variants, languages: Sequence[Lang]) -> dict[str, Any]:
    """The variants as plain data: heads, then for each language the paragraphs, with the text of each variant."""
    first = next(iter(variants.values())).head
    return {
        "id": first.id,
        "section": first.section,
        "title": {"zh": first.title.zh, "en": first.title.en},
        "variants": [_head(file) for file in variants.values()],
        "paragraphs": {
            lang: [
                {
                    "name": row.name,
                    "same": row.same(len(variants)),
                    "text": {variant.value: one.text for variant, one in row.versions.items()},
                }
                for row in _rows(variants, lang)
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


def show(variants: Variants, languages: Sequence[Lang]) -> None:
    """Print the variants: beside each other in a wide terminal, else under each other."""
    console = Console(highlight=False)
    first = next(iter(variants.values())).head
    typer.echo(f"{first.id}  {first.section}  {first.title.zh} / {first.title.en}")
    table = console.is_terminal and console.width >= _SIDE_BY_SIDE
    if not console.is_terminal:
        console.width = 10_000  # lines of a pipe are whole
    draw = _beside if table else _under
    console.print(draw([_head_row(variants, languages)], variants))
    for lang in languages:
        console.print(f"\n[{lang}]", markup=False)
        rows = _rows(variants, lang)
        console.print(draw([_paragraph_row(row, variants) for row in rows], variants))


def _rows(variants: Variants, lang: Lang) -> tuple[Aligned[Variant], ...]:
    return align({variant: file.sources[lang].text for variant, file in variants.items()})


Row = tuple[str, Mapping[Variant, str]]
"""A name and what each variant says; no entries where all say the same."""


def _head_row(variants: Variants, languages: Sequence[Lang]) -> Row:
    return "", {variant: _about(file, languages) for variant, file in variants.items()}


def _about(file: ClauseFile, languages: Sequence[Lang]) -> str:
    head = file.head
    fallback = head.fallback.value if head.fallback else say("无（最后的版本）", "none (last resort)")
    lines = [f"{head.version} · {say('风险', 'risk')} {head.risk.value} · {file.span.file}"]
    lines += [note for lang in languages if head.note and (note := head.note.get(lang))]
    return "\n".join([*lines, say(f"退让：{fallback}", f"fallback: {fallback}")])


def _paragraph_row(row: Aligned[Variant], variants: Variants) -> Row:
    title = next(iter(row.versions.values())).title
    name = f"{row.name}  {title}" if title and title != row.name else row.name
    if row.same(len(variants)):
        return f"{name} — {say('各版本相同', 'the same in all')}", {}
    return name, {variant: _text(row, variant, variants) for variant in variants}


def _text(row: Aligned[Variant], variant: Variant, variants: Variants) -> str:
    """What a variant says, or the earlier one that says the same."""
    if variant not in row.versions:
        return say("（没有这一款）", "(not in this variant)")
    text = row.versions[variant].text
    for earlier in variants:
        if earlier == variant:
            break
        if earlier in row.versions and row.versions[earlier].text == text:
            return say(f"（同 {earlier}）", f"(as {earlier})")
    return text


def _beside(rows: Sequence[Row], variants: Variants) -> Table:
    table = Table(show_lines=True, expand=True)
    for variant in variants:
        table.add_column(variant.value, ratio=1)
    for name, texts in rows:
        cells = [Styled(texts.get(variant, "")) for variant in variants]
        cells[0] = Styled.assemble((name, "bold"), "\n" if name and texts else "", cells[0])
        table.add_row(*cells)
    return table


def _under(rows: Sequence[Row], variants: Variants) -> Group:
    lines: list[Styled] = []
    for name, texts in rows:
        if name:
            lines.append(Styled(f"\n{name}", "bold"))
        lines += [Styled.assemble((f"{variant.value}: ", "bold"), text) for variant, text in texts.items()]
    return Group(*lines)


__all__ = ["as_data", "show"]
