"""The logo, above the cover's title and in the running header."""

from __future__ import annotations

from base64 import b64encode
from xml.etree import ElementTree

from slagen.model.template import Logo
from slagen.read.logo import Picture
from slagen.render.markup import element
from slagen.tree import Document


def put_logo(body: ElementTree.Element, picture: Picture, logo: Logo, document: Document) -> None:
    """Put the logo above the cover's title and before the words of the running header."""
    cover, words, said = body.find(".//section[@class='cover']"), body.find("header/span"), said_of(logo, document)
    if logo.cover and cover is not None:
        cover.insert(0, element("p", {"class": "logo"}, _picture(picture, logo.cover, said)))
    if logo.header and words is not None:
        image = _picture(picture, logo.header, said)
        image.tail, words.text = words.text, None
        words.insert(0, image)


def said_of(logo: Logo, document: Document) -> str:
    """What a logo shows, in the languages of the document."""
    return " / ".join(dict.fromkeys(logo.alt.get(lang) or "" for lang in document.languages))


def _picture(picture: Picture, height: float, alt: str) -> ElementTree.Element:
    width = height * picture.width / picture.height
    source = f"data:image/{picture.kind};base64,{b64encode(picture.data).decode()}"
    return element("img", {"src": source, "alt": alt, "style": f"width:{width:.3f}mm;height:{height:g}mm"})
