"""Hostile values in every text field of a sample come out as themselves in every format, or as a clear error.

Which fields are texts is asked of the model, so that a field that is added is tested, too.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from editions import once
from judges import ROOT, page_texts, pandoc_words
from lxml import etree, html
from markdown_it import MarkdownIt
from streams import in_order, solid

from slagen.compiled import Compiled
from slagen.diagnostics import Code, Diagnostic, InputError, Lang
from slagen.model.base import Model
from slagen.model.text import Text
from slagen.pipeline import compile_all, load
from slagen.read.positioned import Number
from slagen.tree import Content, Document, Field, plain

SAMPLE = ROOT / "samples" / "cloud-hosting"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMED: Mapping[str, str] = {
    "markup": "*_#<b>&{{7*7}}{%",
    "template": "{% raw %}{{ contract.id }}{# {id} {title} {page} {version}",
    "word": "</w:t></w:r><w:br/>",
    "script": "<script>alert(1)</script><!-- -->",
    "entity": "&amp; &#x41; ]]> &nbsp;",
    "path": "../../etc/passwd",
    "pipe": "a | b || c |---|",
    "backslash": "\\ \\\\ \\n \\| \\* \\1",
    "list": "1. one",
    "bullet": "- two",
    "heading": "# three",
    "quote": "> four",
    "lines": "five\nsix\n\nseven",
    "tabs": "eight\tnine  ten",
    "emphasis": "**bold** __under__ ~~struck~~ `code`",
    "link": "[text](http://example.com) ![i](x.png) <http://example.com>",
    "bidi": "abc\u202edef\u202c\u200fghi",
    "formula": "=1+1 $x^2$ @SUM",
    "joiner": "no\u00a0break zero\u200bwidth",
}
"""Values, each of which means something to some parser on the way."""
LONG = "".join(f"甲{n:04}乙" + "丙" * 4 for n in range(400))
"""Four thousand characters without a space, more than a page of a cell holds."""
LONG_AT = ("parties[0].name", "services[0].description", "exclusions[0]")
"""A cover line, a cell and an item; long everywhere it would be a contract of a thousand pages."""

Values = Mapping[tuple[str, Lang], str]


# A contract with other texts ------------------------------------------------------------------------------------


@cache
def source() -> Any:
    return load(SAMPLE / "contract.yaml").loaded


def texts(node: Any = None, path: str = "") -> Iterator[str]:
    """The path of each text of the sample that is written in two languages."""
    node = source().contract if node is None else node
    if isinstance(node, Text):
        yield path
    elif isinstance(node, Model):
        for name in type(node).model_fields:
            yield from texts(getattr(node, name), f"{path}.{name}" if path else name) if getattr(node, name) else ()
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            yield from texts(item, f"{path}[{index}]")


def lines(node: Any = None, path: str = "") -> Iterator[str]:
    """The path of each string of the sample that is not an id: its field's type has no pattern."""
    node = source().contract if node is None else node
    if isinstance(node, Model) and not isinstance(node, Text):
        for name, field in type(node).model_fields.items():
            value, here = getattr(node, name), f"{path}.{name}" if path else name
            words = type(value) is str and not re.search("pattern=(?!None)", f"{field.metadata}{field.annotation}")
            yield from [here] if words else lines(value, here) if value else ()
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            yield from lines(item, f"{path}[{index}]")


def keys(path: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]


