"""What the bot sends, held against Discord's own description of its HTTP API, where that lies beside us.

Discord passes over keys that it does not know, and the description lets them pass; here they are refused,
since a key that nobody reads is a misunderstanding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

DESCRIPTION = Path(__file__).parent.parent.parent / "shared" / "discord" / "openapi.json"
URI = "urn:discord"
_MEDIA_CHANNEL = 16
# What discord.py sends with everything and Discord has always taken, though its description does not say so:
# never read out aloud, never for adults alone; that an embed is a rich one, and has no flags; that a post in
# a forum is a thread.
_HABITS = {"tts", "nsfw"}
_HABITS_OF_EMBEDS, _HABITS_OF_POSTS = {"flags", "type"}, {"type"}
_IDS = {"id", "channel_id", "message_id", "guild_id", "recipient_id", "users", "roles", "applied_tags"}
_SMALLEST_ID = 1 << 31  # what is smaller counts the components of a message


@cache
def open_contract() -> Contract | None:
    """The contract; None where there is no description to hold anything against."""
    return Contract(json.loads(DESCRIPTION.read_text(encoding="utf-8"))) if DESCRIPTION.exists() else None


class Contract:
    """Discord's description, read once."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.description = description
        for schema in description["components"]["schemas"].values():
            for part in _objects(schema):
                part.setdefault("additionalProperties", False)
        self.paths = {_pattern(path): operations for path, operations in description["paths"].items()}
        self.registry: Registry[Any] = Registry().with_resource(URI, DRAFT202012.create_resource(description))
        self._seen: dict[str, str | None] = {}

    def find_fault(self, method: str, path: str, body: Any) -> str | None:
        """What is wrong with the request, in words; None if nothing is."""
        operation = self.find(method, path)
        if operation is None:
            return f"Discord has no {method} {path}"
        key = f"{operation['operationId']} {json.dumps(body, sort_keys=True, default=str)}"
        if key not in self._seen:
            self._seen[key] = self._look(operation, body)
        fault = self._seen[key]
        return None if fault is None else f"{method} {path}: {fault}"

    def _look(self, operation: dict[str, Any], body: Any) -> str | None:
        if body is None:
            return None
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            return "it takes no body"
        validator = Draft202012Validator(absolute(schema), registry=self.registry)
        error = best_match(validator.iter_errors(_as_read(body)))
        return None if error is None else f"{error.json_path}: {error.message[:200]} … {error.message[-60:]}"

    def find(self, method: str, path: str) -> dict[str, Any] | None:
        """The operation whose path has the fewest placeholders."""
        fitting = [one for one in self.paths if one.fullmatch(path) and method.lower() in self.paths[one]]
        best = min(fitting, key=lambda one: one.pattern.count("[^/]+"), default=None)
        return None if best is None else self.paths[best][method.lower()]


def _as_read(sent: Any, key: str = "") -> Any:
    """The body as Discord reads it: without discord.py's habits, with ids as text."""
    if isinstance(sent, list):
        return [_as_read(value, key) for value in sent if (key, value) != ("channel_types", _MEDIA_CHANNEL)]
    if isinstance(sent, dict):
        return _read_object(sent, key)
    return str(sent) if isinstance(sent, int) and key in _IDS and sent >= _SMALLEST_ID else sent


def _read_object(sent: dict[str, Any], key: str) -> dict[str, Any]:
    habits = _HABITS | (_HABITS_OF_EMBEDS if key in {"embeds", "embed"} else set())
    habits |= _HABITS_OF_POSTS if "message" in sent else set()
    kept = {name: _as_read(value, name) for name, value in sent.items() if name not in habits}
    if key == "attachments":
        kept["id"] = str(kept["id"])
    if kept.get("components") == []:
        del kept["components"]  # an empty list takes the buttons away
    return kept


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path)))


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    """The schemas of objects whose keys are listed. What is put together of several is left as it is."""
    if isinstance(schema, dict) and "allOf" not in schema:
        if "properties" in schema:
            yield schema
        for value in schema.values():
            yield from _objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _objects(value)


def absolute(schema: Any) -> Any:
    """The schema with its references into the whole description."""
    if isinstance(schema, dict):
        return {
            name: f"{URI}{value}" if name == "$ref" else absolute(value) for name, value in schema.items()
        }
    return [absolute(value) for value in schema] if isinstance(schema, list) else schema
