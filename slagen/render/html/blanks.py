"""Fields of a form: what is filled in or ticked."""

from __future__ import annotations

from xml.etree import ElementTree

from slagen.render import forms
from slagen.render.html.voices import Voice
from slagen.render.markup import element
from slagen.tree import Blank, Tick


def input_for(node: Blank, voice: Voice, kind: str) -> ElementTree.Element:
    """A blank to be filled in, of the class `kind`; several lines of it are as high as by hand."""
    attributes = {"class": kind, **_named(node, voice)}
    if node.lines == 1:
        return element("input", {"type": "text", **attributes})
    high = f"height:{node.lines * forms.LINE:g}mm"
    return element("textarea", {**attributes, "rows": f"{node.lines}", "style": high})


def box_for(node: Tick, voice: Voice) -> ElementTree.Element:
    """A box to be ticked."""
    return element("input", {"type": "checkbox", "class": "tick", **_named(node, voice)})


def _named(node: Blank | Tick, voice: Voice) -> dict[str, str]:
    """A name that no other blank of the file has, and what a screen reader says."""
    title = voice.forms.get(node.name, node.name)
    return {"name": voice.id(node.name), "title": title, "aria-label": title}
