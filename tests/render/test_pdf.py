"""The PDF: its words, pages, links, outline, metadata and fonts; the same bytes everywhere; no file but its own."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import factory
import judges
import pikepdf
import pydyf
import pytest
from judges import pdf_failures
from printed import CSS, theme

from slagen.render import archive, html, justify, pdf
from slagen.tree import Document, Paragraph, Table, blocks, contents, plain
from slagen.tree.walk import BOX, headings

ROOT = Path(__file__).parents[2]
NAMES = ("interleaved", "parallel", "zh", "en")


def _document(name: str) -> Document:
    """A document whose characters the fonts have: :mod:`slagen.render.glyphs` refuses the others beforehand."""
    whole = factory.rich_document("parallel") if name == "parallel" else factory.rich_document()
    document = whole if name in ("interleaved", "parallel") else factory.in_language("zh" if name == "zh" else "en")
    chapter = document.chapters[0]
    section = chapter.sections[0]
    clause = section.clauses[0]
    third = clause.blocks[2]
    assert isinstance(third, Paragraph)
    kept = replace(third, children=(*third.children[:2], *third.children[4:]))
    clause = replace(clause, blocks=(*clause.blocks[:2], kept, *clause.blocks[3:]))
    section = replace(section, clauses=(clause,))
    chapter = replace(chapter, sections=(section, *chapter.sections[1:]))
    return replace(document, chapters=(chapter, *document.chapters[1:]))


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[Document, pdf.Laid, bytes]]:
    """Each kind of document laid out and written once."""
    found = {}
    for name in NAMES:
        document = _document(name)
        laid = pdf.lay_out(html.render(document, theme(), CSS))
        found[name] = document, laid, pdf.write(laid, document)
    return found


Made = dict[str, tuple[Document, pdf.Laid, bytes]]


def test_a_latin_line_in_a_chinese_paragraph_is_not_spaced_out() -> None:
    assert justify.chinese("本协议适用于SLA-01，")
    assert not justify.chinese("https://example.com/a 见")


NO_CHINESE = "Syntax Error: Missing language pack for 'Adobe-GB1' mapping\n"
"""What poppler says without poppler-data, its support of Chinese, of the font that blanks are filled in with."""


def _run(tool: str, data: bytes, *options: str) -> str:
    done = subprocess.run([judges.needs(tool), *options], input=data, capture_output=True, check=True)
    assert done.stderr.decode() in ("", NO_CHINESE)
    return done.stdout.decode()


def _squeezed(text: str) -> str:
    """Without white space, and without the hyphens of line ends, which extraction can't tell from others."""
    return re.sub(r"[\s\u2010-]+", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_the_words_stand_in_the_order_of_the_tree(made: Made, name: str) -> None:
    document, _, data = made[name]
    pages = _run("pdftotext", data, "-raw", "-enc", "UTF-8", "-", "-").split("\f")
    # The first lines are the running header, the last the page number.
    text = "".join(_squeezed("\n".join(_body(page, document))) for page in pages)
    position = 0
    for block in blocks(document):
        for words in _passages(block, document):
            found = text.find(_squeezed(words.replace(BOX, "")), position)  # a box is a field
            assert found >= 0, words
            position = found


def _body(page: str, document: Document) -> list[str]:
    running = {_squeezed(plain(document.header.get(lang))) for lang in document.languages}
    running.add("".join(_squeezed(plain(document.header.get(lang))) for lang in document.languages))
    lines = [line for line in page.splitlines() if _squeezed(line) not in running]
    return [line for line in lines if not re.fullmatch(r"(第 ?\d+ ?页 ?共 ?\d+ ?页)? *(Page \d+ of \d+)?", line)]


def _passages(block: Paragraph | Table, document: Document) -> list[str]:
    if isinstance(block, Table):
        cells = [cell for row in block.rows for cell in row.cells]
        return [plain(cell.get(lang)) for cell in cells for lang in document.languages]
    return [plain(block.label.get(lang)) + plain(block.content.get(lang)) for lang in document.languages]


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_those_that_the_contents_print(made: Made, name: str) -> None:
    document, laid, data = made[name]
    pages = pdf.pages(laid)
    text = _run("pdftotext", data, "-raw", "-f", "2", "-l", "2", "-enc", "UTF-8", "-", "-")
    flat = re.sub(r"(?: \.)+ (?=\d)", "…", re.sub(r"\s+", " ", text))
    for entry in contents(document):
        words = r"\s*".join(re.escape(char) for char in f"{entry.label}{entry.title}" if not char.isspace())
        (printed,) = re.findall(words + r"\s*…(\d+)", flat)
        assert int(printed) == pages[entry.key]


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_on_the_pages_of_the_map(made: Made, name: str) -> None:
    document, laid, data = made[name]
    texts = _run("pdftotext", data, "-raw", "-enc", "UTF-8", "-", "-").split("\f")
    lang = document.languages[0]
    for _, heading in headings(document):
        words = _squeezed(plain(heading.label.get(lang)) + plain(heading.title.get(lang)))
        assert words in _squeezed(texts[pdf.pages(laid)[heading.key] - 1])


@pytest.mark.parametrize("name", NAMES)
def test_signature_page_and_annexes_begin_pages(made: Made, name: str) -> None:
    document, laid, data = made[name]
    lang = document.languages[0]
    texts = [_body(page, document) for page in _run("pdftotext", data, "-raw", "-enc", "UTF-8", "-", "-").split("\f")]
    for annex in document.annexes:
        label = plain(annex.heading.label.get(lang)).split()
        first = texts[pdf.pages(laid)[annex.heading.key] - 1][0]
        assert first.split()[: len(label)] == label
    (signature,) = [page for page in texts if page and page[0].startswith(plain(document.signature.heading.get(lang)))]
    for signatory in document.signature.signatories:
        assert any(plain(signatory.seal.get(lang)) in line for line in signature)
        assert all(any(plain(fact.label.get(lang)) in line for line in signature) for fact in signatory.lines)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_a_long_table_repeats_its_head_and_splits_no_row(made: Made, name: str) -> None:
    _, _, data = made[name]
    pages = _run("pdftotext", data, "-raw", "-enc", "UTF-8", "-", "-").split("\f")
    holding = [page for page in pages if re.search(r"C-0\d\d", page)]
    assert len(holding) > 1
    assert all(re.search("检查项目|Check\n|Check ", page.split("C-0")[0]) for page in holding)
    if name in ("interleaved", "parallel"):
        assert all(page.count("项检查") == page.count("monitoring against") for page in holding)


def _outline(document: Document) -> list[str]:
    """Each heading once: label and title, then those of the second language that differ; the signature page too."""
    titles = []
    for _, heading in headings(document):
        words = (plain(part.get(lang)) for lang in document.languages for part in (heading.label, heading.title))
        titles.append(" ".join(dict.fromkeys(words)))
    annexes = len(document.annexes)
    signature = " ".join(plain(document.signature.heading.get(lang)) for lang in document.languages)
    return [*titles[:-annexes], signature, *titles[-annexes:]]


@pytest.mark.parametrize("name", NAMES)
def test_outline_links_and_metadata(made: Made, name: str) -> None:
    document, laid, data = made[name]
    with pikepdf.open(io.BytesIO(data)) as file:
        info = {key: str(value) for key, value in file.docinfo.items()}
        assert info["/Title"] == html.title(document)
        assert info["/Author"] == plain(document.author.get(document.languages[0]))
        assert info["/CreationDate"] == info["/ModDate"] == "D:20260101000000+00'00"
        assert str(file.Root.Lang) == html.LANG_TAGS[document.languages[0]]
        with file.open_outline() as outline:
            tops = [item.title for item in outline.root]
            titles = [item.title for top in outline.root for item in (top, *top.children)]
        assert titles == _outline(document)
        assert len(tops) == len(document.chapters) + 1 + len(document.annexes)
        names = file.Root.Names.Dests.Names
        destinations = {str(names[index]) for index in range(0, len(names), 2)}
        links = [str(a.Dest) for page in file.pages for a in page.get("/Annots", []) if "/Dest" in a]
        assert len(links) >= len(contents(document))
        assert set(links) <= destinations
        assert len(file.pages) == len(laid.pages.pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_a_subset_of_the_theme_embedded(made: Made, name: str) -> None:
    _, laid, data = made[name]
    assert pdf.strangers(laid, theme()) == {}
    rows = _run("pdffonts", data, "-").splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+Noto-(Serif|Sans)-CJK-SC", row), row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row


def test_a_font_outside_the_theme_is_told() -> None:
    document = factory.in_language("zh")
    laid = pdf.lay_out(html.render(document, theme(), CSS))
    pdf.write(laid, document)
    assert "א" in "".join(pdf.strangers(laid, theme()).values())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("height", [170, 197, 231])
def test_no_heading_or_leading_paragraph_is_left_at_the_foot_of_a_page(name: str, height: int) -> None:
    document = _document(name)
    sheet = CSS + f"@page{{size:210mm {height}mm}}"
    pages = pdf.pages(pdf.lay_out(html.render(document, theme(), sheet)))
    for chapter in document.chapters:
        assert pages[chapter.heading.key] == pages[chapter.sections[0].heading.key]
        for section in chapter.sections:
            first = section.clauses[0].blocks[0]
            assert isinstance(first, Paragraph)
            assert pages[section.heading.key] == pages[first.key]
    leading = [block for block in blocks(document) if isinstance(block, Paragraph) and block.children]
    for block in leading:
        child = block.children[0]
        if isinstance(child, Paragraph):
            assert pages[block.key] == pages[child.key]


@pytest.mark.parametrize("name", ["zh", "parallel"])
def test_chinese_lines_are_full_and_begin_with_no_punctuation(made: Made, name: str) -> None:
    document, _, data = made[name]
    laid = pdf.lay_out(html.render(document, theme(), CSS))
    ends = [line for page in laid.pages.pages for line in _chinese_lines(page)]
    assert ends
    assert all(abs(gap) < 0.5 for gap, _ in ends), [text for gap, text in ends if abs(gap) >= 0.5]
    lines = _run("pdftotext", data, "-raw", "-enc", "UTF-8", "-", "-").splitlines()
    assert not [line for line in lines if re.match("[，。；：！？、）》”]", line)]


def _chinese_lines(page: object) -> list[tuple[float, str]]:
    """How far each line but the last of a Chinese paragraph ends from the right edge, in pixels, and its words."""
    found = []
    for block in justify._passages(page._page_box):  # type: ignore[attr-defined]
        right = block.content_box_x() + block.width
        for line in block.children:
            texts = list(justify._texts(line))
            words = "".join(text.text for text in texts)
            if line.resume_at is not None and not justify._broken(line) and justify.chinese(words):
                last = texts[-1]
                end = last.position_x + last.width - getattr(last.pango_layout, "spacing", 0)
                # The blank half of a full-width mark is outside.
                end -= justify.BLANK * line.style["font_size"] if words[-1] in justify._CLOSING else 0
                found.append((right - end, words))
    return found


def test_ten_thousand_characters_without_a_space_are_all_there() -> None:
    document = factory.in_language("zh", long_text=True)
    laid = pdf.lay_out(html.render(document, theme(), CSS))
    text = _squeezed(_run("pdftotext", pdf.write(laid, document), "-raw", "-enc", "UTF-8", "-", "-"))
    text = re.sub(r"合同编号SLA2026001版本1\.0|第\d+页共\d+页", "", text)
    assert factory.LONG in text


def test_a_table_cell_longer_than_a_page_is_all_there() -> None:
    document = _document("zh")
    clause = document.annexes[0].clause
    long = factory.table(
        (factory.same("a"), factory.same("b")), ((factory.value("x", factory.LONG), factory.same("1")),)
    )
    annex = replace(document.annexes[0], clause=replace(clause, blocks=(long,)))
    laid = pdf.lay_out(html.render(replace(document, annexes=(annex,)), theme(), CSS))
    text = _squeezed(_run("pdftotext", pdf.write(laid, document), "-raw", "-enc", "UTF-8", "-", "-"))
    kept = re.sub("[^壹贰叁肆伍陆柒捌玖拾]", "", text)
    assert kept.count("壹贰叁肆伍陆柒捌玖拾") == 500


SCRIPT = """
import sys; sys.path[:0] = [{root!r}, {here!r}, {tests!r}]
import hashlib, test_pdf
from slagen.render import html, pdf
document = test_pdf._document("parallel")
page = html.render(document, test_pdf.theme(), test_pdf.CSS)
print(hashlib.sha256(pdf.write(pdf.lay_out(page), document)).hexdigest())
"""


def test_the_same_bytes_in_other_processes_time_zones_and_locales(made: Made) -> None:
    source = SCRIPT.format(root=str(ROOT), here=str(Path(__file__).parent), tests=str(ROOT / "tests"))
    expected = hashlib.sha256(made["parallel"][2]).hexdigest()
    for zone, locale, seed in (("Asia/Shanghai", "C", "1"), ("America/New_York", "C.UTF-8", "2")):
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", source], env=environment, capture_output=True, check=True, text=True, cwd="/"
        )
        assert done.stdout.strip() == expected


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/x.css", "file:///etc/passwd", "../outside.css", "file://host/x.css", "ftp://127.0.0.1/x"],
)
def test_nothing_outside_the_template_is_opened(
    tmp_path: Path, url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda _, request, **__: opened.append(request.full_url))
    folder = tmp_path / "template"
    folder.mkdir()
    (tmp_path / "outside.css").write_text("p{color:red}")
    page = f'<html lang="zh-CN"><head><link rel="stylesheet" href="{url}"></head><body><img src="{url}">x</body></html>'
    with caplog.at_level(logging.WARNING, logger="slagen"):
        pdf.lay_out(page, folder)
    assert opened == []
    assert "outside the template" in caplog.text


