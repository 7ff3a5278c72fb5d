"""Messages: how often old ones are edited, and what becomes of a nonce."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from simcord.backend.errors import BackendError

from tests.discord_rules.simulation import Answered, Request, Simulation, TooManyRequests

_OLD_S = 3600.0
_MOST_EDITS, _WITHIN_S = 3, 6.0
_NONCE_S = 300.0


class Messages:
    """What Discord remembers of messages beside their text."""

    def __init__(self, simulation: Simulation) -> None:
        self.backend = simulation.backend
        self.clock: Callable[[], float] = lambda: self.backend.clock.now().timestamp()
        self._edits: dict[int, deque[float]] = defaultdict(deque)
        self._nonces: dict[tuple[int, str], tuple[float, Any]] = {}

    def pace_old_edits(self, simulation: Simulation) -> None:
        """Has the fourth edit of messages older than an hour within six seconds refused, channel by channel.

        Discord's documentation, Opcodes and Status Codes, 30046.
        """
        simulation.before("PATCH", "/channels/{channel}/messages/{message}", self._pace)

    def remember_nonces(self, simulation: Simulation) -> None:
        """Has a nonce that was used within minutes answered with its message, or with 404 if that is gone.

        Discord's documentation, Message, Create Message: `enforce_nonce`.
        """
        template = "/channels/{channel}/messages"
        simulation.before("POST", template, self._look_up)
        simulation.after("POST", template, self._remember)

    def forget_nonces(self) -> None:
        """Forgets all nonces, as Discord does after some minutes."""
        self._nonces.clear()

    def _pace(self, request: Request) -> None:
        message = self.backend.messages.get(request.id("channel"), {}).get(request.id("message"))
        now = self.backend.clock.now().timestamp()
        if message is None or message.author_id != self.backend.bot_user.id:
            return
        if now - ((message.id >> 22) + 1420070400000) / 1000 <= _OLD_S:
            return
        edits = self._edits[message.channel_id]
        while edits and now - edits[0] >= _WITHIN_S:
            edits.popleft()
        if len(edits) >= _MOST_EDITS:
            wait = _WITHIN_S - (now - edits[0])
            raise TooManyRequests(
                30046, "Maximum number of edits to messages older than 1 hour reached. Try again later.", wait
            )
        edits.append(now)

    def _find_nonce(self, request: Request) -> tuple[int, str] | None:
        nonce = request.body.get("nonce") if request.body.get("enforce_nonce") else None
        return None if nonce is None else (request.id("channel"), str(nonce))

    def _look_up(self, request: Request) -> None:
        key = self._find_nonce(request)
        if key is None or key not in self._nonces:
            return
        made_at, answer = self._nonces[key]
        if self.clock() - made_at >= _NONCE_S:
            del self._nonces[key]
        elif int(answer["id"]) in self.backend.messages.get(key[0], {}):
            raise Answered(answer)
        else:
            raise BackendError(404, 10008, "Unknown Message")

    def _remember(self, request: Request, answer: Any) -> Any:
        if (key := self._find_nonce(request)) is not None:
            self._nonces[key] = self.clock(), answer
        return answer
