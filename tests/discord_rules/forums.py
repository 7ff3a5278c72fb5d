"""Forums: tags that only moderators give, and forums in which every post needs one."""

from __future__ import annotations

from typing import Any

from simcord.backend.errors import BackendError
from simcord.backend.models import Channel
from simcord.builders import ChannelHandle

from tests.discord_rules.simulation import Request, Simulation

_REQUIRE_TAG = 1 << 4


class Forums:
    """What a forum asks of its posts."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.backend = simulation.backend
        self._needs_tag: set[int] = set()
        simulation.shape("channel_payload", self._tell)

    def keep_moderated_tags(self, simulation: Simulation) -> None:
        """Has a moderated tag given or taken by those with Manage Threads alone.

        Discord's documentation, Channel, Forum Tag Object: `moderated`.
        """
        simulation.before("POST", "/channels/{channel}/threads", self._check_tags_of_new)
        simulation.before("PATCH", "/channels/{channel}", self._check_tags_of_old)

    def demand_tags(self, simulation: Simulation) -> None:
        """Has a post without a tag refused where the forum requires one.

        Discord's documentation, Channel Flags, REQUIRE_TAG; Opcodes and Status Codes, 40067.
        """
        simulation.before("POST", "/channels/{channel}/threads", self._check_there_is_one)
        simulation.before("PATCH", "/channels/{channel}", self._check_one_is_left)

    def require_tag(self, forum: ChannelHandle, *, required: bool = True) -> None:
        """Has every post of a forum need a tag, or not any more."""
        (self._needs_tag.add if required else self._needs_tag.discard)(forum.id)
        self.backend.announce_channel_update(forum.id)

    def demand_silently(self, forum: ChannelHandle) -> None:
        """Has every post of a forum need a tag, of which the event has not arrived yet."""
        self._needs_tag.add(forum.id)

    def moderate_tags(self, forum: ChannelHandle, *names: str) -> None:
        """Has these tags of a forum be given by moderators alone."""
        tags = [
            {**tag, "moderated": tag["name"] in names}
            for tag in self.backend.get_channel(forum.id).available_tags
        ]
        self.backend.edit_channel(forum.id, {"available_tags": tags})

    def _tell(self, channel: Channel, payload: dict[str, Any]) -> None:
        if channel.id in self._needs_tag:
            payload["flags"] = _REQUIRE_TAG

    def _find_forum(self, channel: Channel | None) -> Channel | None:
        parent_id = channel.parent_id if channel is not None and channel.is_thread else None
        return self.backend.channels.get(parent_id) if parent_id is not None else channel

    def _check_tags(self, forum: Channel | None, changed: set[int]) -> None:
        if forum is None or forum.guild_id is None:
            return
        moderated = {int(tag["id"]) for tag in forum.available_tags if tag.get("moderated")}
        if changed & moderated:
            bot_id = self.backend.bot_user.id
            self.backend.require_permissions(forum.guild_id, bot_id, forum.id, "manage_threads")

    def _check_tags_of_new(self, request: Request) -> None:
        forum = self.backend.channels.get(request.id("channel"))
        self._check_tags(forum, {int(tag) for tag in request.body.get("applied_tags") or ()})

    def _check_tags_of_old(self, request: Request) -> None:
        thread = self.backend.channels.get(request.id("channel"))
        if thread is not None and "applied_tags" in request.body:
            wanted = {int(tag) for tag in request.body["applied_tags"]}
            self._check_tags(self._find_forum(thread), wanted ^ set(thread.applied_tags))

    def _check_there_is_one(self, request: Request) -> None:
        if request.id("channel") in self._needs_tag and not request.body.get("applied_tags"):
            raise BackendError(400, 40067, "A tag is required to create a forum post in this channel")

    def _check_one_is_left(self, request: Request) -> None:
        forum = self._find_forum(self.backend.channels.get(request.id("channel")))
        is_emptied = request.body.get("applied_tags") == []
        if is_emptied and forum is not None and forum.id in self._needs_tag:
            raise BackendError(400, 40067, "A tag is required to create a forum post in this channel")
