"""The JSON: the whole tree, nothing else, and readable again."""

from __future__ import annotations

import factory
import pytest

from slagen.render import tree_json
from slagen.tree import nodes


@pytest.mark.parametrize(
    "document",
    [factory.rich_document(long_text=True), factory.rich_document("parallel"), factory.in_language("en")],
    ids=["interleaved", "parallel", "en"],
)
def test_the_json_holds_the_whole_tree(document: nodes.Document) -> None:
    assert tree_json.read(tree_json.render(document).encode()) == document


def test_without_places_it_is_read_back_all_but_them() -> None:
    printed = tree_json.printed(factory.rich_document()).encode()
    read = tree_json.read(printed)
    assert read != factory.rich_document()
    assert tree_json.printed(read).encode() == printed


@pytest.mark.parametrize(
    "printed",
    [
        *(b"", b"{", b"\xff", b"[]", b"12", b"null", b'{"type": "Text", "text": "x"}', b'{"type": "Document"}'),
        *(b'{"type": "Nothing"}', b'{"type": []}', b'{"id": "x"}', b"[" * 100_000),
        tree_json.render(factory.rich_document()).replace('"author"', '"writer"').encode(),
        tree_json.render(factory.rich_document()).replace('"dated": "2', '"dated": "x').encode(),
    ],
    ids=range(14),
)
def test_what_is_no_document_is_refused(printed: bytes) -> None:
    with pytest.raises(ValueError, match="no document"):
        tree_json.read(printed)


def test_it_is_utf_8_and_its_paths_are_those_of_the_spans() -> None:
    text = tree_json.render(factory.rich_document())
    assert "云服务等级协议" in text
    assert "\\u" not in text
    assert '"file": "clauses/test.md"' in text


def test_an_unknown_value_is_a_bug() -> None:
    with pytest.raises(TypeError):
        tree_json._value({1, 2})
