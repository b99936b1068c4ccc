"""A DOCX taken apart: the words of its paragraphs in order, how they are set, and each of its other parts."""

from __future__ import annotations

import base64
import binascii
import bz2
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from slagen.render.ooxml import (
    CLAUSES_NAMESPACE,
    CONTRACT_NAMESPACE,
    MANIFEST_NAMESPACE,
    MANIFEST_PROPERTY,
    SOURCES_NAMESPACE,
    W,
)
from slagen.render.provenance import MANIFEST, PRINTED, SourceFile
from slagen.verify.problem import T, VerifyError, readable
from slagen.verify.reading import MOST, Carried, Passage, Reading, digest, solid

LARGEST = 64 * 1024 * 1024
"""The most bytes that the document as data is unpacked to."""
_BODY = "word/document.xml"
_STYLES = "word/styles.xml"
_RUNNING = ("word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments")
_PACKING = ("[Content_Types].xml", "_rels/", "word/_rels/", "customXml/_rels/")
_LOOKS = ("word/",)
_METADATA = ("docProps/",)
_WRONG = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, KeyError, zlib.error,
    etree.XMLSyntaxError,
)  # fmt: skip


def carried(data: bytes) -> Carried:
    """What the DOCX carries.

    Raises:
        VerifyError: as :func:`read`.
    """
    return _opened(data, _carried)


def read(data: bytes) -> Reading:
    """The DOCX taken apart.

    Raises:
        VerifyError: it is damaged, or unpacks to more than any contract does.
    """
    return _opened(data, _reading)


def _opened(data: bytes, use: Callable[[Mapping[str, bytes]], T]) -> T:
    return readable("DOCX", _WRONG, lambda: use(_parts(data)))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MOST:
            raise VerifyError("DOCX 解压后过大", "the DOCX unpacks to more than any contract does")
        if len({entry.filename for entry in entries}) < len(entries):
            raise VerifyError(
                "不是可读的 DOCX：有两个部分同名", "this is no DOCX that can be read: two parts have one name"
            )
        return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}


def _carried(parts: Mapping[str, bytes]) -> Carried:
    trees = {name: _tree(content) for name, content in parts.items() if name.startswith("customXml/item")}
    manifest = next(iter(_items(trees, MANIFEST_NAMESPACE, "manifest")), None)
    sources = next(iter(_items(trees, SOURCES_NAMESPACE, "sources")), ())
    contract = next(iter(_items(trees, CONTRACT_NAMESPACE, "contract")), None)
    said = None if manifest is None else (manifest.text or "").encode()
    printed = None if contract is None else _unpacked(contract.text or "")
    return Carried("docx", said, printed, tuple(_source(each) for each in sources))


def _unpacked(text: str) -> bytes:
    """The document as data; nothing where that was damaged, or is more than any contract has."""
    try:
        reader = bz2.BZ2Decompressor()
        printed = reader.decompress(base64.b64decode(text, validate=True), LARGEST)
    except (ValueError, OSError, EOFError):
        return b""
    return printed if reader.eof else b""


