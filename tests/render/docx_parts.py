"""A DOCX as its parts, read by readers of our own; its numbers by an independent reading of ECMA-376 part 1, 17.9."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import cn2an
import pytest
from factory import SPAN, in_language, rich_document, theme
from lxml import etree

from slagen.render.docx import render
from slagen.tree import Block, Content, Document, Field, Heading, Paragraph, plain
from slagen.tree.walk import headings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VARIANTS = ("zh", "en", "interleaved", "parallel")
ROOT = Path(__file__).parents[2]


def variant(name: str) -> Document:
    if name in ("zh", "en"):
        return in_language(name)  # type: ignore[arg-type]
    return rich_document(name)  # type: ignore[arg-type]


def pages(document: Document) -> dict[str, int]:
    """Page numbers for every heading but the last."""
    return {heading.key: 3 + i for i, (_, heading) in enumerate(list(headings(document))[:-1])}


@dataclass(frozen=True)
class Parts:
    """A rendered document and its parts as elements."""

    tree: Document
    data: bytes

    def part(self, name: str) -> Any:
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            return etree.fromstring(file.read(name))

    @property
    def body(self) -> Any:
        return self.part("word/document.xml")[0]


@pytest.fixture(scope="module", params=VARIANTS)
def parts(request: pytest.FixtureRequest) -> Parts:
    """Each variant of the document with every node in it."""
    return written(request.param)


@cache
def written(name: str) -> Parts:
    """A variant as a file, written once for all tests."""
    document = variant(name)
    return Parts(document, render(document, theme(), pages(document)))


def words(paragraph: Any) -> str:
    """What a paragraph shows: text, breaks and tabs in order."""
    shown = {f"{W}t": lambda e: e.text or "", f"{W}br": lambda _: "\n", f"{W}tab": lambda _: "\t"}
    runs = paragraph.iter(f"{W}r")
    return "".join(shown[child.tag](child) for run in runs for child in run if child.tag in shown)


def val(parent: Any, *path: str) -> str | None:
    found = parent.find("/".join(f"{W}{name}" for name in path)) if parent is not None else None
    return None if found is None else str(found.get(f"{W}val"))


ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@dataclass
class Counter:
    """Computes the label of each paragraph from numbering.xml and styles.xml alone."""

    numbering: Any
    styles: Any
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: Any) -> str | None:
        found = self._place(paragraph)
        if found is None:
            return None
        abstract, level = found
        levels = {int(e.get(f"{W}ilvl")): e for e in abstract.findall(f"{W}lvl")}
        counts = self.counts.setdefault(abstract.get(f"{W}abstractNumId"), {})
        counts[level] = counts[level] + 1 if level in counts else int(val(levels[level], "start") or 0)
        for deeper in [at for at in counts if at > level]:
            assert val(levels[deeper], "lvlRestart") is None, "a level that does not restart"
            del counts[deeper]
        text = val(levels[level], "lvlText") or ""
        return re.sub(r"%(\d)", lambda m: self._shown(levels, counts, int(m[1]) - 1), text)

    def _shown(self, levels: dict[int, Any], counts: dict[int, int], level: int) -> str:
        count = counts.get(level, int(val(levels[level], "start") or 0))
        letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * ((count + 25) // 26)
        formats = {
            "decimal": str(count),
            "lowerLetter": letter,
            "upperLetter": letter.upper(),
            "lowerRoman": ROMAN[count - 1] if count <= len(ROMAN) else "?",
            "decimalEnclosedCircle": chr(0x245F + count),
            "chineseCountingThousand": cn2an.an2cn(count).replace("一十", "十") if count < 20 else cn2an.an2cn(count),
        }
        return formats[val(levels[level], "numFmt") or "decimal"]

    def _place(self, paragraph: Any) -> tuple[Any, int] | None:
        properties = paragraph.find(f"{W}pPr")
        number, level = val(properties, "numPr", "numId"), val(properties, "numPr", "ilvl")
        style = val(properties, "pStyle")
        while number is None and style is not None:
            definition = self.styles.find(f"{W}style[@{W}styleId='{style}']")
            inherited = definition.find(f"{W}pPr")
            number, level = val(inherited, "numPr", "numId"), val(inherited, "numPr", "ilvl")
            linked, style = style, val(definition, "basedOn")
            if number is not None:
                level = self._linked_level(number, linked)
        if number is None:
            return None
        return self._abstract(number), int(level or 0)

    def _linked_level(self, number: str, style: str) -> str:
        for level in self._abstract(number).findall(f"{W}lvl"):
            if val(level, "pStyle") == style:
                return str(level.get(f"{W}ilvl"))
        raise AssertionError(f"{style} is not linked back from its list")

    def _abstract(self, number: str) -> Any:
        reference = val(self.numbering.find(f"{W}num[@{W}numId='{number}']"), "abstractNumId")
        return self.numbering.find(f"{W}abstractNum[@{W}abstractNumId='{reference}']")


def numbered(document: Document) -> Iterator[tuple[str, str]]:
    """Label and words of each numbered paragraph of the tree in reading order."""

    def each(label: Content, content: Content) -> Iterator[tuple[str, str]]:
        return ((plain(label.get(lang)), plain(content.get(lang))) for lang in document.languages)

    def heading(node: Heading) -> Iterator[tuple[str, str]]:
        return each(node.label, node.title)

    def within(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
        for block in blocks:
            if isinstance(block, Paragraph):
                if block.number:
                    yield from each(block.label, block.content)
                yield from within(block.children)

    for chapter in document.chapters:
        yield from heading(chapter.heading)
        for section in chapter.sections:
            yield from heading(section.heading)
            for clause in section.clauses:
                yield from within(clause.blocks)
    for annex in document.annexes:
        yield from heading(annex.heading)
        yield from within(annex.clause.blocks)


def with_first(document: Document, *blocks: Block) -> Document:
    """The document with other blocks in its first clause."""
    chapter, *chapters = document.chapters
    section, *sections = chapter.sections
    clause = replace(section.clauses[0], blocks=blocks)
    section = replace(section, clauses=(clause, *section.clauses[1:]))
    return replace(document, chapters=(replace(chapter, sections=(section, *sections)), *chapters))


def says(words_: str) -> Paragraph:
    return Paragraph("", (), Content(), Content(zh=(Field("x", words_),)), (), SPAN)


def alone(*blocks: Block) -> Parts:
    document = with_first(in_language("zh"), *blocks)
    document = replace(document, chapters=(replace(document.chapters[0], sections=document.chapters[0].sections[:1]),))
    return Parts(document, render(document, theme(), {}))


def fields(part: Any) -> list[tuple[str, str]]:
    """Instruction and result of each complex field, in the order they end; fails where they are not balanced."""
    ended: list[tuple[str, str]] = []
    stack: list[dict[str, str]] = []
    for element in part.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            stack.append({"code": "", "result": "", "state": "code"})
        elif kind == "separate":
            assert stack[-1]["state"] == "code"
            stack[-1]["state"] = "result"
        elif kind == "end":
            done = stack.pop()
            assert done["state"] == "result"
            ended.append((done["code"].strip(), done["result"]))
        elif element.tag == f"{W}instrText":
            stack[-1]["code"] += element.text
        elif stack:
            stack[-1]["result"] += element.text
    assert stack == []
    return ended


def bookmarked(parts: Parts) -> dict[str, str]:
    """The label that native numbering gives to what each bookmark marks."""
    counter = Counter(parts.part("word/numbering.xml"), parts.part("word/styles.xml"))
    labels: dict[str, str] = {}
    for paragraph in parts.body.iter(f"{W}p"):
        label = counter.label(paragraph)
        for start in paragraph.iter(f"{W}bookmarkStart"):
            labels[start.get(f"{W}name")] = str(label).rstrip(".")
    return labels


def references(parts: Parts) -> list[tuple[list[str], str]]:
    """The code and the result of each cross-reference."""
    return [(code.split(), result) for code, result in fields(parts.body) if code.startswith("REF")]
