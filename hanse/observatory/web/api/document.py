"""Completes the OpenAPI document: formats, headers and problems of every answer."""

from collections.abc import Mapping
from typing import Any, Final

from hanse.observatory.web.api.negotiation import MEDIA_TYPES
from hanse.observatory.web.api.problems import MEDIA_TYPE

_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
_REFUSALS: Final = {
    "404": "A code, year or edition that is not there, or no such address.",
    "405": "Another method than GET, HEAD or OPTIONS.",
    "406": "None of the accepted formats is to be had.",
    "414": "An address of more than 8,190 characters.",
    "422": "A word that is unknown or whose value cannot be understood.",
    "429": "Too many requests from this address; try again after Retry-After.",
}
_TEXT: Final = {"type": "string"}
_HEADERS: Final = {
    "ETag": {"schema": _TEXT, "description": "Send it as If-None-Match to get 304 if unchanged."},
    "Cache-Control": {"schema": _TEXT, "description": "For how long the answer may be kept."},
}
_LINK: Final = {"schema": _TEXT, "description": "first, last, next and prev, after RFC 8288."}
_RETRY: Final = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
_EXAMPLES: Final[Mapping[str, object]] = {
    "category": ["automotive"],
    "code": "AT13",
    "country": ["AT"],
    "edition": "demo",
    "fields": ["location_quotient", "stars"],
    "indicator": ["location_quotient"],
    "industry": ["C2910"],
    "kind": ["traded"],
    "region": ["AT13"],
    "scheme": ["traded_local"],
    "sort": ["-location_quotient"],
    "year": [2020],
}
"""Word -> a value to try it with."""
_CODES: Final = {"/indicators/": "location_quotient", "/ratings/": "cluster_panorama"}


def completed(document: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
    """`document` with what the signatures of functions cannot tell; `problem`: its schema."""
    done = dict(document)
    definitions = dict(problem)
    schemas = done["components"]["schemas"]
    schemas.update(definitions.pop("$defs", {}))
    schemas["Problem"] = definitions
    for path, operations in done["paths"].items():
        for operation in operations.values():
            _complete(path, operation)
    return done


def _complete(path: str, operation: dict[str, Any]) -> None:
    formats: list[str] = []
    for parameter in operation["parameters"]:
        schema = parameter["schema"]
        if schema.get("default", "") is None:
            del schema["default"]
        example = _EXAMPLES.get(parameter["name"])
        if parameter["name"] == "code":
            example = next((code for part, code in _CODES.items() if part in path), example)
        if schema.get("type") == "array":
            parameter |= {"style": "form", "explode": True}
        elif isinstance(example, list):
            example = example[0]
        if example is not None:
            parameter["example"] = example
        if parameter["name"] == "format":
            formats = schema["enum"]
    responses = {str(status): answer for status, answer in operation["responses"].items()}
    answer = responses["200"]
    answer["headers"] = dict(_HEADERS)
    if "json" in formats:
        answer["headers"]["Link"] = _LINK
    if formats and "json" not in formats:
        answer["content"] = {}
    for form in formats:
        if form != "json":
            shape = {"type": "object" if form == "json-stat" else "string"}
            answer["content"][MEDIA_TYPES[form]] = {"schema": shape}
    responses["304"] = {"description": "Unchanged since the answer with this ETag."}
    for status, text in _REFUSALS.items():
        responses[status] = {"description": text, "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
    responses["429"]["headers"] = {"Retry-After": _RETRY}
    operation["responses"] = responses
