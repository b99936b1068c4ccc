"""A plain Markdown file as a document: one text in one language, without chapters, values or clauses of a library.

What stands in front of a paragraph as its number (第三条, （二）, 3.2.1, (a)) becomes its label, so that a comparison
tells numbers from words; a heading becomes a paragraph that is one.  Markup is read as CommonMark's and GFM's tables
are; HTML is text, and comments are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Literal, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import AtomicString

from slagen.diagnostics import Lang, Span
from slagen.tree import (
    TEXT,
    Annex,
    Block,
    Clause,
    Content,
    Cover,
    Document,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
    plain,
)
from slagen.tree.numbering import Numbering

_HAN_NUMBER = "[零〇一二三四五六七八九十百千]+"
# A decimal at the beginning of a sentence is a number only before words that could begin one by themselves.
_SENTENCE = r"(?=[\s　]+[A-Z\"“‘《（(*\u3400-\u9fff])(?![\s　]*(?:年|月|日|天|小时|分钟|秒|元|万|亿|个|次|倍))"
_LABEL = re.compile(
    r"\s*("
    rf"第(?:{_HAN_NUMBER}|[0-9]+(?:\.[0-9]+)*)[编章节条款项](?:之{_HAN_NUMBER})?(?=[\s　]|$)"
    rf"|[（(](?:{_HAN_NUMBER}|[0-9]{{1,3}}|[a-z]|[ivx]+)[）)]"
    rf"|{_HAN_NUMBER}、"
    r"|[①-⑳]"
    r"|(?:Article|Section|Chapter|Clause|Annex) [0-9]+(?:\.[0-9]+)*[.:]?(?=\s|$)"
    rf"|[0-9]+(?:\.[0-9]+)+[.、．)]?{_SENTENCE}"
    r"|[0-9]{1,3}[、．)]"
    r"|[0-9]{1,3}\.(?=[\s　])"
    r")[\s　]*"
)
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_CHINESE_BREAK = re.compile(r"(?<![A-Za-z0-9 \t])[ \t]*\n[ \t]*|[ \t]*\n[ \t]*(?![A-Za-z0-9 \t])")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HAN, _LATIN = re.compile(r"[\u3400-\u9fff]+"), re.compile("[A-Za-z]+")
_UNREAD = ("html", "entity", "autolink", "automail")
_MARKUP = re.compile(r"[*_`\[\]!<>&\\]|  $", re.MULTILINE)
_ITEMS = ("ol", "ul")


def prose(id: str, file: str, text: str, page_of: Content, dated: date) -> Document:  # noqa: A002 - as Document.id
    """The document of a Markdown text.

    Args:
        file: what the text came from, for the places of its paragraphs.
        page_of: the footer in each language, as :class:`Document` has it.
        dated: the date that file metadata carries.
    """
    lang = _language(text)
    blocks = tuple(_Reader(lang, Span(file, 1, 1)).blocks(_tree(text)))
    title, blocks = _title(blocks)
    blocks = tuple(_ranked(blocks, 1 if title.rank else 0))
    clause = Clause(TEXT, "", title.content, blocks, Span(file, 1, 1))
    nothing = Content()
    return Document(
        id=id,
        version="",
        template="standard",
        numbering=Numbering(),
        languages=(lang,),
        layout="interleaved",
        dated=dated,
        author=nothing,
        subject=nothing,
        header=title.content,
        page_of=Content(**{lang: page_of.get(lang)}),
        contents_title=nothing,
        cover=Cover(nothing, (), ()),
        chapters=(),
        signature=None,
        annexes=(Annex(Heading(TEXT, (), title.label, title.content), clause),),
    )


def _language(text: str) -> Lang:
    """Chinese where it has at least as many Han characters as Latin words."""
    return "zh" if sum(map(len, _HAN.findall(text))) >= len(_LATIN.findall(text)) else "en"


def _title(blocks: tuple[Block, ...]) -> tuple[Paragraph, tuple[Block, ...]]:
    """The heading that the text begins with, if it does, and the rest."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.rank == 1:
        return first, blocks[1:]
    return Paragraph("", (), Content(), Content(), (), Span("", 1, 1)), blocks


def _ranked(blocks: Sequence[Block], above: int) -> Iterator[Block]:
    """The blocks with no level of heading left out below that of the title, as outlines want it."""
    open_: list[int] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.rank:
            open_ = [*(level for level in open_ if level < block.rank), block.rank]
            yield replace(block, rank=above + len(open_))
        else:
            yield block


# Markdown ---------------------------------------------------------------------------------------------------------


@cache
def _parser() -> Markdown:
    parser = Markdown(extensions=["tables"])
    parser.parser.blockprocessors["olist"].LAZY_OL = False  # type: ignore[attr-defined]  # as the text counts
    parser.preprocessors.deregister("html_block")
    parser.treeprocessors.deregister("prettify")
    for name in _UNREAD:
        parser.inlinePatterns.deregister(name)
    # Chinese paragraphs are often indented, and a line of dashes under words is no heading in a contract.
    for name in ("code", "setextheader"):
        parser.parser.blockprocessors.deregister(name)
    return parser


