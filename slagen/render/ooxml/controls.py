"""What readers fill in or programs find: content controls and form fields (ECMA-376 part 1, 17.5.2, 17.16.17)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from slagen.diagnostics import Lang
from slagen.render.ooxml.elements import Element, W, w
from slagen.render.ooxml.fields import field_close, field_open
from slagen.render.ooxml.fonts import BOXES
from slagen.render.ooxml.runs import text_run

_LONGEST_TAG = 64
"""Characters that Word keeps of the tag and of the title of a content control."""


def control(number: int, tag: str, title: str, shown: Sequence[Element], *, locked: bool) -> Element:
    """A content control for plain text around runs (17.5.2.31); `number` is unique in the document.

    Args:
        tag: what programs know it by; one that Word would cut off ends in a digest of the whole.
        title: what Word shows on it.
        locked: whether neither it nor what is in it can be changed.
    """
    lines = any(True for each in shown for _ in each.iter(f"{{{W}}}br"))
    kind = w("text", multiLine=1 if lines else None)
    return _control(number, tag, title, "sdtContentLocked" if locked else None, kind, shown)


def _control(number: int, tag: str, title: str, lock: str | None, kind: Element, shown: Sequence[Element]) -> Element:
    if len(tag) > _LONGEST_TAG:
        tag = f"{tag[:51]}~{hashlib.sha256(tag.encode()).hexdigest()[:12]}"
    properties = w(
        "sdtPr",
        w("alias", val=title[:_LONGEST_TAG]),
        w("tag", val=tag),
        w("id", val=number),
        w("lock", val=lock) if lock else None,
        kind,
    )
    return w("sdt", properties, w("sdtContent", *shown))


def form_text(lang: Lang, name: str, title: str, shown: str, style: str | None = None) -> list[Element]:
    """A field to type in, of the kind that is open to be filled in where a document is protected (17.16.17).

    Args:
        name: unique in the document, at most 20 characters, which is what Word keeps.
        title: what it is for, shown in the status bar and read aloud.
        shown: what stands in it until then.
    """
    first, instruction, separate = field_open(lang, "FORMTEXT", style)
    data = w(
        "ffData",
        w("name", val=name),
        w("enabled"),
        w("calcOnExit", val=0),
        w("helpText", type="text", val=title[:_LONGEST_HELP]),
        w("statusText", type="text", val=title[:_LONGEST_STATUS]),
        w("textInput"),
    )
    first.find(f"{{{W}}}fldChar").append(data)
    return [first, instruction, separate, text_run(lang, shown, style), field_close(lang, style)]


def form_box(number: int, tag: str, title: str, shown: Element) -> Element:
    """A box to tick that is open to be ticked where a document is protected, as a content control ([MS-DOCX] 2.6.1.5).

    Field boxes of the older kind (17.16.7), two in a cell, keep LibreOffice 7.4 laying out for ever.

    Args:
        number: unique among the content controls of the document.
        tag: what programs know it by.
        title: what it is for.
        shown: the run with the box that is not ticked.
    """
    box = OxmlElement("w14:checkbox")
    for name, value in (("checked", "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
        state = OxmlElement(f"w14:{name}")
        state.set(qn("w14:val"), value)
        if name != "checked":
            state.set(qn("w14:font"), BOXES)
        box.append(state)
    return _control(number, tag, title, "sdtLocked", box, [shown])


_LONGEST_HELP, _LONGEST_STATUS = 255, 138
"""Characters that Word keeps of what it says of a form field on asking and in the status bar."""
