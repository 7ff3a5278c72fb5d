"""Those who sit in a voice channel when the bot connects.

Discord's documentation, Guild Create: voice states come with the guild, and the members who are in voice
channels with it, without an event for each.
"""

from __future__ import annotations

from tests.discord_rules.conftest import Discord, Listener


async def test_they_come_with_the_guild_and_nobody_is_said_to_have_joined(ruled: Discord) -> None:
    place = ruled.guild.create_voice_channel("place")
    music = ruled.guild.add_member(ruled.env.create_user("music", bot=True))
    await ruled.alice.join_voice(place)
    ruled.backend.set_voice_state(ruled.guild.id, music.id, place.id)
    await ruled.env.settle()
    assert ruled.bot.seen
    await ruled.bot.close()
    again = Listener()
    await ruled.env.restart_bot(again)
    try:
        found = again.get_channel(place.id)
        assert {(one.name, one.bot) for one in found.members} == {("alice", False), ("music", True)}  # type: ignore[union-attr]
        assert again.seen == []
    finally:
        await again.close()
