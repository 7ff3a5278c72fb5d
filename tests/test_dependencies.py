"""What the bot is built on: pinned, hashed, free to use, and named in the docs."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
# Who uses these may run and change the bot, and give it on. Nothing of them is put into its own code.
_FREE = ("MIT", "BSD", "Apache", "Python Software Foundation", "PSF", "MPL", "Mozilla", "LGPL", "IPA", "Zlib")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _entries() -> list[str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return [entry.replace("\\\n", " ") for entry in re.split(r"\n(?=\S)", text) if entry.strip()]


def _licence(name: str) -> str:
    about = distribution(name).metadata
    classes = [one for one in about.get_all("Classifier") or [] if one.startswith("License")]
    named = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    return " ".join([*(one[:100] for one in named), *classes])


def _declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    return [Requirement(one) for group in groups for one in group]


def test_every_package_is_pinned_and_hashed_and_the_lock_names_no_place() -> None:
    entries = _entries()
    assert len(entries) > 60
    for entry in entries:
        assert re.match(r"^[a-z0-9._-]+==\S+ ", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize("declared", _declared(), ids=str)
def test_the_lock_has_what_is_declared(declared: Requirement) -> None:
    """It is made again with `./dev lock`; a package may be locked twice, for older and newer Pythons."""
    locked = [entry.split(" ")[0].partition("==") for entry in _entries()]
    versions = [version for name, _, version in locked if name == _normal(declared.name)]
    assert versions
    assert all(declared.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("name", sorted(one.name for one in distributions()))
def test_every_package_may_be_used_by_everybody(name: str) -> None:
    assert any(word in _licence(name) for word in _FREE), _licence(name)


def test_all_that_is_installed_is_locked() -> None:
    locked = {_normal(entry.partition("==")[0]) for entry in _entries()}
    assert {_normal(package.name) for package in distributions()} <= locked


def test_the_docs_say_what_each_is_for() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    told = {_normal(word) for word in re.findall(r"[\w.-]+", text)}
    assert {_normal(one.name) for one in _declared()} <= told
