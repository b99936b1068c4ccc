"""``slagen schema``: the JSON Schema of contract.yaml, or of measurements in JSON, for editors."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from slagen.cli.language import say
from slagen.cli.options import MessagesIn

HELP = say("打印输入文件的 JSON Schema", "Print the JSON Schema of an input file.")


class Input(StrEnum):
    """What a schema describes."""

    CONTRACT = "contract"
    MEASUREMENTS = "measurements"


def schema(
    of: Annotated[
        Input, typer.Option("--of", help=say("合同，或者计量数据", "the contract, or measurements"))
    ] = Input.CONTRACT,
    messages_in: MessagesIn = None,
) -> None:
    """Print the schema; its descriptions are in both languages."""
    typer.echo(text() if of is Input.CONTRACT else measurements(), nl=False)


def text() -> str:
    """The schema of a contract (JSON Schema draft 2020-12) as JSON text."""
    from slagen.model.contract import Contract
    from slagen.model.waiver import Waivers

    made = _made(Contract)
    _with_waivers(made, _made(Waivers))
    return _json(made, "slagen contract.yaml")


def measurements() -> str:
    """The schema of measurements (JSON Schema draft 2020-12) as JSON text."""
    from slagen.model.measurements import Measurements

    made = _made(Measurements)
    here = {"type": "string", "description": "本 JSON Schema 的位置\n\nwhere this JSON Schema is"}
    made["properties"] = {"$schema": here} | made["properties"]
    return _json(made, "slagen measurements.json")


def _made(model: Any) -> dict[str, Any]:
    from pydantic.json_schema import GenerateJsonSchema

    class Untitled(GenerateJsonSchema):
        # pydantic's titles only say the names of fields again, in front of their descriptions.
        def field_title_should_be_set(self, schema: Any) -> bool:
            return False

    made: dict[str, Any] = model.model_json_schema(schema_generator=Untitled)
    return made


def _json(made: dict[str, Any], title: str) -> str:
    from pydantic.json_schema import GenerateJsonSchema

    for part in (made, *made["$defs"].values()):
        part.pop("description", None)  # a docstring, in one language; each field has its own description in both
    head = {"$schema": GenerateJsonSchema.schema_dialect}
    return json.dumps(head | made | {"title": title}, ensure_ascii=False, indent=1) + "\n"


def _with_waivers(schema: dict[str, Any], waivers: dict[str, Any]) -> None:
    """Let each entry and block have the key ``waive``, which is no field of the models."""
    blocks = [schema, *(part for name, part in schema["$defs"].items() if name != "Text" and "properties" in part)]
    for block in blocks:
        block["properties"] |= waivers["properties"]
    schema["$defs"] |= waivers["$defs"]
