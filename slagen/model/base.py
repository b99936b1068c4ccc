"""What every model shares: frozen, closed to unknown fields, described in both languages, ids that name things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A frozen value; a field that is not declared is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=False, arbitrary_types_allowed=True, defer_build=True
    )


def about(zh: str, en: str, default: Any = ..., **constraints: Any) -> Any:
    """A model field with its description in both languages; without `default` the field is required."""
    return Field(default, description=f"{zh}\n\n{en}", **constraints)


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field whose value is the id of an entry in the contract's list `register` (``services``)."""

    register: str


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
