"""The fields of a PDF's forms: named as a tree, once each, and able to show Chinese (ISO 32000-2, 12.7).

WeasyPrint makes a widget of each input.  What it leaves to mend, just before the file is written:

- A partial name can't hold a full stop (12.7.4.2): ``annex.change.reason`` is three fields, one under the other.
- A blank that a bilingual form shows in either language is one field with two widgets, so that what is written into
  one stands in the other, too.
- Where a party signs electronically is a field for a signature (12.7.5.5), which HTML has no input for.
- An empty blank looks like nothing, said by an appearance of its own (12.7.4.3): else each viewer is asked to make one
  before it shows a page.
- What is typed is set in a font of the form's.  A subset of an embedded font has only the characters of the page, and
  all of one for Chinese would add 10 MB; so the font is STSong-Light of Adobe's GB1 collection, not embedded, which
  every viewer that shows Chinese replaces by one of its own (9.7.5.2, 9.7.6.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pydyf

from slagen.render.html import SECOND, SIGNATURES

FONT = "SongTi"
"""The name of the form's font among its resources."""
_OF_FIELD = ("FT", "Ff", "V", "DA", "TU")
"""Entries of a field, which its widgets do not repeat."""


def finish(pdf: pydyf.PDF) -> None:
    """Mend the form of a PDF that WeasyPrint is about to write, if it has one."""
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    tree = _Fields(pdf)
    for each in [each for each in pdf.objects if isinstance(each, pydyf.Dictionary)]:
        if each.get("Subtype") == "/Widget":
            tree.add(each)
        elif each.get("S") == "/Form" and isinstance(each["K"], pydyf.Array) and len(each["K"]) == 1:
            # Who compares what was filled in after a signature looks for the widget right below its element.
            each["K"] = each["K"][0]
    used = {FONT: _font(pdf).reference, "ZaDb": _dingbats(pdf).reference}
    form["Fields"] = pydyf.Array(field.reference for field in tree.roots)
    form["DR"] = pydyf.Dictionary({"Font": pydyf.Dictionary(used)})
    form["DA"] = pydyf.String(f"/{FONT} 9 Tf 0 g")
    del form["NeedAppearances"]


class _Fields:
    """The fields made so far, by their full names."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.roots: list[pydyf.Dictionary] = []
        self._pdf = pdf
        self._known: dict[tuple[str, ...], pydyf.Dictionary] = {}
        self._nothing = pydyf.Stream(
            [b"/Tx BMC EMC"], {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, 1, 1])}
        )
        pdf.add_object(self._nothing)

    def add(self, widget: pydyf.Dictionary) -> None:
        """Files a widget under the field of its name."""
        name = widget.pop("T").string.removesuffix(SECOND)
        if name.startswith(f"{SIGNATURES}."):
            self._sign(widget, name.split(".")[1])
            return
        if widget["FT"] == "/Tx":
            widget["DA"] = pydyf.String(_in_font(widget["DA"].string))
            widget["AP"] = pydyf.Dictionary({"N": self._nothing.reference})
        else:
            widget["AP"]["N"]["Off"] = self._nothing.reference
        field = self._field(tuple(name.split(".")))
        for entry in _OF_FIELD:
            if entry in widget:
                field.setdefault(entry, widget.pop(entry))
        _adopt(field, widget)

    def _sign(self, widget: pydyf.Dictionary, role: str) -> None:
        """Makes a widget a field for a signature; it has one place, so that field and widget are one."""
        for entry in ("V", "DA"):
            del widget[entry]
        widget["FT"], widget["T"] = "/Sig", pydyf.String(role)
        widget["AP"] = pydyf.Dictionary({"N": self._nothing.reference})
        _adopt(self._field((SIGNATURES,)), widget)

    def _field(self, path: tuple[str, ...]) -> pydyf.Dictionary:
        if path not in self._known:
            field = self._known[path] = pydyf.Dictionary({"T": pydyf.String(path[-1])})
            self._pdf.add_object(field)
            if path[:-1]:
                _adopt(self._field(path[:-1]), field)
            else:
                self.roots.append(field)
        return self._known[path]


def _adopt(parent: pydyf.Dictionary, child: pydyf.Dictionary) -> None:
    child["Parent"] = parent.reference
    parent.setdefault("Kids", pydyf.Array()).append(child.reference)


def _in_font(appearance: str | bytes) -> str:
    """A default appearance (colour, font, size) in the form's font: WeasyPrint names one of the page's."""
    words = (appearance.decode() if isinstance(appearance, bytes) else appearance).split()
    colour, size = words.index("rg"), words.index("Tf")
    return " ".join((*words[colour - 3 : colour + 1], f"/{FONT}", *words[size - 1 : size + 1]))


def _font(pdf: pydyf.PDF) -> pydyf.Dictionary:
    return _added(
        pdf,
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": "/STSong-Light-UniGB-UTF16-H",
            "Encoding": "/UniGB-UTF16-H",
            "DescendantFonts": pydyf.Array([_glyphs(pdf).reference]),
        },
    )


def _glyphs(pdf: pydyf.PDF) -> pydyf.Dictionary:
    """The font's characters by their numbers in the collection Adobe-GB1 (9.7.4)."""
    descriptor = _added(pdf, dict(_DESCRIPTOR))
    system = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("GB1"), "Supplement": 5}
    return _added(
        pdf,
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0",
            "BaseFont": "/STSong-Light",
            "CIDSystemInfo": pydyf.Dictionary(system),
            "FontDescriptor": descriptor.reference,
            "DW": 1000,
            # The proportional Latin letters of GB1.
            "W": pydyf.Array([1, pydyf.Array([207]), 2, 95, 500]),
        },
    )


_DESCRIPTOR: Mapping[str, object] = MappingProxyType(
    {
        "Type": "/FontDescriptor",
        "FontName": "/STSong-Light",
        "Flags": 6,
        "FontBBox": pydyf.Array([-25, -254, 1000, 880]),
        "ItalicAngle": 0,
        "Ascent": 880,
        "Descent": -120,
        "CapHeight": 880,
        "StemV": 93,
    }
)


def _dingbats(pdf: pydyf.PDF) -> pydyf.Dictionary:
    """One of the fonts that every viewer has: the tick in a box that is ticked (12.7.5.2.3)."""
    return _added(pdf, {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/ZapfDingbats"})


def _added(pdf: pydyf.PDF, entries: dict[str, object]) -> pydyf.Dictionary:
    made = pydyf.Dictionary(entries)
    pdf.add_object(made)
    return made
