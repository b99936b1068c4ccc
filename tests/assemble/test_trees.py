"""Trees of Markdown that earlier runs parsed."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import pytest

from slagen.assemble.trees import Trees
from slagen.cache import Cache

TEXT = """1. **甲** A \\* *b*
   1. \ue0000\ue001，c

   | d | e |
   |---|--:|
   | f | \ue0001\ue001 |
"""


def test_a_text_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache")
    first = Trees(cache).of(TEXT)
    assert [element.tag for element in first.iter()][:3] == ["div", "ol", "li"]
    assert first.find(".//strong") is not None
    assert first.find(".//table") is not None
    parsed: list[str] = []

    def parse(self: Trees, text: str) -> Element:
        parsed.append(text)
        return Element("new")

    monkeypatch.setattr(Trees, "_parsed", parse)
    assert tostring(Trees(cache).of(TEXT)) == tostring(first)
    assert Trees(cache).of(TEXT + "。").tag == "new"
    assert parsed == [TEXT + "。"]


def test_what_is_kept_needs_nothing_of_the_library(tmp_path: Path) -> None:
    Trees(Cache(tmp_path / "cache")).of(TEXT)
    (kept,) = (tmp_path / "cache").glob("tree-*")
    assert b"xml.etree" in kept.read_bytes() or b"_elementtree" in kept.read_bytes()
    assert b"markdown" not in kept.read_bytes()
