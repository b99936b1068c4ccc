"""Reading the text of a file back, on either side of a redline."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx.opc.constants import CONTENT_TYPE
from lxml import etree

from slagen.render.ooxml.elements import NAMESPACES, W
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
        if next(paragraph.iter(*GONE["new"], *GONE["old"]), None) is None:
            text = "".join(paragraph.itertext(*_SAID, with_tail=False))
            yield text, text
        else:
            yield "".join(_ON_SIDE["new"](paragraph)), "".join(_ON_SIDE["old"](paragraph))
        paragraph.clear()


def _not_within(*names: str) -> etree.XPath:
    """The texts below an element that are in none of these."""
    free = " or ".join(f"ancestor::w:{name}" for name in names)
    return etree.XPath(f"(.//w:t|.//w:delText)[not({free})]/text()", namespaces=NAMESPACES, smart_strings=False)


_ON_SIDE: dict[Side, etree.XPath] = {"new": _not_within("del", "moveFrom"), "old": _not_within("ins", "moveTo")}
_SAID = (f"{{{W}}}t", f"{{{W}}}delText")
