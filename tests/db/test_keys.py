"""The key file: made once, for its owner alone, and looked at before it is used."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from db.engine import DatabaseError
from db.keys import load_keyring


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "problems.key"
    made = load_keyring(path)
    assert load_keyring(path) == made
    assert load_keyring(tmp_path / "another.key") != made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "ab" * 31, "ab" * 33, "no hexadecimal", "ä"])
def test_what_is_no_key_is_refused_and_stays_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "problems.key"
    path.write_text(content)
    with pytest.raises(DatabaseError, match="key file"):
        load_keyring(path)
    assert path.read_text() == content


def test_a_key_that_cannot_be_kept_is_none(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be made"):
        load_keyring(tmp_path / "nowhere" / "problems.key")
