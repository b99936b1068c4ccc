"""What all tests share: golden files, a library of a test's own, and the editions of the samples."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editions import KINDS, SAMPLES, Edition
from library import library

__all__ = ["library"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what tests get into tests/goldens")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Have tests that share what is made for them run in one worker, so that none waits and nothing is made twice.

    Those of an edition go together, and otherwise those of a file, the largest groups first; each look of the matrix
    goes by itself, and so at the end.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByWhatIsShared(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    return ByWhatIsShared(config, log)


def together(nodeid: str) -> str:
    """What a test shares with those that run in the same worker."""
    file, _, test = nodeid.partition("::")
    edition = _EDITIONS.search(test)
    if file.endswith("test_samples.py") and edition:
        return edition[0]
    return nodeid if file.endswith("test_matrix.py") else file


_EDITIONS = re.compile("|".join(f"{sample}-{kind}" for sample in SAMPLES for kind in KINDS))


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
