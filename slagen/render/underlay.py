"""What stands under the words of laid-out pages: that this is a draft, and numbers beside its lines.

Both are drawn as a background of the page, which WeasyPrint paints first and as an artifact (ISO 32000-1, 14.8.2.2):
they are no part of what the page says, and nobody has it read to him.  Neither moves a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

from weasyprint.formatting_structure.boxes import BlockContainerBox, LineBox, TableBox
from weasyprint.images import SVGImage
from weasyprint.layout.background import BackgroundLayer

from slagen.model.template import Theme
from slagen.render.look import POINTS
from slagen.tree import Document, plain

PALE = "#e4e4e4"
"""The colour of the words of a draft: seen, and read through."""
PX = 96 / 25.4
"""CSS pixels in a millimetre, in which pages are laid out."""
_SKIPPED = frozenset({"cover", "contents", "signature", "running", "footnote"})


def lay_under(laid: Any, document: Document, theme: Theme, *, numbered: bool) -> None:
    """Put under the pages of a WeasyPrint document what a draft says, and the numbers of its lines.

    Args:
        laid: pages that have not been painted.
        document: the tree that they were made from; one that has `draft` says so on each page.
        theme: its fonts and sizes.
        numbered: whether lines are numbered, on each page from 1.
    """
    context = SimpleNamespace(font_config=laid.font_config)
    mark = tuple(_mark(document, theme))
    for page in laid.pages:
        box = page._page_box
        drawn = (*mark, *(_numbers(box, theme) if numbered else ()))
        if drawn:
            _lay(box, SVGImage(_svg(box, drawn), None, None, context))


def _lay(page: Any, image: Any) -> None:
    whole = (0, 0, page.margin_width(), page.margin_height())
    layer = BackgroundLayer(
        image=image, size=whole[2:], position=(0, 0), repeat=("no-repeat", "no-repeat"), unbounded=True,
        painting_area=whole, positioning_area=whole, clipped_boxes=[],
    )  # fmt: skip
    page.background = page.background._replace(layers=[*page.background.layers, layer])


def _svg(page: Any, drawn: Iterable[ElementTree.Element]) -> ElementTree.Element:
    width, height = f"{page.margin_width():g}", f"{page.margin_height():g}"
    attributes = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    root = ElementTree.Element("{http://www.w3.org/2000/svg}svg", attributes)
    root.extend(drawn)
    return root


def _text(words: str, family: str, size: float, colour: str, **more: str) -> ElementTree.Element:
    given = {"font-family": family, "font-size": f"{size:g}", "fill": colour, **more}
    element = ElementTree.Element("{http://www.w3.org/2000/svg}text", given)
    element.text = words
    return element


# Drafts ---------------------------------------------------------------------------------------------------------


def _mark(document: Document, theme: Theme) -> Iterator[ElementTree.Element]:
    """The words of a draft in each of its languages, across the page."""
    if document.draft is None:
        return
    said = [(lang, plain(document.draft.get(lang))) for lang in document.languages]
    x, y = 105 * PX, 148.5 * PX
    for turn, (lang, words) in enumerate(said):
        family = getattr(theme.pdf.heading, lang)[0]
        # Wide characters are as wide as they are high, Latin capitals about two thirds of that.
        size = min(60, 190 / sum(1 if lang == "zh" else 0.72 for _ in words)) * PX / len(said) ** 0.5
        down = (turn - (len(said) - 1) / 2) * size * 1.15 + size * 0.35
        yield _text(
            words, family, size, PALE, **{"text-anchor": "middle"}, x=f"{x:g}", y=f"{y + down:g}",
            transform=f"rotate(-45 {x:g} {y:g})",
        )  # fmt: skip


# Line numbers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of words: where its baseline is, and whether it stands in the right one of two columns."""

    baseline: float
    right: bool


def _numbers(page: Any, theme: Theme) -> Iterator[ElementTree.Element]:
    """The number of each line: in the left margin, of the right column of two in the right margin."""
    family, size = theme.pdf.body.en[0], theme.sizes.small * 0.85 / POINTS * PX
    edges = page.content_box_x() - 4 * PX, page.content_box_x() + page.width + 4 * PX
    for right in (False, True):
        lines = (line for line in _lines(page) if line.right is right)
        for number, line in enumerate(sorted(lines, key=lambda line: line.baseline), 1):
            yield _text(
                f"{number}", family, size, theme.colours.muted, **{"text-anchor": "start" if right else "end"},
                x=f"{edges[right]:g}", y=f"{line.baseline:g}",
            )  # fmt: skip


def _lines(box: Any, *, right: bool = False) -> Iterator[_Line]:
    """The lines of headings and paragraphs below a box, but not of data, notes, cover, contents and signatures."""
    for child in _children(box):
        if isinstance(child, LineBox):
            yield _Line(child.position_y + child.baseline, right)
        else:
            yield from _lines(child, right=right or _second(child))


def _children(box: Any) -> Sequence[Any]:
    if _classes(box) & _SKIPPED or (isinstance(box, TableBox) and "parallel" not in _classes(box)):
        return ()
    children: Sequence[Any] = getattr(box, "children", ())
    if isinstance(box, BlockContainerBox) and children and isinstance(children[0], LineBox):
        return [child for child in children if isinstance(child, LineBox)]
    return children


def _classes(box: Any) -> frozenset[str]:
    element = getattr(box, "element", None)
    return frozenset() if element is None else frozenset(element.get("class", "").split())


def _second(box: Any) -> bool:
    """Whether it is the second cell of a row of two columns."""
    element = getattr(box, "element", None)
    return element is not None and element.tag == "td" and "second" in element.get("class", "")
