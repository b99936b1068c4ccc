"""The words of a WordprocessingML document (ECMA-376 part 1, chapter 17) as lines, for git to compare.

Tracked changes are read as accepted: what was inserted is there, what was deleted or moved away is not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

LARGEST = 64 * 1024 * 1024
"""The largest part that is read, unpacked."""
PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset({f"{_W}moveFrom", f"{_W}del", _FALLBACK})
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " "}


def docx_text(content: bytes) -> str:
    """A line for each paragraph, and for each row of a table, whose cells have bars between them.

    Raises:
        ValueError: it is no such document, or its text is larger than :data:`LARGEST`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if package.getinfo(PART).file_size > LARGEST:
                raise ValueError("too large")
            part = package.read(PART)
        root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as problem:
        raise ValueError(str(problem)) from None
    return "".join(f"{line}\n" for line in _lines(root))


def _lines(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag == f"{_W}p":
            if line := _words(child).strip():
                yield line
        elif child.tag == f"{_W}tr":
            yield " | ".join(" ".join(_lines(cell)) for cell in child if cell.tag == f"{_W}tc")
        elif child.tag not in _GONE:
            yield from _lines(child)


def _words(node: Any) -> str:
    if node.tag == f"{_W}t":
        return node.text or ""
    if node.tag in _GONE:
        return ""
    return _BREAKS.get(node.tag, "") + "".join(map(_words, node))
