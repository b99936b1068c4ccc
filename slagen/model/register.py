"""The library's registers: the specification's structure, the words of choices, the defined terms."""

from __future__ import annotations

from pydantic import RootModel

from slagen.model.base import Id, Line, Model, about
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


class Phrasebook(RootModel[dict[str, dict[str, Text]]]):
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
    also: Forms = about("其他形式", "other forms", Forms())
    definition: Text = about("定义（模板文本）", "definition (template text)")


class Terms(RootModel[tuple[Term, ...]]):
    """One terms file."""
