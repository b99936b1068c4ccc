"""The sides of a comparison: contracts and Markdown texts, on disk or of a commit, and documents that slagen built."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path, PurePosixPath

from slagen import git
from slagen.cli.report import as_seen, seen_from
from slagen.cli.usage import wrong_usage
from slagen.compiled import Compiled
from slagen.diagnostics import Code, Diagnostic, InputError, Lang, Message, Span, error
from slagen.model.clause import Risk
from slagen.model.text import Text as Words
from slagen.opened import Language, Opened
from slagen.pipeline import compile_all, load, open_in
from slagen.project import LOCK, PACKAGED, PINNED, Project, library_root
from slagen.read.library import load_library
from slagen.read.look import Look, packaged_look
from slagen.read.template import load_template
from slagen.render import tree_json
from slagen.render.provenance import PRINTED
from slagen.tree import Content, Document, Text, select

_RANGE = re.compile(r"([^:./][^:]*?)?\.\.([^:./][^:]*)?")
_OWN = ("clauses", "templates", PINNED, LOCK)
_TEXTS = (".md", ".markdown")


@dataclass(frozen=True)
class Side:
    """One side: what the user called it, its document, the contract it was compiled from, who last changed that."""

    name: str
    document: Document
    compiled: Compiled | None = None
    authored: git.Authored | None = None

    @property
    def look(self) -> Look:
        """The look of its template; of the packaged one of that name for a document without a project.

        Raises:
            InputError: there is none.
        """
        if self.compiled is not None:
            return self.compiled.look
        return packaged_look(self.document.template, Span(self.name, 1, 1))

    @property
    def risks(self) -> Mapping[str, Risk]:
        """The risk of every clause that its library has; those of the packaged library for a document without one."""
        if self.document.is_text:
            return {}
        if self.compiled is None:
            library = load_library(Project(library_root(), os.environ))
            return {id_: clause.head.risk for id_, clause in library.clauses.items()}
        return {id_: verdict.clause.head.risk for id_, verdict in self.compiled.outline.verdicts.items()}

    def as_text(self, lang: Lang) -> Side:
        """The same as a text in one language, to be compared with one that is no contract of slagen's."""
        from slagen.render import markdown

        if self.document.is_text or lang not in self.document.languages:
            return self
        words = markdown.render(select(self.document, (lang,)))
        return replace(self, document=_prose(self.document.id, self.name, words, self.document.dated), compiled=None)


@dataclass(frozen=True)
class Commit:
    """A commit of the repository at `top`, as the user named it."""

    top: Path
    name: str
    id: str


def read_side(written: str, language: Language | None) -> Side:
    """The side that the user named: a file, a folder with a contract.yaml, or ``REV:path`` of a commit.

    Raises:
        InputError: the contract has errors; their places say which side they are on.
        typer.TyperException: there is no such file or commit, or the file is no document of slagen's.
    """
    path = Path(written)
    if path.exists() or ":" not in written:
        return _file(path / "contract.yaml" if path.is_dir() else path, written, language)
    revision, _, name = written.partition(":")
    commit = commit_named(revision)
    return past(commit, _named(commit, name), written, language)


def _file(path: Path, written: str, language: Language | None) -> Side:
    if path.suffix.lower() in _TEXTS:
        authored = git.authored(path.parent, "HEAD", path.name)
        document = _prose(path.stem, written, _words(_bytes(path), written), _dated(authored))
        return Side(written, document, None, authored)
    readers: Mapping[str, Callable[[Path], Document]] = {".pdf": _pdf, ".json": _json, ".docx": _docx}
    if reader := readers.get(path.suffix.lower()):
        return Side(written, reader(path))
    compiled = _compiled(lambda: load(path), language, lambda found: as_seen(found, path))
    return Side(written, compiled.document, compiled, git.authored(path.parent, "HEAD", path.name))


def past(commit: Commit, name: str, written: str, language: Language | None) -> Side:
    """The contract in the file called `name`, from the top of the repository, as it was at a commit.

    Raises:
        InputError: as :func:`read_side`.
    """
    if PurePosixPath(name).suffix.lower() in _TEXTS:
        words = _words(git.tree(commit.top, commit.id, "").read(name), written)
        authored = git.authored(commit.top, commit.id, name)
        document = _prose(PurePosixPath(name).stem, written, words, _dated(authored))
        return Side(written, document, None, authored)
    folder, _, file = name.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    project = Project(commit.top / folder, os.environ, git.tree(commit.top, commit.id, prefix))
    compiled = _compiled(
        lambda: open_in(project, file), language, lambda found: seen_in(found, commit.name, project, prefix)
    )
    return Side(written, compiled.document, compiled, git.authored(commit.top, commit.id, name))


