"""Direct messages: they can be closed to the bot, and opened too fast. Off unless a story says so."""

from __future__ import annotations

from simcord.actors import MemberActor
from simcord.backend.errors import BackendError

from tests.discord_rules.simulation import Request, Simulation


class DirectMessages:
    """To whom the bot can write."""

    def __init__(self, simulation: Simulation) -> None:
        self.backend = simulation.backend
        self.most_opened: int | None = None  # from now on; None where there is no limit
        self._not_opened: set[int] = set()
        self._not_sent: set[int] = set()

    def refuse(self, simulation: Simulation) -> None:
        """Has direct messages refused when they are opened or sent.

        Discord's documentation, Opcodes and Status Codes, 40003 and 50007.
        """
        simulation.before("POST", "/users/@me/channels", self._check_opening)
        simulation.before("POST", "/channels/{channel}/messages", self._check_sending)

    def close(self, member: MemberActor, *, even_to_open: bool = False) -> None:
        """Has what is sent to a member refused; with `even_to_open` the opening is refused already."""
        (self._not_opened if even_to_open else self._not_sent).add(member.id)

    def open(self, member: MemberActor) -> None:
        """Takes back what `close` did."""
        self._not_opened.discard(member.id)
        self._not_sent.discard(member.id)

    def _check_opening(self, request: Request) -> None:
        user_id = int(request.body["recipient_id"])
        if user_id in self._not_opened:
            raise BackendError(403, 50007, "Cannot send messages to this user")
        if self.most_opened is not None and user_id not in self.backend.dm_channels:
            if self.most_opened <= 0:
                raise BackendError(403, 40003, "You are opening direct messages too fast")
            self.most_opened -= 1

    def _check_sending(self, request: Request) -> None:
        channel = self.backend.channels.get(request.id("channel"))
        closed = self._not_sent | self._not_opened
        if channel is not None and channel.guild_id is None and closed & set(channel.recipient_ids):
            raise BackendError(403, 50007, "Cannot send messages to this user")
