"""The second half of the story: from a problem to a solution that worked."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
from simcord.builders import ChannelHandle

from demo.narrator import BERLIN, Narrator, embed_text
from demo.settings import set_up
from demo.world import World

_PROBLEM = {
    "title": "A client pays late, every time",
    "wants": "I want my invoices paid within two weeks, without a quarrel.",
    "tried": "Reminders by mail.",
    "tags": ["invoices"],
    "anonymous": True,
}
_IDEA = "Ask for a third up front. Say that it is how you work now."


async def _share(world: World, teller: Narrator) -> None:
    forum = world.make_forum("problems", "invoices", "tools")
    world.join("Erin", is_host=True, is_organiser=True)
    await set_up(world, world.members["Erin"], board=forum)
    teller.chapter("Alice has a problem, and would rather not say whose it is")
    form = await world.members["Alice"].slash(world.channel, "problem share")
    shown = await world.members["Alice"].submit_modal(form, _PROBLEM)
    await world.settle()
    teller.show_reply(shown)
    card = _messages(world)[0]
    teller.show("#problems", card)
    teller.check(
        "it is a post in the forum, with the tag of its state", _tags(world) == ["waiting", "invoices"]
    )
    teller.check(
        "nothing in it names Alice", str(world.members["Alice"].id) not in embed_text(card.embeds[0])
    )


async def _help(world: World, teller: Narrator) -> None:
    card = _messages(world)[0]
    await world.members["Dana"].react(card, "🙋")
    form = await world.members["Bob"].click(card, label="💡 Propose")
    await world.members["Bob"].submit_modal(form, {"text": _IDEA})
    await world.settle()
    teller.chapter("Dana has it, too; Bob proposes something")
    proposal = _messages(world)[-1]
    teller.show("the thread", proposal)
    shown = await world.members["Dana"].click(proposal, label="Accept")
    teller.check("Dana may not accept it: it is not hers", shown.ephemeral and "solved" not in _tags(world))
    await world.members["Alice"].click(proposal, label="Accept")
    await world.settle()
    teller.show("the thread", _messages(world)[-1])
    teller.check("Alice may, and the thread does not say that it was she", "The author" in _last(world))
    teller.check("the tag follows", _tags(world) == ["solved", "invoices"])


async def _find(world: World, teller: Narrator) -> None:
    teller.chapter("Charlie has the same problem")
    form = await world.members["Charlie"].slash(world.channel, "problem share")
    other = {**_PROBLEM, "title": "Late payments by my clients", "anonymous": False}
    shown = await world.members["Charlie"].submit_modal(form, other)
    teller.show_reply(shown)
    await world.press(world.members["Charlie"], shown, "That helps, thank you")
    teller.check("he reads what helped, and need not ask", len(forum_of(world).threads) == 1)


async def _did_it_work(world: World, teller: Narrator) -> None:
    await world.advance(timedelta(days=7, hours=1))
    teller.chapter("A week later Alice looks at the meetups")
    shown = await world.members["Alice"].slash(world.channel, "meetup list")
    question = shown.followups[0] if shown.followups else None
    teller.show("Longtable (only to you)", question.message if question else None)
    teller.check("the bot asks her in private whether it worked", question is not None and question.ephemeral)
    if question is not None:
        await world.members["Alice"].click(question, label="No")
        await world.settle()
    teller.show("the thread", _messages(world)[-1])
    teller.check("it did not: the problem is open again", _tags(world) == ["open", "invoices"])


async def _table(world: World, teller: Narrator) -> None:
    await world.advance_to(datetime(2026, 4, 16, 10, 0, tzinfo=BERLIN))
    teller.chapter("Tomorrow is Friday co-working: what is open comes to the table")
    thread = world.thread(world.cards()[-1])
    teller.show("the thread", thread[-1] if thread else None)
    said = embed_text(thread[-1].embeds[0]) if thread else ""
    teller.check("the problem is on the agenda, with the reason why", "A client pays late" in said)


PROBLEM_SCENES = (_share, _help, _find, _did_it_work, _table)


def forum_of(world: World) -> ChannelHandle:
    """Returns the board."""
    return next(room for room in world.guild.channels.values() if room.name == "problems")


def _messages(world: World) -> list[discord.Message]:
    return list(forum_of(world).threads[0].history())


def _last(world: World) -> str:
    return embed_text(_messages(world)[-1].embeds[0])


def _tags(world: World) -> list[str]:
    """Returns the names of the tags on the post."""
    stored = world.env.backend
    names = {int(tag["id"]): tag["name"] for tag in stored.get_channel(forum_of(world).id).available_tags}
    return [names[tag_id] for tag_id in stored.get_channel(forum_of(world).threads[0].id).applied_tags]
