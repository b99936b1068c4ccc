"""``slagen schema``: the JSON Schema of contract.yaml, for editors."""

from __future__ import annotations

import json
from typing import Any

import typer

from slagen.cli.language import say
from slagen.cli.options import MessagesIn

HELP = say("打印 contract.yaml 的 JSON Schema", "Print the JSON Schema of contract.yaml.")


def schema(messages_in: MessagesIn = None) -> None:
    """Print the schema; its descriptions are in both languages."""
    typer.echo(text(), nl=False)


def text() -> str:
    """The schema (JSON Schema draft 2020-12) as JSON text."""
    from pydantic.json_schema import GenerateJsonSchema

    from slagen.model import Contract
    from slagen.model.waiver import Waivers

    class Untitled(GenerateJsonSchema):
        # pydantic's titles only say the names of fields again, in front of their descriptions.
        def field_title_should_be_set(self, schema: Any) -> bool:
            return False

    made = Contract.model_json_schema(schema_generator=Untitled)
    _with_waivers(made, Waivers.model_json_schema(schema_generator=Untitled))
    for part in (made, *made["$defs"].values()):
        del part["description"]  # a docstring, in one language; each field has its own description in both
    head = {"$schema": GenerateJsonSchema.schema_dialect}
    return json.dumps(head | made | {"title": "slagen contract.yaml"}, ensure_ascii=False, indent=1) + "\n"


def _with_waivers(schema: dict[str, Any], waivers: dict[str, Any]) -> None:
    """Let each entry and block have the key ``waive``, which is no field of the models."""
    blocks = [schema, *(part for name, part in schema["$defs"].items() if name != "Text" and "properties" in part)]
    for block in blocks:
        block["properties"] |= waivers["properties"]
    schema["$defs"] |= waivers["$defs"]
