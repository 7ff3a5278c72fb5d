"""Values as the database keeps them: instants as epoch milliseconds, dates as ISO text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(instant: datetime) -> int:
    """Whole milliseconds since 1970 of an aware instant."""
    return (instant - _EPOCH) // _MILLISECOND


def from_ms(value: int) -> datetime:
    """The aware UTC instant of a stored value."""
    return _EPOCH + value * _MILLISECOND


def to_ms_or_none(instant: datetime | None) -> int | None:
    """As to_ms, where there may be no instant."""
    return to_ms(instant) if instant is not None else None


def from_ms_or_none(value: int | None) -> datetime | None:
    """As from_ms, where there may be none stored."""
    return from_ms(value) if value is not None else None
