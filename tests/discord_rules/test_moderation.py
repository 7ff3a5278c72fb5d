"""Servers that require two-factor of their moderators."""

from __future__ import annotations

import discord

from tests.discord_rules.conftest import Discord


async def test_starred_permissions_are_void_where_the_owner_has_no_two_factor(ruled: Discord) -> None:
    ruled.allow(manage_messages=True)
    said = await ruled.alice.send(ruled.room, "hello")
    path = f"/channels/{ruled.room.id}/messages/pins/{said.id}"
    ruled.rules.moderation.require_two_factor(ruled.guild)
    await ruled.env.settle()
    known = ruled.bot.get_guild(ruled.guild.id)
    assert known is not None
    assert known.mfa_level is discord.MFALevel.require_2fa
    assert ruled.refusal("PUT", path) == (200, 0)
    ruled.rules.moderation.set_owner_has_two_factor(has=False)
    assert ruled.refusal("PUT", path) == (403, 60003)
    assert not ruled.ask("GET", "/users/@me")["mfa_enabled"]
    assert ruled.refusal("POST", f"/channels/{ruled.room.id}/messages", {"content": "hello"}) == (200, 0)
