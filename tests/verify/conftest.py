from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from judges import ROOT
from verify_desk import Desk

from slagen import pipeline, project
from slagen.verify import with_sources

REGISTERS = ROOT / "tests" / "goldens" / "library"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(REGISTERS, folder / "library")
    shutil.copy(ROOT / "templates" / "standard" / "print.css", folder / "library" / "templates" / "standard")
    (folder / "project").mkdir()
    contract = folder / "project" / "contract.yaml"
    shutil.copy(ROOT / "tests" / "minimal" / "contract.yaml", contract)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "library_root", lambda: folder / "library")
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        compiled = pipeline.compile(pipeline.load(contract), "en")
        files = {str(form): content for form, content in compiled.outputs(["pdf", "docx"])}
        bearing = {str(form): content for form, content in with_sources(compiled).outputs(["pdf", "docx"])}
        yield Desk(contract, compiled, files, bearing)
