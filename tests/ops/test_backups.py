"""When a copy is missing."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from ops.backups import is_missing


def test_a_copy_is_missing_from_its_minute_on_until_it_is_there(tmp_path: Path) -> None:
    at = datetime(2026, 3, 9, 3, 30, tzinfo=UTC)
    assert not is_missing(tmp_path, time(3, 30), at - timedelta(seconds=1))
    assert is_missing(tmp_path, time(3, 30), at)
    (tmp_path / "longtable-2026-03-09.db").touch()
    assert not is_missing(tmp_path, time(3, 30), at.replace(hour=23))
