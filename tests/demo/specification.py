"""The vendors' own specifications as a measure for replies.

They lie beside the project, not in it. Where they are missing a test skips and says so, unless the
environment variable AXTUI_REQUIRE_SPECS is set: then it fails.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

FOLDER: Final = Path(__file__).parents[3] / "shared" / "specs"
"""`../shared/specs` as seen from the project's root."""

_INTEGERS: Final = {"int32": 2**31, "int64": 2**63}


def _specification(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        if os.environ.get("AXTUI_REQUIRE_SPECS"):
            pytest.fail(f"{path} is missing, and AXTUI_REQUIRE_SPECS is set")
        pytest.skip(f"{path} is missing: the vendor's specification is no part of the project")
    return path


class XeroSpecification:
    """Xero's OpenAPI file (xero-api.md section 8)."""

    def __init__(self) -> None:
        text = _specification("xero_accounting.yaml").read_text(encoding="utf-8")
        self._document = yaml.load(text, Loader=yaml.CSafeLoader)
        resource = Resource.from_contents(self._document, default_specification=DRAFT4)
        self._registry: Registry[Any] = Registry().with_resource("urn:xero", resource)

    def violations(self, schema: str, value: object) -> list[str]:
        """Return what of a value is not as the named schema has it."""
        validator = Draft4Validator(
            {"$ref": f"urn:xero#/components/schemas/{schema}"},
            registry=self._registry,
            format_checker=FormatChecker(formats=["uuid"]),
        )
        return [f"{error.json_path}: {error.message:.200}" for error in validator.iter_errors(value)]

    def properties(self, schema: str) -> frozenset[str]:
        """Return the names that a schema knows."""
        return frozenset(self._document["components"]["schemas"][schema]["properties"])


class AutotaskSpecification:
    """The part of Autotask's Swagger file that matters (autotask-api.md section 13).

    Names are compared without regard to case, because the file says PascalCase and the wire camelCase. Null
    is allowed everywhere, as live rows have it. An object without properties stands for what the generator
    of the file could not express, and allows anything.
    """

    def __init__(self) -> None:
        text = _specification("autotask-swagger-subset.json").read_text(encoding="utf-8")
        self._definitions: Mapping[str, Any] = json.loads(text)["definitions"]

    def violations(self, definition: str, value: object) -> list[str]:
        """Return what of a value is not as the named definition has it; unknown names count too."""
        schema = self._schema({"$ref": f"#/definitions/{definition}"})
        errors = Draft4Validator(schema).iter_errors(_in_lower_case(value))
        return [f"{error.json_path}: {error.message:.200}" for error in errors]

    def _schema(self, declared: Mapping[str, Any]) -> dict[str, Any]:
        if "$ref" in declared:
            declared = self._definitions[declared["$ref"].removeprefix("#/definitions/")]
        match declared.get("type"):
            case "array":
                return {"type": ["array", "null"], "items": self._schema(declared["items"])}
            case "object" if declared.get("properties"):
                properties = declared["properties"].items()
                return {
                    "type": ["object", "null"],
                    "properties": {name.lower(): self._schema(each) for name, each in properties},
                    "additionalProperties": False,
                }
            case "object":
                return {}
            case "integer":
                end = _INTEGERS[declared["format"]]
                return {"type": ["integer", "null"], "minimum": -end, "maximum": end - 1}
            case kind:
                return {"type": [kind, "null"]}


def _in_lower_case(value: Any) -> Any:
    if isinstance(value, dict):
        return {name.lower(): _in_lower_case(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_lower_case(each) for each in value]
    return value
