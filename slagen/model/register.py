"""The library's registers: the specification's structure, the words of choices, the defined terms, the works cited."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from slagen.diagnostics import Lang
from slagen.model.base import Id, Line, Model, Root, about
from slagen.model.supplementary import ReferenceStatus
from slagen.model.template import SectionNumber
from slagen.model.text import Text


class SpecificationChapter(Model):
    """A chapter of the specification."""

    chapter: int = about("章号", "number", ge=1, le=8)
    title: Text = about("标题", "title")


class SpecificationSection(Model):
    """A section of the specification."""

    section: SectionNumber = about("条号", "number")
    title: Text = about("标题", "title")


class Specification(Model):
    """The 8 chapters and 39 sections of 信息技术服务等级协议规范."""

    chapters: tuple[SpecificationChapter, ...] = about("章", "chapters")
    sections: tuple[SpecificationSection, ...] = about("条", "sections")


class Phrasebook(Root[dict[str, dict[str, Text]]]):
    """The words that choices print as: model type, then value."""


class Forms(Model):
    """Other forms of a term's words, such as plurals."""

    zh: tuple[Line, ...] = about("中文其他形式", "other Chinese forms", ())
    en: tuple[Line, ...] = about("英文其他形式", "other English forms", ())


class Term(Model):
    """A defined term in both languages."""

    id: Id = about("标识", "id")
    zh: Line = about("中文", "Chinese")
    en: Line = about("英文", "English")
    also: Forms = about("其他形式", "other forms", Forms.model_construct())
    within: Forms = about(
        "含有本术语的字样而不是本术语的词语", "longer words that hold the term's own without meaning it", Forms()
    )
    implied: bool = about(
        "可否由上下文表示（一种语言写出，另一种语言不写）",
        "whether one language may leave it to the context where the other says it",
        False,
    )
    definition: Text = about("定义（模板文本）", "definition (template text)")


class ProperName(Model):
    """An English word with a capital that is no defined term, and why it has one."""

    en: Line = about("词语", "word or words")
    why: Text = about("理由", "reason")


class ProperNames(Root[tuple[ProperName, ...]]):
    """Capitalised words that need no definition."""


class Terms(Root[tuple[Term, ...]]):
    """One terms file."""


class WorkKind(StrEnum):
    """What a work is: who made it and how it binds."""

    LAW = "law"
    """By the National People's Congress or its Standing Committee."""
    INTERPRETATION = "interpretation"
    """By the Supreme People's Court."""
    REGULATION = "regulation"
    """By the State Council."""
    RULE = "rule"
    """By a department of the State Council."""
    STANDARD = "standard"


class Work(Model):
    """A law or standard that clauses cite: what identifies it, whether it is in force, and who has read what of it."""

    id: Id = about("标识", "id")
    kind: WorkKind = about("性质", "kind")
    number: Line | Text = about("编号", "number")
    title: Text = about("名称", "title")
    edition: Line | None = about("标准的版本", "edition of a standard", None)
    issued: date | None = about("公布日期", "date of promulgation", None)
    amended: date | None = about("最近一次修改的日期", "date of the last amendment", None)
    effective: date | None = about("施行日期", "date from which it is in force", None)
    status: ReferenceStatus = about("状态", "status")
    superseded_by: Id | None = about("被何者替代", "the work that takes its place", None)
    verified: bool = about("是否已经核实", "whether somebody has read the source")
    verified_on: date | None = about("核实日期", "date as of which that source shows the status", None)
    source: Text | None = about("核实的来源", "the source that was read", None)
    articles: tuple[int | Line, ...] = about(
        "已经读过的条（496-498 是一个区间）", "articles or clauses that were read; 496-498 is a range", ()
    )
    note: Text | None = about("说明", "remark", None)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.verified and not (self.verified_on and self.source):
            raise PydanticCustomError(
                "value_invalid",
                "unfounded",
                {
                    "zh": "已核实的，应当写出 verified_on 和 source",
                    "en": "is verified, so needs verified_on and source",
                },
            )
        return self

    def number_in(self, lang: Lang) -> str:
        """Its number as it is written in `lang`."""
        return self.number if isinstance(self.number, str) else self.number.get(lang) or self.id

    @property
    def read(self) -> frozenset[str]:
        """The articles that were read, one by one."""
        return frozenset(one for written in self.articles for one in each_article(str(written)))


def each_article(written: str) -> Iterable[str]:
    """The articles of a range such as 496-498, one by one; anything else as it is."""
    first, dash, last = written.partition("-")
    return map(str, range(int(first), int(last) + 1)) if dash and (first + last).isdigit() else (written,)


class References(Root[tuple[Work, ...]]):
    """One register of works."""
