"""./dev on a machine that lacks something, and Longtable where somebody takes it for a package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_NOBODY = 65534
# A python3 that has not all its modules, and says so in a traceback, as pip does.
_LACKING = """#!/bin/sh
case "$*" in
    {lacks}) echo "Traceback (most recent call last):" >&2; echo "No module named $2" >&2; exit 1 ;;
esac
exec {python} "$@"
"""
_TOOLS = ("sh", "dirname", "id", "cmp", "mkdir", "rm", "cp", "cat", "grep", "tail", "uname", "env")


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A checkout that needs no packages, and beside it a folder with all commands that there are."""
    with tempfile.TemporaryDirectory(prefix="longtable-dev-") as name:
        folder = Path(name)
        for made in ("checkout", "bin"):
            (folder / made).mkdir()
        shutil.copy(ROOT / "dev", folder / "checkout")
        (folder / "checkout" / "requirements.lock").write_text("# nothing\n")
        for tool in _TOOLS:
            found = shutil.which(tool)
            assert found is not None
            (folder / "bin" / tool).symlink_to(found)
        yield folder / "checkout"


def _give_python(checkout: Path, *, lacks: str) -> None:
    program = checkout.parent / "bin" / "python3"
    program.write_text(_LACKING.format(lacks=lacks, python=Path(sys.executable).resolve()))
    program.chmod(0o755)


def _call(checkout: Path, *arguments: str, user: int | None = None) -> subprocess.CompletedProcess[str]:
    """Calls ./dev, with nothing there but what it was given."""
    return subprocess.run(
        ["/bin/sh", str(checkout / "dev"), *arguments],
        env={"PATH": str(checkout.parent / "bin"), "HOME": str(checkout.parent)},
        capture_output=True,
        text=True,
        check=False,
        user=user,
        cwd="/",
    )


def _says(told: subprocess.CompletedProcess[str], *words: str) -> None:
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    for word in words:
        assert word in told.stderr


def test_without_pip_and_venv_it_names_the_package(checkout: Path) -> None:
    _give_python(checkout, lacks='"-m pip"*|"-m venv"*')
    _says(_call(checkout, "setup"), "python3-venv", "python3-pip", "uv")
    assert not (checkout / ".venv").exists()


@pytest.mark.slow
def test_without_pip_it_does_with_venv(checkout: Path) -> None:
    _give_python(checkout, lacks='"-m pip"*')
    told = _call(checkout, "setup")
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr
    assert (checkout / ".venv" / "bin" / "python").exists()
    assert _call(checkout, "setup").stderr == "", "the second time there is nothing to do"


def test_without_python_or_with_an_older_one_it_says_which_it_needs(checkout: Path) -> None:
    _says(_call(checkout, "test"), "There is no python3", "3.11 to 3.14")
    _give_python(checkout, lacks='"-c"*')
    _says(_call(checkout, "test"), "needs Python 3.11 to 3.14")


@pytest.mark.slow
def test_a_package_that_cannot_be_had_is_named(checkout: Path) -> None:
    _give_python(checkout, lacks='"-m pip"*')
    (checkout / "requirements.lock").write_text("./nowhere-at-all --hash=sha256:00\n")
    _says(_call(checkout, "setup"), "cannot be installed: ERROR", ".dev/setup.log")


def test_without_rights_it_says_whose_folder_it_is(checkout: Path) -> None:
    _give_python(checkout, lacks='"-m nothing"*')
    for folder in (checkout.parent, checkout):
        folder.chmod(0o555)
    is_root = os.geteuid() == 0
    told = _call(checkout, "setup", user=_NOBODY if is_root else None)
    _says(told, f"in {checkout}", "chown")
    for folder in (checkout.parent, checkout):
        folder.chmod(0o755)


def test_whoever_installs_it_is_told_that_it_is_no_package(tmp_path: Path) -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]
    (place,) = build["backend-path"]
    told = subprocess.run(
        [sys.executable, "-c", f"import {build['build-backend']}"],
        cwd=ROOT / place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    (sentence,) = told.stderr.splitlines()
    assert "application and not a package" in sentence
    assert "./dev run" in sentence
    assert build["requires"] == [], "nothing is loaded to say it"


def test_who_synchronises_with_uv_has_all_that_the_tests_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["uv"]["package"] is False
    for extra in project["project"]["optional-dependencies"].values():
        assert set(extra) <= set(project["dependency-groups"]["dev"])
