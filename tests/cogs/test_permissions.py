"""The permissions that the bot asks for."""

from __future__ import annotations

import discord

from cogs.permissions import HELPFUL, NEEDED, invite_permissions, list_missing


def test_the_invitation_asks_for_what_is_explained_and_no_more() -> None:
    asked = {name for name, is_asked in invite_permissions() if is_asked}
    asked = {"view_channel" if name == "read_messages" else name for name in asked}  # two names of one bit
    assert asked == set(NEEDED) | set(HELPFUL)
    assert not invite_permissions().administrator
    assert list_missing(discord.Permissions.none())[0] == "View Channel"
    assert list_missing(invite_permissions()) == []
