"""What all tests share: golden files, a library of a test's own, and the editions of the samples."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from editions import KINDS, SAMPLES, Edition
from library import library

__all__ = ["library"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what tests get into tests/goldens")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With ``--dist loadgroup``, tests that share what is made for them run in one worker, so that none waits.

    Those of an edition go together, and otherwise those of a file; each look of the matrix goes by itself, and last,
    since the largest groups go first.
    """
    for item in items:
        if item.path.name != "test_matrix.py":
            item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    edition = item.callspec.params.get("edition") if isinstance(item, pytest.Function) and _varies(item) else None
    return "-".join(edition) if edition else item.nodeid.partition("::")[0]


def _varies(item: pytest.Function) -> bool:
    return hasattr(item, "callspec")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What slagen keeps between runs: the tests' own, so that they neither use nor fill the user's."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this test session that all its workers share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's user profile of this worker."""
    return tmp_path_factory.mktemp("soffice")


@pytest.fixture(
    scope="session",
    params=[(sample, kind) for sample in SAMPLES for kind in KINDS],
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def edition(request: pytest.FixtureRequest, shared: Path, profile: Path) -> Edition:
    """Each edition of each sample."""
    sample, kind = request.param
    return Edition(sample, kind, shared, profile)
