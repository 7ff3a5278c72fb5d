"""Docstrings of public functions begin with a verb, and say when None is returned and what is raised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.modules import MODULES, Module

_VERB = re.compile(r"[A-Z][a-z]+s\b")  # in the third person: Returns, Skips, Says
_RAISED = {"Refusal", "DatabaseError", "ConfigError"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _list_public(module: Module) -> Iterator[Function]:
    """Yields the functions and methods whose names do not say that they are their module's or class's own."""
    for node in module.tree.body:
        if isinstance(node, Function):
            if not node.name.startswith("_"):
                yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (
                each for each in node.body if isinstance(each, Function) and not each.name.startswith("_")
            )


def _is_optional(function: Function) -> bool:
    return function.returns is not None and ast.unparse(function.returns).endswith("| None")


def _raises(function: Function) -> set[str]:
    """Returns the names of the exceptions that are for others and that the function itself raises."""
    raised = (node.exc for node in ast.walk(function) if isinstance(node, ast.Raise))
    names = {
        each.func.id for each in raised if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
    }
    return names & _RAISED


def _is_a_property(function: Function) -> bool:
    names = {each.id for each in function.decorator_list if isinstance(each, ast.Name)}
    return not names.isdisjoint({"property", "cached_property"})


def test_docstrings_begin_with_a_verb_and_say_when_none_is_returned_and_what_is_raised() -> None:
    faults = []
    for module in MODULES:
        for function in _list_public(module):
            text = ast.get_docstring(function)
            place = f"{module.name.replace('.', '/')}.py:{function.lineno}: {function.name}"
            if text is None:
                continue
            if not _VERB.match(text) and not _is_a_property(function):
                faults.append(f"{place} does not begin with a verb: {text.splitlines()[0]}")
            if _is_optional(function) and "None" not in text:
                faults.append(f"{place} does not say when it returns None")
            faults += [
                f"{place} does not say Raises {name}" for name in _raises(function) if name not in text
            ]
    assert not faults, "\n".join(faults)
