"""The key file: made once, for its owner alone, and looked at before it is used."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from db.engine import DatabaseError
from db.key_file import load_keyring


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "problems.key"
    made = load_keyring(path)
    assert load_keyring(path) == made
    assert load_keyring(tmp_path / "another.key") != made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "32 bytes"),
        ("ab", "32 bytes"),
        ("ab" * 31, "32 bytes"),
        ("ab" * 33, "32 bytes"),
        ("no hexadecimal", "cannot be read"),
        ("ä", "cannot be read"),
    ],
)
def test_what_is_no_key_is_refused_with_the_reason_and_stays_as_it_is(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = tmp_path / "problems.key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DatabaseError, match=reason):
        load_keyring(path)
    assert path.read_text(encoding="utf-8") == content


def test_a_key_that_cannot_be_kept_is_none(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be made"):
        load_keyring(tmp_path / "nowhere" / "problems.key")


def test_a_key_that_another_process_has_just_made_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "longtable.key"
    made = load_keyring(path)
    content, reads = path.read_text(), []
    read_text = Path.read_text

    def late(self: Path, *args: str, **kwargs: str) -> str:
        reads.append(self)
        if len(reads) == 1:
            raise FileNotFoundError
        return read_text(self, *args, **kwargs)

    monkeypatch.setattr(Path, "read_text", late)
    assert load_keyring(path) == made
    monkeypatch.undo()
    assert path.read_text() == content
