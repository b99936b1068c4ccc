"""Files tampered with, for the tests of ``slagen verify``: what somebody with an editor of DOCX or PDF could do."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Operator, Pdf, String


def docx(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A DOCX with the text of one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                text = content.decode()
                assert change(text) != text
                content = change(text).encode()
            new.writestr(name, content)
    return out.getvalue()


def replaced(old: str, new: str) -> Callable[[str], str]:
    """Puts one text in the place of another, the first time that it stands there."""
    return lambda text: text.replace(old, new, 1)


def without_paragraph(words: str) -> Callable[[str], str]:
    """Takes out the first paragraph of a DOCX's part that holds some words."""

    def change(text: str) -> str:
        return next(text.replace(one, "", 1) for one in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if words in one)

    return change


# PDF --------------------------------------------------------------------------------------------------------------


def pdf(data: bytes, change: Callable[[Pdf], None]) -> bytes:
    """A PDF changed and saved again."""
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as opened:
        change(opened)
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def respelled(words: str, new: str) -> Callable[[Pdf], None]:
    """Shows other words of the same length in place of some, which one operator shows; the same font has them."""

    def change(opened: Pdf) -> None:
        for page, operations in _pages(opened):
            for operands, operator, font in _shown(page, operations):
                said = "".join(font.get(code, "?") for code in _codes(operands))
                if operator == "TJ" and words in said:
                    there = {meant: code for code, meant in font.items()}
                    _respell(operands[0], said.index(words), [there[one] for one in new])
                    page.Contents = opened.make_stream(pikepdf.unparse_content_stream(operations))
                    return
        raise LookupError(words)

    return change


def unshown(words: str) -> Callable[[Pdf], None]:
    """Takes out every operator that shows a part of a paragraph which begins with some words, up to its last."""

    def change(opened: Pdf) -> None:
        for page, operations in _pages(opened):
            said, places = "", []
            for number, (operands, operator, font) in enumerate(_followed(page, operations)):
                if operator == "TJ":
                    start = len(said)
                    said += "".join(font.get(code, "?") for code in _codes(operands)).replace(" ", "")
                    places.append((start, len(said), number))
            if (at := said.find(words)) >= 0:
                gone = {number for start, end, number in places if start < at + len(words) and end > at}
                kept = [one for number, one in enumerate(operations) if number not in gone]
                page.Contents = opened.make_stream(pikepdf.unparse_content_stream(kept))
                return
        raise LookupError(words)

    return change


def resized(words: str) -> Callable[[Pdf], None]:
    """Shows what begins with some words twice as large."""

    def change(opened: Pdf) -> None:
        for page, operations in _pages(opened):
            for number, (operands, operator, font) in enumerate(_followed(page, operations)):
                if operator == "TJ" and words in "".join(font.get(code, "?") for code in _codes(operands)):
                    before = max(n for n in range(number) if operations[n][1] == Operator("Tf"))
                    name, size = operations[before][0]
                    operations[before] = ([name, float(size) * 2], Operator("Tf"))
                    page.Contents = opened.make_stream(pikepdf.unparse_content_stream(operations))
                    return
        raise LookupError(words)

    return change


def attached(name: str, content: bytes) -> Callable[[Pdf], None]:
    """Puts another attachment in the place of one."""

    def change(opened: Pdf) -> None:
        spec = opened.attachments[name]
        stream = spec.obj.EF.F
        stream.write(content)

    return change


_Operations = list[tuple[list[object], Operator]]


def _pages(opened: Pdf) -> Iterator[tuple[pikepdf.Page, _Operations]]:
    for page in opened.pages:
        yield page, [(list(one.operands), one.operator) for one in pikepdf.parse_content_stream(page)]


def _followed(page: pikepdf.Page, operations: _Operations) -> Iterator[tuple[list[object], str, dict[int, str]]]:
    """Each operation with what the codes of the font mean that is set there."""
    font: dict[int, str] = {}
    for operands, operator in operations:
        if operator == Operator("Tf"):
            font = _meanings(page.Resources.Font[str(operands[0])])
        yield operands, str(operator), font


_shown = _followed


def _meanings(font: Dictionary) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]+)> <([0-9a-f]+)>", font.ToUnicode.read_bytes().split(b"beginbfchar", 1)[1])
    return {int(code, 16): bytes.fromhex(meant.decode()).decode("utf-16-be") for code, meant in pairs}


def _codes(operands: list[object]) -> Iterator[int]:
    for piece in operands[0] if operands and isinstance(operands[0], Array) else ():
        if isinstance(piece, String):
            yield from (int.from_bytes(bytes(piece)[at : at + 2], "big") for at in range(0, len(bytes(piece)), 2))


def _respell(pieces: Array, at: int, codes: list[int]) -> None:
    """Put other codes in the place of those from the one at a place on."""
    seen = 0
    for index, piece in enumerate(pieces):
        if isinstance(piece, String):
            content = bytearray(bytes(piece))
            for place in range(len(content) // 2):
                if at <= seen < at + len(codes):
                    content[place * 2 : place * 2 + 2] = codes[seen - at].to_bytes(2, "big")
                seen += 1
            pieces[index] = String(bytes(content))
