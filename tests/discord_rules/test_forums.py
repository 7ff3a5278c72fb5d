"""Moderated and required tags."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle

from tests.discord_rules.conftest import Discord


@pytest.fixture
def forum(ruled: Discord) -> ChannelHandle:
    forum: ChannelHandle = ruled.guild.create_forum_channel("forum")
    tags = [
        {"id": str(number), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
        for number, name in ((1, "a"), (2, "b"))
    ]
    ruled.backend.edit_channel(forum.id, {"available_tags": tags})
    return forum


def _post(ruled: Discord, forum: ChannelHandle, *tags: str) -> tuple[int, int]:
    body: dict[str, Any] = {"name": "post", "message": {"content": "hello"}, "applied_tags": list(tags)}
    return ruled.refusal("POST", f"/channels/{forum.id}/threads", body)


async def test_moderated_tags_are_for_those_with_manage_threads(ruled: Discord, forum: ChannelHandle) -> None:
    ruled.rules.forums.moderate_tags(forum, "b")
    assert [_post(ruled, forum, tag) for tag in "12"] == [(200, 0), (403, 50013)]
    ruled.allow(manage_threads=True)
    assert _post(ruled, forum, "2") == (200, 0)


async def test_a_moderated_tag_that_stays_is_no_change(ruled: Discord, forum: ChannelHandle) -> None:
    ruled.allow(manage_threads=True, manage_channels=True)
    assert _post(ruled, forum, "2") == (200, 0)
    ruled.rules.forums.moderate_tags(forum, "b")
    ruled.allow(manage_channels=True)
    path = f"/channels/{forum.threads[0].id}"
    assert ruled.refusal("PATCH", path, {"applied_tags": ["1", "2"]}) == (200, 0)
    assert ruled.refusal("PATCH", path, {"applied_tags": ["1"]}) == (403, 50013)


async def test_a_forum_can_require_a_tag(ruled: Discord, forum: ChannelHandle) -> None:
    assert _post(ruled, forum) == (200, 0)
    ruled.rules.forums.require_tag(forum)
    await ruled.env.settle()
    known = ruled.bot.get_channel(forum.id)
    assert isinstance(known, discord.ForumChannel)
    assert known.flags.require_tag
    assert _post(ruled, forum) == (400, 40067)
    assert _post(ruled, forum, "1") == (200, 0)
