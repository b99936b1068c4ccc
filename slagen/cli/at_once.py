"""Many contracts at once: on all cores, by a process for each core."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from traceback import format_exc
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST = 8
"""Processes at once: to lay out a long contract takes each of them 300 MB."""


def at_once(work: Callable[[T], R], given: Sequence[T]) -> Iterator[R]:
    """What `work` makes of each, in order.

    The processes are forks of this one: what is `given` is there already, what is made comes back by pickle.  One that
    is alone is worked on here, and so are all where forks are not safe.

    Raises:
        Exception: what `work` raises; what is not finished by then is given up.
    """
    most = min(len(given), cores(), MOST)
    if most < 2:
        yield from map(work, given)
        return
    context = multiprocessing.get_context("fork")
    turn = context.Value("i", 0)
    running = dict(_begun(context, work, given, turn) for _ in range(most))
    made: dict[int, R] = {}
    try:
        for place in range(len(given)):
            while place not in made and running:
                made.update(_answers(running))
            # One that ended without an answer lacked memory, most likely: alone it may have enough.
            yield made.pop(place) if place in made else work(given[place])
    finally:
        for process in running.values():
            process.terminate()
            process.join()


def cores() -> int:
    """How many cores this process may use; one where libraries have threads that a fork would lack."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _begun(context: Any, work: Callable[[T], R], given: Sequence[T], turn: Any) -> tuple[Connection, BaseProcess]:
    """A process that works on one after another, and the end at which its answers come."""
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, given, turn, here, there), daemon=True)
    process.start()
    there.close()
    return here, process


def _work(work: Callable[[T], R], given: Sequence[T], turn: Any, heard: Connection, answers: Connection) -> None:
    """Work on whichever is next, until none is left or nobody hears the answers."""
    heard.close()  # or the process would wait for itself
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the one that was interrupted says so
    gc.freeze()  # what was there before is shared, and would be copied where the collector marks it
    while True:
        with turn.get_lock():
            place = turn.value
            turn.value += 1
        if place >= len(given):
            return
        try:
            answers.send((place, work(given[place]), None))
        except Exception as wrong:
            wrong.add_note(format_exc())  # where it happened does not come back with it
            answers.send((place, None, wrong))


def _answers(running: dict[Connection, BaseProcess]) -> Iterator[tuple[int, Any]]:
    """What has been made, by its place; processes that have ended are taken out.

    Raises:
        Exception: what happened in one of them.
    """
    ready = wait(list(running))
    for end in [one for one in running if one in ready]:
        try:
            place, made, wrong = end.recv()
        except EOFError:
            end.close()
            running.pop(end).join()
            continue
        if wrong is not None:
            raise wrong
        yield place, made
