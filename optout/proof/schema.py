"""The manifest's JSON Schema (draft 2020-12), for those who read it with other programs."""

from typing import Any

from pydantic import TypeAdapter

from optout.model import Run
from optout.runs.shelf import FORMAT


def schema() -> dict[str, Any]:
    """The schema of `run.json` and of `shared.json`."""
    made = TypeAdapter(Run).json_schema(mode="serialization")
    properties = {
        "format": {"const": FORMAT, "title": "Format"},
        **made.pop("properties"),
        "original": {"type": "string", "title": "Original"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "The manifest of a run of optout",
        "description": "run.json; shared.json also has `original`, the SHA-256 of the run.json that it was made from.",
        "properties": properties,
        "required": ["format", *made["required"]],
        "additionalProperties": False,
    }
