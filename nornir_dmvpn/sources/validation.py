"""What pydantic finds wrong, as sentences for the person who wrote the file. Values of secrets never reach here."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from nornir_dmvpn.model.intent import RESOLVER

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Flaw:
    """``keys`` lead to the value within what was validated; ``of_key``: the key itself is wrong."""

    keys: tuple[str | int, ...]
    text: str
    of_key: bool = False


def validate(
    model: type[M], data: object, resolve: Callable[[str], object] | None = None
) -> tuple[M | None, list[Flaw]]:
    """The model, or what keeps ``data`` from being one. ``resolve`` turns secret references into secrets."""
    try:
        return model.model_validate(data, context={RESOLVER: resolve} if resolve else None), []
    except ValidationError as error:
        schema = _schema(model)
        return None, [_flaw(one, schema) for one in error.errors(include_url=False, include_context=True)]


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _flaw(error: ErrorDetails, schema: Mapping[str, Any]) -> Flaw:
    keys, kind = error["loc"], error["type"]
    key = str(keys[-1]) if keys else ""
    context, value = error.get("ctx", {}), error.get("input")
    match kind:
        case "extra_forbidden":
            return Flaw(keys, _unknown_key(key, _known_keys(schema, keys[:-1])), of_key=True)
        case "missing":
            return Flaw(keys[:-1], f"the key {key!r} is missing here", of_key=True)
        case "union_tag_not_found":
            return Flaw(keys, f"the key {str(context['discriminator']).strip(chr(39))!r} is missing here", of_key=True)
        case "union_tag_invalid":
            tag = str(context["discriminator"]).strip("'")
            return Flaw((*keys, tag), f"{context['tag']!r} is not one of {context['expected_tags']}")
        case "value_error":
            return Flaw(keys, str(context["error"]))
        case "literal_error" | "enum":
            return Flaw(keys, f"{key}: {_shown(key, value)} is not one of {context['expected']}")
        case _:
            return Flaw(keys, f"{key}: {_shown(key, value)} {_PHRASES.get(kind, '').format(**context) or error['msg']}")


_PHRASES = {
    "ip_v4_address": "is not an IPv4 address",
    "ip_v4_interface": "is not an IPv4 address with its mask",
    "ip_v4_network": "is not an IPv4 network (bits behind the mask must be 0)",
    "ip_any_address": "is not an IP address",
    "int_type": "is not a whole number",
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_type": "is not a number",
    "float_parsing": "is not a number",
    "string_type": "is not text",
    "string_pattern_mismatch": "does not have the form {pattern}",
    "bool_parsing": "is neither true nor false",
    "bool_type": "is neither true nor false",
    "greater_than_equal": "is too small, the least is {ge}",
    "less_than_equal": "is too large, the most is {le}",
    "too_short": "is empty",
    "dict_type": "is not a mapping of keys to values",
    "model_type": "is not a mapping of keys to values",
    "model_attributes_type": "is not a mapping of keys to values",
    "tuple_type": "is not a list",
    "list_type": "is not a list",
}


def _shown(key: str, value: object) -> str:
    """A scalar as it stands in the file; not where a secret may stand by mistake."""
    if key in _SECRETIVE:
        return "this"
    return repr(value) if isinstance(value, str | int | float | bool) else "this" if value is not None else "nothing"


_SECRETIVE = ("key", "psk", "authentication")
"""Keys below which people write secrets, whether they belong there or not."""


def _unknown_key(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"unknown key {key!r}" + (f", meant {near[0]!r}?" if near else f" (keys here: {', '.join(known)})")


def _known_keys(schema: Mapping[str, Any], keys: tuple[str | int, ...]) -> list[str]:
    """Keys that the JSON schema allows at ``keys``; a tag of a union selects its branch."""
    here = _follow(schema, schema)
    for key in keys:
        here = _follow(_step(schema, here, key), schema)
    return sorted(here.get("properties", {}))


def _step(schema: Mapping[str, Any], here: Mapping[str, Any], key: str | int) -> Mapping[str, Any]:
    branches = here.get("discriminator", {}).get("mapping", {})
    if key in branches:
        return _reference(schema, branches[key])
    found: Mapping[str, Any] = here.get("properties", {}).get(
        key, here.get("items", {}) if isinstance(key, int) else here.get("additionalProperties", {})
    )
    return found


def _follow(here: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return _reference(schema, here["$ref"]) if "$ref" in here else here


def _reference(schema: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema["$defs"][reference.rsplit("/", 1)[-1]]
    return found
