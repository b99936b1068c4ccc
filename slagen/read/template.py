"""Reads a template: the project's own or a packaged one, with what it takes from the one it extends."""

from __future__ import annotations

from dataclasses import dataclass

from slagen.diagnostics import Code, Diagnostic, InputError, Message, Span, error
from slagen.model.template import Template
from slagen.project import PACKAGED, Project
from slagen.read.library import read_yaml
from slagen.read.positioned import Positioned
from slagen.read.validate import validate


@dataclass(frozen=True)
class LoadedTemplate:
    """A template, and where each of its values stands."""

    template: Template
    source: Positioned


def load_template(project: Project, template_id: str) -> LoadedTemplate:
    """The template of that id: the project's own, or a packaged one.

    Raises:
        InputError: there is none, or its template.yaml is wrong.
    """
    own = _read(project, template_id)
    base = own.data.get("extends") if isinstance(own.data, dict) else None
    source = _over(_base(project, own, base), own) if isinstance(base, str) else own
    template = validate(Template, source)
    if template.id != template_id:
        raise InputError([_misnamed(source.at(("id",)), template.id, template_id)])
    return LoadedTemplate(template, source)


def template_folder(project: Project, template_id: str) -> str:
    """The name of the folder of a template: the project's own, or else the packaged one."""
    own = f"templates/{template_id}"
    return own if project.path(f"{own}/template.yaml").is_file() else PACKAGED + own


def _read(project: Project, template_id: str) -> Positioned:
    return read_yaml(project, f"{template_folder(project, template_id)}/template.yaml")


def _base(project: Project, own: Positioned, base_id: str) -> Positioned:
    span = own.at(("extends",))
    if "/" in base_id or not project.path(f"{template_folder(project, base_id)}/template.yaml").is_file():
        raise InputError([_no_base(span, f"没有模板 {base_id}", f"there is no template {base_id}", base_id)])
    base = _read(project, base_id)
    if isinstance(base.data, dict) and "extends" in base.data:
        zh, en = f"模板 {base_id} 自己也以另一模板为底本", f"the template {base_id} itself extends another"
        raise InputError([_no_base(span, zh, en, base_id)])
    return base


def _over(base: Positioned, own: Positioned) -> Positioned:
    """What `own` gives, and for every other top-level field what `base` gives, each with its place."""
    if not isinstance(base.data, dict):
        return own
    return Positioned(
        {**base.data, **own.data},
        {path: span for path, span in base.spans.items() if path and path[0] not in own.data} | dict(own.spans),
        {path: span for path, span in base.keys.items() if path and path[0] not in own.data} | dict(own.keys),
    )


def _misnamed(span: Span, written: str, folder: str) -> Diagnostic:
    return error(
        Code.TEMPLATE_FORM,
        span,
        zh=f"id：模板标识应当与文件夹同名，即 {folder}",
        en=f"id: a template is called like its folder, {folder}",
        value=written,
        hint=Message(f"写成 id: {folder}", f"write id: {folder}"),
    )


def _no_base(span: Span, zh: str, en: str, value: str) -> Diagnostic:
    return error(
        Code.TEMPLATE_FORM,
        span,
        zh=f"extends：{zh}",
        en=f"extends: {en}",
        value=value,
        hint=Message("例如 extends: standard", "for instance extends: standard"),
    )
