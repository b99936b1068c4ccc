"""An edition built again, from its sources and what a manifest says was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from slagen.compiled import ANNEX, MEASUREMENTS, MONTH, SERVICE_START, SUBMITTED, AnnexError, Compiled
from slagen.diagnostics import InputError
from slagen.manifest import LARGEST, Manifest, hashed
from slagen.opened import Language, Opened
from slagen.pipeline import compile_all, measure, open_in
from slagen.project import Project
from slagen.render.options import Options
from slagen.verify.problem import VerifyError

_EDITIONS: Mapping[str, Language] = {"zh": "zh", "en": "en", "zh+en": "bilingual"}
_ASKED = frozenset({ANNEX, MONTH, SUBMITTED, SERVICE_START})
_SUFFIXES = (".csv", ".json")


def edition(project: Project, name: str, manifest: Manifest) -> Compiled:
    """The edition that a manifest is of, from the contract in the file called `name` of a project.

    Raises:
        InputError: the contract has errors.
        VerifyError: the manifest asks for what this version, or this contract, does not have.
    """
    language, options = _EDITIONS.get(manifest.edition.get("languages", "")), _options(manifest)
    if language is None or options is None or not manifest.asked.keys() <= _ASKED:
        raise VerifyError(
            "清单要求的版本或者选项是本版本的 slagen 不认识的",
            "the manifest names an edition or options that this version of slagen doesn't know",
        )
    compiled = _compiled(project, name, manifest.edition.get("dated", ""), language, options)
    try:
        return _asked(compiled, manifest)
    except AnnexError as wrong:
        raise VerifyError(wrong.message.zh, wrong.message.en) from None
    except ValueError:
        raise VerifyError("清单的选项无法读取", "the manifest's options can't be read") from None


def _options(manifest: Manifest) -> Options | None:
    """What the build was asked for; None where this version knows no such thing."""
    chosen = manifest.edition.get("options", "").split()
    return Options(**dict.fromkeys(chosen, True)) if set(chosen) <= {each.name for each in fields(Options)} else None


def _compiled(project: Project, name: str, dated: str, language: Language, options: Options) -> Compiled:
    """The edition as dated, or where it would have errors on that day, as of today."""
    try:
        return _made(replace(project, environment={**project.environment, **_epoch(dated)}), name, language, options)
    except InputError:
        return _made(project, name, language, options)


def _epoch(dated: str) -> dict[str, str]:
    """SOURCE_DATE_EPOCH for a date; nothing for what is none, or one before 1970."""
    try:
        days = date.fromisoformat(dated).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError:
        return {}
    return {"SOURCE_DATE_EPOCH": f"{days * 86400}"} if days >= 0 else {}


def _made(project: Project, name: str, language: Language, options: Options) -> Compiled:
    return compile_all(open_in(project, name), [language], options).edition(language)


def _asked(compiled: Compiled, manifest: Manifest) -> Compiled:
    asked = manifest.asked
    if MONTH in asked:
        start, submitted = (_day(asked.get(each)) for each in (SERVICE_START, SUBMITTED))
        found = measure(compiled.opened, _measurements(compiled.opened, manifest), start)
        return compiled.service_report(found, date.fromisoformat(asked[MONTH]), submitted)
    return compiled.annex(asked[ANNEX]) if ANNEX in asked else compiled


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _measurements(opened: Opened, manifest: Manifest) -> Path:
    """The file of measurements in the project that has the manifest's hash.

    Raises:
        VerifyError: there is none.
    """
    wanted = manifest.inputs.get(MEASUREMENTS)
    for name in _data_files(opened.project):
        if hashed(opened.project, [name]) == wanted:
            return opened.project.root / name
    raise VerifyError(
        f"{opened.project.root} 中没有生成该月报的计量数据",
        f"{opened.project.root} has no file with the measurements that this report was made from",
    )


def _data_files(project: Project) -> Iterator[str]:
    for path in sorted(project.root.rglob("*")):
        if path.suffix.lower() in _SUFFIXES and path.is_file() and path.stat().st_size <= LARGEST:
            yield path.relative_to(project.root).as_posix()
