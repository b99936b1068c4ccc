"""Inlines: a table from each kind of node to the function that makes its runs, and passages made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from slagen.diagnostics import Lang
from slagen.render import ooxml
from slagen.render.docx.problem import RenderError
from slagen.render.docx.writer import Target, Writer, one_side
from slagen.render.ooxml import Element
from slagen.tree import (
    Blank,
    Change,
    Citation,
    Content,
    Deleted,
    Emphasis,
    Field,
    Inline,
    Inserted,
    LineBreak,
    ResolvedRef,
    Strong,
    Term,
    Text,
    Tick,
    plain,
)
from slagen.tree.numbering import unstopped
from slagen.tree.redline import Side, side_of
from slagen.tree.walk import BOX, ROOM


def one_line(text: str) -> str:
    """The text with its line breaks as spaces."""
    return re.sub(r"\r\n|\r|\n", " ", text)


def _text(node: Text | Term | Citation, lang: Lang, style: str | None, _: Writer) -> Iterator[Element]:
    yield ooxml.text_run(lang, node.text, style)


def _field(node: Field, lang: Lang, style: str | None, writer: Writer) -> Iterator[Element]:
    shown = ooxml.text_run(lang, node.text, style)
    if not writer.options.content_controls or not node.text:
        yield shown
        return
    from slagen.read.titles import input_title  # with all models of a contract

    title, locked = input_title(node.path, lang), writer.options.protect
    yield ooxml.control(writer.next_control(), node.path, title, [shown], locked=locked)


def _strong(node: Strong, lang: Lang, _: str | None, writer: Writer) -> Iterator[Element]:
    yield from _runs(node.children, lang, writer, "StrongChinese" if lang == "zh" else "Strong")


def _emphasis(node: Emphasis, lang: Lang, _: str | None, writer: Writer) -> Iterator[Element]:
    yield from _runs(node.children, lang, writer, "EmphasisChinese" if lang == "zh" else "Emphasis")


def _break(_: LineBreak, lang: Lang, __: str | None, ___: Writer) -> Iterator[Element]:
    yield ooxml.break_line(lang)


def _changed(node: Inserted | Deleted, lang: Lang, style: str | None, writer: Writer) -> Iterator[Element]:
    kind: ooxml.TrackKind = "inserted" if isinstance(node, Inserted) else "deleted"
    yield ooxml.track_runs(kind, runs_of(node.children, lang, writer, style), *writer.next_track())


def _reference(node: ResolvedRef, lang: Lang, style: str | None, writer: Writer) -> Iterator[Element]:
    found = {side: targets[node.key] for side, targets in writer.targets.items() if node.key in targets}
    if not found and writer.tracking is not None:
        yield ooxml.text_run(lang, node.text, style)
        return
    if not found:
        raise RenderError(f"a reference points at {node.key!r}, which has no place in the document")
    # In a redline, what is deleted shows its old number, and was held against it in the old document.
    if writer.tracking is None:
        label = unstopped(plain(found["new"].label.get(lang)))
        if node.number != label:
            raise RenderError(f"a reference shows {node.number!r} for what is labelled {label!r}")
    leads = [_leading_to(found[side], side, node.key, lang, writer) for side in found]
    if node.before:
        yield ooxml.text_run(lang, node.before, style)
    yield from ooxml.field(lang, _instruction(leads[0], leads[-1], lang, style, writer), node.number, style)
    if node.after:
        yield ooxml.text_run(lang, node.after, style)


def _instruction(new: str, old: str, lang: Lang, style: str | None, writer: Writer) -> str | list[Element]:
    """The instruction of a field; where the sides of a redline have others, what differs is tracked.

    Pandoc needs to read some of it that is not, and LibreOffice, which keeps both, goes by what stands first.
    """
    if new == old:
        return new
    words, before = new.split(), old.split()
    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(words, before, strict=False)))
    runs = [ooxml.code(lang, f" {' '.join(words[:same])} ", style)]
    sides: tuple[tuple[ooxml.TrackKind, list[str]], ...] = ("inserted", words[same:]), ("deleted", before[same:])
    for kind, rest in sides:
        runs.append(ooxml.track_runs(kind, [ooxml.code(lang, f"{' '.join(rest)} ", style)], *writer.next_track()))
    return runs


def _leading_to(target: Target, side: Side, key: str, lang: Lang, writer: Writer) -> str:
    """The field that shows a label as a reference does, or a link's where there is none."""
    scheme, name = writer.document.numbering.scheme(lang), writer.name(key, lang, side)
    if side == "old" and target.was is not None:
        target = target.was
    label = plain(target.label.get(lang))
    # 17.16.5.50: REF leaves out periods at the end of a label and nothing else.  It would show 第三、部分.
    if unstopped(label) != label.rstrip("."):
        return rf'HYPERLINK \l "{name}"'
    # \r would set what stands above before the label of what is counted below a whole number.
    alone = len(target.number) <= scheme.whole and target.number[1:2] != (0,)
    return rf"REF {name} \r \h" if alone else rf"REF {name} \n \h"


