"""The file of the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.engine import DatabaseError
from db.keys import load_keyring


def test_a_key_that_cannot_be_used_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "longtable.key"
    for text, reason in (("xyz", "cannot be read"), ("ab", "32 bytes"), ("é", "cannot be read")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DatabaseError, match=reason):
            load_keyring(path)
    with pytest.raises(DatabaseError, match="cannot be made"):
        load_keyring(tmp_path / "nowhere" / "longtable.key")


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
