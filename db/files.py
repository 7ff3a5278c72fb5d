"""Files and folders that the bot makes, for its owner alone; and whether they can be made, without trying."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

_FILE, _FOLDER = 0o600, 0o700


def make_private(path: Path) -> None:
    """Makes an empty file that its owner alone reads and writes; one that is there already becomes such.

    Raises OSError where it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE))
    except FileExistsError:
        # Not opened: to close a file of SQLite's again would take the locks from its connections.
        with suppress(PermissionError):  # it belongs to somebody else, who decides
            path.chmod(_FILE)


def make_folder(path: Path) -> None:
    """Makes a folder for its owner alone, and those above it. Raises OSError where that cannot be done."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(_FOLDER, exist_ok=True)


def lock_beside(path: Path) -> FileLock:
    """Returns the lock that whoever works with this database holds."""
    return FileLock(f"{path}.lock", mode=_FILE)


def why_not_kept(path: Path) -> str | None:
    """Returns why a file cannot be made here, or written where it is there; None where it can."""
    folder = path.resolve().parent
    if path.is_dir():
        return f"{path} is a folder; a file is to be there"
    if not folder.is_dir():
        return f"the folder {folder} does not exist; make it"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"the folder {folder} cannot be written to; give it to the user who runs the bot"
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        return f"{path} cannot be written; give it to the user who runs the bot"
    return None


def why_no_folder(path: Path) -> str | None:
    """Returns why this folder cannot be made, or written to where it is there; None where it can."""
    nearest = path.resolve()
    while not nearest.exists():
        nearest = nearest.parent
    if not nearest.is_dir():
        return f"{nearest} is a file; a folder is to be there"
    if not os.access(nearest, os.W_OK | os.X_OK):
        return f"the folder {nearest} cannot be written to; give it to the user who runs the bot"
    return None
