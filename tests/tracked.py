"""Accepting and rejecting all tracked changes of a DOCX by the book (ECMA-376, 17.13.5), and what is then compared.

Left out of the comparison is what is computed from the rest: results of fields, bookmarks, and widths of tables; and
comments, which say from where something moved.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from lxml import etree

Side = Literal["new", "old"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {"new": ("del", "moveFrom"), "old": ("ins", "moveTo")}
_KEPT = {"new": ("ins", "moveTo"), "old": ("del", "moveFrom")}
_BOUNDS = ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")


def body(docx: bytes, part: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return etree.fromstring(package.read(part))


def resolved(root: Any, side: Side) -> Any:
    """A copy with every change accepted (new) or rejected (old)."""
    root = copy.deepcopy(root)
    for bound in list(root.iter(*_named(_BOUNDS))):
        _remove(bound)
    for row in list(root.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{name}") is not None for name in _named(_GONE[side])):
            _remove(row)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            _remove(table)
    for gone in list(root.iter(*_named(_GONE[side]))):
        if gone.getparent().tag not in (f"{W}rPr", f"{W}trPr"):
            _remove(gone)
    for kept in list(root.iter(*_named(_KEPT[side]))):
        parent, place = kept.getparent(), kept.getparent().index(kept)
        if parent.tag in (f"{W}rPr", f"{W}trPr"):
            _remove(kept)
        else:
            parent[place : place + 1] = list(kept)
    _join_paragraphs(root, side)
    _properties(root, side)
    for text in root.iter(f"{W}delText"):
        text.tag = f"{W}t"
    for code in root.iter(f"{W}delInstrText"):
        code.tag = f"{W}instrText"
    return root


def _named(names: Iterable[str]) -> list[str]:
    return [f"{W}{name}" for name in names]


def _remove(element: Any) -> None:
    element.getparent().remove(element)


def _join_paragraphs(root: Any, side: Side) -> None:
    """A paragraph whose end is gone joins the one that follows; one with nothing left in it is no more."""
    for paragraph in list(root.iter(f"{W}p")):
        if all(paragraph.find(f"{W}pPr/{W}rPr/{name}") is None for name in _named(_GONE[side])):
            continue
        rest = [child for child in paragraph if child.tag != f"{W}pPr"]
        following = paragraph.getnext()
        if rest and following is not None and following.tag == f"{W}p":
            place = 1 if following.find(f"{W}pPr") is not None else 0
            following[place:place] = rest
        _remove(paragraph)


def _properties(root: Any, side: Side) -> None:
    for change in list(root.iter(f"{W}pPrChange", f"{W}trPrChange", f"{W}tblPrChange")):
        properties = change.getparent()
        if side == "old":
            properties[:] = list(change[0])
        else:
            properties.remove(change)


def essence(root: Any) -> list[str]:
    """Every paragraph, row and table in order: style, numbering, other properties and runs, for comparison."""
    root = copy.deepcopy(root)
    _blank_fields(root)
    for reference in list(root.iter(f"{W}commentReference")):
        _remove(reference.getparent())
    for element in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}tblGrid", f"{W}tcW", f"{W}tblW")):
        _remove(element)
    for empty in [e for e in root.iter(f"{W}rPr", f"{W}trPr") if len(e) == 0]:
        _remove(empty)
    return [line for block in root[0] for line in _lines(block, touching=_touches(block))]


def running(root: Any) -> list[str]:
    """The same of a running header or footer."""
    whole = etree.Element("whole")
    whole.append(copy.deepcopy(root))
    return essence(whole)


def without_results(root: Any) -> Any:
    """A copy without what fields show."""
    root = copy.deepcopy(root)
    _blank_fields(root)
    return root


def _touches(block: Any) -> bool:
    """Whether it is a table right after another of its kind: Word joins the two."""
    before, properties = block.getprevious(), f"{W}tblPr"
    if before is None or {block.tag, before.tag} != {f"{W}tbl"}:
        return False
    return _xml(block.find(properties)) == _xml(before.find(properties))


def _lines(block: Any, *, touching: bool = False) -> Iterator[str]:
    if block.tag == f"{W}tbl":
        if not touching:
            yield _xml(block.find(f"{W}tblPr"))
        for row in block.findall(f"{W}tr"):
            yield "row " + "".join(_xml(one) for one in row.findall(f"{W}trPr"))
            for cell in row.findall(f"{W}tc"):
                for child in cell:
                    yield from _lines(child)
    elif block.tag == f"{W}p":
        yield _paragraph(block)
    else:
        yield _xml(block)


def _xml(element: Any) -> str:
    """An element without the declarations of its namespaces."""
    return re.sub(r' xmlns:[a-z0-9]+="[^"]*"', "", etree.tostring(element).decode())


def _paragraph(paragraph: Any) -> str:
    """The properties and, run by run, what is set alike joined."""
    properties = paragraph.find(f"{W}pPr")
    said = [_xml(properties) if properties is not None else ""]
    last = None
    for run in paragraph.iter(f"{W}r"):
        look = run.find(f"{W}rPr")
        here = _xml(look) if look is not None else ""
        words = "".join(_shown(child) for child in run if child.tag != f"{W}rPr")
        if here != last:
            said.append(f"\n  {here}: ")
        said.append(words)
        last = here
    return "".join(said).replace("}{", "")  # what a field is told may be in several runs


def _shown(element: Any) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}instrText":
        return f"{{{element.text}}}"
    kind = element.get(f"{W}fldCharType")
    return f"<{etree.QName(element).localname}{' ' + kind if kind else ''}>"


def _blank_fields(root: Any) -> None:
    """Empty what stands between a field's separator and its end."""
    showing: list[bool] = []
    for element in root.iter(f"{W}fldChar", f"{W}t", f"{W}delText"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            showing.append(False)
        elif kind == "separate":
            showing[-1] = True
        elif kind == "end":
            showing.pop()
        elif any(showing):
            element.text = ""
