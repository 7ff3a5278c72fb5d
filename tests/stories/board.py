"""Words the stories of problems are told in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from demo.settings import set_up
from demo.world import World
from tests.stories.telling import reads, said

LATE: dict[str, Any] = {
    "title": "A client pays late, every time",
    "wants": "I want my invoices paid within two weeks, without a quarrel.",
    "tried": "I sent reminders, and called twice.",
    "tags": "invoices, clients",
    "anonymous": False,
}
DEPOSIT = "Ask for half of it as a deposit before you start, and put it into the contract."
REMINDER = "Let a template remind them: friendly after a week, firm after two."


@dataclass
class Thread:
    """A problem's thread as it stands in Discord."""

    world: World
    id: int

    @property
    def handle(self) -> ChannelHandle:
        world = self.world
        return ChannelHandle(world.env, world.guild, world.env.backend.get_channel(self.id))

    @property
    def messages(self) -> list[discord.Message]:
        return list(self.handle.history())

    @property
    def card(self) -> discord.Message:
        """The problem's first message, in the thread or above it."""
        stored = self.world.env.backend
        parent_id = stored.get_channel(self.id).parent_id
        for channel_id in filter(None, (self.id, parent_id)):
            room = ChannelHandle(self.world.env, self.world.guild, stored.get_channel(channel_id))
            found = [message for message in room.history() if message.id == self.id]
            if found:
                return found[0]
        raise AssertionError("the problem has no card")

    @property
    def proposals(self) -> list[discord.Message]:
        return [one for one in self.messages if one.embeds and is_proposal(one)]

    @property
    def notes(self) -> list[str]:
        """What the bot has said in the thread, proposals aside."""
        said_here = [
            one for one in self.messages if one.embeds and one.id != self.id and not is_proposal(one)
        ]
        return [reads(one) for one in said_here]

    @property
    def tags(self) -> list[str]:
        """The names of a forum post's tags."""
        stored = self.world.env.backend.get_channel(self.id)
        assert stored.parent_id is not None
        forum = self.world.env.backend.get_channel(stored.parent_id)
        names = {int(tag["id"]): tag["name"] for tag in forum.available_tags}
        return [names[tag_id] for tag_id in stored.applied_tags]

    def note_with(self, text: str) -> discord.Message:
        """The newest message of the bot that says this."""
        return next(one for one in reversed(self.messages) if text in reads(one))


def is_proposal(message: discord.Message) -> bool:
    """Whether a message shows a proposal."""
    title = message.embeds[0].title or ""
    return "proposal" in title or "accepted solution" in title


def boss(world: World) -> MemberActor:
    """A member who runs the server."""
    role = world.guild.roles.get("boss") or world.guild.create_role(
        "boss", permissions=discord.Permissions(manage_guild=True)
    )
    user = world.env.create_user("boss")
    return world.guild.add_member(user, roles=[role])


def moderator(world: World, name: str = "mira") -> MemberActor:
    """A member with Manage Threads."""
    role = world.guild.roles.get("moderators") or world.guild.create_role(
        "moderators", permissions=discord.Permissions(manage_threads=True)
    )
    world.members[name] = world.guild.add_member(world.env.create_user(name), roles=[role])
    return world.members[name]


async def open_forum(world: World, *tags: str) -> ChannelHandle:
    """A forum that an organiser has made the board."""
    forum = world.make_forum("problems", *tags)
    await set_up(world, boss(world), board=forum)
    return forum


async def fill_in(
    world: World, who: MemberActor, room: ChannelHandle | None = None, **changes: Any
) -> InteractionResult:
    """Type `/problem share` and send the form; what comes back."""
    shown = await who.slash(room or world.channel, "problem share")
    return await who.submit_modal(shown, LATE | changes)


async def share(world: World, who: MemberActor, room: ChannelHandle | None = None, **changes: Any) -> Thread:
    """Put a problem on the board, whatever it is like; its thread."""
    shown = await fill_in(world, who, room, **changes)
    if shown.response is not None and "like yours" in said(shown):
        await world.press(who, shown, "Post mine anyway")
    await world.settle()
    threads = world.env.backend.active_threads(world.guild.id)
    title = changes.get("title", LATE["title"])
    return Thread(world, max(thread.id for thread in threads if thread.name == title))


