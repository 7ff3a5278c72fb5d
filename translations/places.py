"""How long messages may be where Discord keeps them short, read from the code that puts them there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from translations.messages import ROOT

# The function that builds it, and which of its arguments: by place, or by name.
_LIMITS: dict[tuple[str, int | str], int] = {
    ("Label", "text"): 45,
    ("Label", "description"): 100,
    ("TextInput", "placeholder"): 100,
    ("Select", "placeholder"): 150,
    ("SelectOption", "label"): 100,
    ("Choice", "name"): 100,
    ("Embed", "title"): 256,
    ("add_field", "name"): 256,
    ("add_field", "value"): 1024,
    ("set_footer", "text"): 2048,
    ("File", "description"): 1024,
    # Our own short ways to the same.
    ("make_modal", 1): 45,
    ("labelled", 0): 45,
    ("labelled", 2): 100,
    ("text_field", 1): 45,
    ("text_field", "hint"): 100,
    ("text_field", "description"): 100,
    ("choice_field", 1): 45,
    ("channel_field", 1): 45,
    ("channel_field", "description"): 100,
    ("role_field", 1): 45,
    ("role_field", "description"): 100,
    ("make_select", 1): 150,
    ("_members", 1): 45,
    ("_select", 1): 45,
    ("_select", "description"): 100,
    ("_channel", 1): 45,
}
_BUTTON = 80
_STYLES = {"BLUE", "GREY", "GREEN", "RED"}
_SAYING = {"gettext", "gettext_noop"}


def find_limits() -> dict[str, int]:
    """Returns how many characters each message may have: the fewest of all places that it stands in."""
    found: dict[str, int] = {}
    for path in sorted((ROOT / "cogs").rglob("*.py")):
        constants: dict[str, str] = {}
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                for text in _texts(node.value, {}):
                    constants[node.targets[0].id] = text
        for node in ast.walk(tree):
            for text, most in _limits_in(node, constants):
                found[text] = min(most, found.get(text, most))
    return found


def _limits_in(node: ast.AST, constants: dict[str, str]) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Tuple) and node.elts and getattr(node.elts[-1], "id", "") in _STYLES:
        yield from ((text, _BUTTON) for text in _texts(node.elts[0], constants))
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    places: dict[int | str, ast.expr] = dict(enumerate(node.args))
    places |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg is not None}
    for place, value in places.items():
        if (name, place) in _LIMITS:
            yield from ((text, _LIMITS[name, place]) for text in _texts(value, constants))


def _texts(value: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """Yields the messages that the expression can say: a call, one of several, or a constant said here."""
    for node in ast.walk(value):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYING:
            argument = node.args[0]
            if isinstance(argument, ast.Constant):
                yield str(argument.value)
            elif isinstance(argument, ast.Name) and argument.id in constants:
                yield constants[argument.id]