def _tree(text: str) -> Element:
    parser = _parser()
    parser.reset()
    lines = list(_apart(_COMMENT.sub("", text).splitlines()))
    for preprocessor in parser.preprocessors:
        lines = preprocessor.run(lines)
    root = cast("Element", parser.parser.parseDocument(lines).getroot())
    for element in root.iter():
        if element.text and not _MARKUP.search(element.text):
            element.text = AtomicString(element.text)  # no pattern is tried on it
    for processor in parser.treeprocessors:
        replaced: Element | None = processor.run(root)
        root = root if replaced is None else replaced
    return root


def _apart(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with an empty one before each that begins with the number of a clause or an item of one."""
    for line in lines:
        # Lists of Markdown's own stay: an item of theirs begins with a figure or a letter, a full stop and a space.
        if _LABEL.match(line) and not re.match(r"\s*[0-9]+\.\s", line):
            yield ""
            yield line.strip()
        else:
            yield line


class _Reader:
    """Makes blocks of elements in one language; nothing tells where in the file an element stood."""

    def __init__(self, lang: Lang, span: Span) -> None:
        self._lang, self._span = lang, span

    def blocks(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            match child.tag:
                case "p":
                    yield from self._paragraph(self._inlines(child))
                case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                    yield from self._paragraph(self._inlines(child), int(child.tag[1]))
                case "ol" | "ul":
                    yield from self._items(child)
                case "table":
                    yield self._table(child)
                case _:
                    yield from self.blocks(child)

    def _paragraph(self, nodes: Iterator[Inline], heading: int = 0, bullet: str = "") -> Iterator[Block]:
        words = _trimmed(tuple(nodes))
        match = _LABEL.match(plain(words))
        label = bullet or (match[1] if match else "")
        if match and not bullet:
            words = _without(words, match.end())
        if words or label:
            yield Paragraph("", (), self._content(_text(label)), self._content(words), (), self._span, rank=heading)

    def _content(self, words: tuple[Inline, ...]) -> Content:
        return Content(**{self._lang: words})

    def _items(self, listed: Element) -> Iterator[Block]:
        for place, item in enumerate(listed, int(listed.get("start", 1))):
            bullet = "•" if listed.tag == "ul" else f"{place}."
            yield from self._item(item, bullet)

    def _item(self, item: Element, bullet: str) -> Iterator[Block]:
        first = next(iter(item), None)
        if first is not None and first.tag == "p" and not (item.text or "").strip():
            yield from self._paragraph(self._inlines(first), bullet=bullet)
            yield from self.blocks(_holding(item[1:]))
            return
        inner = [child for child in item if child.tag in (*_ITEMS, "p", "table", "blockquote")]
        yield from self._paragraph(self._inlines(item), bullet=bullet)
        yield from self.blocks(_holding(inner))

    def _table(self, table: Element) -> Table:
        columns = list(table.iter("th"))
        header = tuple(self._content(tuple(self._inlines(cell))) for cell in columns)
        rows = (row for body in table.iter("tbody") for row in body)
        return Table(header, tuple(map(_align, columns)), tuple(map(self._row, rows)), self._span)

    def _row(self, row: Element) -> Row:
        return Row(tuple(self._content(tuple(self._inlines(cell))) for cell in row), self._span)

    def _inlines(self, element: Element) -> Iterator[Inline]:
        """The words directly in an element, without the blocks in it."""
        yield from self._words(element.text)
        for child in element:
            if child.tag not in (*_ITEMS, "p", "table", "blockquote"):
                yield from self._inline(child)
                yield from self._words(child.tail)

    def _inline(self, child: Element) -> Iterator[Inline]:
        match child.tag:
            case "strong" | "em":
                kind = Strong if child.tag == "strong" else Emphasis
                yield kind(tuple(self._inlines(child)))
            case "br":
                yield LineBreak()
            case "img":
                yield from self._words(child.get("alt"))
            case _:
                yield from self._inlines(child)

    def _words(self, text: str | None) -> Iterator[Inline]:
        yield from _text(_joined(text, self._lang) if text and "\n" in text else text or "")


def _joined(text: str, lang: Lang) -> str:
    """Lines joined: by a space in English, by nothing in Chinese unless Latin words meet."""
    if lang == "zh":
        text = _CHINESE_BREAK.sub("", text)
    return _BREAK.sub(" ", text)


def _holding(children: Sequence[Element]) -> Element:
    made = Element("div")
    made.extend(children)
    return made


def _text(words: str) -> tuple[Inline, ...]:
    return (Text(words),) if words else ()


def _align(cell: Element) -> Literal["left", "center", "right"]:
    style = cell.get("style", "") + cell.get("align", "")
    return "right" if "right" in style else "center" if "center" in style else "left"


def _trimmed(words: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Without the space at both ends, and of a text in pieces the pieces as one."""
    if len(words) == 1 and isinstance(only := words[0], Text):
        return _text(only.text.strip())
    joined: list[Inline] = []
    for node in words:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + node.text)
        else:
            joined.append(node)
    if joined and isinstance(joined[0], Text):
        joined[0] = Text(joined[0].text.lstrip())
    if joined and isinstance(joined[-1], Text):
        joined[-1] = Text(joined[-1].text.rstrip())
    return tuple(node for node in joined if node != Text(""))


def _without(words: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    """The words without the first characters."""
    kept: list[Inline] = []
    for node in words:
        said = plain((node,))
        if length >= len(said):
            length -= len(said)
        elif isinstance(node, Strong | Emphasis):
            kept.append(replace(node, children=_without(node.children, length)))
            length = 0
        else:
            kept.append(Text(said[length:]) if length else node)
            length = 0
    return tuple(kept)
