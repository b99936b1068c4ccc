"""Many contracts at once: what is made comes in order, from several processes, whatever becomes of one of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from slagen.cli import at_once as room
from slagen.cli.at_once import at_once
from slagen.diagnostics import Code, InputError, Span, error

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all are worked on in one process")


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "cores", lambda: 2)


def test_two_work_at_once_and_what_they_make_comes_in_order() -> None:
    both = multiprocessing.get_context("fork").Barrier(2)

    def met(item: int) -> tuple[int, int]:
        if item < 2:
            both.wait(60)  # only two at once pass it
        return item, os.getpid()

    made = list(at_once(met, [1, 0, 2, 3, 4]))
    assert [item for item, _ in made] == [1, 0, 2, 3, 4]
    assert len({process for _, process in made} - {os.getpid()}) == 2


def test_one_alone_is_worked_on_here_and_so_are_all_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(at_once(lambda _: os.getpid(), ["only"])) == [os.getpid()]
    monkeypatch.setattr(room, "cores", lambda: 1)
    assert list(at_once(lambda _: os.getpid(), ["a", "b"])) == [os.getpid()] * 2


def test_what_is_wrong_comes_back_with_where_it_happened() -> None:
    found = error(Code.DOCUMENT_EDITED, Span("contract.yaml", 3, 7), zh="中", en="wrong")

    def refuse(item: int) -> int:
        if item == 1:
            raise InputError([found])
        return item

    made = at_once(refuse, [0, 1, 2])
    assert next(made) == 0
    with pytest.raises(InputError) as raised:
        list(made)
    assert raised.value.diagnostics == (found,)
    assert "in refuse" in raised.value.__notes__[0]


def test_what_a_killed_process_leaves_is_made_here() -> None:
    here = os.getpid()

    def made(item: int) -> tuple[int, bool]:
        if item == 1 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return item, os.getpid() == here

    found = list(at_once(made, range(4)))
    assert [item for item, _ in found] == [0, 1, 2, 3]
    assert found[1][1]


_LEFT_ALONE = """
import os, sys, time
from pathlib import Path
from slagen.cli import at_once as room
room.cores = lambda: 2
def work(item):
    (Path(sys.argv[1]) / str(os.getpid())).touch()
    time.sleep(0.2)
    return bytes(100_000)
print(list(map(len, room.at_once(work, range(1000)))))
"""


def test_processes_end_when_nobody_hears_them_any_more(tmp_path: Path) -> None:
    alone = subprocess.Popen([sys.executable, "-c", _LEFT_ALONE, str(tmp_path)], stderr=subprocess.DEVNULL)
    while len(list(tmp_path.iterdir())) < 2:
        assert alone.poll() is None
        time.sleep(0.05)
    alone.kill()
    alone.wait()
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{one.name}").exists() for one in tmp_path.iterdir()):
        assert time.monotonic() < deadline, "they go on"
        time.sleep(0.1)
