"""The story goes on at the table: what a meetup makes of its problems goes back to the board."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord

from demo.narrator import BERLIN, Narrator, embed_text
from demo.story_problems import forum_of
from demo.world import World


async def _arrive(world: World, teller: Narrator) -> None:
    await world.advance_to(datetime(2026, 5, 6, 12, 0, tzinfo=BERLIN))
    for name in ("Alice", "Bob", "Dana"):
        await world.members[name].react(world.cards()[-1], "✅")
    await world.settle()
    await world.advance_to(datetime(2026, 5, 8, 9, 20, tzinfo=BERLIN))
    teller.chapter("It is Friday again; people arrive at the café")
    asked = _thread(world)[-1]
    teller.show("the thread", asked)
    for name in ("Alice", "Dana"):
        await world.members[name].click(asked, label="👋 I'm here")
    teller.check("it mentions nobody", not asked.raw_mentions)


async def _work(world: World, teller: Narrator) -> None:
    await world.advance_to(datetime(2026, 5, 8, 9, 35, tzinfo=BERLIN))
    teller.chapter("Erin begins. The bot leads through the problems, ten minutes each")
    erin = world.members["Erin"]
    shown = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    shown = await world.press(erin, shown, "Start")
    teller.show_reply(shown)
    await world.settle()
    opened = _thread(world)[-1]
    teller.show("the thread", opened)
    form = await world.members["Dana"].click(opened, label="💡 Idea")
    await world.members["Dana"].submit_modal(form, {"text": "Invoice half of it before you begin."})
    await world.settle()
    said = embed_text(list(forum_of(world).threads[0].history())[-1].embeds[0])
    teller.check("Dana's idea is a proposal on the board, under her name", "Invoice half of it" in said)
    await world.advance(timedelta(minutes=10))
    teller.show("the thread", _thread(world)[-1])
    alice = world.members["Alice"]
    asked = await alice.click(_thread(world)[-1], label="🧪 I'll try this")
    teller.show_reply(await world.press(alice, asked, "1. Invoice half of it before you begin."))
    teller.check("nobody learns that the problem is hers", not _thread(world)[-1].raw_mentions)


async def _sum_up(world: World, teller: Narrator) -> None:
    await world.advance_to(datetime(2026, 5, 8, 12, 0, tzinfo=BERLIN))
    teller.chapter("And what there was")
    recap = _thread(world)[-1]
    teller.show("the thread", recap)
    said = embed_text(recap.embeds[0])
    teller.check("the recap names nobody who has not agreed", "2 people were there." in said)
    teller.check("and says what is tried next", "To be tried: “Invoice half of it" in said)
    teller.show("the problem's thread", list(forum_of(world).threads[0].history())[-1])


SESSION_SCENES = (_arrive, _work, _sum_up)


def _thread(world: World) -> list[discord.Message]:
    return world.thread(world.cards()[-1])
