"""Finds a template's reference document: a DOCX of the company's own, whose looks the DOCX of an agreement takes.

Only what can be told from the package as such (ECMA-376 part 2) is judged here; what is in it reads
:mod:`slagen.render.ooxml.letterhead`.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from slagen.diagnostics import Code, Diagnostic, InputError, Message, error
from slagen.project import Project
from slagen.read.logo import beside
from slagen.read.template import LoadedTemplate

LARGEST = 8 * 1024 * 1024
"""The most bytes of a reference document."""
UNPACKED = 64 * 1024 * 1024
"""The most bytes of its parts together."""
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference document as it is in its file."""

    name: str
    data: bytes


def read_reference(project: Project, loaded: LoadedTemplate) -> Reference | None:
    """The reference document of a template, from its folder or that of a template that it extends; None if it has none.

    Raises:
        InputError: there is no such file, or it is no DOCX.
    """
    file = loaded.template.reference
    if file is None:
        return None
    name = beside(project, loaded, file)
    if name is None:
        where = f"{loaded.folders[0]}/{file}"
        raise InputError([unreadable(loaded, Message(f"没有文件 {where}", f"there is no file {where}"))])
    data = project.read(name, LARGEST)
    if wrong := _wrong(data):
        raise InputError([unreadable(loaded, wrong)])
    return Reference(name, data)


def _wrong(data: bytes) -> Message | None:
    """Why the bytes are no DOCX that is read, if they are none."""
    if len(data) > LARGEST:
        return Message("文件大于 8 MB", "the file is larger than 8 MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(each.file_size for each in package.infolist()) > UNPACKED:
                return Message("展开后大于 64 MB", "it unpacks to more than 64 MB")
            types = package.read("[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return Message("不是 DOCX 文件，或者已经损坏", "this is no DOCX, or a damaged one")
    if _MAIN not in types:
        return Message(
            "不是普通的 Word 文档（例如是模板 dotx，或者带有宏）",
            "this is no ordinary Word document, but for instance a template (dotx), or one with macros",
        )
    return None


def unreadable(loaded: LoadedTemplate, why: Message) -> Diagnostic:
    """An error at the line that names the reference document."""
    return error(
        Code.TEMPLATE_FORM,
        loaded.source.at(("reference",)),
        zh=f"reference：{why.zh}",
        en=f"reference: {why.en}",
        value=loaded.template.reference or "",
        hint=Message(
            "在 Word 中打开，另存为不带宏的 .docx，放在 template.yaml 旁边",
            "open it in Word, save it as .docx without macros, and put it beside template.yaml",
        ),
    )
