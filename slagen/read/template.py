"""Reads a template: the project's own or a packaged one, with what it takes from the one it extends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce
from pathlib import PurePosixPath
from typing import Any

from slagen.cache import digest
from slagen.diagnostics import Code, Diagnostic, InputError, Message, Span, error
from slagen.model.template import PHRASES, Template
from slagen.project import PACKAGED, Project
from slagen.read.library import read_yaml
from slagen.read.positioned import Path, Positioned
from slagen.read.validate import examine, validate

_STANDARD = PACKAGED + "templates/standard"
_FOLDERS = (PACKAGED + "templates", "templates")


@dataclass(frozen=True)
class LoadedTemplate:
    """A template, where each of its values stands, and its folder with those of the templates that it extends."""

    template: Template
    source: Positioned
    folders: tuple[str, ...]


def load_template(project: Project, template_id: str, named: Span | None = None) -> LoadedTemplate:
    """The template of that id, which stands at `named` in the contract: the project's own, or a packaged one.

    Raises:
        InputError: there is none, or its template.yaml is wrong.
    """
    loaded, problems = examine_template(project, template_id, named)
    if problems:
        raise InputError(problems)
    return loaded


def examine_template(
    project: Project, template_id: str, named: Span | None = None
) -> tuple[LoadedTemplate, list[Diagnostic]]:
    """The same as far as it is right, with what the standard one has in place of what is wrong, and what that is.

    Raises:
        InputError: there is none, or its template.yaml or one that it extends is no YAML.
    """
    if named is not None and not _exists(project, template_id):
        raise InputError([_no_template(project, template_id, named)])
    key = _key(project, template_id)
    known = project.cache.recall(key) if key else None
    if isinstance(known, LoadedTemplate):
        return known, []
    loaded, problems = _examined(project, template_id)
    if key and not problems:
        project.cache.remember(key, loaded)
    return loaded, problems


def _key(project: Project, template_id: str) -> str | None:
    """A name for what a template is, which all templates go into; None where one can't be read."""
    try:
        files = [part for folder in _FOLDERS for file in project.contents(folder, ".yaml") for part in file]
    except OSError:
        return None
    return f"template-{digest(template_id, *files)}"


def _examined(project: Project, template_id: str) -> tuple[LoadedTemplate, list[Diagnostic]]:
    line, problems = _lineage(project, template_id)
    source = reduce(_over, (own for _, own in reversed(line)))
    template, wrong = examine(Template, source)
    problems += (*wrong, *_misnamed(source, template_id), *_wordless(source))
    folders = tuple(folder for folder, _ in line)
    return LoadedTemplate(template or _right_of(project, source.data), source, folders), problems


def _right_of(project: Project, data: Any) -> Template:
    """The values of a template that are right by themselves; in place of the others those of the standard one."""
    standard = read_yaml(project, f"{_STANDARD}/template.yaml").data
    made = _right_part(standard, data, _is_right) if isinstance(data, dict) else standard
    return validate(Template, Positioned(made, {}, {}))


