"""A comparison in each of its forms: everything told, nothing of a contract taken for markup."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from slagen.diagnostics import Lang
from slagen.model.clause import Risk
from slagen.model.edit import Comparison, Edit, Favour, Kind, Place, Shown
from slagen.render import diff_html, diff_json, diff_markdown, diff_pages, diff_text, diff_view
from slagen.render.html import PLACE as NAMED
from slagen.render.markup import element
from slagen.tree import LANGUAGES, Content, Deleted, Emphasis, Inserted, Strong, Text

HOSTILE = "<b>*A|B*</b> &amp; [x](javascript:1) {{ 7*7 }} `</script>`"


def both(*zh: object, en: tuple[object, ...] | None = None) -> Content:
    return Content(zh, zh if en is None else en)  # type: ignore[arg-type]


WORDS = both(
    Text("应当在"), Deleted((Text("4小时"),)), Inserted((Text("8小时"),)),
    Strong((Text("内"), Inserted((Text("解决"),)))),
    en=(Text("within "), Deleted((Text("4 hours"),)), Inserted((Emphasis((Text("8 hours"),)),))),
)  # fmt: skip
PLACE = Place(0, "delivery.response", both(Text("响应"), en=(Text("Response"),)), both(Text("3.2.1")), WORDS, WORDS)
VALUE = Edit(
    "delivery.response", Kind.VALUE, Risk.HIGH, (PLACE,), ("zh", "en"), favours=Favour.PROVIDER,
    path="priority.targets[0].resolution", old=Shown("4小时", "4 hours"), new=Shown("8小时", "8 hours"),
)  # fmt: skip
WORDING = Edit("delivery.response", Kind.WORDING, Risk.LOW, (PLACE,), ("zh",), one_sided=True)
NUMBERS = Edit(
    "scope.parties", Kind.NUMBERING, Risk.LOW, (PLACE,), ("zh", "en"), old=Shown("1", "1"), new=Shown("2", "2")
)
COMPARED = Comparison("SLA-1", "v1:a.yaml", "a.yaml", ("zh", "en"), (VALUE, WORDING, NUMBERS))
ELSEWHERE = Place(1, "annex.levels", both(Text("附件"), en=(Text("Annex"),)), both(Text("4.")), WORDS, WORDS)
FOLLOWED = tuple(
    Edit("annex.levels", Kind.VALUE, Risk.HIGH, (ELSEWHERE,), ("zh", "en"), path=f"slos[{place}].budget",
         old=Shown("甲", "one"), new=Shown("乙", new))
    for place, new in enumerate(("two", "two", "three"))
)  # fmt: skip
FOLDED = Comparison("SLA-1", "a", "b", ("zh", "en"), (replace(VALUE, computed=FOLLOWED),))
SAME = Comparison("SLA-2", "a", "b", ("en",), ())

_HOSTILE_PLACE = Place(
    0, HOSTILE, both(Text(HOSTILE)), both(Text(HOSTILE)), both(Deleted((Text(HOSTILE),)), Text(HOSTILE))
)
ATTACK = Comparison(
    HOSTILE, HOSTILE, HOSTILE, ("zh", "en"),
    (Edit(HOSTILE, Kind.VALUE, Risk.HIGH, (_HOSTILE_PLACE,), ("zh",), old=Shown(HOSTILE), new=Shown(en=HOSTILE)),),
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_colours_the_text_marks_what_went_and_came(lang: Lang) -> None:
    text = diff_text.render([COMPARED, SAME], lang, colour=False, width=10_000)
    assert "  3.2.1 应当在[-4小时-]{+8小时+}内{+解决+}\n" in text
    assert "  3.2.1 within [-4 hours-]{+8 hours+}\n" in text
    assert "\x1b" not in text
    expected = {
        "zh": ("4小时 → 8小时", "服务提供方", "中文（仅此一种）", "1 个条款只是编号改变", "没有变更"),
        "en": ("4 hours → 8 hours", "Provider", "Chinese only", "1 clause has another number only", "nothing changed"),
    }
    assert [words for words in expected[lang] if words not in text] == []


def test_with_colours_no_marks_are_needed() -> None:
    text = diff_text.render([COMPARED], "en", colour=True, width=100)
    assert "\x1b[9;31m4 hours\x1b[0m\x1b[4;32m8 hours\x1b[0m" in text


def test_values_that_followed_an_input_are_below_it_in_every_form() -> None:
    text = diff_text.render([FOLDED], "en", colour=False, width=10_000).splitlines()
    start = next(place for place, line in enumerate(text) if "4 hours → 8 hours" in line)
    assert [" ".join(line.split()) for line in text[start + 1 : start + 4]] == [
        "and 3 values computed from it:",
        "4. Annex one → two (2 places)",
        "one → three",
    ]
    assert "  4. within [-4 hours-]{+8 hours+}" in text
    made = diff_markdown.render([FOLDED], "zh")
    said = "<details><summary>另有 3 个由此计算的数值</summary>4\\. 附件：甲 → 乙（3 处）</details> | 高"
    assert said in made
    page = lxml_html.document_fromstring(diff_html.render([FOLDED], "en"))
    (folded,) = page.xpath("//td/details")
    assert folded.xpath("summary")[0].text == "and 3 values computed from it"
    (item,) = folded.xpath("ul/li")
    assert item.text_content() == "4. Annex: one → two (2 places); one → three"
    assert item.xpath("a/@href")[0].removeprefix("#") in page.xpath("//h2/@id")
    (edit,) = json.loads(diff_json.render([FOLDED]))["comparisons"][0]["edits"]
    assert [(one["path"], one["new"]["en"]) for one in edit["computed"]] == [
        ("slos[0].budget", "two"), ("slos[1].budget", "two"), ("slos[2].budget", "three"),
    ]  # fmt: skip


def test_on_pages_values_that_followed_stand_below_their_input_with_their_page() -> None:
    there = element("p", {NAMED: diff_pages.names(FOLDED)[id(WORDS)]}, "…")
    page = element("html", {}, element("head", {}), element("body", {}, there))
    diff_pages.append(page, FOLDED)
    (row,) = page.findall(".//tbody/tr")
    said = ["".join(one.itertext()) for one in row.findall("td/p[@class='followers']")]
    assert said == [
        "另有 3 个由此计算的数值：", "4. 附件，第  页：甲 → 乙（3 处）",
        "and 3 values computed from it: ", "4. Annex, page : one → two (2 places); one → three",
    ]  # fmt: skip
    assert {link.get("href") for link in row.iter("a")} == {f"#{there.get('id')}"}
    assert there.get(NAMED) is None


def test_what_does_not_change_is_cut_short_in_the_text() -> None:
    long = both(Text("甲" * 500), Inserted((Text("新"),)), Text("乙" * 500))
    edit = Edit("a.b", Kind.WORDING, Risk.LOW, (Place(0, "a.b", both(), both(), long),), ("zh",))
    text = diff_text.render([Comparison("C", "a", "b", ("zh",), (edit,))], "zh", colour=False, width=10_000)
    assert f"…{'甲' * 40}{{+新+}}{'乙' * 40}…" in text
    assert "甲" * 41 not in text


def test_values_are_no_markup_of_the_terminal() -> None:
    assert HOSTILE in diff_text.render([ATTACK], "en", colour=False, width=10_000)


def test_markdown_holds_the_table_and_the_passages() -> None:
    made = diff_markdown.render([COMPARED, SAME], "en")
    assert "| 3\\.2\\.1 Response | value | 4 hours → 8 hours | high | Provider | Chinese, English |" in made
    assert "**3\\.2\\.1** within <del>4 hours</del><ins>8 hours</ins>" in made
    assert made.count("\n| --- | ") == 1


def test_markdown_escapes_what_would_be_markup() -> None:
    made = diff_markdown.render([ATTACK], "en")
    assert set(re.findall(r"<(/?\w+)", made)) == {"details", "/details", "summary", "/summary", "del", "/del"}
    rows = [line for line in made.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}
    assert re.search(r"(?<!\\)\[x", made.replace(html.escape(HOSTILE), "")) is None


def test_json_has_the_keys_that_are_promised() -> None:
    made = json.loads(diff_json.render([COMPARED]))
    assert made["format"] == 1
    (one,) = made["comparisons"]
    assert list(one) == ["contract", "old", "new", "languages", "edits"]
    value = one["edits"][0]
    assert value == {
        "clause": "delivery.response", "title": {"zh": "响应", "en": "Response"}, "kind": "value", "risk": "high",
        "favours": "provider", "languages": ["zh", "en"], "one_sided": False, "path": "priority.targets[0].resolution",
        "old": {"zh": "4小时", "en": "4 hours"}, "new": {"zh": "8小时", "en": "8 hours"},
        "places": [{
            "clause": "delivery.response", "label": {"zh": "3.2.1", "en": "3.2.1"},
            "words": {
                "zh": [
                    ["equal", "应当在"], ["deleted", "4小时"], ["inserted", "8小时"], ["equal", "内"],
                    ["inserted", "解决"],
                ],
                "en": [["equal", "within "], ["deleted", "4 hours"], ["inserted", "8 hours"]],
            },
        }],
        "computed": [],
    }  # fmt: skip
    assert [edit["old"] for edit in one["edits"][1:]] == [None, {"zh": "1", "en": "1"}]


def test_a_line_of_the_cover_is_called_by_its_page() -> None:
    place = Place(0, "cover", both(), both(Text("版本"), en=(Text("Version"),)), WORDS)
    edit = Edit("cover", Kind.VALUE, Risk.HIGH, (place,), ("zh", "en"))
    assert [diff_view.name(edit, lang) for lang in LANGUAGES] == ["封面：版本", "Cover: Version"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_holds_both_views_and_needs_nothing_beside_it(lang: Lang) -> None:
    page = lxml_html.document_fromstring(diff_html.render([COMPARED, SAME], lang))
    assert page.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert page.xpath("//*[@src] | //link | //*[starts-with(@href, 'http')]") == []
    (place,) = page.xpath("//div[@class='place']")
    inline = place.xpath(".//p[@class='inline']")
    assert [one.text_content().split() for one in inline] == [
        ["3.2.1", "应当在4小时8小时内解决"],
        ["3.2.1", "within", "4", "hours8", "hours"],
    ]
    sides = [one.text_content().split()[1] for one in place.xpath(".//div[@class='sides'][@lang='zh-CN']/p")]
    assert sides == ["应当在4小时内", "应当在8小时内解决"]
    targets = {link.get("href").removeprefix("#") for link in page.xpath("//td/a")}
    assert targets <= set(page.xpath("//h2/@id"))
    assert len(page.xpath("//tbody/tr")) == 2


def test_the_page_says_what_the_words_of_a_place_do_not_show() -> None:
    words = both(Strong((Text("报告"),)), Text("逾期"), Inserted((Text("的"),)))
    first = Place(3, "a.b", both(Text("报告")), both(Text("4.4.2")), both(Text("同前")), was=both(Text("4.4.3")))
    moved = Place(4, "a.b", both(Text("报告")), both(Text("4.4.3")), words, was=both(Text("4.4.2")))
    again = Place(5, "a.b", moved.title, moved.label, moved.words, was=moved.was)
    edits = (
        Edit("a.b", Kind.SOURCE, Risk.LOW, (first, moved), ("zh", "en"), old=Shown("1.0"), new=Shown("1.1")),
        Edit("a.b", Kind.MOVED, Risk.LOW, (moved,), ("zh", "en"), old=Shown("4.4.2"), new=Shown("4.4.3")),
        Edit("a.b", Kind.WORDING, Risk.LOW, (again,), ("zh",), one_sided=True),
    )
    made = diff_html.render([Comparison("C", "甲.yaml", "乙.yaml", ("zh",), edits)], "zh")
    page = lxml_html.document_fromstring(made)
    assert [note.text_content() for note in page.xpath("//*[@class='about']")] == [
        "条款版本：1.0 → 1.1", "移动：4.4.2 → 4.4.3", "中文（仅此一种）",
    ]  # fmt: skip
    assert [link.get("href") for link in page.xpath("//td/a")] == ["#c1-1", "#c1-1-4", "#c1-1-4"]
    assert page.xpath("//div[@class='place']/@id") == ["c1-1-3", "c1-1-4"]
    labels = page.xpath("//*[@id='c1-1-4']//*[@class='label']")
    assert [label.text_content() for label in labels] == ["4.4.2 4.4.3", "4.4.2", "4.4.3"]
    assert page.xpath("//*[@id='c1-1-4']//strong/text()") == ["报告"] * 3
    assert page.xpath("//td[@class='change']/ins/text()") == ["的"]
    assert [side.text_content() for side in page.xpath("//*[@class='sides heads']/p")] == ["旧：甲.yaml", "新：乙.yaml"]


def test_the_page_shows_no_number_where_a_side_has_no_words() -> None:
    place = Place(0, "a.b", both(), both(Text("1.1")), both(Inserted((Text("新"),))))
    edit = Edit("a.b", Kind.INSERTED, Risk.LOW, (place,), ("zh",))
    page = lxml_html.document_fromstring(diff_html.render([Comparison("C", "a", "b", ("zh",), (edit,))], "zh"))
    assert [side.text_content() for side in page.xpath("//div[@lang]/p")] == ["—", "1.1 新"]


def test_the_page_escapes_everything() -> None:
    made = diff_html.render([ATTACK], "en")
    page = lxml_html.document_fromstring(made)
    assert page.xpath("//b") == []
    assert len(page.xpath("//script")) == 1
    assert HOSTILE in page.xpath("//h1")[0].text_content()
    assert HOSTILE in page.xpath("//del")[0].text_content()
    assert page.xpath("//a[starts-with(@href, 'javascript')]") == []
