"""Words for the stories about answers to a date: how they are given, and what stands under a message."""

from __future__ import annotations

from typing import Any

import discord
from simcord.results import InteractionResult

from demo.world import World
from tests.stories.hosting import TITLE
from tests.stories.telling import card


async def react(world: World, name: str, emoji: str = "✅") -> None:
    """A member taps a reaction under the card."""
    await world.members[name].react(card(world), emoji)
    await world.settle()


async def rsvp(world: World, name: str, answer: str = "going") -> InteractionResult:
    """A member answers by command."""
    return await world.members[name].slash(world.channel, "meetup rsvp", meetup=TITLE, answer=answer)


def who_tapped(world: World, message: discord.Message, emoji: str = "✅") -> set[int]:
    """The people whose reaction stands under the message."""
    stored: Any = world.env.backend.get_message(message.channel.id, message.id)
    reaction = stored.reaction_for(emoji)
    assert world.bot.user is not None
    return set(reaction.user_ids) - {world.bot.user.id} if reaction is not None else set()


async def hears(world: World, name: str) -> str:
    """What a member reads beside the next reply to them."""
    shown = await world.members[name].slash(world.channel, "meetup list")
    return "\n".join(one.content for one in shown.followups)