def _right_part(
    base: dict[str, Any], own: dict[str, Any], is_right: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """`base` with each value of `own` that is right in it, or what of that value is."""
    made = dict(base)
    for name, value in own.items():
        if is_right({**made, name: value}):
            made[name] = value
        elif isinstance(value, dict) and isinstance(under := made.get(name), dict):
            made[name] = _right_part(under, value, lambda part, name=name: is_right({**made, name: part}))  # type: ignore[misc]
    return made


def _is_right(data: dict[str, Any]) -> bool:
    return examine(Template, Positioned(data, {(): Span("", 1, 1)}, {}))[0] is not None


def template_folder(project: Project, template_id: str) -> str:
    """The name of the folder of a template: the project's own, or else the packaged one."""
    own = f"templates/{template_id}"
    return own if project.has(f"{own}/template.yaml") else PACKAGED + own


def _exists(project: Project, template_id: str) -> bool:
    return project.has(f"{template_folder(project, template_id)}/template.yaml")


def _lineage(project: Project, template_id: str) -> tuple[list[tuple[str, Positioned]], list[Diagnostic]]:
    """The folder and the file of a template, of the one that it extends, and so on; what can't be extended, if any.

    The standard one is then taken for that.
    """
    line: list[tuple[str, Positioned]] = []
    wanted: object = template_id
    while isinstance(wanted, str):
        folder = template_folder(project, wanted)
        if line and (wrong := _unfit(project, wanted, folder, [each for each, _ in line])):
            problem = _no_base(line[-1][1].at(("extends",)), wrong, wanted, _known(project))
            return [*line, (_STANDARD, read_yaml(project, f"{_STANDARD}/template.yaml"))], [problem]
        line.append((folder, read_yaml(project, f"{folder}/template.yaml")))
        data = line[-1][1].data
        wanted = data.get("extends") if isinstance(data, dict) else None
    return line, []


def _unfit(project: Project, base_id: str, folder: str, above: list[str]) -> Message | None:
    """Why a template can't be extended, if it can't."""
    if "/" in base_id or not _exists(project, base_id):
        return Message(f"没有模板 {base_id}", f"there is no template {base_id}")
    if folder in above:
        return Message(f"模板 {base_id} 以自己为底本", f"the template {base_id} extends itself")
    return None


def _over(base: Positioned, own: Positioned) -> Positioned:
    """What `own` gives, and otherwise what `base` does, each value with its place; a list is taken whole from one."""
    replaced: set[Path] = set()
    data = _merged(base.data, own.data, (), replaced)

    def kept(spans: Mapping[Path, Span]) -> dict[Path, Span]:
        return {path: spans[path] for path in spans if not any(path[: len(over)] == over for over in replaced)}

    return Positioned(data, kept(base.spans) | dict(own.spans), kept(base.keys) | dict(own.keys))


def _merged(base: Any, own: Any, path: Path, replaced: set[Path]) -> Any:
    if not isinstance(base, dict) or not isinstance(own, dict):
        replaced.add(path)
        return own
    both = {key: _merged(base[key], own[key], (*path, key), replaced) for key in own if key in base}
    return {**base, **own, **both}


def _known(project: Project) -> list[str]:
    """The ids of all templates."""
    return sorted({PurePosixPath(name).parent.name for folder in _FOLDERS for name in project.names(folder, ".yaml")})


def _no_template(project: Project, template_id: str, named: Span) -> Diagnostic:
    known = _known(project)
    near = get_close_matches(template_id, known, 1)
    zh = f"是否应为 {near[0]}？" if near else ""
    en = f"did you mean {near[0]}? " if near else ""
    return error(
        Code.TEMPLATE_FORM,
        named,
        zh=f"没有模板 {template_id}",
        en=f"there is no template {template_id}",
        value=template_id,
        hint=Message(
            f"{zh}现有：{'、'.join(known)}；自己的模板写在 templates/{template_id}/template.yaml",
            f"{en}there are: {', '.join(known)}; one of your own is templates/{template_id}/template.yaml",
        ),
    )


def _misnamed(source: Positioned, folder: str) -> Iterator[Diagnostic]:
    written = source.data.get("id") if isinstance(source.data, dict) else None
    if not isinstance(written, str) or written == folder:
        return
    yield error(
        Code.TEMPLATE_FORM,
        source.at(("id",)),
        zh=f"id：模板标识应当与文件夹同名，即 {folder}",
        en=f"id: a template is called like its folder, {folder}",
        value=written,
        hint=Message(f"写成 id: {folder}", f"write id: {folder}"),
    )


def _wordless(source: Positioned) -> Iterator[Diagnostic]:
    """The fixed words that a template lacks."""
    words = source.data.get("phrases") if isinstance(source.data, dict) else None
    missing = [name for name in PHRASES.split() if isinstance(words, dict) and name not in words]
    if missing:
        yield error(
            Code.TEMPLATE_FORM,
            source.at(("phrases",)),
            zh=f"phrases：缺少用语 {'、'.join(missing)}",
            en=f"phrases: lacks the words {', '.join(missing)}",
            value=", ".join(missing),
            hint=Message("照 standard 模板补上", "add them as the template standard has them"),
        )


def _no_base(span: Span, why: Message, value: str, known: list[str]) -> Diagnostic:
    near = [one for one in get_close_matches(value, known, 1) if one != value]
    return error(
        Code.TEMPLATE_FORM,
        span,
        zh=f"extends：{why.zh}",
        en=f"extends: {why.en}",
        value=value,
        hint=Message(f"是否应为 {near[0]}？", f"did you mean {near[0]}?")
        if near
        else Message("例如 extends: standard", "for instance extends: standard"),
    )
