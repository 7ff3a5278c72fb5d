"""The story goes on with what hosts and guests expect: one date differs, a seat becomes free late."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord

from demo.forms import fill_in
from demo.narrator import BERLIN, Narrator, embed_text
from demo.world import World

_STARTS_AT = datetime(2026, 5, 15, 9, 30, tzinfo=BERLIN)


async def _differ(world: World, teller: Narrator) -> None:
    await world.advance_to(datetime(2026, 5, 13, 12, 0, tzinfo=BERLIN))
    for name, emoji in (("Alice", "✅"), ("Bob", "✅"), ("Dana", "✅"), ("Emre", "✅"), ("Charlie", "🤔")):
        await world.members[name].react(world.cards()[-1], emoji)
    await world.settle()
    teller.chapter("The café is closed on one Friday: only that date is elsewhere")
    erin = world.members["Erin"]
    page = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    form = await world.press(erin, page, "Only this date")
    await fill_in(erin, form, {"place": "City library", "length": "3h"})
    await world.settle()
    card = world.cards()[-1]
    teller.show("#meetups", card)
    teller.show("the thread", _thread(world)[-1])
    teller.check("the card says what differs", "Only this time: place, length" in embed_text(card.embeds[0]))
    teller.check("who answered is mentioned", _is_mentioned(world, "Alice"))


async def _ask_the_undecided(world: World, teller: Narrator) -> None:
    await world.advance_to(_STARTS_AT - timedelta(hours=23))
    teller.chapter("A day before, who said maybe is asked once")
    asked = next(one for one in reversed(_thread(world)) if one.raw_mentions)
    teller.show("the thread", asked)
    teller.show_reply(await world.members["Charlie"].click(asked, label="Can't make it"))
    await world.settle()
    teller.check("one tap is the answer", "Can't (1)" in str(world.cards()[-1].embeds[0].to_dict()))


async def _offer(world: World, teller: Narrator) -> None:
    await world.advance_to(_STARTS_AT - timedelta(hours=2))
    teller.chapter("Two hours before, Bob has to give up his seat. Emre may have made other plans")
    await world.members["Bob"].react(world.cards()[-1], "❌")
    await world.settle()
    offer = _thread(world)[-1]
    teller.show("the thread", offer)
    teller.check("the seat is offered to Emre, who waits", _is_mentioned(world, "Emre"))
    await world.bot.close()
    await world.restart()
    teller.show_reply(await world.members["Emre"].click(_thread(world)[-1], label="Take it"))
    await world.settle()
    teller.check("after a restart, too, it is his", "(3 of 3)" in embed_text(world.cards()[-1].embeds[0]))


async def _list(world: World, teller: Narrator) -> None:
    teller.chapter("Erin takes the list along")
    erin = world.members["Erin"]
    page = await erin.slash(world.channel, "meetup manage", meetup="Friday co-working")
    shown = await world.press(erin, page, "Guest list")
    teller.show_reply(shown)
    files = shown.response.message.attachments if shown.response else []
    teller.check("as a file that a spreadsheet opens", [file.filename[-4:] for file in files] == [".csv"])


HOSTING_SCENES = (_differ, _ask_the_undecided, _offer, _list)


def _thread(world: World) -> list[discord.Message]:
    return world.thread(world.cards()[-1])


def _is_mentioned(world: World, name: str) -> bool:
    return world.members[name].id in _thread(world)[-1].raw_mentions
