"""What is kept between runs, and when it is not there."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from slagen.cache import KEPT_DAYS, Cache, digest
from slagen.project import Project


@dataclass(frozen=True, slots=True)
class Kept:
    """Something to keep."""

    name: str
    inner: tuple[Kept, ...] = ()


VALUE = {"a": (1, "中"), "b": Kept("outer", (Kept("inner"), Kept("inner")))}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "slagen")


def test_a_value_is_kept_as_it_is(cache: Cache) -> None:
    cache.remember("key", VALUE)
    assert cache.recall("key") == VALUE
    assert cache.recall("other") is None


def test_a_value_is_made_once(cache: Cache) -> None:
    assert cache.once("key", str, lambda: "made") == "made"
    assert cache.once("key", str, lambda: "made again") == "made"
    assert cache.once("key", int, lambda: 1) == 1


@pytest.mark.parametrize("damage", [b"", b"[[", b"x" * 40, None], ids=["empty", "short", "other", "one bit"])
def test_what_is_damaged_is_not_there(cache: Cache, damage: bytes | None) -> None:
    cache.keep("key", b"content")
    assert cache.kept("key") == b"content"
    file = cache.folder / "key" if cache.folder else Path()
    written = file.read_bytes()
    file.write_bytes(written[:-1] + bytes([written[-1] ^ 1]) if damage is None else damage)
    assert cache.kept("key") is None


def test_a_value_that_cannot_be_restored_is_not_there(cache: Cache) -> None:
    cache.keep(f"key-{cache.surroundings}", b"no pickle")
    assert cache.recall("key") is None


def test_a_folder_that_others_can_write_into_is_not_trusted(cache: Cache, tmp_path: Path) -> None:
    cache.keep("key", b"content")
    (tmp_path / "slagen").chmod(0o777)
    assert Cache(cache.folder).kept("key") is None


def test_a_new_folder_is_the_users_own(cache: Cache, tmp_path: Path) -> None:
    cache.keep("key", b"content")
    assert (tmp_path / "slagen").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["file/slagen", None])
def test_without_a_folder_nothing_is_kept(tmp_path: Path, name: str | None) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / name if name else None)
    cache.remember("key", VALUE)
    assert cache.recall("key") is None


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/slagen")),
        ({"HOME": "/h"}, Path("/h/.cache/slagen")),
        ({"XDG_CACHE_HOME": "", "HOME": ""}, None),
        ({}, None),
    ],
)
def test_the_environment_says_where_the_users_cache_is(environment: dict[str, str], folder: Path | None) -> None:
    assert Project(Path(), environment).cache.folder == folder


def test_another_version_of_slagen_keeps_its_own(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.remember("key", VALUE)
    monkeypatch.setattr("slagen.cache.__version__", "0.0.0")
    assert cache.recall("key") is None


def test_what_was_kept_long_ago_is_deleted_once_a_day(cache: Cache, tmp_path: Path) -> None:
    folder = tmp_path / "slagen"
    (folder / "folder").mkdir(parents=True)
    long_ago = time.time() - (KEPT_DAYS + 1) * 24 * 3600
    outside = tmp_path / "outside"
    for file in (folder / "old", folder / "fresh", folder / "folder" / "old", outside):
        file.write_text("x")
    (folder / "link").symlink_to(outside)
    for file in (folder / "old", folder / "folder" / "old", folder / "folder", outside):
        os.utime(file, (long_ago, long_ago))
    cache.keep("key", b"content")
    assert sorted(file.name for file in folder.iterdir()) == ["folder", "fresh", "key", "link", "tidied"]
    assert (folder / "folder" / "old").exists()
    assert outside.exists()
    os.utime(folder / "fresh", (long_ago, long_ago))
    Cache(folder).keep("key", b"content")
    assert (folder / "fresh").exists()


def test_what_was_kept_first_goes_first_where_it_is_too_much(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slagen.cache.KEPT_BYTES", 10)
    (tmp_path / "slagen").mkdir()
    for age, name in enumerate("abcd"):
        (tmp_path / "slagen" / name).write_text("1234")
        os.utime(tmp_path / "slagen" / name, (time.time() - 60 * age,) * 2)
    cache.keep("key", b"content")
    assert sorted(file.name for file in (tmp_path / "slagen").iterdir()) == ["a", "b", "key", "tidied"]


def test_parts_are_hashed_each_by_itself() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("中") == digest("中".encode())
    assert digest() != digest("")
