"""The JSON: the whole tree, nothing else, and readable again."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import factory
import pytest

from slagen.diagnostics import Span
from slagen.render import tree_json
from slagen.tree import nodes

CLASSES = {name: getattr(nodes, name) for name in dir(nodes) if is_dataclass(getattr(nodes, name))} | {"Span": Span}


def _tree(value: Any) -> Any:
    """The nodes that the JSON describes, built from it alone."""
    if isinstance(value, list):
        return tuple(map(_tree, value))
    if not isinstance(value, dict):
        return value
    kind = CLASSES[value["type"]]
    values = {field.name: _tree(value[field.name]) for field in fields(kind) if field.name in value}
    if "dated" in values:
        values["dated"] = date.fromisoformat(values["dated"])
    assert set(value) == {"type", *values}
    return kind(**values)


@pytest.mark.parametrize(
    "document",
    [factory.rich_document(long_text=True), factory.rich_document("parallel"), factory.in_language("en")],
    ids=["interleaved", "parallel", "en"],
)
def test_the_json_holds_the_whole_tree(document: nodes.Document) -> None:
    assert _tree(json.loads(tree_json.render(document))) == document


def test_it_is_utf_8_and_its_paths_are_those_of_the_spans() -> None:
    text = tree_json.render(factory.rich_document())
    assert "云服务等级协议" in text
    assert "\\u" not in text
    assert '"file": "clauses/test.md"' in text


def test_an_unknown_value_is_a_bug() -> None:
    with pytest.raises(TypeError):
        tree_json._value({1, 2})
