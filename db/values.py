"""Values as the database keeps them: instants as epoch milliseconds, dates as ISO text."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from db.connection import Row

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def sql_id_list(ids: Iterable[int]) -> str:
    """Returns these numbers as a statement has them after IN."""
    return f"({', '.join(map(str, ids))})"


def to_ms(instant: datetime) -> int:
    """Returns the whole milliseconds since 1970 of an aware instant."""
    return (instant - _EPOCH) // _MILLISECOND


def from_ms(value: int) -> datetime:
    """Returns the aware UTC instant of stored milliseconds."""
    return _EPOCH + value * _MILLISECOND


def to_ms_or_none(instant: datetime | None) -> int | None:
    """Returns what `to_ms` does; None where there is no instant."""
    return to_ms(instant) if instant is not None else None


def from_ms_or_none(value: int | None) -> datetime | None:
    """Returns what `from_ms` does; None where nothing is stored."""
    return from_ms(value) if value is not None else None


def readable(row: Row) -> dict[str, Any]:
    """Returns the row as people read it: instants in ISO's words, JSON as what it says, bytes in Base64."""
    return {name: _value(name, row[name]) for name in row.keys()}  # noqa: SIM118 - a row is no mapping


def _value(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, int) and name.endswith(("_at", "_until")):
        return from_ms(value).isoformat()
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        return json.loads(value)
    return value
