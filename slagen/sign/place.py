"""Where a party signs in a PDF that slagen built, and how the file calls that party in its languages.

The file says it itself: a signature field for each party, and the document as data among its attachments.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

from slagen.diagnostics import Lang
from slagen.render.html import SIGNATURES
from slagen.render.provenance import PRINTED
from slagen.sign.problem import SignError


@dataclass(frozen=True, slots=True)
class Place:
    """A field's full name, its width and height in points, and the party's title in each language of the document."""

    field: str
    width: float
    height: float
    titles: Mapping[Lang, str]


def find(data: bytes, role: str) -> Place:
    """The place of the party with that role.

    Raises:
        SignError: no PDF, not one that slagen built with a signature page, or the party has signed it.
    """
    try:
        with pikepdf.open(BytesIO(data)) as file:
            return _find(file, role)
    except pikepdf.PasswordError:
        raise SignError("file", "PDF 有密码，无法签名", "the PDF has a password and can't be signed") from None
    except pikepdf.PdfError:
        raise SignError("file", "不是 PDF，或者已经损坏", "this is no PDF, or a damaged one") from None


def _find(file: pikepdf.Pdf, role: str) -> Place:
    if _is_draft(file):
        raise SignError(
            "file",
            "这是草案，没有签名域；请不加 --draft 重新生成",
            "this is a draft, which has no fields to sign in; build it again without --draft",
        )
    widget, titles = _widget(file, role), _titles(file, role)
    if widget is None or not titles:
        raise SignError(
            "file",
            "不是 slagen 生成的带签署页的 PDF：没有该方的签名域",
            "this is no PDF with a signature page that slagen built: it has no field for that party's signature",
        )
    if "/V" in widget:
        who = " / ".join(titles.values())
        raise SignError("file", f"{who} 已经签署", f"{who} has signed it already")
    left, first, right, second = map(float, widget.Rect)
    return Place(f"{SIGNATURES}.{role}", abs(right - left), abs(second - first), titles)


def _widget(file: pikepdf.Pdf, role: str) -> Any:
    form: Any = file.Root.get("/AcroForm", {})
    for root in form.get("/Fields", []):
        if str(root.get("/T")) == SIGNATURES:
            for field in root.get("/Kids", []):
                if str(field.get("/T")) == role and field.get("/FT") == "/Sig":
                    return field
    return None


def _printed(file: pikepdf.Pdf) -> Any:
    """The document as data that the file carries; empty if it has none that can be read."""
    try:
        return json.loads(file.attachments[PRINTED].get_file().read_bytes())
    except (KeyError, ValueError):
        return {}


def _is_draft(file: pikepdf.Pdf) -> bool:
    document = _printed(file)
    return isinstance(document, dict) and document.get("draft") is not None


def _titles(file: pikepdf.Pdf, role: str) -> dict[Lang, str]:
    try:
        document = _printed(file)
        parties = {each["role"]: each["party"]["label"] for each in document["signature"]["signatories"]}
        return {lang: "".join(_words(parties[role][lang])) for lang in document["languages"]}
    except (KeyError, TypeError, ValueError):
        return {}


def _words(node: Any) -> Iterator[str]:
    """The words of inlines as the document's data hold them."""
    if isinstance(node, list):
        for each in node:
            yield from _words(each)
    elif isinstance(node, dict):
        yield node.get("text", "")
        yield from _words(node.get("children", []))
