"""Author tokens of anonymous problems: they name the author only to whoever has the key.

A member's anonymous problems are numbered from 0. For each of them there is one row, found by the author
token (the *seal*) and holding the encrypted id of the problem (the *box*). The token is an HMAC of the member
and the number; the id is XORed with 8 bytes of another HMAC of the same (the *pad*). Whoever has the database
and not the key can tell neither whose a row is, nor which problem it is about, nor which rows belong
together. The problems of whoever asks are found by counting from 0 until there is no row.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from domain.ids import ProblemId

KEY_BYTES = 32
_PAD_BYTES = 8


@dataclass(frozen=True, slots=True)
class Keyring:
    """The secret key of one installation, which is not shown when it is printed or logged."""

    key: bytes

    def __repr__(self) -> str:
        return "Keyring(…)"

    def author_token(self, guild_id: int, user_id: int, number: int) -> str:
        """Returns the author token by which the row of a member's problem of that number is found."""
        return self._digest("seal", guild_id, user_id, number).hex()

    def encrypt_problem_id(self, guild_id: int, user_id: int, number: int, problem_id: ProblemId) -> str:
        """Returns the encrypted id of the problem, as 16 hexadecimal digits."""
        return f"{problem_id ^ self._mask(guild_id, user_id, number):016x}"

    def decrypt_problem_id(self, guild_id: int, user_id: int, number: int, box: str) -> ProblemId:
        """Returns the id of the problem from its encrypted form."""
        return ProblemId(int(box, 16) ^ self._mask(guild_id, user_id, number))

    def draft_token(self, draft_id: int, user_id: int) -> str:
        """Returns what a draft carries instead of its author: it can be compared, but not be read back."""
        return self._digest("draft", draft_id, user_id).hex()

    def _mask(self, guild_id: int, user_id: int, number: int) -> int:
        # Each pad covers one id only: used twice, two boxes XORed would tell two ids XORed.
        return int.from_bytes(self._digest("pad", guild_id, user_id, number)[:_PAD_BYTES], "big")

    def _digest(self, *parts: str | int) -> bytes:
        # The first part says what the digest is for, so that none of one purpose is ever one of another.
        text = ":".join(str(part) for part in parts)
        return hmac.digest(self.key, text.encode(), "sha256")