def in_project(project: Project, file: str, written: str) -> Side:
    """The contract in a file of a project, whose library may be another than the installed one.

    Raises:
        InputError: as :func:`read_side`.
    """
    compiled = _compiled(lambda: open_in(project, file), None, partial(seen_from, project))
    return Side(written, compiled.document, compiled)


def _compiled(
    opened: Callable[[], Opened],
    language: Language | None,
    seen: Callable[[Iterable[Diagnostic]], list[Diagnostic]],
) -> Compiled:
    try:
        return compile_all(opened(), [] if language is None else [language])
    except InputError as wrong:
        raise InputError(seen(wrong.diagnostics)) from None


def seen_in(found: Iterable[Diagnostic], revision: str, project: Project, prefix: str) -> list[Diagnostic]:
    """The diagnostics with the names of files as git shows them: ``REV:path``."""
    return [
        replace(one, span=replace(one.span, file=_in(revision, prefix, project.shown(one.span.file)))) for one in found
    ]


def _in(revision: str, prefix: str, name: str) -> str:
    return name if name.startswith(PACKAGED) else f"{revision}:{prefix}{name}"


# Plain Markdown ---------------------------------------------------------------------------------------------------


def _words(content: bytes, written: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong_usage(f"{written} 不是 UTF-8 编码的文本", f"{written} is no text in UTF-8") from None


def _dated(authored: git.Authored | None) -> date:
    """The day of a file's last change in git, or else that of the build."""
    if authored is not None:
        return datetime.fromisoformat(authored.moment).date()
    return Project(library_root(), os.environ).today


def _prose(id_: str, written: str, words: str, dated: date) -> Document:
    from slagen.read.prose import prose

    page_of = _page_of()
    return prose(id_, written, words, Content((Text(page_of.zh or ""),), (Text(page_of.en or ""),)), dated)


@cache
def _page_of() -> Words:
    return load_template(Project(library_root(), os.environ), "standard").template.phrases["page_of"]


# Documents that were built ----------------------------------------------------------------------------------------


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise wrong_usage(f"无法读取 {path}", f"{path} can't be read: {problem.strerror}") from None


def _printed_in(path: Path) -> bytes:
    """The document that a PDF carries as data."""
    from pikepdf import Pdf, PdfError

    try:
        with Pdf.open(io.BytesIO(_bytes(path))) as pdf:
            if PRINTED in pdf.attachments:
                return pdf.attachments[PRINTED].get_file().read_bytes()
    except PdfError:
        pass  # it is told below: what is no PDF was not built by slagen either
    raise wrong_usage(
        f"{path} 不是 slagen 生成的 PDF：其中没有附件 {PRINTED}",
        f"{path} is no PDF that slagen built: it has no attachment {PRINTED}",
    )


def _pdf(path: Path) -> Document:
    return _document(_printed_in(path), path)


def _json(path: Path) -> Document:
    return _document(_bytes(path), path)


def _docx(path: Path) -> Document:
    """The document that a DOCX was built from, which it has to say still.

    Raises:
        InputError: it was edited.
        typer.TyperException: slagen did not build it, or it carries no document.
    """
    from slagen.verify import VerifyError
    from slagen.verify.printed import EditedError, printed

    try:
        return printed(_bytes(path))
    except EditedError as wrong:
        zh, en = wrong.message.zh, wrong.message.en
        raise InputError([error(Code.DOCUMENT_EDITED, Span(f"{path}", 1, 1), zh=zh, en=en, hint=_hint(path))]) from None
    except VerifyError as wrong:
        raise wrong_usage(f"{path}：{wrong.message.zh}", f"{path}: {wrong.message.en}") from None


def _hint(path: Path) -> Message:
    return Message(
        f"slagen verify {path} 列出改动之处；比较请用未经改动的文件或者合同文件",
        f"slagen verify {path} tells what was edited; to compare, name the file as it was built, or its contract",
    )


def _document(printed: bytes, path: Path) -> Document:
    try:
        return tree_json.read(printed)
    except ValueError:
        raise wrong_usage(
            f"{path} 中没有本版本 slagen 能够读取的合同数据；请用本版本重新生成",
            f"{path} holds no contract that this version of slagen can read; build it again with this version",
        ) from None


# git --------------------------------------------------------------------------------------------------------------


def commit_named(revision: str) -> Commit:
    """The commit that a revision names in the repository that the user is in.

    Raises:
        typer.TyperException: there is no repository, or no such revision.
    """
    top = git.top(Path())
    if top is None:
        raise wrong_usage(
            f"{revision}：当前目录不在 git 仓库中", f"{revision}: the current folder is in no git repository"
        )
    commit = git.commit_of(top, revision)
    if commit is None:
        raise wrong_usage(f"git 仓库中没有版本 {revision}", f"the git repository has no revision {revision}")
    return Commit(top, revision, commit)


def _named(commit: Commit, name: str) -> str:
    """The name of a contract's file from the top of the repository; a folder stands for the contract.yaml in it.

    Raises:
        typer.TyperException: the commit has none of that name.
    """
    wanted = from_top(commit.top, name) if name.startswith(("./", "../")) else str(PurePosixPath(name))
    names = git.tree(commit.top, commit.id, "").names
    for known in (wanted, "contract.yaml" if wanted == "." else f"{wanted}/contract.yaml"):
        if known in names:
            return known
    raise wrong_usage(
        f"版本 {commit.name} 中没有文件 {name}；路径从仓库的顶层写起，或者以 ./ 开头",
        f"{commit.name} has no file {name}; write its path from the top of the repository, or begin it with ./",
    )


def from_top(top: Path, name: str) -> str:
    """A path, where it is relative from the current folder, as one from the top of the repository."""
    return Path(os.path.relpath(Path(name).resolve(), top.resolve())).as_posix()


def commits_of(written: str) -> tuple[Commit, Commit] | None:
    """The two commits of ``REV1..REV2``, of which one may be left out and is then HEAD; None for anything else.

    Raises:
        typer.TyperException: there is no such revision.
    """
    match = _RANGE.fullmatch(written)
    if match is None or not any(match.groups()) or Path(written).exists():
        return None
    old, new = (commit_named(name or "HEAD") for name in match.groups())
    return old, new


@dataclass(frozen=True, slots=True)
class Found:
    """A contract in the repository: the name of its file, and whether each of two commits has it."""

    name: str
    in_old: bool
    in_new: bool


def contracts_between(old: Commit, new: Commit, paths: Sequence[str]) -> tuple[Found, ...]:
    """The contracts below `paths`, or all, whose files, clauses or templates differ between two commits."""
    below = [from_top(old.top, path) for path in paths]
    before, after = (contracts_of(commit) for commit in (old, new))
    return tuple(
        Found(name, name in before, name in after)
        for name in sorted(before | after)
        if _is_below(name, below) and git.changed(old.top, old.id, new.id, sources_of(name))
    )


def contracts_of(commit: Commit) -> frozenset[str]:
    """The names of the files that look like contracts: YAML with the blocks that every contract has."""
    found = git.run(commit.top, ["grep", "--all-match", "-l", "-z", *_BLOCKS, commit.id])
    return _yaml((found or "").replace(f"{commit.id}:", ""))


def contracts_on_disk(top: Path) -> frozenset[str]:
    """The same for the files on disk that git does not ignore."""
    return _yaml(git.run(top, ["grep", "--untracked", "--all-match", "-l", "-z", *_BLOCKS]) or "")


_BLOCKS = ("-e", "^contract:", "-e", "^parties:")


def _yaml(found: str) -> frozenset[str]:
    return frozenset(name for name in found.split("\0") if name.endswith((".yaml", ".yml")))


def _is_below(name: str, below: Sequence[str]) -> bool:
    return not below or any(one in (".", name) or name.startswith(f"{one}/") for one in below)


def sources_of(name: str) -> list[str]:
    """What a contract is made from: its file, the project's clauses and templates, its lock and what that pins."""
    folder = name.rpartition("/")[0]
    return [name, *(f"{folder}/{own}" if folder else own for own in _OWN)]
