"""What makes the PDF one that outlives us and can be read aloud: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).

WeasyPrint writes PDF/A-3a with tags.  What it leaves to mend, just before the file is written:

- One file is to say that it is both.  The XMP metadata say so in plain bytes (ISO 19005-3, 6.6.2.1), and since PDF/A
  knows only its own properties, they describe the one of PDF/UA (6.6.2.3; ISO 14289-1, clause 5).
- A box inside a link is given a link of its own, over the same words: one is kept.
- Each structure element whose words are in another language than the document says so (ISO 32000-1, 14.9.2), and a
  header cell says what it heads (14.8.5.7).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf import tags

VARIANT = "pdf/a-3a"
"""WeasyPrint's name of the profile."""

_UA = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def one_link_each(pages: Any) -> None:
    """Leave each link of laid-out pages once: WeasyPrint lists every box inside it as well."""
    for page in pages:
        page.links[:] = [link for link in page.links if link[3].element_tag.split(":")[0] == "a"]


def finish(pdf: pydyf.PDF) -> None:
    """Make the metadata of a PDF that is about to be written say that it is PDF/UA-1, too; compress its streams."""
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    metadata.compress = False
    metadata.stream = [part.replace(b"</rdf:RDF>", _UA) for part in metadata.stream]
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream):
            _show_as_it_is(each)
            if each.compress:
                compress(each)


def _show_as_it_is(stream: pydyf.Stream) -> None:
    """Tell viewers to make up no pixels of a picture (ISO 19005-3, 6.2.8)."""
    if stream.extra.get("Subtype") == "/Image":
        stream.extra["Interpolate"] = "false"


def compress(stream: pydyf.Stream) -> None:
    """Compress a stream, unless its last byte would be a carriage return (one in 256, since a checksum ends it).

    Before ``endstream`` that is taken for half of an end of line, and the stream for longer than it says (7.3.8.1).
    """
    stream.compress = False
    packed = zlib.compress(b"\n".join(map(pydyf._to_bytes, stream.stream)), 9)
    if not packed.endswith(b"\r"):
        stream.stream, stream.extra["Filter"] = [packed], "/FlateDecode"


@contextmanager
def spoken() -> Iterator[None]:
    """While it lasts, structure elements get their language, and header cells their scope."""
    build = tags._build_box_tree

    def with_language(box: Any, *rest: Any) -> Iterator[pydyf.Dictionary]:
        for element in build(box, *rest):
            _describe(element, box)
            yield element

    tags._build_box_tree = with_language
    try:
        yield
    finally:
        tags._build_box_tree = build


def _describe(element: pydyf.Dictionary, box: Any) -> None:
    written = getattr(box, "element", None)
    if written is None:
        return
    if (lang := written.get("lang")) is not None:
        element["Lang"] = pydyf.String(lang)
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if written.get("scope") == "row" else "/Column"
