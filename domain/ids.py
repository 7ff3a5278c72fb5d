"""Ids of our own rows: made by the application, unique on every host, sortable by time."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import NewType

MeetupId = NewType("MeetupId", int)
DateId = NewType("DateId", int)
PostId = NewType("PostId", int)

_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_RANDOM_BITS = 22
_CODE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: read aloud without mistakes
_CODE_LENGTH = 8


def new_id(now: datetime, random: Random) -> int:
    """A positive 63-bit id: milliseconds since 2025 above 22 random bits."""
    elapsed_ms = int((now - _EPOCH).total_seconds() * 1000)
    return (elapsed_ms << _RANDOM_BITS) | random.getrandbits(_RANDOM_BITS)


def code(value: int) -> str:
    """The low 40 bits of an id as 8 characters, short enough to stand in a message's footer."""
    digits = [_CODE_ALPHABET[(value >> (5 * place)) & 31] for place in range(_CODE_LENGTH)]
    return "".join(reversed(digits))