def _blank(node: Blank, lang: Lang, _: str | None, writer: Writer) -> Iterator[Element]:
    # Among other words; the row of a cell that is a blank is as high as what is written into it.
    if writer.options.protect:
        yield from ooxml.form_text(lang, *writer.form(node, lang), ROOM * 8, "Blank")
    else:
        yield ooxml.text_run(lang, ROOM * 8, "Blank")


def _tick(node: Tick, lang: Lang, _: str | None, writer: Writer) -> Iterator[Element]:
    box = ooxml.text_run(lang, BOX, "TickBox")
    yield ooxml.form_box(writer.next_control(), *writer.form(node, lang), box) if writer.options.protect else box


_INLINES: Mapping[type, Callable[[Any, Lang, str | None, Writer], Iterator[Element]]] = MappingProxyType(
    {
        Text: _text,
        Field: _field,
        Term: _text,
        Citation: _text,
        Strong: _strong,
        Emphasis: _emphasis,
        LineBreak: _break,
        ResolvedRef: _reference,
        Blank: _blank,
        Tick: _tick,
        Inserted: _changed,
        Deleted: _changed,
    }
)


def _runs(nodes: Iterable[Inline], lang: Lang, writer: Writer, style: str | None = None) -> Iterator[Element]:
    for node in nodes:
        write = _INLINES.get(type(node))
        if write is None:
            raise RenderError(f"DOCX has no form for {node!r}")
        yield from write(node, lang, style, writer)


def runs_of(nodes: Iterable[Inline], lang: Lang, writer: Writer, style: str | None = None) -> list[Element]:
    """The runs of a passage in one language."""
    return list(_runs(nodes, lang, writer, style))


def words_of(
    content: Content, lang: Lang, change: Change | None, writer: Writer, style: str | None = None
) -> list[Element]:
    """The runs of a passage, or of what it was or is, where only one side of a redline says it."""
    if change is None:
        return runs_of(content.get(lang), lang, writer, style)
    said = one_side(content, side_of(change)).get(lang)
    return writer.track(change, lang, runs_of(said, lang, writer, style))


def run_in(content: Content, writer: Writer, style: str | None = None) -> list[Element]:
    """A short passage in all its languages on one line."""
    runs: list[Element] = []
    before: Change | None = None
    for lang, change in writer.spoken(content):
        runs += writer.track(change or before, lang, [ooxml.text_run(lang, " ")]) if runs else []
        runs += words_of(content, lang, change, writer, style)
        before = change
    return runs


def paragraphs_of(style: str, content: Content, writer: Writer) -> Iterator[Element]:
    """A passage as a paragraph a language, once where both say the same."""
    for lang, change in writer.spoken(content):
        yield writer.end(ooxml.paragraph(style, words_of(content, lang, change, writer)), change)
