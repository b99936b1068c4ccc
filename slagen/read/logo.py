"""Reads a template's logo: a PNG (ISO/IEC 15948) or JPEG (ISO/IEC 10918-1) beside its template.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from slagen.diagnostics import Code, Diagnostic, InputError, Message, error
from slagen.project import Project
from slagen.read.pictures import bare
from slagen.read.template import LoadedTemplate

LARGEST = 4 * 1024 * 1024
"""The most bytes of a logo: it stands in every file that is built."""
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of JPEG that begin a frame and say how large it is (B.1.1.3)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is in its file; width and height in pixels."""

    name: str
    data: bytes
    kind: Literal["png", "jpeg"]
    width: int
    height: int


def read_logo(project: Project, loaded: LoadedTemplate) -> Picture | None:
    """The logo of a template, from its folder or that of a template that it extends; None if it has none.

    Raises:
        InputError: there is no such file, or it is no PNG or JPEG that every output can show.
    """
    logo = loaded.template.theme.logo
    if logo is None:
        return None
    name = beside(project, loaded, logo.file)
    if name is None:
        where = f"{loaded.folders[0]}/{logo.file}"
        raise InputError([_wrong(loaded, Message(f"没有文件 {where}", f"there is no file {where}"))])
    data = project.read(name, LARGEST)
    read = None if len(data) > LARGEST else _read(name, bare(data))
    if read is None:
        raise InputError([_wrong(loaded, _why(data))])
    return read


def beside(project: Project, loaded: LoadedTemplate, file: str) -> str | None:
    """The name of a file in the folder of a template, or of the nearest that it extends that has one."""
    return next((found for folder in loaded.folders if project.has(found := f"{folder}/{file}")), None)


def _read(name: str, data: bytes) -> Picture | None:
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and data.endswith(_PNG_END):
        width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
        return Picture(name, data, "png", width, height) if width and height else None
    if data.startswith(_JPEG) and data.rstrip(b"\0").endswith(_JPEG_END):
        width, height, colours = next(_frames(data), (0, 0, 0))
        # Four colours are those of print, which a PDF for archives and Word would each show in their own way.
        return Picture(name, data, "jpeg", width, height) if width and height and colours < 4 else None
    return None


def _frames(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Width, height and number of colours of each frame of a JPEG."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            height, width = (int.from_bytes(data[at + start : at + start + 2]) for start in (5, 7))
            yield width, height, data[at + 9]
        at += 2 + int.from_bytes(data[at + 2 : at + 4])


def _why(data: bytes) -> Message:
    if len(data) > LARGEST:
        size = LARGEST // 1024 // 1024
        return Message(f"图片大于 {size} MB", f"the picture is larger than {size} MB")
    return Message(
        "不是完整的 RGB 或者灰度的 PNG、JPEG 图片", "this is no whole picture in PNG or JPEG, in RGB or grey"
    )


def _wrong(loaded: LoadedTemplate, why: Message) -> Diagnostic:
    path = ("theme", "logo", "file")
    logo = loaded.template.theme.logo
    return error(
        Code.TEMPLATE_FORM,
        loaded.source.at(path),
        zh=f"theme.logo.file：{why.zh}",
        en=f"theme.logo.file: {why.en}",
        value=logo.file if logo else "",
        hint=Message(
            "把 PNG 或 JPEG 图片（宽度 1000 像素左右即可）放在 template.yaml 旁边，这里写它的文件名",
            "put a PNG or JPEG (some 1000 pixels wide is enough) beside template.yaml, and give its name here",
        ),
    )
