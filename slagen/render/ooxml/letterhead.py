"""A company's own DOCX as what an agreement is written on: its headers and footers, margins and pages (17.10, 17.6).

Nothing of its text is taken, nor its properties, comments and settings; of its styles, lists and fonts
:mod:`~slagen.render.ooxml.merging` makes what the agreement has.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import docx
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart
from docx.oxml.parser import parse_xml
from lxml import etree

from slagen.diagnostics import Message
from slagen.model.template import Theme
from slagen.read.pictures import bare
from slagen.render.ooxml.elements import Element, R, W

Story = Literal["header", "footer"]
Pages = Literal["default", "even", "first"]

_W = f"{{{W}}}"
_ID, _VAL, _TYPE = f"{{{R}}}id", f"{_W}val", f"{_W}type"
_MILLIMETRE = 1440 / 25.4


class LetterheadError(ValueError):
    """A DOCX can't be written on; says why in both languages."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.en)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is taken of a DOCX.

    `stories` are its headers and footers by the pages that they are for (17.18.36); `margins`, `borders`, `grid` and
    `paper` are what its last section says of the page.
    """

    part: Any
    stories: Mapping[tuple[Story, Pages], Any]
    margins: Element | None
    borders: tuple[Element, ...]
    grid: Element | None
    cover_differs: bool
    two_sided: bool
    paper: tuple[str, str]

    def fitted(self, theme: Theme) -> Theme:
        """The theme with the margins of this page, if it has any."""
        if self.margins is None:
            return theme
        side = {name: int(self.margins.get(f"{_W}{name}", "0")) / _MILLIMETRE for name in ("left", "right", "gutter")}
        upright = {name: abs(int(self.margins.get(f"{_W}{name}", "0"))) / _MILLIMETRE for name in ("top", "bottom")}
        found = {"left": side["left"] + side["gutter"], "right": side["right"], **upright}
        return theme.model_copy(update={"margins": theme.margins.model_copy(update=found)})

    def story(self, story: Story, pages: Pages) -> Any:
        """The header or footer of those pages; that of all where even or first ones have none of their own."""
        own = self.cover_differs if pages == "first" else self.two_sided if pages == "even" else True
        return self.stories.get((story, pages if own else "default"))

    @property
    def styles(self) -> Element:
        """Its styles part."""
        return self.part._styles_part.element


def read(data: bytes) -> Letterhead:
    """The letterhead that a DOCX is.

    Raises:
        LetterheadError: it can't be read, has no section with margins, or shows files that stand elsewhere.
    """
    try:
        part = docx.Document(io.BytesIO(data)).part
        return _letterhead(part)
    except LetterheadError:
        raise
    except (PythonDocxError, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, IndexError, TypeError):
        raise LetterheadError(Message("文件的某一部分无法读取", "a part of it can't be read")) from None


def _letterhead(part: Any) -> Letterhead:
    sections = list(part.element.body.iter(f"{_W}sectPr")) or [etree.Element(f"{_W}sectPr")]
    stories: dict[tuple[Story, Pages], Any] = {}
    for section in sections:  # what a section does not say is as in the one before it (17.10.1)
        stories |= _stories(part, section)
    for found in (*stories.values(), *filter(None, [effects(part)])):
        _hold_together(found)
    settings = part._settings_part.element
    return Letterhead(
        part,
        stories,
        sections[-1].find(f"{_W}pgMar"),
        tuple(sections[-1].findall(f"{_W}pgBorders")),
        sections[-1].find(f"{_W}docGrid"),
        cover_differs=_is_on(sections[-1].find(f"{_W}titlePg")),
        two_sided=_is_on(settings.find(f"{_W}evenAndOddHeaders")),
        paper=_paper(sections[-1]),
    )


def _paper(section: Element) -> tuple[str, str]:
    """Width and height of its pages in twentieths of a point."""
    size = section.find(f"{_W}pgSz")
    return ("", "") if size is None else (size.get(f"{_W}w", ""), size.get(f"{_W}h", ""))


def _stories(part: Any, section: Element) -> dict[tuple[Story, Pages], Any]:
    kinds: tuple[Story, ...] = ("header", "footer")
    return {
        (kind, reference.get(_TYPE, "default")): part.related_parts[reference.get(_ID)]
        for kind in kinds
        for reference in section.findall(f"{_W}{kind}Reference")
    }


def _is_on(flag: Element | None) -> bool:
    return flag is not None and flag.get(_VAL, "1") in ("1", "true", "on")


def told(letterhead: Letterhead, added: Sequence[str]) -> Message:
    """What people should know of an agreement that is written on it: what is its, and what is added."""
    zh, en = [], []
    if ("header", "default") in letterhead.stories:
        zh.append("页眉取自该文件，不再印合同编号和版本")
        en.append("headers are its own, without the contract's number and version")
    if ("footer", "default") in letterhead.stories:
        zh.append("页脚取自该文件，页码也以其为准")
        en.append("footers are its own, with page numbers if it has any")
    if letterhead.paper not in (("", ""), ("11906", "16838"), ("11907", "16839"), ("11907", "16840")):
        zh.append("其纸张不是 A4，仍按 A4 排版")
        en.append("its paper is not A4, on which the agreement stays")
    zh.append(f"补充了它没有的 {len(added)} 种样式：{'、'.join(added)}")
    en.append(f"{len(added)} styles that it lacks are added: {', '.join(added)}")
    return Message("；".join(zh), "; ".join(en))


def taken(found: Any, package: Any, name: str, marked: Iterable[Element] = ()) -> OpcPart:
    """A copy of a part of theirs with what it shows, called `name`; `marked` runs are put into its first paragraph.

    What it doesn't show, such as who changed it or where its pictures came from, stays where it is.
    """
    blob, runs = bare(found.blob), list(marked)
    if found.content_type.endswith("+xml"):
        root = parse_xml(blob)
        _forget(root)
        paragraph = root.find(f"{_W}p") if runs else root
        if paragraph is None:
            paragraph = etree.SubElement(root, f"{_W}p")
        properties = paragraph.find(f"{_W}pPr")
        for run in reversed(runs):
            paragraph.insert(0 if properties is None else 1, run)
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    copy = OpcPart(PackURI(name), found.content_type, blob, package)
    _relate(copy, found, package, name)
    return copy


_WRAPPED = tuple(f"{_W}{tag}" for tag in ("ins", "moveTo"))
_GONE = tuple(
    f"{_W}{tag}"
    for tag in (
        "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "commentRangeStart", "commentRangeEnd", "commentReference", "rPrChange", "pPrChange", "sectPrChange",
        "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "tblPrExChange", "numberingChange",
        "cellIns", "cellDel", "cellMerge",
    )
)  # fmt: skip


def _forget(root: Element) -> None:
    """Accept tracked changes (17.13.5), drop comments, and what pictures are called where that is a path."""
    for gone in list(root.iter(*_GONE)):
        gone.getparent().remove(gone)
    for wrapped in list(root.iter(*_WRAPPED)):
        place = wrapped.getparent().index(wrapped)
        wrapped.getparent()[place : place + 1] = list(wrapped)
    for picture in root.iter("{*}docPr", "{*}cNvPr"):
        for name in ("descr", "title", "name"):
            if set("/\\") & set(picture.get(name, "")):
                picture.set(name, "")


def _relate(copy: OpcPart, found: Any, package: Any, name: str) -> None:
    stem, _ = posixpath.splitext(posixpath.basename(name))
    for turn, (key, relationship) in enumerate(sorted(found.rels.items()), 1):
        if relationship.is_external:
            copy.rels.add_relationship(relationship.reltype, relationship.target_ref, key, is_external=True)
        else:
            ending = posixpath.splitext(str(relationship.target_part.partname))[1]
            below = taken(relationship.target_part, package, f"/word/media/{stem}-{turn}{ending}")
            copy.rels.add_relationship(relationship.reltype, below, key)


def _hold_together(found: Any, depth: int = 0) -> None:
    """Look whether all that a part shows is in the document."""
    for relationship in found.rels.values():
        links = relationship.reltype == RELATIONSHIP_TYPE.HYPERLINK
        if relationship.is_external and not (links and relationship.target_ref.startswith(_WEB)):
            raise LetterheadError(
                Message(
                    "页眉页脚引用了文档之外的文件，应当嵌入文档",
                    "its header or footer shows a file that stands elsewhere, which has to be put into the document",
                )
            )
        if not relationship.is_external and depth < _DEEPEST:
            _hold_together(relationship.target_part, depth + 1)
        elif not relationship.is_external:
            raise LetterheadError(Message("页眉页脚的嵌套过深", "its header or footer is nested too deeply"))


_WEB = ("https://", "http://", "mailto:")
_DEEPEST = 4


def effects(part: Any) -> Any:
    """The part with its theme's colours and fonts, which its styles refer to; None if it has none."""
    return related(part, RELATIONSHIP_TYPE.THEME)


def related(part: Any, kind: str) -> Any:
    """The part of that kind that another refers to; None if there is none."""
    return next((each.target_part for each in part.rels.values() if each.reltype == kind), None)
