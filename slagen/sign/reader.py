"""pyHanko's reader of PDF, made to find its way in a stream of objects (ISO 32000-2, 7.5.7) once.

WeasyPrint writes all objects of a file into one such stream, ten thousand and more, and pyHanko counts through its
head anew for each: reading the signatures of a contract took a minute.
"""

from __future__ import annotations

import logging
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

# What it logs of certificates that nobody vouches for is told as a status; without a handler it would be printed.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Reader(PdfFileReader):
    """Reads a PDF."""

    def __init__(self, data: bytes) -> None:
        self._streams: dict[int, tuple[BytesIO, list[tuple[int, int]]]] = {}
        super().__init__(BytesIO(data))

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        if stmnum not in self._streams:
            self._streams[stmnum] = self._opened(stmnum)
        stream, places = self._streams[stmnum]
        if not 0 <= idx < len(places) or places[idx][0] != idnum:
            raise PdfReadError(f"object {idnum} is not where it should be in stream {stmnum}")
        stream.seek(places[idx][1])
        found = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfReadError(f"object {idnum} can't stand in a stream")
        return found

    def _opened(self, number: int) -> tuple[BytesIO, list[tuple[int, int]]]:
        stream = generic.Reference(number, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream.get("/Type") != "/ObjStm":
            raise PdfReadError(f"object {number} is no stream of objects")
        data, first = stream.read_data(DecodePurpose.OBJECT_STREAM), int(stream["/First"])
        head = [int(word) for word in data[:first].split()]
        places = [(each, first + offset) for each, offset in zip(head[::2], head[1::2], strict=True)]
        return BytesIO(data), places
