"""Files made to hang, to exhaust memory or to crash a reader: each ends in a clear error, well within a minute.

Each is read in a process of its own, so that a hang or a crash is a failure of one test.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SECONDS = 60
"""A guard against hangs, not a measure of speed."""

READ = """
import sys
from pathlib import Path
from slagen.diagnostics import InputError
from slagen.pipeline import load
try:
    load(Path(sys.argv[1]))
except InputError as caught:
    print(len(caught.diagnostics), caught.diagnostics[0].code)
"""


def laughs() -> str:
    """Ten levels of ten aliases: ten thousand million values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    return "\n".join(lines)


def many_ids() -> str:
    entries = "\n".join(f"- {{id: s{i}, calendar: c{i}}}" for i in range(6_000))
    return f"services:\n{entries}\ncalendars:\n" + "\n".join(f"- {{id: d{i}}}" for i in range(6_000))


FILES: dict[str, tuple[Callable[[], str], str]] = {
    "billion laughs": (laughs, "LOAD007"),
    "brackets": (lambda: "[" * 8_000_000, "LOAD008"),
    "braces": (lambda: "{a: " * 2_000_000, "LOAD008"),
    "dashes": (lambda: "- " * 4_000_000, "LOAD008"),
    "question marks": (lambda: "? " * 4_000_000, "LOAD009"),
    "indentation": (lambda: "\n".join(" " * i + "a:" for i in range(3_500)), "LOAD008"),
    "one word": (lambda: "a" * 8_000_000, "INPUT003"),
    "one quoted word": (lambda: '"' + "a" * 8_000_000, "LOAD005"),
    "one line of spaces": (lambda: "a:" + " " * 8_000_000 + "@", "LOAD005"),
    "one value of eight million characters": (lambda: "contract: {id: " + "a" * 8_000_000 + "}", "INPUT002"),
    "eight million digits": (lambda: "contract: " + "9" * 8_000_000, "INPUT002"),
    "duplicate keys": (lambda: "a: 1\n" * 1_500_000, "LOAD006"),
    "unknown fields": (lambda: "\n".join(f"k{i}: 1" for i in range(20_000)), "INPUT001"),
    "unknown ids": (many_ids, "INPUT002"),
    "wrong entries": (lambda: "slos:\n" + "- x\n" * 50_000, "INPUT002"),
    "more values than are read": (lambda: "a:\n" + "- x\n" * 1_000_000, "LOAD007"),
    "anchors": (lambda: "a: [" + ", ".join(f"&a{i} x" for i in range(150_000)) + "]", "INPUT001"),
    "a deep path of aliases": (
        lambda: "a0: &a0 [x]\n" + "\n".join(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 20_000)),
        "LOAD008",
    ),
}


def read(path: Path) -> tuple[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    ran = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True, text=True, timeout=SECONDS, check=False, env=environment,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    number, code = ran.stdout.split()
    return number, code


@pytest.mark.parametrize("name", FILES)
def test_hostile_file(name: str, tmp_path: Path) -> None:
    make, code = FILES[name]
    path = tmp_path / "contract.yaml"
    path.write_text(make(), "utf-8")
    number, found = read(path)
    assert found == code
    assert int(number) <= 4000


def test_a_file_of_50_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_bytes(b"a: 1\n" * 10_000_000)
    assert read(path) == ("1", "LOAD002")


def test_an_endless_file() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("there is no /dev/zero")
    assert read(Path("/dev/zero")) == ("1", "LOAD002")
