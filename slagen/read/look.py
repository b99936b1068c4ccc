"""How a template looks: its stylesheets, where its images and fonts are, its logo and its reference document."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from slagen.diagnostics import Diagnostic, InputError, Span
from slagen.model.template import Template
from slagen.project import Project, library_root
from slagen.read.logo import Picture, read_logo
from slagen.read.positioned import decode
from slagen.read.reference import Reference, read_reference
from slagen.read.template import LoadedTemplate, load_template, template_folder

T = TypeVar("T")


@dataclass(frozen=True)
class Look:
    """How a template looks: its stylesheet, the folder that its images and fonts are in, where it stands, its logo."""

    template: Template
    stylesheet: str
    folder: Path
    span: Span
    logo: Picture | None = None


def look_of(project: Project, origin: LoadedTemplate, logo: Picture | None) -> Look:
    """The look of a project's template, with the picture of its logo."""
    names = stylesheets(project, origin.folders)
    sheet = "\n".join(decode(name, project.read(name)) for name in names)
    span = Span(f"{origin.folders[0]}/template.yaml", 1, 1)
    return Look(origin.template, sheet, project.path(names[-1]).parent, span, logo)


def packaged_look(template_id: str, named: Span) -> Look:
    """The look of a packaged template, for a document without a project; it is named at `named`.

    Raises:
        InputError: there is none of that id.
    """
    project = Project(library_root(), os.environ)
    template, folder = load_template(project, template_id, named).template, template_folder(project, template_id)
    stylesheet = decode(f"{folder}/print.css", project.read(f"{folder}/print.css"))
    return Look(template, stylesheet, project.path(folder), Span(f"{folder}/template.yaml", 1, 1))


def stylesheets(project: Project, folders: tuple[str, ...]) -> tuple[str, ...]:
    """The nearest print.css of a template and those that it extends, and what more.css adds from there on.

    Args:
        folders: that of the template, and of each that it extends in turn.
    """
    has = project.has
    upto = next(i for i, folder in enumerate(folders, 1) if has(f"{folder}/print.css") or i == len(folders))
    more = (f"{folder}/more.css" for folder in reversed(folders[:upto]))
    return (f"{folders[upto - 1]}/print.css", *filter(has, more))


def files_of(project: Project, template: LoadedTemplate) -> tuple[Picture | None, Reference | None, list[Diagnostic]]:
    """The files that a template names, and what is wrong with them."""
    problems: list[Diagnostic] = []
    logo = _tried(read_logo, project, template, problems)
    return logo, _tried(read_reference, project, template, problems), problems


def _tried(
    read: Callable[[Project, LoadedTemplate], T], project: Project, template: LoadedTemplate, problems: list[Diagnostic]
) -> T | None:
    try:
        return read(project, template)
    except InputError as wrong:
        problems += wrong.diagnostics
        return None
