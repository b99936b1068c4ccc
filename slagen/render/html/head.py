"""The head: what a file says of itself, the theme's tokens and the stylesheets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from slagen.model.template import Theme
from slagen.render.html.tokens import tokens
from slagen.render.markup import element
from slagen.tree import Document, plain
from slagen.tree.alone import name_of

BROWSER = Path(__file__).parent / "browser.css"
"""What a browser needs besides the template's stylesheet: narrow screens, and its own print."""


def title(document: Document) -> str:
    """The document's title for file metadata: in its first language, with the contract's id."""
    draft = () if document.draft is None else (plain(document.draft.get(document.languages[0])),)
    parts = (plain(name_of(document).get(document.languages[0])), document.id, *draft)
    return " ".join(parts).replace("\n", " ").strip()


def head_of(document: Document, theme: Theme, stylesheets: Iterable[str]) -> ElementTree.Element:
    """The head of a document's file."""
    names = {
        "author": plain(document.author.get(document.languages[0])),
        "description": " / ".join(plain(document.subject.get(lang)) for lang in document.languages),
        "generator": "slagen",
        "dcterms.created": document.dated.isoformat(),
        "dcterms.modified": document.dated.isoformat(),
        "viewport": "width=device-width, initial-scale=1",
    }
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("title", {}, title(document)),
        *(element("meta", {"name": name, "content": content}) for name, content in names.items()),
        element("style", {}, tokens(theme)),
        *(element("style", {}, _harmless(stylesheet)) for stylesheet in stylesheets),
    )


def _harmless(stylesheet: str) -> str:
    """A stylesheet that can't end its <style> element: in CSS the escape means the same character."""
    return stylesheet.replace("</", "\\3c /")