def test_the_templates_own_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("@page{size:100px 200px;margin:0}")
    laid = pdf.lay_out('<html><head><link rel="stylesheet" href="own.css"></head><body>x</body></html>', tmp_path)
    assert (laid.pages.pages[0].width, laid.pages.pages[0].height) == (100, 200)


def test_weasyprint_says_nothing_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    pdf.lay_out("<html><head><style>p{no-such:1}</style></head><body><p>x</p></body></html>")
    assert capfd.readouterr() == ("", "")


def test_the_stylesheet_has_nothing_that_weasyprint_ignores(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="slagen"):
        pdf.lay_out(html.render(_document("interleaved"), theme(), CSS, marked=False))
    assert caplog.text == ""


@pytest.mark.parametrize("edition", ["zh", "en", "interleaved", "parallel"])
@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_it_is_archival_and_accessible(made: Made, edition: str, profile: str) -> None:
    assert pdf_failures(made[edition][2], profile) == []


def _elements(data: bytes) -> list[tuple[str, str, str]]:
    """The kind, the language and the scope of every structure element, empty where it has none."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as opened:
        waiting = [opened.Root.StructTreeRoot.K[0]]
        while waiting:
            element = waiting.pop()
            scope = element.get("/A", {}).get("/Scope", "")
            found.append((str(element.S), str(element.get("/Lang", "")), str(scope)))
            kids = element.get("/K", [])
            kids = kids if isinstance(kids, pikepdf.Array) else [kids]
            waiting += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found


def test_words_in_the_other_language_say_so(made: Made) -> None:
    assert {lang for _, lang, _ in _elements(made["interleaved"][2])} == {"", "zh-CN", "en-GB"}


def test_a_header_cell_says_what_it_heads(made: Made) -> None:
    assert {scope for kind, _, scope in _elements(made["zh"][2]) if kind == "/TH"} == {"/Column", "/Row"}


def test_each_link_is_one_annotation(made: Made) -> None:
    with pikepdf.open(io.BytesIO(made["zh"][2])) as opened:
        places = [tuple(map(float, each.Rect)) for page in opened.pages for each in page.get("/Annots", [])]
    assert len(places) == len(set(places)) > 10


def test_no_stream_ends_in_a_carriage_return() -> None:
    # The checksum of these bytes ends in 0x0d; compressed, the stream would seem longer than it says.
    raw = next(text for n in range(100_000) if zlib.compress(text := str(n).encode(), 9).endswith(b"\r"))
    stream = pydyf.Stream([raw], compress=True)
    archive.compress(stream)
    assert stream.data.endswith(b"stream\n" + raw + b"\nendstream")
    other = pydyf.Stream([b"0"], compress=True)
    archive.compress(other)
    assert b"/Filter /FlateDecode" in other.data
