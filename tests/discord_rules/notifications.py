"""Notifications: who hears of a message."""

from __future__ import annotations

from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.backend.access import channel_accessible
from simcord.backend.models import Message
from simcord.results import ResponseMessage

from tests.discord_rules.simulation import Simulation

_SILENT = 1 << 12


class Notifications:
    """Who heard of which message, settled when it is written: an edit notifies nobody.

    Discord's documentation, Allowed Mentions and Threads: one hears of a message that mentions one, one's
    role or everyone, or that answers one's own and pings; of all messages of a thread that one is a member
    of; and of direct messages. What stands in an embed mentions nobody.
    """

    def __init__(self, simulation: Simulation) -> None:
        self.backend = simulation.backend
        self._heard: dict[int, frozenset[int]] = {}
        self._messages: dict[int, Message] = {}

    def settle(self, simulation: Simulation) -> None:
        """Has it settled for every message who hears of it."""
        simulation.watch("MESSAGE_CREATE", self._settle)

    def _settle(self, payload: dict[str, Any]) -> None:
        message = self.backend.messages.get(int(payload["channel_id"]), {}).get(int(payload["id"]))
        if message is not None:
            self._messages[message.id] = message
            self._heard[message.id] = frozenset(self._list_hearers(message))

    def _list_hearers(self, message: Message) -> set[int]:
        channel = self.backend.get_channel(message.channel_id)
        if message.flags & _SILENT:
            return set()
        if channel.guild_id is None:
            return set(channel.recipient_ids) - {message.author_id}
        members = self.backend.get_guild(channel.guild_id).members
        reached = set(message.ping_user_ids) | (set(channel.thread_members) if channel.is_thread else set())
        if message.mention_everyone:
            reached |= set(members)
        if roles := set(message.ping_role_ids):
            reached |= {user_id for user_id, member in members.items() if roles & set(member.role_ids)}
        return {
            user_id
            for user_id in reached - {message.author_id}
            if user_id in members and self._sees(message, channel, user_id)
        }

    def _sees(self, message: Message, channel: Any, user_id: int) -> bool:
        may_see: bool = channel_accessible(self.backend, channel.id, user_id)
        return may_see and message.visible_to(user_id)

    def hears(self, message_id: int, user_id: int) -> bool:
        """Says whether somebody heard of a message."""
        return user_id in self._heard.get(message_id, frozenset())

    def list_heard(self, user_id: int) -> list[Message]:
        """Returns the messages that somebody heard of, the oldest first, those deleted since, too."""
        return [self._messages[key] for key, hearers in sorted(self._heard.items()) if user_id in hearers]


def hears(message: discord.Message | ResponseMessage, member: MemberActor) -> bool:
    """Says whether a member heard of a message when it was written."""
    return _find(member).hears(message.id, member.id)


def heard_of(member: MemberActor) -> list[Message]:
    """Returns the messages that a member heard of, the oldest first, those deleted since, too."""
    return _find(member).list_heard(member.id)


def _find(member: MemberActor) -> Notifications:
    backend: Any = member._env.backend
    found: Notifications = backend.rules.notifications
    return found
