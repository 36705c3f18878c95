"""The JSON Schema (draft 07) of rule files, for editors: ``rules/schema.json`` is what this prints."""

import json
from typing import Any

from .model import RuleFile


def schema() -> dict[str, Any]:
    """The schema of a rule file."""
    made = RuleFile.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    made["definitions"] = made.pop("$defs")
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "unsponsor rule file", **_plain(made)}


def schema_text() -> str:
    """The schema as the file has it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """Without what only later drafts know, and without titles that repeat a key."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _plain(item) for key, item in value.items() if not (key == "title" and isinstance(item, str))}
    if "$ref" in plain and len(plain) > 1:  # draft 07 ignores what stands beside a reference
        plain = {"allOf": [{"$ref": plain.pop("$ref")}], **plain}
    return plain


if __name__ == "__main__":
    print(schema_text(), end="")