def _reading(parts: Mapping[str, bytes]) -> Reading:
    trees = {name: _tree(content) for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    running = [name for name in sorted(trees) if name.startswith(_RUNNING)]
    return Reading(
        (
            *_passages(trees[_BODY], _BODY),
            *(one for name in running for one in _passages(trees[name], name, running=True)),
        ),
        dict(_looks(parts, trees)),
        {
            _called(name, trees): digest(_plain(name, parts, trees))
            for name in parts
            if not name.startswith((*_PACKING, *_LOOKS, *_METADATA))
        },
        dict(_metadata(trees)),
    )


def _called(name: str, trees: Mapping[str, Any]) -> str:
    """What a part that the file carries is called: by what it is, where slagen puts it there."""
    return _NAMES.get(etree.QName(trees[name]).namespace or "", name) if name in trees else name


CLAUSES, SOURCES = "clauses.xml", "sources.xml"
"""What the parts are called that list clauses, and that hold sources."""
_NAMES = {
    CLAUSES_NAMESPACE: CLAUSES,
    CONTRACT_NAMESPACE: PRINTED,
    MANIFEST_NAMESPACE: MANIFEST,
    SOURCES_NAMESPACE: SOURCES,
}


def _tree(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _items(trees: Mapping[str, Any], namespace: str, name: str) -> list[Any]:
    """The custom XML with that root."""
    return [
        tree for part, tree in trees.items() if part.startswith("customXml/") and tree.tag == f"{{{namespace}}}{name}"
    ]


def _source(element: Any) -> SourceFile:
    try:
        return SourceFile(element.get("name", ""), base64.b64decode(element.text or "", validate=True))
    except binascii.Error:
        raise VerifyError("所附源文件的编码已经损坏", "the sources that it carries are damaged") from None


# Words ------------------------------------------------------------------------------------------------------------


def _passages(tree: Any, part: str, *, running: bool = False) -> Iterator[Passage]:
    for paragraph in tree.iter(f"{{{W}}}p"):
        text = "".join(_words(paragraph))
        if said := solid(text):
            yield Passage(said, text, _look(paragraph, text), part, running)


def _words(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph as it reads once tracked changes are accepted, without those of paragraphs in it."""
    for text in paragraph.iter(f"{{{W}}}t"):
        if next(text.iterancestors(f"{{{W}}}p")) is paragraph:
            yield text.text or ""


def _look(paragraph: Any, text: str) -> str:
    """A digest of a paragraph's white space, properties, marks and runs; neighbours that are set alike count as one."""
    looks = [text.encode(), *(_canonical(each) for each in paragraph.iter(*_MARKS))]
    for run in paragraph.iter(f"{{{W}}}r"):
        look = _canonical(given) if (given := run.find(f"{{{W}}}rPr")) is not None else b""
        if looks[-1:] != [look]:
            looks.append(look)
    return digest(*looks)


_MARKS = tuple(f"{{{W}}}{name}" for name in ("pPr", "bookmarkStart", "instrText", "hyperlink", "br", "tab"))


def _canonical(element: Any) -> bytes:
    return bytes(etree.tostring(element, method="c14n", exclusive=True))


# Parts ------------------------------------------------------------------------------------------------------------


def _looks(parts: Mapping[str, bytes], trees: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in sorted(parts):
        if name == _STYLES:
            yield from _styles(trees[name])
        elif name.startswith(_RUNNING) or name == _BODY:
            yield name, digest(_shell(trees[name]))
        elif name.startswith(_LOOKS) and not name.startswith(_PACKING):
            yield name, digest(_plain(name, parts, trees))


def _styles(tree: Any) -> Iterator[tuple[str, str]]:
    for each in tree:
        name = each.get(f"{{{W}}}styleId")
        yield f"style {name}" if name else f"{_STYLES} {etree.QName(each).localname}", digest(_canonical(each))


def _shell(tree: Any) -> bytes:
    """What a part has besides words: tables with their rows and cells, sections of pages, changes, empty paragraphs."""
    kept = (element for element in tree.iter() if isinstance(element.tag, str) and _is_shell(element))
    return b"\n".join(_canonical(each) if each.tag.endswith("Pr") else each.tag.encode() for each in kept)


_SHELL = frozenset(
    f"{{{W}}}{name}"
    for name in ("tbl", "tr", "tc", "tblPr", "trPr", "tcPr", "sectPr", "ins", "del", "sdt", "drawing", "pict", "object")
)


def _is_shell(element: Any) -> bool:
    return element.tag in _SHELL or (element.tag == f"{{{W}}}p" and not solid("".join(element.itertext())))


def _plain(name: str, parts: Mapping[str, bytes], trees: Mapping[str, Any]) -> bytes:
    """A part as it is compared: XML whatever way it is written."""
    return _canonical(trees[name]) if name in trees else parts[name]


def _metadata(trees: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in sorted(trees):
        if part.startswith(_METADATA):
            for each in trees[part]:
                name = each.get("name") or etree.QName(each).localname
                yield name, "".join(each.itertext())


# What it says of itself -------------------------------------------------------------------------------------------


def stated_digest(reading: Reading) -> str:
    """The digest of the manifest that the custom properties hold, empty for none."""
    return reading.metadata.get(MANIFEST_PROPERTY, "")


def words(data: bytes) -> tuple[str, ...]:
    """The solid words of each paragraph of the text that is read through, as :func:`read` has them."""
    return _opened(data, lambda parts: tuple(_said(_tree(parts[_BODY]))))


def _said(tree: Any) -> Iterator[str]:
    said = (solid("".join(_words(paragraph))) for paragraph in tree.iter(f"{{{W}}}p"))
    return (words for words in said if words)


def tracked(data: bytes) -> bool:
    """Whether the text has tracked changes of words, which nobody has accepted or rejected."""
    return _opened(data, lambda parts: next(_tree(parts[_BODY]).iter(*_TRACKED), None) is not None)


_TRACKED = tuple(f"{{{W}}}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))


def listed(data: bytes) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Id, language and paragraphs' hashes of each clause, as the file lists them; nothing for a file without a list."""
    return _opened(data, _list)


def _list(parts: Mapping[str, bytes]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    trees = {name: _tree(content) for name, content in parts.items() if name.startswith("customXml/item")}
    return tuple(_listed(each) for found in _items(trees, CLAUSES_NAMESPACE, "clauses")[:1] for each in found)


def _listed(clause: Any) -> tuple[str, str, tuple[str, ...]]:
    return clause.get("id", ""), clause.get("lang", ""), tuple(clause.get("paragraphs", "").split())
