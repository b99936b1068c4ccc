"""Small pictures, made here."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, said: bytes = b"") -> bytes:
    """A picture in red, as PNG, with a text about it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xc0\x20\x20" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    text = chunk(b"tEXt", b"Author\0" + said) if said else b""
    parts = (chunk(b"IHDR", head), text, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg_frame(width: int, height: int, colours: int) -> bytes:
    """What begins and ends a JPEG, without the picture: enough to tell how large it is."""
    application = b"\xff\xe0\x00\x04ab"
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 8 + 3 * colours, 8, height, width, colours) + bytes(3 * colours)
    return b"\xff\xd8" + application + frame + b"\xff\xd9"
