"""A clause library of a test's own: clauses written as two texts, over the registers that stand beside the goldens."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from judges import ROOT

from slagen import project
from slagen.diagnostics import Diagnostic, InputError, Lang
from slagen.model.contract import Contract
from slagen.opened import Language
from slagen.pipeline import compile_all, load
from slagen.tree import Block, Content, Document, Paragraph, blocks, plain

PRINTED = Path(__file__).parents[1] / "templates" / "standard" / "print.css"
REGISTERS = ROOT / "tests" / "goldens" / "library"


@dataclass(frozen=True)
class Library:
    """Where the packaged library and the project of one test stand."""

    root: Path
    project: Path

    def clause(
        self, zh: str, en: str, *, id_: str = "first.beginning", section: str = "1.1", version: str = "1.0.0",
        reads: Sequence[str] | None = None, when: str | None = None, own: bool = False, head: Sequence[str] = (),
        name: str | None = None,
    ) -> str:  # fmt: skip
        """Write a clause, into the project's own library with `own`; the name that diagnostics give it.

        `head` are further lines of its front matter.
        """
        names = [name for name in Contract.model_fields if re.search(rf"\b{name}\b", zh + en)]
        lines = [
            "---", f"id: {id_}", f'section: "{section}"', f"version: {version}", "title: {zh: 标题, en: Title}",
            f"reads: [{', '.join(names if reads is None else reads)}]", f"when: {when}" if when else "# always",
            "risk: low", *head, "---", "<!-- zh -->", zh, "<!-- en -->", en,
        ]  # fmt: skip
        name = f"clauses/{name or id_}.md"
        file = (self.project if own else self.root) / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return name if own else f"slagen:{name}"

    def template(self, text: str, name: str = "own") -> str:
        """Write a template of the project that extends the library's; the name that diagnostics give it."""
        file = self.project / "templates" / name / "template.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"id: {name}\nextends: standard\n{text}", encoding="utf-8")
        return f"templates/{name}/template.yaml"

    def terms(self, text: str) -> None:
        (self.root / "clauses" / "terms.yaml").write_text(text, encoding="utf-8")

    def references(self, text: str) -> None:
        (self.root / "clauses" / "references.yaml").write_text(text, encoding="utf-8")

    def contract(self, changes: Mapping[str, str] | None = None) -> Path:
        """The minimal contract with some of its words replaced."""
        text = (ROOT / "tests" / "minimal" / "contract.yaml").read_text(encoding="utf-8")
        for old, new in (changes or {}).items():
            assert old in text, old
            text = text.replace(old, new)
        file = self.project / "contract.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    def document(self, changes: Mapping[str, str] | None = None, language: Language = "bilingual") -> Document:
        return compile_all(load(self.contract(changes)), [language]).document

    def problems(self, changes: Mapping[str, str] | None = None, language: Language = "bilingual") -> list[Diagnostic]:
        """What is wrong; it is a failure if nothing is."""
        with pytest.raises(InputError) as caught:
            self.document(changes, language)
        return list(caught.value.diagnostics)

    def place(self, name: str, words: str, nth: int = 1) -> tuple[int, int]:
        """Line and column of the nth place where `words` stand in a file."""
        file = self.root / name.removeprefix("slagen:") if name.startswith("slagen:") else self.project / name
        found = list(re.finditer(re.escape(words), text := file.read_text(encoding="utf-8")))[nth - 1]
        return text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """An empty library with the registers and the template of the goldens."""
    root = tmp_path / "library"
    shutil.copytree(REGISTERS / "templates", root / "templates")
    shutil.copyfile(PRINTED, root / "templates" / "standard" / "print.css")
    (root / "clauses").mkdir()
    for name in ("phrases.yaml", "specification.yaml"):
        shutil.copy(REGISTERS / "clauses" / name, root / "clauses")
    (tmp_path / "project").mkdir()
    monkeypatch.setattr(project, "library_root", lambda: root)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Library(root, tmp_path / "project")


def says(content: Content, lang: Lang = "zh") -> str:
    return plain(content.get(lang))


def paragraphs(document: Document) -> list[Paragraph]:
    """Its paragraphs and items, without those that only say that a section is not used."""
    return [block for block in blocks(document) if isinstance(block, Paragraph) and not block.key.startswith("unused.")]


def words(document: Document, lang: Lang = "zh") -> list[str]:
    """What each paragraph and item says."""
    return [says(block.content, lang) for block in paragraphs(document)]


def outline_of(some: Sequence[Block]) -> list[object]:
    """The shape of blocks: for a paragraph its children's shapes, for a table its size."""
    return [
        outline_of(block.children) if isinstance(block, Paragraph) else (len(block.rows), len(block.header))
        for block in some
    ]
