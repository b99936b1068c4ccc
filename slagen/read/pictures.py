"""Pictures without what programs write into them besides: authors, places, paths, comments, previews.

Of a PNG (ISO/IEC 15948, 11.3) the chunks that say how it looks are kept, of a JPEG (ISO/IEC 10918-1, B.2.4) the
segments; what is painted stays byte for byte.  Other kinds, and what is none of either, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_LOOKS = frozenset({b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"bKGD", b"pHYs", b"tRNS"})
"""The chunks of a PNG that need not be there and change how it looks."""
_SAID = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
"""The segments of a JPEG that say something of it: of applications but JFIF, colour profiles and Adobe, comments."""


def bare(data: bytes) -> bytes:
    """The picture without them; the same bytes for what is no whole PNG or JPEG."""
    if data.startswith(PNG):
        return PNG + b"".join(_chunks(data))
    return b"".join(_segments(data)) if data.startswith(JPEG) else data


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while at < len(data):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4])
        if kind[:1].isupper() or kind in _LOOKS:
            yield data[at:end]
        at = end


def _segments(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if data[at + 1] not in _SAID:
            yield data[at:end]
        at = end
    yield data[at:]
