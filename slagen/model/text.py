"""Texts that people read, in Chinese, in English, or in both."""

from typing import Any, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from slagen.diagnostics import Lang
from slagen.model.base import Line, Model, about


class Text(Model):
    """A text shown to people: ``{zh: …, en: …}``; a language the contract is not built in may be left out."""

    zh: Line | None = about("中文", "Chinese", None)
    en: Line | None = about("英文", "English", None)

    @model_validator(mode="before")
    @classmethod
    def _mapping(cls, data: Any) -> Any:
        if not isinstance(data, Text | dict):
            raise PydanticCustomError(
                "text_form",
                "not a text",
                {"zh": "应当写成 {zh: 中文, en: English}", "en": "should be written {zh: 中文, en: English}"},
            )
        return data

    @model_validator(mode="after")
    def _one_at_least(self) -> Self:
        if self.zh is None and self.en is None:
            raise PydanticCustomError(
                "text_form", "empty text", {"zh": "至少写出一种语言", "en": "needs at least one language"}
            )
        return self

    def get(self, lang: Lang) -> str | None:
        """The text in `lang`, None where it is not given."""
        return self.zh if lang == "zh" else self.en
