"""JSON: the document tree itself, for programs (RFC 8259, UTF-8, not escaped to ASCII).

Every node is an object with ``type``, the name of its class in :mod:`slagen.tree`, and that class's fields under
their own names, in their own order::

    {"type": "Document", "id": "SLA-2026-001", "languages": ["zh", "en"], "dated": "2026-01-01", …,
     "chapters": [{"type": "Chapter", "heading": {"type": "Heading", "key": "chapter.1", "number": [1],
                   "label": {"type": "Content", "zh": [{"type": "Text", "text": "第1章"}], "en": […]}, …},
                   "sections": [{"type": "Section", "section": "1.1", …, "clauses": […]}]}]}

Sequences are arrays and dates ISO 8601; a redline's nodes have ``change`` and ``was``, and a draft ``draft``, too.  A
language that the document lacks is null in its Content; an empty array is a passage that says nothing.  Spans are
``{"type": "Span", "file", "line", "column"}`` with the file as the inputs name it, relative to the project.  The same
tree gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from slagen.diagnostics import Span
from slagen.tree import Document, nodes, numbering

NOWHERE = Span("", 1, 1)
"""The place of a node that was read back from a form without places."""

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def render(document: Document) -> str:
    """The tree as JSON, indented by one space, ending in one newline."""
    return json.dumps(_value(document), ensure_ascii=False, indent=1) + "\n"


def printed(document: Document) -> str:
    """The tree as it may leave the house: in one line, without the places of its sources."""
    return json.dumps(_value(document, spans=False), ensure_ascii=False, separators=(",", ":")) + "\n"


def _value(node: object, *, spans: bool = True) -> Json:
    if node is None or isinstance(node, str | int | float):
        return node
    if isinstance(node, tuple):
        return [_value(item, spans=spans) for item in node]
    if isinstance(node, date):
        return node.isoformat()
    if is_dataclass(node):
        kept = [f.name for f in fields(node) if (spans or f.name != "span") and not _unused(node, f.name)]
        return {"type": type(node).__name__, **{name: _value(getattr(node, name), spans=spans) for name in kept}}
    raise TypeError(f"JSON has no form for {node!r}")


def _unused(node: object, name: str) -> bool:
    """Whether it is a field of redlines, drafts, texts of others or documents with notes in one that is none."""
    return name in ("change", "was", "draft", "notes", "rank") and not getattr(node, name)


# Read back --------------------------------------------------------------------------------------------------------


def read(printed: bytes) -> Document:
    """The document that :func:`render` or :func:`printed` wrote; places that it lacks are :data:`NOWHERE`.

    Raises:
        ValueError: it is not JSON of a document, or of another version of slagen whose nodes had other fields.
    """
    try:
        document = _node(json.loads(printed))
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise ValueError(f"no document of this version of slagen: {wrong}") from None
    if not isinstance(document, Document):
        raise ValueError("no document, but another node")
    return document


def _node(value: Json) -> Any:
    if isinstance(value, list):
        return tuple(map(_node, value))
    if not isinstance(value, dict):
        return value
    kind = _classes()[str(value["type"])]
    given = {name: _node(one) for name, one in value.items() if name != "type"}
    if "dated" in given:
        given["dated"] = date.fromisoformat(given["dated"])
    lacking = {f.name: NOWHERE for f in fields(kind) if f.name == "span" and f.default is MISSING}
    return kind(**(lacking | given))


@cache
def _classes() -> Mapping[str, Any]:
    """The classes of nodes by the names that stand for them."""
    known = (value for module in (nodes, numbering) for value in vars(module).values())
    return {one.__name__: one for one in known if isinstance(one, type) and is_dataclass(one)}
