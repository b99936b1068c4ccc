"""Cover, header and signature page carry their values as fields, and a translation says that it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

import slagen
from slagen.tree import Field, Lang, plain

MINIMAL = (Path(__file__).parents[1] / "minimal" / "contract.yaml").read_text("utf-8")


def compiled(tmp_path: Path, mode: str, language: Lang) -> slagen.Compiled:
    contract = tmp_path / "contract.yaml"
    contract.write_text(MINIMAL.replace("mode: bilingual", f"mode: {mode}"), "utf-8")
    return slagen.compile(slagen.load(contract), language)


@pytest.mark.parametrize(("mode", "language", "says"), [("zh", "en", "only the Chinese"), ("en", "zh", "译文")])
def test_a_translation_says_on_its_cover_that_it_is_one(tmp_path: Path, mode: str, language: Lang, says: str) -> None:
    note = compiled(tmp_path, mode, language).document.cover.note
    assert note is not None
    assert says in plain(note.get(language))


@pytest.mark.parametrize(("mode", "language"), [("zh", "zh"), ("en", "en"), ("bilingual", "en")])
def test_an_original_says_nothing_of_the_kind(tmp_path: Path, mode: str, language: Lang) -> None:
    note = compiled(tmp_path, mode, language).document.cover.note
    assert note is None or plain(note.get(language)) == ""


def test_header_and_signature_page_hold_fields(tmp_path: Path) -> None:
    document = compiled(tmp_path, "bilingual", "en").document
    paths = [node.path for node in document.header.get("en") if isinstance(node, Field)]
    assert paths == ["contract.id", "contract.version"]
    assert any(isinstance(node, Field) for node in document.signature.statement.get("en"))


@pytest.mark.parametrize(
    ("changed", "zh", "en"),
    [
        ("mode: bilingual, prevailing: zh", "　以中文文本为准", " · The Chinese text prevails"),
        ("mode: bilingual, prevailing: en", "　以英文文本为准", " · The English text prevails"),
        ("mode: bilingual, prevailing: equal", "", ""),
        ("mode: zh, prevailing: zh", "", ""),
    ],
)
def test_each_page_says_which_text_prevails_where_one_does(tmp_path: Path, changed: str, zh: str, en: str) -> None:
    contract = tmp_path / "contract.yaml"
    contract.write_text(MINIMAL.replace("mode: bilingual, prevailing: zh", changed), "utf-8")
    footer = slagen.compile(slagen.load(contract), "bilingual").document.page_of
    assert plain(footer.get("zh")) == f"第 {{page}} 页 共 {{pages}} 页{zh}"
    assert plain(footer.get("en")) == f"Page {{page}} of {{pages}}{en}"