class _Dumper(yaml.SafeDumper):
    """Writes decimal numbers as they were written, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(Number, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:float", str(number)))


def write(folder: Path, changes: Mapping[str, Any]) -> Path:
    """The sample with other values at some paths."""
    data = _copied(source().source.data)
    for path, value in changes.items():
        *around, last = keys(path)
        node = data
        for key in around:
            node = node[key]
        node[last] = value
    target = folder / "contract.yaml"
    target.write_text(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return target


def _copied(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copied(value) for key, value in node.items()}
    return [_copied(value) for value in node] if isinstance(node, list) else node


def hostile(folder: Path, values: Values) -> Compiled:
    """The sample with those texts in both languages, assembled."""
    by_path: dict[str, dict[str, str]] = {}
    for (path, lang), value in values.items():
        by_path.setdefault(path, {})[lang] = value
    return compile_all(load(write(folder, by_path)), ["bilingual"])


def everywhere(value: str) -> Values:
    """`value` in every text, each with a mark of its own."""
    return {(path, lang): f"{value} {lang}{n}m" for n, path in enumerate(texts()) for lang in ("zh", "en")}


def mixed() -> Values:
    """All hostile values over all texts, a different one in each language of each."""
    chosen = list(NAMED.values())
    found = {
        (path, lang): f"{chosen[(n + 7 * shift) % len(chosen)]} {lang}{n}m"
        for n, path in enumerate(texts())
        for shift, lang in enumerate[Lang](("zh", "en"))
    }
    return found | {(path, lang): f"{LONG}{lang}" for path in LONG_AT for lang in ("zh", "en")}


def shown(node: Any, lang: Lang | None = None) -> Iterator[tuple[Lang, Field]]:
    """Every value in a tree and the language it stands in."""
    if isinstance(node, Field) and lang:
        yield lang, node
    elif isinstance(node, Content):
        for each in ("zh", "en"):
            yield from shown(node.get(each), each)
    elif isinstance(node, tuple):
        for item in node:
            yield from shown(item, lang)
    elif is_dataclass(node):
        for field in fields(node):
            yield from shown(getattr(node, field.name), lang)


# The tree -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMED)
def test_every_text_reaches_the_tree_as_itself(name: str, tmp_path: Path) -> None:
    values = everywhere(NAMED[name])
    document = hostile(tmp_path, values).document
    printed = {(field.path, lang): field.text for lang, field in shown(document) if (field.path, lang) in values}
    assert len(printed) > 200
    assert printed == {key: values[key] for key in printed}
    for lang in document.languages:
        assert values["contract.title", lang] in plain(document.signature.statement.get(lang))


# The formats ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Built:
    """The sample with all hostile values, and its files by format."""

    document: Document
    folder: Path
    margins: tuple[float, float]
    values: Values

    def path(self, form: str) -> Path:
        return self.folder / f"built.{form}"

    def text(self, form: str) -> str:
        return self.path(form).read_text(encoding="utf-8")

    @property
    def printed(self) -> list[tuple[str, Lang, str]]:
        """Each hostile value that the contract prints, with its path and language."""
        return [
            (field.path, lang, field.text) for lang, field in shown(self.document) if (field.path, lang) in self.values
        ]


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    values = mixed()
    compiled = hostile(tmp_path_factory.mktemp("hostile"), values)

    def make(folder: Path) -> None:
        for form, content in compiled.outputs(("docx", "pdf", "html", "md", "json")):
            (folder / f"built.{form}").write_bytes(content)

    margins = compiled.template.theme.margins
    folder = once(shared / "hostile", make)
    return Built(compiled.document, folder, (margins.top, margins.bottom), values)


def test_all_values_are_printed(built: Built) -> None:
    """What the other tests look for is there: each kind of value in each language, and the long one in each place."""
    for value in NAMED.values():
        assert {lang for _, lang, text in built.printed if text.startswith(value)} == {"zh", "en"}
    assert {path for path, _, text in built.printed if text.startswith(LONG)} == set(LONG_AT)


def test_json_holds_the_values(built: Built) -> None:
    import json

    def found(node: Any, lang: str = "") -> Iterator[tuple[str, str, str]]:
        if isinstance(node, list):
            for item in node:
                yield from found(item, lang)
        elif isinstance(node, dict) and node.get("type") == "Field":
            yield node["path"], lang, node["text"]
        elif isinstance(node, dict):
            for key, value in node.items():
                yield from found(value, key if node.get("type") == "Content" else lang)

    assert set(built.printed) <= set(found(json.loads(built.text("json"))))


def test_html_shows_the_values(built: Built) -> None:
    root = html.fromstring(built.text("html"))
    found: dict[str, set[str]] = {}
    for element in root.iter("span"):
        if "data-path" in element.attrib:
            found.setdefault(element.get("data-path"), set()).add(_text(element))
    assert [entry for entry in built.printed if entry[2] not in found[entry[0]]] == []
    assert not list(root.iter("script", "b", "img", "iframe"))


def _text(element: Any) -> str:
    """The text of an element whose only children are line breaks."""
    assert {child.tag for child in element} <= {"br"}
    return (element.text or "") + "".join(f"\n{child.tail or ''}" for child in element)


def test_markdown_shows_the_values(built: Built) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(built.text("md"))
    inline = [_shown_markdown(token.children or []) for token in tokens if token.type == "inline"]
    assert [entry for entry in built.printed if not any(entry[2] in text for text in inline)] == []
    assert {token.type for token in tokens} <= {
        "inline", "heading_open", "heading_close", "paragraph_open", "paragraph_close", "bullet_list_open",
        "bullet_list_close", "list_item_open", "list_item_close", "table_open", "table_close", "thead_open",
        "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close",
    }  # fmt: skip


def _shown_markdown(tokens: list[Any]) -> str:
    out = []
    for token in tokens:
        if token.type == "html_inline":
            assert re.fullmatch(r'<br>|<a id="[a-z0-9.#-]+">|</a>|</?strong>|</?em>', token.content), token.content
            out.append("\n" if token.content == "<br>" else "")
        else:
            assert token.type in ("text", "text_special", "link_open", "link_close", "strong_open", "strong_close",
                                  "em_open", "em_close", "softbreak"), token.type  # fmt: skip
            out.append("\n" if token.type == "softbreak" else token.content)
    return "".join(out)


def test_docx_holds_the_values(built: Built) -> None:
    with zipfile.ZipFile(io.BytesIO(built.path("docx").read_bytes())) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    paragraphs = ["".join(map(_word, p.iter(f"{W}t", f"{W}br", f"{W}tab"))) for p in body.iter(f"{W}p")]
    assert [entry for entry in built.printed if not any(entry[2] in text for text in paragraphs)] == []


def _word(element: Any) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    # A tab stop in w:tabs has a position, a tab character has none.
    return "\n" if element.tag == f"{W}br" else "" if element.get(f"{W}pos") else "\t"


def test_docx_through_pandoc_holds_the_values(built: Built) -> None:
    found = solid(pandoc_words(built.path("docx")))
    assert [entry for entry in built.printed if solid(entry[2]) not in found] == []


def test_pdf_shows_the_values(built: Built) -> None:
    """In the order they are read; an invisible control has no glyph, and what it turns round is seen turned round."""
    pages = "".join(page_texts(built.path("pdf"), *built.margins))
    # English is hyphenated: with and without the hyphens at line ends, since a value may have its own there.
    found = _visible(pages) + _visible(pages.replace("-\n", ""))
    for path, lang, text in built.printed:
        if text.startswith(LONG):
            # A cell taller than a page goes on below the repeated head of its table: the parts stand in order.
            assert in_order(found, re.findall("甲[0-9]{4}乙丙+", text)) is None, path
        else:
            turned = re.sub("\u202e(.*?)\u202c", lambda match: match[1][::-1], text)
            assert _visible(text) in found or _visible(turned) in found, (path, lang, text)


def _visible(text: str) -> str:
    return "".join(char for char in solid(text) if unicodedata.category(char) != "Cf")


# Clear errors ---------------------------------------------------------------------------------------------------


def test_a_character_without_a_glyph_is_an_error_that_names_it_and_its_field(tmp_path: Path) -> None:
    value = "🧾 receipt"
    compiled = hostile(tmp_path, {("exclusions[0]", lang): value for lang in ("zh", "en")})
    with pytest.raises(InputError) as caught:
        compiled.render("pdf")
    (problem,) = caught.value.diagnostics
    assert problem.code is Code.GLYPH_MISSING
    written = (tmp_path / "contract.yaml").read_text(encoding="utf-8").split("\n")
    assert problem.span.file == "contract.yaml"
    assert value in "\n".join(written[problem.span.line - 1 : problem.span.line + 1])
    assert "exclusions[0]" in problem.message.en + problem.value
    for said in (problem.message.zh, problem.message.en):
        assert "🧾" in said or "1F9FE" in said
    for form in ("html", "md", "json"):
        assert value in compiled.render(form).decode()


@pytest.mark.parametrize(
    "value", ["../../etc", "a/b", "..", ".", "a\\b", "a b", "-rf", "a\nb", "", "甲" * 10, "a" * 65]
)
def test_an_id_that_is_no_file_name_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(write(tmp_path, {"contract.id": value}))
    assert list({problem.span.file for problem in caught.value.diagnostics}) == ["contract.yaml"]
    assert min(problem.span.line for problem in caught.value.diagnostics) > 1


@pytest.mark.parametrize("pattern", sorted({re.sub(r"\[\d+\]", "[]", path) for path in lines()}))
def test_a_string_is_shown_as_itself_or_refused_at_its_place(pattern: str, tmp_path: Path) -> None:
    path = next(path for path in lines() if re.sub(r"\[\d+\]", "[]", path) == pattern)
    for value in (" ".join(NAMED.values()), NAMED["path"], NAMED["list"]):
        found = outcome(write(tmp_path, {path: value}))
        if isinstance(found, Document):
            assert all(field.text == value for _, field in shown(found) if field.path == path)
        else:
            # The error stands at the value, or at one that has to agree with it.
            assert all(problem.span.line > 1 for problem in found)


def outcome(written: Path) -> Document | tuple[Diagnostic, ...]:
    """The document of a contract, or what is wrong with it."""
    try:
        return compile_all(load(written), ["bilingual"]).document
    except InputError as wrong:
        return wrong.diagnostics
