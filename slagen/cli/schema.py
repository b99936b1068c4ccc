"""``slagen schema``: the JSON Schema of contract.yaml, for editors."""

from __future__ import annotations

import json

import typer

from slagen.cli.language import say
from slagen.cli.options import MessagesIn

HELP = say("打印 contract.yaml 的 JSON Schema", "Print the JSON Schema of contract.yaml.")


def schema(messages_in: MessagesIn = None) -> None:
    """Print the schema; its descriptions are in both languages."""
    typer.echo(text(), nl=False)


def text() -> str:
    """The schema (JSON Schema draft 2020-12) as JSON text."""
    from slagen.model import Contract

    made = Contract.model_json_schema()
    for part in (made, *made["$defs"].values()):
        del part["description"]  # a docstring, in one language; each field has its own description in both
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(head | made | {"title": "slagen contract.yaml"}, ensure_ascii=False, indent=1) + "\n"
