"""Reading one contract: files that can't be read, warnings, and credit codes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from slagen.diagnostics import Code, Diagnostic, InputError, Severity
from slagen.pipeline import load
from slagen.project import Project

MINIMAL = (Path(__file__).parents[1] / "minimal" / "contract.yaml").read_text("utf-8")
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/contract.yaml"))


def refused(folder: Path, name: str) -> Diagnostic:
    with pytest.raises(InputError) as caught:
        load(folder / name)
    assert len(caught.value.diagnostics) == 1
    return caught.value.diagnostics[0]


def test_a_missing_file_names_those_like_it(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").touch()
    (tmp_path / "notes.txt").touch()
    found = refused(tmp_path, "contrat.yaml")
    assert (found.code, found.value, found.message.zh) == (Code.FILE_MISSING, "contrat.yaml", "文件不存在")
    assert found.hint is not None
    assert found.hint.en == "there is: contract.yaml"


def test_a_missing_file_of_data_names_files_of_data(tmp_path: Path) -> None:
    for name in ("contract.yaml", "year.json", "2026.csv", ".hidden.csv"):
        (tmp_path / name).touch()
    found = refused(tmp_path, "measurements.csv")
    assert found.hint is not None
    assert found.hint.en == "there is: 2026.csv, year.json"


def test_a_missing_file_in_a_missing_folder(tmp_path: Path) -> None:
    found = refused(tmp_path, "nowhere/contract.yaml")
    assert (found.code, found.hint) == (Code.FILE_MISSING, None)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "contract").mkdir()
    found = refused(tmp_path, "contract")
    assert (found.code, found.message.zh) == (Code.FILE_MISSING, "这是文件夹，不是文件")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The superuser may read everything, so that the system's refusal can't always be had for real.
    def deny(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Project, "read", deny)
    assert refused(tmp_path, "contract.yaml").message.en == "no permission to read the file"


def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").symlink_to(tmp_path / "contract.yaml")
    found = refused(tmp_path, "contract.yaml")
    assert found.code is Code.FILE_MISSING
    assert os.strerror(40) in found.message.en


def test_a_name_with_a_nul(tmp_path: Path) -> None:
    assert refused(tmp_path, "a\0b").code is Code.FILE_MISSING


def test_warnings_come_with_the_contract(tmp_path: Path) -> None:
    text = MINIMAL.replace("  effective: 2026-01-01", "  signed: 2026-03-01\n  effective: 2026-01-01")
    (tmp_path / "contract.yaml").write_text(text, "utf-8")
    loaded = load(tmp_path / "contract.yaml").loaded
    assert [one.severity for one in loaded.diagnostics] == [Severity.WARNING]
    assert loaded.contract.contract.id == loaded.source.data["contract"]["id"]
    assert loaded.source.at(("contract", "id")).file == "contract.yaml"


def test_warnings_come_with_errors_too(tmp_path: Path) -> None:
    text = MINIMAL.replace("  effective: 2026-01-01", "  signed: 2026-03-01\n  effective: 2026-01-01")
    text = text.replace("\nslos:", "\noops: 1\nslos:")
    (tmp_path / "contract.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        load(tmp_path / "contract.yaml")
    assert [one.severity for one in caught.value.diagnostics] == [Severity.WARNING, Severity.ERROR]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_samples_load_without_warnings(path: Path) -> None:
    assert load(path).loaded.diagnostics == ()
