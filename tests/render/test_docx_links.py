"""Contents, references, running header and footer, links and bookmarks."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from docx_parts import Parts, W, alone, bookmarked, fields, pages, references, says, val, words

from slagen.render.docx import RenderError, bookmark
from slagen.tree import LANGUAGES, Content, ResolvedRef, contents, plain


def test_contents_are_a_field_that_is_filled_in(parts: Parts) -> None:
    entries, known = contents(parts.tree), pages(parts.tree)
    shown = [words(p).split("\t") for p in parts.body.iter(f"{W}p") if str(val(p, "pPr", "pStyle")).startswith("TOC")]
    expected = [[e.label, e.title, *([str(known[e.key])] if e.key in known else [])] for e in entries]
    assert shown == expected
    assert [code for code, _ in fields(parts.body) if code.startswith("TOC")] == [r'TOC \o "1-2" \h \z \u']
    assert [result for code, result in fields(parts.body) if code.startswith("PAGEREF")] == [
        str(known[e.key]) for e in entries if e.key in known
    ]


def test_references_are_fields_with_the_label_they_show(parts: Parts) -> None:
    labels, found = bookmarked(parts), references(parts)
    assert len(found) == 5 * len(parts.tree.languages)
    assert [labels[code[1]] for code, _ in found] == [result for _, result in found]
    assert all(code[-1] == r"\h" for code, _ in found)


def test_running_header_and_footer(parts: Parts) -> None:
    footer, header = parts.part("word/footer1.xml"), parts.part("word/header1.xml")
    assert [code for code, _ in fields(footer)] == ["PAGE", "NUMPAGES"] * len(parts.tree.languages)
    expected = {"zh": "第 1 页 共 1 页", "en": "Page 1 of 1"}
    assert words(footer) == " / ".join(expected[lang] for lang in parts.tree.languages)
    assert words(header) == "\t".join(plain(parts.tree.header.get(lang)) for lang in parts.tree.languages)


def test_the_cover_has_a_section_of_its_own_without_running_header(parts: Parts) -> None:
    sections = list(parts.body.iter(f"{W}sectPr"))
    assert [s.find(f"{W}titlePg") is not None for s in sections] == [True, False, False]
    assert [len(s.findall(f"{W}headerReference")) for s in sections] == [1, 0, 0]
    before = itertools.takewhile(lambda p: p.find(f".//{W}sectPr") is None, parts.body)
    assert "ContentsTitle" not in [val(p, "pPr", "pStyle") for p in before]


def test_every_link_reaches_a_bookmark(parts: Parts) -> None:
    starts = list(parts.body.iter(f"{W}bookmarkStart"))
    names = [start.get(f"{W}name") for start in starts]
    ids = [start.get(f"{W}id") for start in starts]
    assert len(set(names)) == len(names)
    assert sorted(ids) == sorted({end.get(f"{W}id") for end in parts.body.iter(f"{W}bookmarkEnd")})
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    used = [link.get(f"{W}anchor") for link in parts.body.iter(f"{W}hyperlink")]
    used += [code.split()[1] for code, _ in fields(parts.body) if code.split()[0] in ("REF", "PAGEREF")]
    assert len(used) > 10
    assert set(used) <= set(names)


def test_bookmark_names_are_short_and_never_the_same() -> None:
    keys = ["a.b", "a#b", "a-b", "a..b", "a.#b", "a#.b", "x" * 60, "x" * 61, "annex.levels#p1.1", "annex.levels#p1-1"]
    names = [bookmark(key, lang) for key in keys for lang in LANGUAGES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) for name in names)


def test_refuses_a_reference_to_nowhere() -> None:
    broken = replace(says(""), content=Content(zh=(ResolvedRef("no.where", "第", "9.9", "条"),)))
    with pytest.raises(RenderError, match=r"no\.where"):
        alone(broken)
