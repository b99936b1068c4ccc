"""What a rule means: what it asks, why, an example that breaks it and one that keeps it, and its source.

The texts are data, a file a rule in ``explained/``, read only when they are asked for.
"""

from __future__ import annotations

from pathlib import Path

from slagen.diagnostics import Code, Severity
from slagen.model.base import Model, about
from slagen.model.text import Text
from slagen.read.positioned import decode, parse_yaml
from slagen.read.validate import validate

FOLDER = Path(__file__).parent / "explained"


class Explanation(Model):
    """A rule in words; the examples are parts of a contract in YAML."""

    title: Text = about("名称", "title")
    severity: Severity = about("严重程度", "severity of what it finds, at its gravest", Severity.ERROR)
    what: Text = about("要求", "what it asks")
    why: Text = about("理由", "why it matters")
    wrong: str = about("不符合的例子", "example that breaks it")
    right: str = about("符合的例子", "example that keeps it")
    source: Text = about("依据", "source")


def explained() -> tuple[Code, ...]:
    """Every rule that has an explanation, in the order of the codes."""
    return tuple(Code(file.stem) for file in sorted(FOLDER.glob("SLA*.yaml")))


def explanation(code: Code) -> Explanation:
    """The explanation of a rule.

    Raises:
        LookupError: it has none, since it is no rule on what an agreement promises.
    """
    file = FOLDER / f"{code}.yaml"
    if not file.is_file():
        raise LookupError(code)
    return validate(Explanation, parse_yaml(file.name, decode(file.name, file.read_bytes())))