async def propose(world: World, who: MemberActor, thread: Thread, text: str = DEPOSIT) -> discord.Message:
    """Tap Propose under a problem and send the form; the message that shows the proposal."""
    shown = await who.click(thread.card, label="💡 Propose")
    await who.submit_modal(shown, {"text": text})
    await world.settle()
    return next(one for one in reversed(thread.proposals) if text[:40] in reads(one))


async def accept(world: World, who: MemberActor, proposal: discord.Message) -> InteractionResult:
    """Tap Accept under a proposal."""
    shown = await who.click(proposal, label="Accept")
    await world.settle()
    return shown


async def press_on_page(
    who: MemberActor, room: ChannelHandle, label: str, **options: str
) -> InteractionResult:
    """Type `/problem show`, and press a button of the page that comes."""
    shown = await who.slash(room, "problem show", **options)
    assert shown.response is not None
    return await who.click(shown.response, label=label)


async def pick_on_page(
    who: MemberActor, room: ChannelHandle, what: str, words: str = "", **options: str
) -> InteractionResult:
    """Type `/problem show`, and pick the proposal with these words to `accept`, `like` or `withdraw` it."""
    shown = await who.slash(room, "problem show", **options)
    return await pick(who, shown, what, words)


async def pick(who: MemberActor, page: InteractionResult, what: str, words: str = "") -> InteractionResult:
    """Pick the proposal with these words on a page that is open."""
    assert page.response is not None
    (select,) = [one for one in items(page) if one["custom_id"].startswith(f"page|pick|{what}|")]
    value = next(one["value"] for one in select["options"] if words in one["label"])
    return await who.select(page.response, [value], custom_id=select["custom_id"])


def items(shown: InteractionResult) -> list[dict[str, Any]]:
    """The buttons and selects under a private reply."""
    assert shown.response is not None
    return [one for row in shown.response.components for one in row["components"]]


def offers(shown: InteractionResult) -> list[str]:
    """What a private reply offers: the labels of its buttons, and what its selects are for."""
    return [one["label"] if "label" in one else one["placeholder"] for one in items(shown)]


async def list_anonymous(mira: MemberActor, room: ChannelHandle) -> InteractionResult:
    """A moderator looks from the board at the authors of anonymous problems."""
    shown = await mira.slash(room, "problem list")
    assert shown.response is not None
    return await mira.click(shown.response, label="Anonymous authors")


async def pick_forged(
    world: World, who: MemberActor, page: InteractionResult, what: str
) -> InteractionResult:
    """A member who can send anything picks the first proposal of a page from a list that is not offered."""
    assert page.response is not None
    lists = [one for one in items(page) if one["custom_id"].startswith("page|pick|")]
    forged = [
        one | {"custom_id": re.sub("pick\\|[a-z]+", f"pick|{what}", one["custom_id"])} for one in lists[:1]
    ]
    own = await who.slash(world.channel, "meetup list")
    assert own.response is not None
    stored = world.env.backend.get_message(world.channel.id, own.response.id)
    stored.components = [{"type": 1, "components": forged}]
    return await who.select(
        own.response, [forged[0]["options"][0]["value"]], custom_id=forged[0]["custom_id"]
    )


async def solved(world: World, author: str = "alice", helper: str = "bob", **changes: Any) -> Thread:
    """One member's problem, solved by another's proposal."""
    thread = await share(world, world.members[author], **changes)
    proposal = await propose(world, world.members[helper], thread)
    await accept(world, world.members[author], proposal)
    return thread


def button_of(shown: InteractionResult, label: str) -> str:
    """The custom id of a button under a private reply."""
    return str(next(one["custom_id"] for one in items(shown) if one.get("label") == label))


async def wait(world: World, **span: float) -> None:
    """Let time go by."""
    await world.advance(timedelta(**span))
    await world.settle()
