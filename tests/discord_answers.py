"""What Discord answers, by its own description: the simulated one knows more, and says less, than it should.

Keys that Discord does not send are taken away, so that nothing can lean on them. What the simulation leaves
out stays left out: discord.py reads most answers leniently, and the bot only what discord.py makes of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.contract import URI, Contract, absolute

_PARTS = ("allOf", "anyOf", "oneOf")


class DescribedAnswers:
    """The answers of a description that was read."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self.faults: list[str] = []
        description = _lenient(contract.description)
        self._registry: Registry[Any] = Registry().with_resource(
            URI, DRAFT202012.create_resource(description)
        )

    def as_described(self, method: str, path: str, status: int, body: Any) -> tuple[int, Any]:
        """The answer without what Discord does not send, with the status that it has for it."""
        responses = self._responses(method, path)
        if status >= 400 or not responses:
            return status, body
        known = str(status) if str(status) in responses else min(responses)
        schema = _schema_of(responses[known])
        if schema is None:
            return int(known), body
        trimmed = self._trimmed(body, schema)
        if not path.endswith("/commands"):  # these come back from the simulation as they were sent
            self.faults += self._find_faults(f"{method} {path}", trimmed, schema)
        return int(known), trimmed

    def _find_faults(self, what: str, body: Any, schema: Any) -> list[str]:
        """What is wrong with the answer besides what it leaves out."""
        validator = Draft202012Validator(absolute(_lenient(schema)), registry=self._registry)
        error = best_match(validator.iter_errors(body))
        return [] if error is None else [f"{what}: {error.json_path}: {error.message[-200:]}"]

    def _responses(self, method: str, path: str) -> dict[str, Any]:
        operation = self._contract.find(method, path) or {}
        return {code: one for code, one in operation.get("responses", {}).items() if code.startswith("2")}

    def _trimmed(self, value: Any, schema: Any) -> Any:
        if isinstance(value, list):
            items = [one["items"] for one in self._shapes(schema) if "items" in one]
            return [self._trimmed(one, {"anyOf": items}) for one in value] if items else value
        if not isinstance(value, dict):
            is_spelt = isinstance(value, int) and self._types(schema) <= {"string", "null"}
            return str(value) if is_spelt else value
        known: dict[str, list[Any]] = {}
        for shape in self._shapes(schema):
            parts = shape.get("properties", {})
            if value.get("type") in parts.get("type", {}).get("enum", [value.get("type")]):
                for name, part in parts.items():
                    known.setdefault(name, []).append(part)
        if not known:
            return value
        kept = {name: one for name, one in value.items() if name in known}
        trimmed = {name: self._trimmed(one, {"anyOf": known[name]}) for name, one in kept.items()}
        return {
            name: one
            for name, one in trimmed.items()
            if one is not None or "null" in self._types({"anyOf": known[name]})
        }

    def _types(self, schema: Any) -> set[str]:
        """Of which kinds a value may be; of any if nothing says so."""
        named = [shape["type"] for shape in self._shapes(schema) if "type" in shape]
        found = {kind for one in named for kind in ([one] if isinstance(one, str) else one)}
        return found or {"null", "integer", "string"}

    def _shapes(self, schema: Any) -> Iterator[dict[str, Any]]:
        """The schema itself, or those that it is put together of or refers to."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            yield from self._shapes(self._contract.description["components"]["schemas"][name])
            return
        yield schema
        for part in _PARTS:
            for one in schema.get(part, ()):
                yield from self._shapes(one)


def _schema_of(response: dict[str, Any]) -> Any:
    return response.get("content", {}).get("application/json", {}).get("schema")


def _lenient(schema: Any) -> Any:
    """With nothing required; what must then be one of several may be more than one of them."""
    if isinstance(schema, dict):
        return {
            "anyOf" if name == "oneOf" else name: _lenient(value)
            for name, value in schema.items()
            if name != "required" or not isinstance(value, list)
        }
    return [_lenient(one) for one in schema] if isinstance(schema, list) else schema
