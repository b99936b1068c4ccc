"""How a citation reads: 《中华人民共和国民法典》第五百八十五条第一款; Article 585, paragraph 1, of the Civil Code of ….

A law is cited by its title and its articles in words, as statutes cite each other;
a standard by its number and its clauses in figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from slagen.assemble.show import listed
from slagen.diagnostics import Lang
from slagen.model.register import Work, WorkKind
from slagen.read.references import CitedPlace, Works

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_ARTICLE = re.compile(r"\d+(?:-\d+)?(?:\.\d+){0,2}")
_LAST: Mapping[Lang, tuple[str, str]] = {"zh": ("和", "或者"), "en": ("and", "or")}
_CLAUSE = re.compile(r"(?:[A-Z]|\d+)(?:\.\d+)*")


def is_place(work: Work, place: str) -> bool:
    """Whether `place` is of the form that this kind of work is cited by: 585, 585.1, 496-498; 8.6.1, A.8.2."""
    form = _CLAUSE if work.kind is WorkKind.STANDARD else _ARTICLE
    return not place or form.fullmatch(place) is not None


def cited(places: Sequence[CitedPlace], works: Works, lang: Lang, *, either: bool = False) -> str:
    """The words of a citation of places in works that are all in `works`; the last is joined by "or" with `either`."""
    last = _LAST[lang][either]
    grouped = [(works[id_].work, [place.place for place in some]) for id_, some in groupby(places, lambda p: p.work)]
    return listed([_one(work, some, lang, last) for work, some in grouped], lang, last)


def _one(work: Work, places: Sequence[str], lang: Lang, last: str) -> str:
    named = [place for place in places if place]
    standard = work.kind is WorkKind.STANDARD
    if lang == "zh":
        name = work.number_in("zh") if standard else f"《{_inner(work.title.zh or work.id)}》"
        return name + listed([_clause_zh(place) if standard else article_zh(place) for place in named], "zh", last)
    name = work.number_in("en") if standard else work.title.en or work.id
    if not named:
        return name
    article = "" if standard else "the "
    return f"{_places_en(named, 'clause' if standard else 'Article', last)} of {article}{name}"


def _inner(title: str) -> str:
    """A title within 《》, its own marks as inner ones (GB/T 15834-2011)."""
    return title.replace("《", "〈").replace("》", "〉")


def article_zh(place: str) -> str:
    """第五百八十五条第一款第二项; a range is 第四百九十六条至第四百九十八条."""
    article, *within = place.split(".")
    words = "至".join(f"第{chinese_number(int(number))}条" for number in article.split("-"))
    return words + "".join(
        f"第{chinese_number(int(count))}{unit}" for count, unit in zip(within, ("款", "项"), strict=False)
    )


def _clause_zh(place: str) -> str:
    return f"附录{place}" if place.isalpha() else f"第{place}条"


def _places_en(places: Sequence[str], word: str, last: str) -> str:
    if word == "Article" and any("." in place for place in places):
        return f" {last} ".join(map(_article_en, places))
    annexes = [place for place in places if place.isalpha()]
    numbers = [place.replace("-", " to ") for place in places if not place.isalpha()]
    plural = "s" if last == "and" and (len(numbers) > 1 or any(" to " in number for number in numbers)) else ""
    named = [f"{word}{plural}\u00a0{listed(numbers, 'en', last)}"] if numbers else []
    return listed([*named, *(f"Annex\u00a0{annex}" for annex in annexes)], "en", last)


def _article_en(place: str) -> str:
    article, *within = place.split(".")
    parts = "".join(f", {unit}\u00a0{count}" for count, unit in zip(within, ("paragraph", "item"), strict=False))
    return f"Article\u00a0{article}{parts}" + ("," if parts else "")


def chinese_number(value: int) -> str:
    """A whole number below ten thousand as statutes write it: 十五, 一百零三, 一千二百五十九."""
    digits = str(value)
    words, gap = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _UNITS[place]
        gap = digit == 0
    return words.removeprefix("一") if words.startswith("一十") else words
