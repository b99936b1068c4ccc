"""A whole file: the stages from the tree to text, in order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree import ElementTree

from slagen.model.template import Theme
from slagen.read.logo import Picture
from slagen.render.html.body import body
from slagen.render.html.head import BROWSER, head_of
from slagen.render.html.logo import put_logo
from slagen.render.html.voices import LANG_TAGS
from slagen.render.markup import element
from slagen.tree import Document
from slagen.tree.redline import final, noted_once


def render(
    document: Document, theme: Theme, stylesheet: str, *, marked: bool = True, logo: Picture | None = None
) -> str:
    """The document as one HTML file in UTF-8 without outside references.

    Args:
        document: the tree; a document in two languages is set in its `layout`.
        theme: colours, fonts and sizes; they become CSS custom properties and the page margins.
        stylesheet: CSS of the template, which reads them.
        marked: whether values and defined terms are marked up, as a preview wants; for pages they need not be, and
            laying out pages takes half as long without.
        logo: the picture of the theme's logo.

    Raises:
        TypeError: the tree holds a node that outputs don't know, such as an unresolved reference: a bug of ours.
    """
    root = tree(document, theme, stylesheet, marked=marked, logo=logo)
    return "<!DOCTYPE html>\n" + ElementTree.tostring(root, encoding="unicode", method="html") + "\n"


def tree(
    document: Document,
    theme: Theme,
    stylesheet: str,
    *,
    marked: bool,
    logo: Picture | None = None,
    places: Mapping[int | str, str] = MappingProxyType({}),
) -> ElementTree.Element:
    """The same as :func:`render`, as elements.

    Args:
        places: names for passages of the tree, by the identity of each, and for nodes, by their keys: their elements
            have them as :data:`PLACE`.
    """
    document = noted_once(document)
    sheets = (stylesheet, BROWSER.read_text(encoding="utf-8")) if marked else (stylesheet,)
    head = head_of(final(document), theme, sheets)
    shown = body(document, theme, marked=marked, places=places)
    if logo is not None and theme.logo is not None:
        put_logo(shown, logo, theme.logo, document)
    return element("html", {"lang": LANG_TAGS[document.languages[0]]}, head, shown)
