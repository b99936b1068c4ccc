"""The same inputs give the same bytes: whenever, wherever and in whatever surroundings they are built.

Each build is a process of its own.  The whole minimal contract is built as text and data; its DOCX and PDF are those of
the small library of the goldens, which has every kind of node but citations, words like others: what could differ from
build to build (clock, locale, hash seed, folder, cache) does not depend on how many pages there are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from editions import once
from judges import ROOT

from slagen import project
from slagen.compiled import Format
from slagen.pipeline import compile_all, load

WHOLE: tuple[Format, ...] = ("html", "md", "json")
PAGED: tuple[Format, ...] = ("docx", "pdf")
MINIMAL = ROOT / "tests" / "minimal" / "contract.yaml"
WITH_LIBRARY = """
import pathlib, sys
from slagen import cli, project
if library := sys.argv.pop(1):
    project.library_root = lambda: pathlib.Path(library)
cli.main()
"""
"""slagen with another library in the place of the packaged one; '' for that."""
PLAIN = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
OTHER = {"TZ": "America/St_Johns", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "4711", "LANG": "de_DE.UTF-8"}


def small_library(folder: Path) -> Path:
    """The library of the goldens with a stylesheet for pages."""
    shutil.copytree(ROOT / "tests" / "goldens" / "library", folder)
    shutil.copy(ROOT / "templates" / "standard" / "print.css", folder / "templates" / "standard")
    return folder


def build(folder: Path, cache: Path, languages: str = "zh,en,bilingual", **surroundings: str) -> dict[str, bytes]:
    """Build a copy of the contract in `folder` by the command line, with either library; the files by name."""
    folder.mkdir()
    shutil.copy(MINIMAL, folder)
    small_library(folder / "library")
    clean = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", *OTHER)}
    env = {**clean, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache), **surroundings}
    for library, formats in (("", WHOLE), (str(folder / "library"), PAGED)):
        command = [sys.executable, "-c", WITH_LIBRARY, library, "build", "contract.yaml", "--out", "out"]
        asked = ["--lang", languages, "--format", ",".join(formats)]
        done = subprocess.run([*command, *asked], cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


@pytest.fixture(scope="module")
def first(shared: Path) -> tuple[Path, dict[str, bytes]]:
    """A build with a cold cache, and that cache."""

    def make(folder: Path) -> None:
        build(folder / "built", folder / "cache", **PLAIN)

    folder = once(shared / "determinism", make)
    return folder / "cache", {path.name: path.read_bytes() for path in (folder / "built" / "out").iterdir()}


def test_other_surroundings_give_the_same_bytes(first: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    """Another process, time zone, locale, hash seed and folder, and a warm cache."""
    cache, before = first
    assert any((cache / "slagen").iterdir()), "the first build should have filled the cache"
    after = build(tmp_path / "another folder 另一个", cache, **OTHER)
    assert sorted(after) == sorted(before)
    assert len(before) == 3 * len(WHOLE + PAGED)
    assert [name for name in before if before[name] != after[name]] == []


def test_source_date_epoch_is_the_date_of_the_files(first: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    cache, before = first
    # 23:30 UTC on 14 November 2023: the next day already in Shanghai.
    dated = build(tmp_path / "a", cache, "zh", **PLAIN, SOURCE_DATE_EPOCH="1700004600")
    assert [name for name in dated if name.endswith(".pdf") and before[name] == dated[name]] == []
    name = next(name for name in dated if name.endswith(".pdf"))
    (tmp_path / name).write_bytes(dated[name])
    with pikepdf.open(tmp_path / name) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20231114")
    word = name.replace(".pdf", ".docx")
    (tmp_path / word).write_bytes(dated[word])
    with zipfile.ZipFile(tmp_path / word) as package:
        assert b"2023-11-14T" in package.read("docProps/core.xml")
    # Words are the contract's, whatever the date of the files.
    assert dated[name.replace(".pdf", ".md")] == before[name.replace(".pdf", ".md")]


def test_without_source_date_epoch_the_date_is_the_contracts(
    first: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    _, before = first
    name = next(name for name in before if name.endswith(".pdf"))
    (tmp_path / name).write_bytes(before[name])
    with pikepdf.open(tmp_path / name) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20260101")


def test_one_process_gives_the_same_bytes_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = small_library(tmp_path / "library")
    monkeypatch.setattr(project, "library_root", lambda: library)
    formats = WHOLE + PAGED
    one, two = (dict(compile_all(load(MINIMAL), ["en"]).edition("en").outputs(formats)) for _ in range(2))
    assert sorted(one) == sorted(formats)
    assert [form for form in formats if one[form] != two[form]] == []


def test_the_small_library_has_what_the_packaged_one_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = kinds(compile_all(load(MINIMAL), ["bilingual"]).document)
    library = small_library(tmp_path / "library")
    monkeypatch.setattr(project, "library_root", lambda: library)
    assert whole - kinds(compile_all(load(MINIMAL), ["bilingual"]).document) == {"Citation"}


def kinds(node: Any) -> set[str]:
    """The kinds of all nodes of a tree."""
    if isinstance(node, tuple):
        return {kind for item in node for kind in kinds(item)}
    if not is_dataclass(node):
        return set()
    return {type(node).__name__}.union(*(kinds(getattr(node, field.name)) for field in fields(node)))
