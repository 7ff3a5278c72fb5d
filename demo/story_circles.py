"""The third part of the story: from people who live near each other to a table of their own."""

from __future__ import annotations

from datetime import timedelta

import discord
from simcord.builders import ChannelHandle

from demo.circle_life import CircleLife
from demo.narrator import Narrator, embed_text
from demo.profiles import fill_profile
from demo.settings import set_up
from demo.world import World

_NEAR = ("Alice", "Bob", "Charlie", "Dana")
_FREE = ("1:evening", "4:morning")


async def _profiles(world: World, teller: Narrator) -> None:
    teller.chapter("Four in Berlin say when they are free; Farida lives in Paris, and has nobody near")
    for place, name in enumerate((*_NEAR, "Farida")):
        await fill_profile(
            world,
            world.members[name],
            world.channel,
            city="Paris" if name == "Farida" else "Berlin",
            work="illustration" if place % 2 else "bookkeeping",
            parts=_FREE,
            interests=["coffee", "books" if place % 2 else "running"],
            company=10 - place,
        )
    shown = await world.members["Bob"].slash(world.channel, "profile show", member=world.members["Alice"])
    teller.show_reply(shown)
    teller.check(
        "Bob reads what Alice shows, and not how much company she would like",
        "10" not in teller.reply_text(shown),
    )


async def _round(world: World, teller: Narrator) -> None:
    room = world.guild.create_text_channel("circles")
    erin = world.members["Erin"]
    await set_up(world, erin, circles=room)
    await world.warm_up()
    shown = await erin.slash(world.channel, "longtable round")
    teller.chapter("Erin looks at what circles there would be, and sends the proposals")
    teller.show_reply(shown)
    teller.check("nobody is named to her", not any(name in teller.reply_text(shown) for name in _NEAR))
    await world.press(erin, shown, "Send the proposals")
    await world.settle()
    own = _threads(room, "Your circles")
    life = CircleLife(world, room)
    of_alice = next(thread for thread in own if life.names_in(thread) == {"Alice"})
    teller.show("Alice's own thread", _newest(of_alice))
    teller.check("each of the four is asked in a thread of their own", len(own) == len(_NEAR))


async def _accept(world: World, teller: Narrator) -> None:
    room = _room(world)
    await CircleLife(world, room).go_on(("Alice",))
    await world.settle()
    teller.chapter("Three accept: that is a circle. Alice joins a little later")
    await CircleLife(world, room).go_on(())
    await world.settle()
    for message in _threads(room, "Circle ")[0].history():
        teller.show("the circle's thread", message)
    teller.check("its members and nobody else were let in", len(_names(world, room)) == len(_NEAR))


async def _meet(world: World, teller: Narrator) -> None:
    room = _room(world)
    await world.advance(timedelta(days=4))
    teller.chapter("They have tapped the times that suit them: the best has become a meetup of their own")
    cards = world.cards(_threads(room, "Circle ")[0])
    teller.show("the circle's thread", cards[-1] if cards else None)
    teller.check("it has everything that meetups have", len(cards) == 1)
    await world.advance(timedelta(weeks=2))
    teller.chapter("And afterwards")
    question = _newest(_threads(room, "Circle ")[0])
    teller.show("the circle's thread", question)
    teller.check("the bot asks whether they met", "Did you meet?" in embed_text(question.embeds[0]))
    shown = await world.members["Farida"].slash(world.channel, "circle mine")
    teller.show_reply(shown)
    teller.check(
        "Farida hears why there was none for her, and what would help",
        "within reach" in teller.reply_text(shown),
    )


CIRCLE_SCENES = (_profiles, _round, _accept, _meet)


def _room(world: World) -> ChannelHandle:
    return next(room for room in world.guild.channels.values() if room.name == "circles")


def _threads(room: ChannelHandle, name: str) -> list[ChannelHandle]:
    return [thread for thread in room.threads if (thread.name or "").startswith(name)]


def _names(world: World, room: ChannelHandle) -> set[str]:
    return CircleLife(world, room).names_in(_threads(room, "Circle ")[0])


def _newest(thread: ChannelHandle) -> discord.Message:
    return [message for message in thread.history() if message.embeds][-1]
