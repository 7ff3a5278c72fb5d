"""Who shared an anonymous problem: kept apart from it, and of no use without the key.

A member's anonymous problems are numbered from 0. For each there is one row, found by a *seal* and holding
a *box*. The seal is made from the key, the member and the number; the box is the problem's id, covered by a
pad made from the same. Whoever has the database and not the key can tell neither which member a row belongs
to, nor which problem, nor which rows belong together. Who asks for themselves is found by counting from 0.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from domain.ids import ProblemId

KEY_BYTES = 32
_PAD_BYTES = 8


@dataclass(frozen=True, slots=True)
class Keyring:
    """The key of one installation, and what is made with it. It is not shown when printed or logged."""

    key: bytes

    def __repr__(self) -> str:
        return "Keyring(…)"

    def seal(self, guild_id: int, user_id: int, number: int) -> str:
        """Where the row of the member's problem of that number stands."""
        return self._digest("seal", guild_id, user_id, number).hex()

    def close(self, guild_id: int, user_id: int, number: int, problem_id: ProblemId) -> str:
        """The problem's id, covered."""
        return f"{problem_id ^ self._pad(guild_id, user_id, number):016x}"

    def open(self, guild_id: int, user_id: int, number: int, box: str) -> ProblemId:
        """The problem's id out of its box."""
        return ProblemId(int(box, 16) ^ self._pad(guild_id, user_id, number))

    def mark(self, draft_id: int, user_id: int) -> str:
        """What a draft carries instead of its author: it can be checked, and not be read."""
        return self._digest("draft", draft_id, user_id).hex()

    def _pad(self, guild_id: int, user_id: int, number: int) -> int:
        return int.from_bytes(self._digest("pad", guild_id, user_id, number)[:_PAD_BYTES], "big")

    def _digest(self, *parts: str | int) -> bytes:
        text = ":".join(str(part) for part in parts)
        return hmac.digest(self.key, text.encode(), "sha256")
