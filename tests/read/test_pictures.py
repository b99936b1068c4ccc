"""What a picture says besides how it looks is taken out, and nothing else."""

from __future__ import annotations

import pytest
from pictures import jpeg_frame, png

from slagen.read.pictures import bare

EXIF, COMMENT = b"\xff\xe1\x00\x08Exif\0\0", b"\xff\xfe\x00\x06secr"
PROFILE = b"\xff\xe2\x00\x06ICC_"


def test_a_png_without_its_text() -> None:
    assert bare(png(3, 2, b"somebody")) == png(3, 2)
    assert bare(png(3, 2)) == png(3, 2)


def test_a_jpeg_without_its_comments() -> None:
    plain = jpeg_frame(3, 2, 3)
    said = plain[:2] + EXIF + PROFILE + COMMENT + plain[2:]
    assert bare(said) == plain[:2] + PROFILE + plain[2:]
    assert bare(plain) == plain


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\x89PNG", png(3, 2)[:20], jpeg_frame(3, 2, 3)[:9]])
def test_what_is_no_whole_picture_is_left_as_it_is(data: bytes) -> None:
    assert bare(data) == data


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_any_bytes_come_to_an_end(head: bytes) -> None:
    assert bare(head + bytes(100)).startswith(head[:2])
