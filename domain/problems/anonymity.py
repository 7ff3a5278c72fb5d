"""Whose an anonymous problem is, told only to whoever has the key and asks about one member.

For each anonymous problem there is one *seal*, from the day it is posted for as long as it is stored. It
covers an author token, the HMAC of the member and the problem, with a mask, the HMAC of the problem and a
number used once. Whoever has the database and not the key can tell neither whose a problem is nor which
belong together. A seal that is renewed looks like another one, whether it is still of the same member or of
nobody: where one has to change, all of a server are renewed, so that two copies of the database tell no more
than one.

With version 0.1 a member's problems were numbered, and each had a row of a *token* of the member and the
number, and the *box* with the problem's id. These rows are still read, and no longer written.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from domain.ids import ProblemId, fit_id

KEY_BYTES = 32
SEAL_BYTES = 16  # of an author token, of a mask and of a number used once
_ID_BYTES = 8
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keyring:
    """The secret key of one installation, which is not shown when it is printed or logged."""

    key: bytes

    def __repr__(self) -> str:
        return "Keyring(…)"

    def seal_author(self, guild_id: int, user_id: int, problem_id: ProblemId, once: bytes) -> str:
        """Returns a seal over the problem's author as hexadecimal digits; `once` are 16 bytes by chance."""
        return self._seal(problem_id, self._author_token(guild_id, user_id, problem_id), once)

    def seal_nobody(self, problem_id: ProblemId, once: bytes, nobody: bytes) -> str:
        """Returns a seal that is nobody's; `once` and `nobody` are 16 bytes each by chance."""
        return self._seal(problem_id, nobody, once)

    def renew(self, problem_id: ProblemId, seal: str, once: bytes) -> str:
        """Returns another seal over the same author, or over nobody; `once` are 16 bytes by chance."""
        return self._seal(problem_id, self._unseal(problem_id, seal), once)

    def is_author(self, guild_id: int, user_id: int, problem_id: ProblemId, seal: str) -> bool:
        """Returns whether the seal is over this member."""
        token = self._author_token(guild_id, user_id, problem_id)
        return hmac.compare_digest(token, self._unseal(problem_id, seal))

    def problem_id(self, draft_id: int) -> ProblemId:
        """Returns the id that a draft's problem has on the board; without the key nothing joins the two."""
        return ProblemId(fit_id(int.from_bytes(self._digest("problem", draft_id)[:_ID_BYTES], "big")))

    def draft_token(self, draft_id: int, user_id: int) -> str:
        """Returns what a draft carries instead of its author: it can be compared, but not be read back."""
        return self._digest("draft", draft_id, user_id).hex()

    def cover_draft(self, mark: str, text: str, once: bytes) -> str:
        """Returns what a draft holds as hexadecimal digits; `once` are 16 bytes by chance.

        Read in the clear it would join whoever erases themselves to what they had begun to write.
        """
        return (once + self._cover_text(mark, once, text.encode())).hex()

    def uncover_draft(self, mark: str, covered: str) -> str:
        """Returns what a draft holds."""
        content = bytes.fromhex(covered)
        return self._cover_text(mark, content[:SEAL_BYTES], content[SEAL_BYTES:]).decode()

    def _cover_text(self, mark: str, once: bytes, text: bytes) -> bytes:
        """Returns the text covered with as many masks as it needs, or uncovered."""
        blocks = range(-(-len(text) // _DIGEST_BYTES))
        mask = b"".join(self._digest("draft text", mark, once.hex(), block) for block in blocks)
        return bytes(one ^ other for one, other in zip(text, mask, strict=False))

    def numbered_token(self, guild_id: int, user_id: int, number: int) -> str:
        """Returns the token of a member's problem of that number, as version 0.1 stored it."""
        return self._digest("seal", guild_id, user_id, number).hex()

    def open_box(self, guild_id: int, user_id: int, number: int, box: str) -> ProblemId:
        """Returns the id of a member's problem of that number from its box, as version 0.1 stored it."""
        mask = int.from_bytes(self._digest("pad", guild_id, user_id, number)[:_ID_BYTES], "big")
        return ProblemId(int(box, 16) ^ mask)

    def _seal(self, problem_id: ProblemId, token: bytes, once: bytes) -> str:
        return (once + self._cover(problem_id, once, token)).hex()

    def _unseal(self, problem_id: ProblemId, seal: str) -> bytes:
        content = bytes.fromhex(seal)
        return self._cover(problem_id, content[:SEAL_BYTES], content[SEAL_BYTES:])

    def _cover(self, problem_id: ProblemId, once: bytes, content: bytes) -> bytes:
        """Returns the content covered with a mask, or uncovered."""
        mask = self._digest("mask", problem_id, once.hex())[:SEAL_BYTES]
        return bytes(one ^ other for one, other in zip(content, mask, strict=True))

    def _author_token(self, guild_id: int, user_id: int, problem_id: ProblemId) -> bytes:
        return self._digest("author", guild_id, user_id, problem_id)[:SEAL_BYTES]

    def _digest(self, *parts: str | int) -> bytes:
        # The first part says what the digest is for, so that none of one purpose is ever one of another.
        text = ":".join(str(part) for part in parts)
        return hmac.digest(self.key, text.encode(), "sha256")
