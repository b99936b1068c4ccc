"""What git and pre-commit are told about contracts: attributes, drivers, hooks; for ``init`` and ``git setup`` alike.

The regular expression of words takes a figure or an English word as one, and any other character by itself, so that a
word diff reads well in Chinese, which has no spaces (gitattributes(5), "Customizing word diff").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = "[0-9.%]+|[A-Za-z]+|[^[:space:]]"
CLAUSE, CONTRACT, DOCUMENT = "slagen-clause", "slagen-contract", "slagen-document"
DRIVERS = {
    f"diff.{CLAUSE}.wordRegex": WORDS,
    f"diff.{CLAUSE}.xfuncname": r"^(id:.*|<!-- (zh|en) -->|1[.] .*)$",
    f"diff.{CONTRACT}.wordRegex": WORDS,
    f"diff.{CONTRACT}.xfuncname": r"^([a-z_]+:.*|  - (id|code|name):.*)$",
    f"diff.{DOCUMENT}.wordRegex": WORDS,
    f"diff.{DOCUMENT}.cachetextconv": "true",
}
"""The settings of the drivers but the command of textconv, which depends on where slagen is."""
TEXTCONV = f"diff.{DOCUMENT}.textconv"

_BEGIN, _END = "# slagen git setup {", "# } slagen git setup"
ATTRIBUTES = f"""\
{_BEGIN}
contract.yaml diff={CONTRACT}
**/clauses/**/*.md diff={CLAUSE}
*.docx diff={DOCUMENT}
*.pdf diff={DOCUMENT}
**/pinned/** eol=lf linguist-generated
slagen.lock eol=lf linguist-generated
{_END}
"""
_BLOCK = re.compile(rf"^{re.escape(_BEGIN)}\n.*?^{re.escape(_END)}\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Hook:
    """A hook of pre-commit: its id, what it does, and which files it looks at, a regular expression.

    Without files it runs on every commit: pre-commit doesn't tell hooks of files that were deleted.
    """

    id: str
    name: str
    entry: str
    files: str | None

    @property
    def when(self) -> tuple[str, ...]:
        """The lines of YAML that say when it runs."""
        return (
            ("always_run: true", "pass_filenames: false")
            if self.files is None
            else (f"files: '{self.files}'", "require_serial: true")
        )


_SOURCES = r"(^|/)(contract\.ya?ml|(pinned/)?(clauses|templates)/.*|slagen\.lock)$"
HOOKS = (
    Hook("slagen-check", "slagen: contracts have no errors", "slagen git hook check", _SOURCES),
    Hook(
        "slagen-parity", "slagen: both languages of a clause agree", "slagen git hook parity", r"(^|/)clauses/.*\.md$"
    ),
    Hook("slagen-lock", "slagen: contracts are as their lock says", "slagen git hook lock", None),
)


def attributes(existing: str) -> str:
    """The text of ``.gitattributes`` with slagen's block: in its place, or first, so that later lines override it."""
    if _BLOCK.search(existing):
        return _BLOCK.sub(lambda _: ATTRIBUTES, existing, count=1)
    return ATTRIBUTES + existing


def local_hooks(indent: str = "") -> str:
    """The hooks as an entry of ``repos`` in ``.pre-commit-config.yaml``, run by the slagen that is installed."""
    return "".join(f"{indent}{line}\n" for line in _local())


def _local() -> Iterator[str]:
    yield "- repo: local"
    yield "  hooks:"
    for hook in HOOKS:
        yield f"  - id: {hook.id}"
        yield f"    name: '{hook.name}'"
        yield f"    entry: {hook.entry}"
        yield "    language: system"
        yield from (f"    {line}" for line in hook.when)


CONFIG = f"# https://pre-commit.com\nrepos:\n{local_hooks()}"
"""``.pre-commit-config.yaml`` of a repository that has none."""
_REPOS = re.compile(r"^repos:[ \t]*(?P<empty>\[\])?[ \t]*(#.*)?\n?", re.MULTILINE)
_ITEM = re.compile(r"(?:[ \t]*(?:#.*)?\n)*(?P<indent> *)- ")


def config(existing: str) -> str | None:
    """The text of ``.pre-commit-config.yaml`` with slagen's hooks before all others; None where they can't be put in.

    A file that names any of them is left as it is.
    """
    if any(hook.id in existing for hook in HOOKS):
        return existing
    found = _REPOS.search(existing)
    if found is None:
        return None if existing.strip() else CONFIG
    item = _ITEM.match(existing, found.end())
    here = local_hooks(item["indent"] if item else "")
    made = existing[: found.start()] + "repos:\n" + here + existing[found.end() :]
    return made if _kept(existing, made) else None


def _kept(existing: str, made: str) -> bool:
    """Whether one file of YAML says all that another does, after slagen's own hooks."""
    import yaml  # not for `slagen --help`

    try:
        before, after = yaml.safe_load(existing), yaml.safe_load(made)
    except yaml.YAMLError:
        return False
    ours = yaml.safe_load(local_hooks())
    return isinstance(before, dict) and after == {**before, "repos": [*ours, *(before.get("repos") or [])]}


def for_others() -> str:
    """The file ``.pre-commit-hooks.yaml`` of slagen's own repository."""
    lines = (line for hook in HOOKS for line in _shared(hook))
    return "# From slagen/cli/hooks.py; a test holds it to that.\n" + "".join(f"{line}\n" for line in lines)


def _shared(hook: Hook) -> Iterator[str]:
    yield f"- id: {hook.id}"
    yield f"  name: '{hook.name}'"
    yield f"  entry: {hook.entry}"
    yield "  language: python"
    yield from (f"  {line}" for line in hook.when)
