"""Which version of Longtable this is. It stands in pyproject.toml alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def read_version() -> str:
    """Returns the version that stands beside bot.py, such as `0.2.0`."""
    with _PROJECT.open("rb") as file:
        version: str = tomllib.load(file)["project"]["version"]
    return version
