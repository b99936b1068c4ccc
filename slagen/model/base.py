"""What every model shares: frozen, closed to unknown fields, described in both languages, ids that name things.

The modules of models do without ``from __future__ import annotations``: pydantic needs the annotations themselves, and
to get those of a thousand fields back from their text takes a fifth of the time that importing the models takes.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, StringConstraints
from pydantic_core import PydanticCustomError

T = TypeVar("T")


class Model(BaseModel):
    """A frozen value; a field that is not declared is an error.

    Its validator is built when it is first needed.  A default that is itself a model is made by ``model_construct()``,
    since making it by a call would build that validator on import.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=False, arbitrary_types_allowed=True, defer_build=True
    )


class Root(RootModel[T], Generic[T]):
    """A model of a file that is one list or mapping; its validator, too, is built when it is first needed."""

    model_config = ConfigDict(defer_build=True)


def about(zh: str, en: str, default: Any = ..., **constraints: Any) -> Any:
    """A model field with its description in both languages; without `default` the field is required."""
    return Field(default, description=f"{zh}\n\n{en}", **constraints)


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field whose value is the id of an entry in the contract's list `register` (``services``)."""

    register: str


@dataclass(frozen=True, slots=True)
class Part:
    """Marks a percentage that is a part of a whole, so that more than 100 % is impossible."""


def _no_space(value: str) -> str:
    if value != value.strip():
        raise PydanticCustomError(
            "value_invalid", "surrounding space", {"zh": "首尾不得有空格", "en": "has space around it"}
        )
    return value


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""An id within a contract: letters, digits, dot, hyphen, underscore; at most 64 characters."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(_no_space)]
"""Words that are the same in every language: an address in one script, a URL, a number."""
