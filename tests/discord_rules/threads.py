"""Threads: where private ones can be, how many are active, and who can be added or adds themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.backend.errors import BackendError
from simcord.backend.models import Channel
from simcord.enums import ChannelType

from tests.discord_rules.simulation import Request, Simulation


class Threads:
    """What Discord refuses about threads that are not archived."""

    def __init__(self, simulation: Simulation) -> None:
        self.backend = simulation.backend
        self.most_active = 1000
        self.refused: dict[int, tuple[int, int, str]] = {}  # by user: status, code and message

    def keep_private_ones_in_text_channels(self, simulation: Simulation) -> None:
        """Has private threads refused but in plain text channels.

        Discord's documentation, Threads: private threads are in GUILD_TEXT channels only; 50024.
        """
        simulation.before("POST", "/channels/{channel}/threads", self._check_place)

    def limit_active_ones(self, simulation: Simulation) -> None:
        """Has the 1,001st active thread of a server refused, be it new or woken.

        Discord's documentation, Opcodes and Status Codes, 160006.
        """
        for template in ("/channels/{channel}/threads", "/channels/{channel}/messages/{message}/threads"):
            simulation.before("POST", template, self._check_number)
        simulation.before("PATCH", "/channels/{channel}", self._check_waking)

    def refuse_members(self, simulation: Simulation) -> None:
        """Has members refused who have left, cannot see the parent channel, or whom a story has blocked.

        Discord's documentation, Threads: members of a thread need View Channel in its parent.
        """
        simulation.before("PUT", "/channels/{thread}/thread-members/{user}", self._check_member)

    def add_those_who_write(self, simulation: Simulation) -> None:
        """Has those who write in a thread, and those who are mentioned there, become members of it.

        Discord's documentation, Threads, Thread Members.
        """
        simulation.watch("MESSAGE_CREATE", self._add)

    def refuse(self, member: MemberActor, status: int = 403, code: int = 50001) -> None:
        """Has adding this member to any thread refused."""
        self.refused[member.id] = (status, code, "Missing Access")

    def allow(self, member: MemberActor) -> None:
        """Takes back what `refuse` did."""
        self.refused.pop(member.id, None)

    def _check_place(self, request: Request) -> None:
        parent = self.backend.channels.get(request.id("channel"))
        is_private = int(request.body.get("type", 11)) == ChannelType.PRIVATE_THREAD
        if parent is not None and is_private and parent.type != ChannelType.TEXT:
            raise BackendError(400, 50024, "Cannot execute action on this channel type")

    def _check_number(self, request: Request) -> None:
        parent = self.backend.channels.get(request.id("channel"))
        if parent is not None and len(self.backend.active_threads(parent.guild_id)) >= self.most_active:
            raise BackendError(400, 160006, "Maximum number of active threads reached")

    def _check_waking(self, request: Request) -> None:
        channel = self.backend.channels.get(request.id("channel"))
        is_asleep = channel is not None and channel.is_thread and channel.thread_metadata.archived
        if is_asleep and request.body.get("archived") is False:
            self._check_number(request)

    def _check_member(self, request: Request) -> None:
        thread = self.backend.channels.get(request.id("thread"))
        if thread is None or thread.guild_id is None or request.args["user"] == "@me":
            return
        user_id = request.id("user")
        if user_id in self.refused:
            raise BackendError(*self.refused[user_id])
        if user_id not in self.backend.get_guild(thread.guild_id).members:
            raise BackendError(404, 10007, "Unknown Member")
        if not _sees(self.backend, thread, user_id):
            raise BackendError(403, 50001, "Missing Access")

    def _add(self, payload: dict[str, Any]) -> None:
        thread = self.backend.channels.get(int(payload["channel_id"]))
        message = self.backend.messages.get(int(payload["channel_id"]), {}).get(int(payload["id"]))
        if thread is None or message is None or not thread.is_thread:
            return
        members = self.backend.get_guild(thread.guild_id).members
        for user_id in (message.author_id, *message.ping_user_ids):
            if user_id in members and user_id not in self.refused and _sees(self.backend, thread, user_id):
                self.backend.add_thread_member(thread.id, user_id)


def _sees(backend: Any, thread: Channel, user_id: int) -> bool:
    compute: Callable[..., int] = backend.compute_permissions
    return bool(compute(thread.guild_id, user_id, thread.id) & discord.Permissions.view_channel.flag)
