"""Elements of HTML and SVG; only the serializer makes markup of them, so that no text can become any."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

Node = ElementTree.Element | str


def element(tag: str, attributes: Mapping[str, str], *children: Node) -> ElementTree.Element:
    """An element with its attributes, texts and elements in order."""
    made = ElementTree.Element(tag, dict(attributes))
    for child in children:
        append(made, child)
    return made


def append(parent: ElementTree.Element, child: Node) -> None:
    """Put a text or an element after what an element holds."""
    if not isinstance(child, str):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + child
    else:
        parent.text = (parent.text or "") + child
