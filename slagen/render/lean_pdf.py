"""Painting, tagging and writing a PDF in little memory: what is finished takes the place of what it was made of.

WeasyPrint and pydyf keep the boxes and the operators of every page, and an object for each structure element, until the
file is written, and then join all of it twice: for a tagged PDF of two hundred pages these are 230 MB.  Here

- a page's operators are compressed as soon as it is painted, and its boxes are let go as soon as it is tagged;
- a page's structure elements (ISO 32000-2, 14.7.2) are kept as they will be written;
- the object stream (7.5.7) and the checksum of the file are made piece by piece.

No byte of the file differs for it; the tests hold it to what WeasyPrint and pydyf write by themselves.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import md5
from itertools import accumulate, chain, count
from math import ceil, log
from typing import Any

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import PageBox
from weasyprint.pdf import tags

from slagen.render import archive
from slagen.render.lean import replaced


@contextmanager
def painting() -> Iterator[None]:
    """For a while, PDFs are made as this module says; their pages can be painted once."""
    with replaced(Page, "paint", _paint), replaced(tags, "_build_box_tree", _tag), replaced(pydyf, "PDF", _PDF):
        yield


_page_paint = Page.paint
_build_box_tree = tags._build_box_tree


# Pages ----------------------------------------------------------------------------------------------------------


def _paint(page: Any, stream: Any, scale: float = 1) -> None:
    _page_paint(page, stream, scale)
    archive.compress(stream)
    if stream._tags is None:
        page._page_box.children = ()


class _Element(pydyf.Object):  # type: ignore[misc]
    """A structure element as it will be written."""

    __slots__ = ("data", "number")
    offset, generation, free, compressible = 0, 0, "n", True

    def __init__(self, whole: pydyf.Object) -> None:
        self.number, self.data = whole.number, whole.data


class _Tagged:
    """A PDF while a page of it is tagged; pydyf lists the references of all pages whenever it is asked for one."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.add_object, self.page_references = pdf.add_object, pdf.page_references


def _tag(box: Any, parent: Any, pdf: Any, *others: Any) -> Iterable[Any]:
    if not isinstance(box, PageBox):
        made: Iterable[Any] = _build_box_tree(box, parent, pdf, *others)
        return made
    first = len(pdf.objects)
    elements = list(_build_box_tree(box, parent, _Tagged(pdf), *others))
    # What stands for a field is mended at the end (slagen.render.acroform).
    pdf.objects[first:] = [each if each.get("S") == "/Form" else _Element(each) for each in pdf.objects[first:]]
    box.children = ()
    return elements


# The file -------------------------------------------------------------------------------------------------------


class _PDF(pydyf.PDF):  # type: ignore[misc]
    """A PDF whose objects are put together one by one."""

    def write(self, output: Any, version: Any = b"1.7", identifier: Any = False, compress: bool = False) -> None:
        """Write the file as :meth:`pydyf.PDF.write` does.

        Args:
            output: what to write to.
            version: of PDF, at least 1.5, which has object streams; pydyf writes others.
            identifier: the permanent one (14.4); if it is to be made, or none is wanted, pydyf writes the file.
            compress: whether streams are compressed; if not, pydyf writes the file.
        """
        if not compress or not isinstance(identifier, bytes) or pydyf._to_bytes(version or b"1.7") < b"1.5":
            super().write(output, version, identifier, compress)
            return
        self.add_object(self.info)
        self.write_line(b"%PDF-" + pydyf._to_bytes(version or b"1.7"), output)
        self.write_line("%🖤".encode(), output)
        used = [each for each in self.objects if each.free != "f"]
        for each in used:
            if not each.compressible:
                self._put(each, output)
        packed = _object_stream([each for each in used if each.compressible])
        self.add_object(packed)
        self._put(packed, output)
        checksum = _checksum([*used, packed])
        self._put_references(packed, pydyf.Array((pydyf.String(identifier).data, checksum)), output)

    def _put(self, each: pydyf.Object, output: Any) -> None:
        each.offset = self.current_position
        self.write_line(each.indirect, output)

    def _put_references(self, packed: pydyf.Stream, identifier: pydyf.Array, output: Any) -> None:
        """The cross-reference stream (7.5.8) and the end of the file."""
        position = self.current_position
        widths = (1, _bytes(position), _bytes(max(max(each.generation for each in self.objects), packed.extra["N"])))
        table = bytearray()
        for line in chain(self._references(packed), [(1, position, 0)]):
            for width, value in zip(widths, line, strict=True):
                table += value.to_bytes(width, "big")
        size = len(table) // sum(widths)
        extra = {
            "Type": "/XRef",
            "Index": pydyf.Array((0, size)),
            "W": pydyf.Array(widths),
            "Size": size,
            "Root": self.catalog.reference,
            "Info": self.info.reference,
            "ID": identifier,
        }
        references = pydyf.Stream([bytes(table)], extra)
        archive.compress(references)
        self.add_object(references)
        self._put(references, output)
        self.xref_position = position
        for end in (b"startxref", str(position).encode(), b"%%EOF"):
            self.write_line(end, output)

    def _references(self, packed: pydyf.Stream) -> Iterator[tuple[int, int, int]]:
        index = 0
        for each in self.objects:
            if each.compressible:
                yield 2, packed.number, index
                index += 1
            else:
                yield bool(each.number), each.offset, each.generation


def _bytes(value: int) -> int:
    """How many bytes a field for numbers up to that one has."""
    return ceil(log(value + 1, 256))


def _object_stream(objects: Sequence[pydyf.Object]) -> pydyf.Stream:
    starts = accumulate((len(each.data) + 1 for each in objects), initial=0)
    places = " ".join(f"{each.number} {start}" for each, start in zip(objects, starts, strict=False)).encode()
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(places) + 1, "Filter": "/FlateDecode"}
    packed = (_compressed(chain([places], (b"\n" + each.data for each in objects), [b"\n" * more])) for more in count())
    # As archive.compress; white space at its end changes nothing in what an object stream says.
    return pydyf.Stream([next(stream for stream in packed if not stream.endswith(b"\r"))], extra)


def _compressed(pieces: Iterable[bytes]) -> bytes:
    compressor = zlib.compressobj(level=9)
    return b"".join([*map(compressor.compress, pieces), compressor.flush()])


def _checksum(objects: Iterable[pydyf.Object]) -> bytes:
    checksum = md5(usedforsecurity=False)
    for each in objects:
        checksum.update(each.data)
    data: bytes = pydyf.String(checksum.hexdigest().encode()).data
    return data
