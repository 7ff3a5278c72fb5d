"""Reactions: the normal and the burst ones, and how many kinds a message takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import discord
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.backend.errors import BackendError
from simcord.backend.models import Message
from simcord.results import ResponseMessage

from tests.discord_rules.simulation import Request, Simulation

MOST_KINDS = 20
_BURST = 1


class Reactions:
    """Who has given which burst reaction; the normal ones are the simulation's own."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.backend = simulation.backend
        self._bursts: dict[int, dict[str, list[int]]] = defaultdict(dict)  # by message and emoji

    def tell_bursts_apart(self, simulation: Simulation) -> None:
        """Has Get Reactions list one type, the normal one unless it is asked for `type=1`.

        Discord's documentation, Message, Get Reactions and Reaction Types.
        """
        template = "/channels/{channel}/messages/{message}/reactions/{emoji}"
        simulation.after("GET", template, self._list)
        simulation.shape("message_payload", self._count)
        simulation.override("remove_reaction", self._remove)
        simulation.override("clear_reactions", self._clear)
        simulation.override("clear_reaction", self._clear)

    def limit_kinds(self, simulation: Simulation) -> None:
        """Has the 21st kind of reaction under a message refused.

        Discord's documentation, Opcodes and Status Codes, 30010.
        """
        simulation.override("set_reaction", self._limit)

    def _list(self, request: Request, answer: Any) -> Any:
        if int(request.params.get("type", 0)) != _BURST:
            return answer
        given = self._bursts[request.id("message")].get(unquote(request.args["emoji"]), [])
        return [dict(serializers.user_payload(self.backend.get_user(user_id))) for user_id in given]

    def _count(self, message: Message, payload: dict[str, Any]) -> None:
        for emoji, given in self._bursts.get(message.id, {}).items():
            wanted = serializers.emoji_payload(emoji)
            shown = next((one for one in payload["reactions"] if one["emoji"] == wanted), None)
            if shown is None:
                shown = {
                    "emoji": wanted,
                    "count": 0,
                    "me": False,
                    "count_details": {"normal": 0, "burst": 0},
                    "me_burst": False,
                    "burst_colors": [],
                }
                payload["reactions"].append(shown)
            shown["count"] += len(given)
            shown["count_details"]["burst"] = len(given)

    def _limit(
        self,
        original: Callable[..., None],
        channel_id: int,
        message_id: int,
        emoji: str,
        user_id: int,
        reacted: bool,
    ) -> None:
        if reacted:
            self._check_kinds(self.backend.get_message(channel_id, message_id), emoji)
        original(channel_id, message_id, emoji, user_id, reacted)

    def _check_kinds(self, message: Message, emoji: str) -> None:
        kinds = {one.emoji for one in message.reactions} | set(self._bursts.get(message.id, {}))
        if emoji not in kinds and len(kinds) >= MOST_KINDS:
            raise BackendError(400, 30010, f"Maximum number of reactions reached ({MOST_KINDS})")

    def _remove(
        self, original: Callable[..., None], channel_id: int, message_id: int, emoji: str, user_id: int
    ) -> None:
        """Takes a normal reaction away, or the burst one where there is no other."""
        message = self.backend.get_message(channel_id, message_id)
        normal = message.reaction_for(emoji)
        is_normal = normal is not None and user_id in normal.user_ids
        if not is_normal and user_id in self._bursts[message_id].get(emoji, []):
            self.set_burst(message, emoji, user_id, given=False)
        else:
            original(channel_id, message_id, emoji, user_id)

    def _clear(self, original: Callable[..., None], channel_id: int, message_id: int, *emoji: str) -> None:
        for each in emoji or list(self._bursts[message_id]):
            self._bursts[message_id].pop(each, None)
        original(channel_id, message_id, *emoji)

    def set_burst(self, message: Message, emoji: str, user_id: int, *, given: bool) -> None:
        """Gives or takes a burst reaction, and tells the bot."""
        users = self._bursts[message.id].get(emoji, [])
        if (user_id in users) == given:
            return
        if given:
            self._check_kinds(message, emoji)
            self._bursts[message.id].setdefault(emoji, []).append(user_id)
        else:
            users.remove(user_id)
            if not users:
                del self._bursts[message.id][emoji]
        channel = self.backend.get_channel(message.channel_id)
        payload: dict[str, Any] = {
            "user_id": str(user_id),
            "channel_id": str(message.channel_id),
            "message_id": str(message.id),
            "message_author_id": str(message.author_id),
            "emoji": serializers.emoji_payload(emoji),
            "burst": True,
            "type": _BURST,
        }
        if given:
            payload["burst_colors"] = ["#ff6fab"]
        if channel.guild_id is not None:
            payload["guild_id"] = str(channel.guild_id)
            guild = self.backend.get_guild(channel.guild_id)
            if given and user_id in guild.members:
                payload["member"] = serializers.member_payload(self.backend, guild, guild.members[user_id])
        self.backend.emit("MESSAGE_REACTION_ADD" if given else "MESSAGE_REACTION_REMOVE", payload)


async def burst(
    message: discord.Message | ResponseMessage, emoji: str, member: MemberActor, *, given: bool = True
) -> None:
    """Gives a burst ("super") reaction as a member, or takes it back."""
    backend: Any = member._env.backend
    stored = next(room[message.id] for room in backend.messages.values() if message.id in room)
    backend.rules.reactions.set_burst(stored, emoji, member.id, given=given)
    await member._env.settle()


async def unburst(message: discord.Message | ResponseMessage, emoji: str, member: MemberActor) -> None:
    """Takes a burst reaction back as a member."""
    await burst(message, emoji, member, given=False)
