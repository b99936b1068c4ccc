"""``slagen levels`` as data and as a page: documented keys, pictures that say what they show, names that are words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from check.contracts import base, put
from lxml import html

from slagen.assemble.show import Shower
from slagen.diagnostics import Lang
from slagen.model.contract import Contract
from slagen.project import Project
from slagen.read.library import load_phrases
from slagen.render.levels import picture
from slagen.render.levels.data import as_data
from slagen.render.levels.page import render
from slagen.render.levels.words import Words
from slagen.sla.levels import Levels, Reason, levels

ROOT = Path(__file__).parents[2]
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<b>*Ltd*</b> & \"co\" 'x'",
    "[red]{{ 7*7 }}[/red]",
    "]]><!--",
    "a" * 300,
]


def found(*edits: tuple[str, Any]) -> Levels:
    data = base()
    for path, value in (("dependencies[1].availability", "99.9%"), ("services[1].depends_on", ["shop"]), *edits):
        put(data, path, value)
    return levels(Contract.model_validate(data))


@pytest.fixture(params=["zh", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    lang: Lang = request.param
    return Words(Shower(lang, load_phrases(Project.at(ROOT / "contract.yaml")).root), "CNY")


# Data -----------------------------------------------------------------------------------------------------------


def paths(data: Any, here: str = "") -> Iterator[str]:
    """The keys of plain data; what is absent counts as nothing."""
    if isinstance(data, dict) and "absent" not in data:
        for key, value in data.items():
            yield from paths(value, f"{here}.{key}" if here else key)
    elif isinstance(data, list):
        yield from paths(data[0], f"{here}[]") if data else (f"{here}[]",)
    elif not isinstance(data, dict):
        yield here


def documented() -> set[str]:
    """The keys in the first column of the table."""
    rows = re.findall(r"^\| (`.+?) \|", (ROOT / "docs" / "levels.md").read_text("utf-8"), re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(.+?)`", row)}


def test_every_key_is_documented_and_every_documented_key_is_there() -> None:
    there = set(paths(as_data(found())))
    assert there - documented() == set()
    assert {key for key in documented() if not any(each.startswith(key) for each in there)} == set()


def test_every_reason_is_documented() -> None:
    text = (ROOT / "docs" / "levels.md").read_text("utf-8")
    assert [reason for reason in Reason if f"`{reason}`" not in " ".join(text.split())] == []


def test_figures_are_exact_strings() -> None:
    first = as_data(found(("slos[0].target", "99.123456789%")))["objectives"][0]
    assert first["budgets"][0]["allowed"] == {"least": "21205.333360512", "most": "23477.333363424"}
    assert first["credit"]["month"] == "6600"
    assert not [value for value in _leaves(first) if isinstance(value, float)]


def _leaves(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
    else:
        yield data


def test_absent_figures_say_why() -> None:
    data = as_data(found(("measurement.tz", "Mars/Olympus")))
    assert data["objectives"][0]["periods"]["absent"] == "time zone unknown"
    assert data["credits"]["message"]["en"] == "there is no time zone Mars/Olympus"
    assert json.loads(json.dumps(data)) == data


# The page -------------------------------------------------------------------------------------------------------


def test_the_page_is_one_file_without_outside_references(words: Words) -> None:
    page = render(found(), words)
    tree = html.document_fromstring(page)
    assert tree.get("lang") == {"zh": "zh-CN", "en": "en-GB"}[words.lang]
    assert not tree.xpath("//script | //link | //img | //iframe | //@src | //@href")
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", page)
    assert [meta.get("content") for meta in tree.xpath("//meta[@name='viewport']")]


def test_pictures_have_titles_and_say_in_letters_what_colours_show(words: Words) -> None:
    tree = html.document_fromstring(render(found(), words))
    pictures = tree.xpath("//svg")
    assert len(pictures) == 2
    for drawn in pictures:
        ids = drawn.get("aria-labelledby").split()
        assert drawn.get("role") == "img"
        assert [drawn.xpath(f".//*[@id='{id_}']")[0].text for id_ in ids] == [
            drawn.find("title").text,
            drawn.find("desc").text,
        ]
    written = [text.text for drawn in pictures for text in drawn.iter("text")]
    assert {"99%", "99.9%", "≥ 99.9%", {"zh": "达标", "en": "met"}[words.lang]} <= set(written)
    assert {"10%", "20%", "30%"} <= {(text or "").split()[-1] for text in written}


def test_every_part_of_a_bar_has_a_title(words: Words) -> None:
    drawn = picture.tiers(found(), words)
    assert drawn is not None
    groups = [node for node in drawn.nodes if node.tag == "g"]
    assert len(groups) == 4 + 2 + 3  # met and three tiers, met and no credit, met and two tiers
    assert all(group[0].tag == "title" and group[0].text for group in groups)


def test_bars_stay_within_the_picture_and_do_not_overlap(words: Words) -> None:
    for drawn in (picture.tiers(found(), words), picture.budgets(found(), words)):
        assert drawn is not None
        boxes = [rect for node in drawn.nodes for rect in node.iter("rect")]
        assert all(0 <= float(box.get("x", "")) <= picture.WIDTH for box in boxes)
        assert all(float(box.get("x", "")) + float(box.get("width", "")) <= picture.WIDTH + 0.1 for box in boxes)
        assert all(float(box.get("y", "")) + picture.BAR < drawn.height for box in boxes)


def test_tiers_meet_one_another(words: Words) -> None:
    drawn = picture.tiers(found(), words)
    assert drawn is not None
    rows: dict[str, list[tuple[float, float]]] = {}
    for rect in (rect for node in drawn.nodes for rect in node.iter("rect")):
        left = float(rect.get("x", ""))
        rows.setdefault(rect.get("y", ""), []).append((left, left + float(rect.get("width", ""))))
    for spans in rows.values():
        ordered = sorted(spans)
        assert all(abs(end - start) < 0.2 for (_, end), (start, _) in pairwise(ordered))


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_names_are_just_words(value: str, words: Words) -> None:
    name = {"zh": value, "en": value}
    edits = [("services[0].name", name), ("slis[0].name", name), ("slis[0].source", name), ("slis[0].good", name)]
    edits += [("contract.title", name), ("priority.targets[0].name", name)]
    page = render(found(*edits), words)
    tree = html.document_fromstring(page)
    plain = html.document_fromstring(render(found(), words))
    assert sorted(node.tag for node in tree.iter(html.etree.Element)) == sorted(
        node.tag for node in plain.iter(html.etree.Element)
    )
    assert value in [div.text for div in tree.iter("div")]


def test_nothing_to_draw_draws_nothing(words: Words) -> None:
    only = [("slis[0].type", "duration"), ("slos[0].target", "3m"), ("slos[0].op", "<=")]
    one = found(*only, ("slos[1].op", "<="), ("slos[2].op", "<="))
    assert picture.tiers(one, words) is None
    assert picture.budgets(one, words) is None
    assert "<svg" not in render(one, words)
