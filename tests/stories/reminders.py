"""Words the stories of reminders are told in."""

from __future__ import annotations

import discord
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from demo.world import World
from tests.stories.profiles import own_page
from tests.stories.telling import reads

CALL = "See you there"


async def choose(world: World, name: str, way: str, leads: str = "") -> InteractionResult:
    """The member opens *Reminders* on their page and fills it in."""
    who = world.members[name]
    form = await world.press(who, await own_page(world, who), "Reminders")
    return await who.submit_modal(form, {"way": [way], "leads": leads})


def calls(world: World, words: str = CALL) -> list[list[int]]:
    """Whom each call in the threads of dates mentions, the calls in their order."""
    return [sorted(one.raw_mentions) for one in in_threads(world, words)]


def in_threads(world: World, words: str) -> list[discord.Message]:
    """The messages in the threads of dates that say this."""
    return [one for card in world.cards() for one in world.thread(card) if words in reads(one)]


def inbox(who: MemberActor) -> list[discord.Message]:
    """The bot's direct messages to a member."""
    return [one for one in who.user.dm_channel.history() if one.embeds]
