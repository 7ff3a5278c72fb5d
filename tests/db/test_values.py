"""How values are stored."""

from __future__ import annotations

from datetime import UTC, datetime

from db.values import from_ms, to_ms


def test_stored_instants_read_back() -> None:
    instant = datetime(2026, 3, 9, 9, 0, 0, 123000, tzinfo=UTC)
    assert from_ms(to_ms(instant)) == instant
