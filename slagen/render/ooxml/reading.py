"""Reading the text of a file back, on either side of a redline."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx.opc.constants import CONTENT_TYPE
from lxml import etree

from slagen.render.ooxml.elements import Element, W
from slagen.render.ooxml.tracked import GONE
from slagen.tree.redline import Side


def read_words(data: bytes, kind: str = CONTENT_TYPE.WML_DOCUMENT_MAIN) -> dict[Side, str]:
    """All text of a DOCX in order, as a reader of the file finds it; breaks and tabs left out.

    Once with its changes accepted (new) and once with them rejected (old).

    Args:
        kind: of the part that is read, by default the main one.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = etree.fromstring(package.read("[Content_Types].xml"))
        name = next(one.get("PartName") for one in types if one.get("ContentType") == kind)
        written = package.read(name.lstrip("/"))
    new, old = zip(*_texts(written), strict=True)
    return {"new": "".join(new), "old": "".join(old)}


def _texts(main: bytes) -> Iterator[tuple[str, str]]:
    """The texts in order, as either side has them."""
    yield "", ""
    for _, paragraph in etree.iterparse(io.BytesIO(main), tag=f"{{{W}}}p"):
        changed = next(paragraph.iter(*GONE["new"], *GONE["old"]), None) is not None
        for element in paragraph.iter(*_SAID):
            text = element.text or ""
            yield _on_sides(element, text) if changed else (text, text)
        paragraph.clear()


def _on_sides(element: Element, text: str) -> tuple[str, str]:
    new, old = ("" if _is_gone(element, side) else text for side in ("new", "old"))
    return new, old


_SAID = (f"{{{W}}}t", f"{{{W}}}delText")


def _is_gone(element: Element, side: Side) -> bool:
    return any(above.tag in GONE[side] for above in element.iterancestors())
