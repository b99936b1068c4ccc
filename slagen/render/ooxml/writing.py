"""Writing the parts and the package, block by block; the same bytes for the same blocks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter
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


def packed(package: Any, written: Mapping[str, bytes]) -> bytes:
    """python-docx's package with its parts in order and without the time of day, some of them as `written`."""
    members, writer = _Members(), cast("Any", PackageWriter)
    for part in package.parts:
        part.before_marshal()
    # What OpcPackage.save() does, but for a ZIP that would have to be unpacked to be put in order.
    writer._write_content_types_stream(members, package.parts)
    writer._write_pkg_rels(members, package.rels)
    writer._write_parts(members, package.parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in sorted(members, key=lambda n: (n != "[Content_Types].xml", n)):
            # 1980-01-01 is the earliest a ZIP entry can carry.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            file.writestr(entry, written.get(name) or members[name], zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


class _Members(dict[str, bytes]):
    """The members of a ZIP by name, given as python-docx gives them to its own writer of ZIPs."""

    def write(self, name: PackURI, content: bytes) -> None:
        self[name.membername] = content
