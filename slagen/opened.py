"""A contract that has been read: its inputs, and where each stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from slagen.assemble.problems import parse_path
from slagen.check.waived import Late
from slagen.diagnostics import Code, Lang, Span
from slagen.model.contract import Contract, Mode
from slagen.project import Project
from slagen.read.contract import Loaded
from slagen.tree import LANGUAGES

Language = Literal["zh", "en", "bilingual"]
_MODES: dict[Mode, Language] = {Mode.ZH: "zh", Mode.EN: "en", Mode.BILINGUAL: "bilingual"}


@dataclass(frozen=True)
class Opened:
    """A contract that has been read and is valid by itself."""

    project: Project
    name: str
    loaded: Loaded

    @property
    def contract(self) -> Contract:
        """The typed inputs."""
        return self.loaded.contract

    def locate(self, path: str) -> Span:
        """Where the input at `path` (``slos[0].target``) stands in its file."""
        return self.loaded.source.at(parse_path(path))

    def late(self, codes: Collection[Code]) -> Late:
        """The waivers of those rules, for what later stages find."""
        return Late(self.loaded, self.project.today, codes)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The editions that the contract calls for: one language, or each and both together."""
        language = self.language
        return ("zh", "en", "bilingual") if language == "bilingual" else (language,)

    @property
    def language(self) -> Language:
        """The language or languages the contract is concluded in."""
        return _MODES[self.contract.contract.language.mode]


def languages_of(language: Language) -> tuple[Lang, ...]:
    """The languages of an edition, one by one."""
    return LANGUAGES if language == "bilingual" else (language,)
