"""Archived threads: what they refuse, what wakes them, and when threads are archived by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from simcord.backend.errors import BackendError
from simcord.backend.models import Channel, Message

from tests.discord_rules.simulation import Request, Simulation

_COMPONENT = 3
_KEPT_OPEN_BY = {"archived", "locked", "auto_archive_duration", "invitable"}


class Archived:
    """Threads that nothing happens in any more."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.backend = simulation.backend

    def refuse_changes(self, simulation: Simulation) -> None:
        """Has edits, reactions, new members and new names refused in an archived thread.

        Discord's documentation, Opcodes and Status Codes, 50083.
        """
        simulation.override("edit_message", self._edit_message)
        simulation.override("set_reaction", self._set_reaction)
        simulation.before("PUT", "/channels/{thread}/thread-members/{user}", self._check_request)
        simulation.before("PATCH", "/channels/{thread}", self._check_rename)

    def wake_by_messages(self, simulation: Simulation) -> None:
        """Has a message wake an archived thread, unless it is locked.

        Discord's documentation, Threads, Active & Archived Threads.
        """
        simulation.override("commit_message", self._commit)

    def hold_back_buttons(self, simulation: Simulation) -> None:
        """Has what a member presses in an archived thread reach the bot only if they may unarchive it.

        The client unarchives first; Discord's documentation, Threads, Editing & Unarchiving.
        """
        simulation.on("INTERACTION_CREATE", self._let_through)

    def archive_idle_ones(self, simulation: Simulation) -> None:
        """Has threads archived when nothing was written for as long as they say.

        Discord's documentation, Threads, Active & Archived Threads: `auto_archive_duration`.
        """
        simulation.override("next_scheduled_event_deadline", self._next_due)
        simulation.override("activate_due_scheduled_events", self._archive_due)

    def set(self, thread_id: int, *, archived: bool) -> None:
        """Archives a thread, or opens it again."""
        self.backend.edit_channel(
            thread_id,
            {},
            thread_metadata={"archived": archived, "archive_timestamp": self.backend.now_iso()},
        )

    def _is_archived(self, channel_id: int) -> bool:
        channel = self.backend.channels.get(channel_id)
        metadata = channel.thread_metadata if channel is not None else None
        return metadata is not None and metadata.archived

    def _check(self, channel_id: int) -> None:
        if self._is_archived(channel_id):
            raise BackendError(400, 50083, "Thread is archived")

    def _check_request(self, request: Request) -> None:
        self._check(request.id("thread"))

    def _check_rename(self, request: Request) -> None:
        if request.body.get("archived") is not False and set(request.body) - _KEPT_OPEN_BY:
            self._check(request.id("thread"))

    def _edit_message(
        self, original: Callable[..., Message], channel_id: int, message_id: int, fields: dict[str, Any]
    ) -> Message:
        if not self.backend.get_message(channel_id, message_id).is_ephemeral:
            self._check(channel_id)
        return original(channel_id, message_id, fields)

    def _set_reaction(
        self,
        original: Callable[..., None],
        channel_id: int,
        message_id: int,
        emoji: str,
        user_id: int,
        reacted: bool,
    ) -> None:
        if reacted:
            self.backend.get_message(channel_id, message_id)
            self._check(channel_id)
        original(channel_id, message_id, emoji, user_id, reacted)

    def _commit(self, original: Callable[..., Message], message: Message, **options: Any) -> Message:
        channel = self.backend.channels.get(message.channel_id)
        if self._is_archived(message.channel_id) and not message.is_ephemeral:
            if channel.thread_metadata.locked and not self._may_manage(channel, message.author_id):
                raise BackendError(400, 50083, "Thread is archived")
            self.set(channel.id, archived=False)
        return original(message, **options)

    def _may_manage(self, thread: Channel, user_id: int) -> bool:
        permissions = self.backend.compute_permissions(thread.guild_id, user_id, thread.id)
        return bool(permissions & discord.Permissions(manage_threads=True, administrator=True).value)

    def _let_through(self, payload: dict[str, Any]) -> bool:
        channel_id = int(payload.get("channel_id") or 0)
        if payload["type"] != _COMPONENT or not self._is_archived(channel_id):
            return True
        thread = self.backend.get_channel(channel_id)
        user_id = int((payload.get("member") or payload)["user"]["id"])
        is_member = user_id in thread.thread_members and not thread.thread_metadata.locked
        if is_member or self._may_manage(thread, user_id):
            self.set(channel_id, archived=False)
            return True
        return False

    def _list_active(self) -> list[Channel]:
        return [
            thread
            for guild in self.backend.guilds.values()
            for thread_id in guild.thread_ids
            if (thread := self.backend.channels.get(thread_id)) is not None
            and not thread.thread_metadata.archived
        ]

    def _due_at(self, thread: Channel) -> datetime:
        metadata = thread.thread_metadata
        assert metadata is not None
        active_at = datetime.fromisoformat(metadata.archive_timestamp)
        if thread.last_message_id is not None:
            active_at = max(active_at, discord.utils.snowflake_time(thread.last_message_id).astimezone(UTC))
        return active_at + timedelta(minutes=metadata.auto_archive_duration)

    def _next_due(self, original: Callable[[], datetime | None]) -> datetime | None:
        due = [self._due_at(thread) for thread in self._list_active()]
        return min([*due, *([at] if (at := original()) else [])], default=None)

    def _archive_due(self, original: Callable[[], None]) -> None:
        original()
        now = datetime.fromisoformat(self.backend.now_iso())
        for thread in self._list_active():
            if self._due_at(thread) <= now:
                self.set(thread.id, archived=True)
