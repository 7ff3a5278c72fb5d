"""The key file: made once, readable by its owner alone, never in the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from db.engine import DatabaseError
from db.files import why_not_kept
from domain.problems.anonymity import KEY_BYTES, Keyring


def load_keyring(path: Path) -> Keyring:
    """Returns the key in this file, which is made where there is none.

    Raises DatabaseError where the file cannot be made or read, or does not hold a key.
    """
    try:
        return Keyring(_read(path))
    except FileNotFoundError:
        pass
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{secrets.token_hex(KEY_BYTES)}\n")
    except FileExistsError:
        pass  # another process has just made it
    except OSError as error:
        raise DatabaseError(f"the key file {path} cannot be made: {error}") from error
    return Keyring(_read(path))


def why_no_keyring(path: Path) -> str | None:
    """Returns why `load_keyring` would fail, without making the file; None where it would not."""
    try:
        _read(path)
    except FileNotFoundError:
        why_not = why_not_kept(path)
        return f"the key file {path} cannot be made: {why_not}" if why_not else None
    except DatabaseError as error:
        return str(error)
    return None


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="utf-8-sig").strip())
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise DatabaseError(f"the key file {path} cannot be read: {error}") from error
    if len(key) != KEY_BYTES:
        raise DatabaseError(f"the key file {path} does not hold {KEY_BYTES} bytes in hexadecimal.")
    return key
