"""The lock of a project: which texts its contracts are made from, with their hashes, and by which slagen."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from slagen.model.base import Line, Model, about
from slagen.model.clause import ClauseId, Variant, Version

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class PinnedFile(Model):
    """A template, its stylesheet, or a register of terms, phrases or works."""

    file: Line = about("项目中的文件", "its file in the project")
    sha256: Sha256 = about("以 LF 换行的内容的 SHA-256", "SHA-256 of its content with line ends LF")


class PinnedClause(PinnedFile):
    """A clause, or a variant of one."""

    id: ClauseId = about("条款标识", "clause id")
    variant: Variant | None = about("哪一个版本；缺省为没有不同版本", "which variant; none by default", None)
    version: Version = about("条款版本", "version of the clause")


class Lock(Model):
    """The file ``slagen.lock``."""

    format: Literal[1] = about("本文件的格式", "the format of this file")
    slagen: Line = about("写入本文件的 slagen 的版本", "the version of slagen that wrote it")
    templates: tuple[PinnedFile, ...] = about("模板", "templates", ())
    registers: tuple[PinnedFile, ...] = about("术语、用语、依据等登记", "registers of terms, phrases and works", ())
    clauses: tuple[PinnedClause, ...] = about("条款", "clauses", ())

    @property
    def files(self) -> tuple[PinnedFile, ...]:
        """All that is pinned."""
        return (*self.templates, *self.registers, *self.clauses)
