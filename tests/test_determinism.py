"""The same inputs give the same bytes: whenever, wherever and in whatever surroundings they are built.

Each build is a process of its own.  The contract is the minimal one, which has every kind of node; what could differ
from build to build (clock, locale, hash seed, folder, cache) does not depend on how much a contract says.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from editions import once
from judges import ROOT, slagen

FORMATS = ("docx", "pdf", "html", "md", "json")
PLAIN = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
OTHER = {"TZ": "America/St_Johns", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "4711", "LANG": "de_DE.UTF-8"}


def build(folder: Path, cache: Path, languages: str = "zh,en,bilingual", **surroundings: str) -> dict[str, bytes]:
    """Build a copy of the contract in `folder` by the command line; the files by name."""
    folder.mkdir()
    shutil.copy(ROOT / "tests" / "minimal" / "contract.yaml", folder)
    clean = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", *OTHER)}
    env = {**clean, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache), **surroundings}
    done = slagen(
        "build", "contract.yaml", "--lang", languages, "--format", ",".join(FORMATS), "--out", "out",
        env=env, cwd=folder,
    )  # fmt: skip
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
    assert len(before) == 3 * len(FORMATS)
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


def test_one_process_gives_the_same_bytes_twice() -> None:
    from slagen.pipeline import compile_all, load

    path = ROOT / "tests" / "minimal" / "contract.yaml"
    one, two = (dict(compile_all(load(path), ["en"]).edition("en").outputs(FORMATS)) for _ in range(2))
    assert sorted(one) == sorted(FORMATS)
    assert [form for form in FORMATS if one[form] != two[form]] == []
