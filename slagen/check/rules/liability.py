"""Liability: what the parties say is not compensated must leave what the law protects (民法典 article 506)."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.check.limits import SAID, Kept, kept_in
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.text import Text
from slagen.tree import LANGUAGES


def excluded_losses(inputs: Inputs) -> Iterator[Finding]:
    """Loss that is excluded although no contract can exclude it."""
    for place, loss in enumerate(inputs.contract.liability.excluded_losses):
        if named := _named(loss):
            zh, en = "、".join(SAID[kept].zh for kept in named), ", ".join(SAID[kept].en for kept in named)
            yield Finding(
                ("liability", "excluded_losses", place),
                Message(
                    f"“{loss.zh or loss.en}”提到{zh}，而排除该责任的约定依民法典第五百零六条无效",
                    f"“{loss.en or loss.zh}” names {en}; to exclude that liability is void (Civil Code, article 506)",
                ),
                loss.zh or loss.en,
                Message(
                    "删去该项，或者改写为不涉及上述责任的损失", "leave it out, or name a loss that is none of these"
                ),
            )


def _named(text: Text) -> list[Kept]:
    found = frozenset[Kept]().union(*(kept_in(text.get(lang) or "", lang) for lang in LANGUAGES))
    return [kept for kept in Kept if kept in found]


RULES = (Rule(Code.CARVE_OUTS, Severity.ERROR, ("liability",), excluded_losses),)
