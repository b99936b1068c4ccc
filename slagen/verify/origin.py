"""What a file says it was built from, held against the sources in hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from slagen import git
from slagen.compiled import Compiled
from slagen.diagnostics import Message
from slagen.git import Revision
from slagen.manifest import Manifest, Source, registers
from slagen.project import PACKAGED, Project
from slagen.verify.finding import Finding, Kind

_HASH = 12
"""Hex digits of a hash that are shown."""


def differences(theirs: Manifest, ours: Manifest) -> Iterator[Finding]:
    """Each input, clause, tool and font that a file names otherwise than these sources have it."""
    for kind, found, built in (
        (Kind.INPUT, theirs.contract, ours.contract),
        (Kind.INPUT, theirs.edition, ours.edition),
        (Kind.INPUT, theirs.inputs, ours.inputs),
        (Kind.TOOL, theirs.tool, ours.tool),
        *([(Kind.FONT, theirs.fonts, ours.fonts)] if theirs.fonts and ours.fonts else []),
    ):
        for name in dict.fromkeys((*built, *found)):
            if built.get(name) != found.get(name):
                yield Finding(kind, "", name, "", *(_shown(each.get(name, "")) for each in (built, found)))
    yield from _clauses(theirs, ours)


def _shown(value: str) -> str:
    return value[:_HASH] if len(value) == 64 else value


def _clauses(theirs: Manifest, ours: Manifest) -> Iterator[Finding]:
    built, found = _by_id(ours), _by_id(theirs)
    for id_ in dict.fromkeys((*built, *found)):
        before, after = built.get(id_), found.get(id_)
        if before != after:
            yield Finding(Kind.CLAUSE, id_, "", "", _said(before, after), _said(after, before))


def _by_id(manifest: Manifest) -> Mapping[str, Source]:
    return {source.id: source for source in manifest.clauses}


def _said(source: Source | None, other: Source | None) -> str:
    """Version, variant and origin of a clause; the hash, too, where nothing else tells it from the other."""
    if source is None:
        return ""
    said = " ".join(filter(None, (source.version, source.variant, source.origin)))
    alike = other is not None and (source.version, source.variant, source.origin) == (
        other.version, other.variant, other.origin,
    )  # fmt: skip
    return f"{said} {source.sha256[:_HASH]}" if alike else said


# git --------------------------------------------------------------------------------------------------------------


def revision(stated: Revision | None, contract: Path, compiled: Compiled) -> Finding | Message | None:
    """What is to say of the revision that a file names: nothing where it is that of the sources in hand.

    A finding where the repository contradicts it; a note where it can't tell, or where it names another commit at which
    the sources were the same.
    """
    here = Project.at(contract).revision(contract.name)
    if stated == here:
        return None
    if stated is None or here is None:
        return _untold(stated)
    folder = contract.parent
    if git.commit_of(folder, stated.commit) is None:
        return Finding(Kind.REVISION, "", "", "", here.commit[:_HASH], stated.commit[:_HASH])
    if not stated.clean:
        return Message(
            f"文件生成时源文件尚未提交（基于 {stated.commit[:_HASH]}）",
            f"it was built from sources that were not committed then, on top of {stated.commit[:_HASH]}",
        )
    changed = git.run(folder, ["diff", "--name-only", stated.commit, "--", *_own(compiled)])
    return None if changed == "" else Finding(Kind.REVISION, "", "", "", here.commit[:_HASH], stated.commit[:_HASH])


def _untold(stated: Revision | None) -> Message:
    if stated is None:
        return Message("文件没有写明 git 版本", "the file names no git revision")
    return Message(
        f"文件写明的 git 版本 {stated.commit[:_HASH]} 无从核对",
        f"the git revision that the file names, {stated.commit[:_HASH]}, can't be checked here",
    )


def _own(compiled: Compiled) -> list[str]:
    """The names of the project's own files that an edition is made from."""
    opened = compiled.opened
    clauses = (clause.span.file for clause in compiled.outline.clauses)
    names = (opened.name, *clauses, *compiled.template_files, *registers(opened.project))
    return list(dict.fromkeys(name for name in names if not name.startswith(PACKAGED)))
