"""What an input is called in words: the description of its field, by the path of the value (``slos[0].target``)."""

from __future__ import annotations

import re

from slagen.diagnostics import Lang
from slagen.model.contract import Contract
from slagen.read.shape import is_model, kind_at


def input_title(path: str, lang: Lang) -> str:
    """What the contract's field at `path` is, in `lang`; the path itself where a value was computed."""
    parts = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]
    while parts and isinstance(parts[-1], int):
        parts.pop()
    owner = kind_at(Contract, tuple(parts[:-1]))
    field = owner.model_fields.get(parts[-1]) if parts and is_model(owner) else None
    if field is None or not field.description:
        return path
    described: str = field.description
    zh, _, en = described.partition("\n\n")
    return zh if lang == "zh" else en
