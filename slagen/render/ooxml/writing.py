"""Writing the parts and the package, block by block; the same bytes for the same blocks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from slagen.render.ooxml.elements import Element, W, w


def serialise(element: Element) -> bytes:
    """A part as bytes, with its XML declaration."""
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def in_pieces(document: Element, blocks: Iterable[Element]) -> Iterator[bytes]:
    """The main part with these blocks in its body, piece by piece, as it would be written in one."""
    document.body[:] = [w("p")]
    before, after = serialise(document).split(b"<w:p/>")
    yield before
    for block in blocks:
        head, end, rest = etree.tostring(block, encoding="UTF-8", xml_declaration=False).partition(b">")
        if b"xmlns" in rest:
            # Inside the root, so that nothing in it declares namespaces.
            document.body[:] = [block]
            yield serialise(document)[len(before) : -len(after)]
        else:
            yield head.replace(_DECLARED, b"") + end + rest
    yield after


_DECLARED = f' xmlns:w="{W}"'.encode()


def rewritten(stream: io.BytesIO, parts: Mapping[str, bytes]) -> bytes:
    """The package with its parts in order and without the time of day, some of them replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            # 1980-01-01 is the earliest a ZIP entry can carry.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            new.writestr(entry, parts.get(name) or old.read(name), zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
