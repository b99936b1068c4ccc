"""The script that measures redlines counts what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "corpus.py"


def table(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, encoding="utf-8", check=False)


def test_a_pair_is_a_row_and_the_last_row_has_the_sums(tmp_path: Path) -> None:
    old = "# 办法\n\n第一条 期限为十五日，从当事人收到之日起计算。\n\n第二条 保持不变的一条。\n"
    (tmp_path / "a.old.md").write_text(old, "utf-8")
    (tmp_path / "a.new.md").write_text(old.replace("十五日", "二十日").replace("收到", "发出"), "utf-8")
    (tmp_path / "b.old.md").write_text("同样的一段\n", "utf-8")
    (tmp_path / "b.new.md").write_text("同样的一段\n", "utf-8")
    made = table(tmp_path)
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[2:] == [
        "| a | 1 | 2 | 3 | 0.67 | 0 | 0 | yes |",
        "| b | 0 | 0 | 0 | – | 0 | 0 | yes |",
        "| 2 pairs | 1 | 2 | 3 | 0.67 | 0 | 0 | yes |",
    ]


def test_a_folder_without_pairs_is_told(tmp_path: Path) -> None:
    assert table(tmp_path).returncode == 1
