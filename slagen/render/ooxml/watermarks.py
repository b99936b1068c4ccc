"""The words that a draft has across each page."""

from __future__ import annotations

from docx.oxml.parser import parse_xml
from lxml import etree

from slagen.diagnostics import Lang
from slagen.model.template import Fonts
from slagen.render.ooxml.elements import Element, w

_VML, _OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
_WORD_ART = f"""<v:shapetype xmlns:v="{_VML}" xmlns:o="{_OFFICE}" id="_x0000_t136" coordsize="21600,21600" o:spt="136"
 adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>
<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>"""
"""The preset of words along a line, by which Word makes and finds its watermarks (ECMA-376 part 4, 19.1.2.20)."""


def watermark(number: int, words: str, fonts: Fonts, lang: Lang) -> Element:
    """A run with words across the page behind its text, as Word's own command puts them into a header.

    `number` is unique among the headers of the document.
    """
    width = sum(1 if ord(char) > 0x2E80 else 0.62 for char in words)
    high = min(120.0, 480 / width)
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{high * width:.1f}pt;height:{high:.1f}pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = etree.Element(f"{{{_VML}}}shape", nsmap={"v": _VML, "o": _OFFICE})
    given = {"id": f"PowerPlusWaterMarkObject{number}", f"{{{_OFFICE}}}spid": f"_x0000_s{2048 + number}",
             "type": "#_x0000_t136", "alt": words, "style": style, f"{{{_OFFICE}}}allowincell": "f",
             "fillcolor": "silver", "stroked": "f"}  # fmt: skip
    for name, value in given.items():
        shape.set(name, value)
    etree.SubElement(shape, f"{{{_VML}}}fill").set("opacity", ".5")
    path = etree.SubElement(shape, f"{{{_VML}}}textpath")
    family = (fonts.zh if lang == "zh" else fonts.en)[0]
    path.set("style", f'font-family:"{family}";font-size:1pt')
    path.set("string", words)
    return w("r", w("rPr", w("noProof")), w("pict", parse_xml(_WORD_ART), shape))
