"""Words the stories are told in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.models.channel import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from simcord.results import InteractionResult

from cogs import delivery
from demo.world import World
from services.transaction import Transactions
from tests.discord_rules import rules_of

WEEKLY = {"title": "Friday co-working", "when": "fri 9:30", "repeats": "weekly"}


def said(shown: InteractionResult) -> str:
    """Everything a private reply says; fails if it is not private."""
    assert shown.response is not None, "there was no answer"
    assert shown.response.ephemeral, "the answer was not private"
    return reads(shown.response.message)


def reads(message: discord.Message) -> str:
    """Everything a message says."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{field.name}: {field.value}" for field in embed.fields]
    return "\n".join(filter(None, parts))


def labels(shown: InteractionResult | discord.Message) -> list[str]:
    """What the buttons under a message or a reply say, in order."""
    if isinstance(shown, InteractionResult):
        assert shown.response is not None, "there was no answer"
        shown = shown.response.message
    rows: list[Any] = list(shown.components)
    return [button.label for row in rows for button in row.children]


def field(message: discord.Message, name: str) -> list[int]:
    """The user ids in the field of a card whose name contains this word; empty if there is none."""
    for one in message.embeds[0].fields:
        if name in (one.name or ""):
            return [int(found) for found in re.findall(r"<@(\d+)>", one.value or "")]
    return []


def ids(world: World, *names: str) -> list[int]:
    """The user ids of members by name."""
    return [world.members[name].id for name in names]


async def plan_until_ping(world: World, **options: object) -> None:
    """Erin plans a weekly meetup, and it is the second in which its ping is due."""
    await world.plan(world.members["erin"], **(WEEKLY | options))
    due_at = await world.bot.next_due_at()
    assert due_at is not None
    await world.env.advance_time((due_at - world.now).total_seconds())


async def announced(world: World, **options: Any) -> discord.Message:
    """erin has planned Friday co-working, and its first date has been announced: its card."""
    before = len(world.cards())
    await world.plan(world.members["erin"], **(WEEKLY | options))
    for _ in range(10):
        if len(cards := world.cards()) > before:
            return cards[-1]
        due_at = await world.bot.next_due_at()
        assert due_at is not None
        await world.advance_to(due_at)
    raise AssertionError("nothing was announced")


def card(world: World, number: int = -1) -> discord.Message:
    """The RSVP message as it stands now, the newest unless told otherwise."""
    return world.cards()[number]


async def pick(world: World, who: MemberActor, command: str, number: int = 0) -> str:
    """The value of a date as picked from the list of a command's meetup option."""
    choices = await who.autocomplete(world.channel, command, "meetup", "")
    value: str = choices[number]["value"]
    return value


def sent(world: World) -> list[str]:
    """The content of everything that stands in the meetup channel and in its threads, in order."""
    rooms = [world.channel, *world.channel.threads]
    return [reads(message) for room in rooms for message in room.history() if message.embeds]


def edits(world: World) -> int:
    """How many times the bot has edited a message."""
    return sum(
        request.method == "PATCH" and "/messages/" in request.path for request in world.env.http_requests
    )


def forbid(world: World, channel: ChannelHandle, **permissions: bool) -> None:
    """A moderator takes permissions in a channel from the bot."""
    denied = discord.Permissions(**permissions).value
    overwrite = Overwrite(world.guild.roles["Longtable"].id, OverwriteType.ROLE, deny=denied)
    world.env.backend.set_overwrite(channel.id, overwrite)


def open_to(world: World, who: MemberActor, group: str) -> None:
    """A moderator lets this member see a group of commands that is not for them."""
    command = next(one for one in world.env.backend.commands[None].values() if one["name"] == group)
    world.guild.set_command_permissions(int(command["id"]), {who: True})


def lose_the_answer(patch: pytest.MonkeyPatch) -> None:
    """The next message arrives, and Discord's answer does not."""
    send, lost = delivery._send, list[int]()

    async def send_and_lose(*args: Any) -> int:
        sent = await send(*args)
        if not lost:
            lost.append(sent)
            raise ConnectionResetError
        return sent

    patch.setattr(delivery, "_send", send_and_lose)


def fail_at(patch: pytest.MonkeyPatch, use_case: Callable[..., Any], error: BaseException) -> None:
    """Nothing is written by this use case: whoever asks for it gets the error instead."""
    write = Transactions.write

    async def write_or_fail(
        self: Transactions, wanted: Callable[..., Any], *args: Any, **options: Any
    ) -> Any:
        if wanted is use_case:
            raise error
        return await write(self, wanted, *args, **options)

    patch.setattr(Transactions, "write", write_or_fail)


@contextmanager
def unheard(world: World, *events: str) -> Iterator[None]:
    """Such events of Discord's do not reach the bot, as while it has no connection."""
    lost = True
    for event in events:
        rules_of(world.env).simulation.on(event, lambda _: not lost)
    yield
    lost = False


def button_ids(message: discord.Message) -> list[str]:
    """The custom ids of the buttons under a message, in order."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [one.custom_id for row in rows for one in row.children if one.custom_id is not None]


def button(custom_id: str) -> list[dict[str, Any]]:
    """A row with one button, as Discord stores it."""
    return [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": custom_id}]}]


async def press_forged(
    world: World, who: MemberActor, custom_id: str, channel: ChannelHandle | None = None
) -> InteractionResult:
    """A member who has learnt to send any custom id presses it under a private reply of their own."""
    own = await who.slash(channel or world.channel, "meetup list")
    assert own.response is not None
    stored = world.env.backend.get_message((channel or world.channel).id, own.response.id)
    stored.components = button(custom_id)
    return await who.click(own.response, custom_id=custom_id)


async def crowd(world: World, message: discord.Message, count: int) -> list[int]:
    """So many members join and tap ✅, all at once; their ids."""
    users = [world.env.create_user(f"member{number}") for number in range(count)]
    for user in users:
        world.env.backend.add_member(world.guild.id, user.id, roles=[])
        world.env.backend.set_reaction(world.channel.id, message.id, "✅", user.id, True)
    return [user.id for user in users]


async def by_the_way(world: World, *, whole: bool = False) -> list[str]:
    """What the host hears besides the answer to a command: the key words of each line."""
    shown = await world.members["erin"].slash(world.channel, "meetup list")
    lines = [line for one in shown.followups for line in one.content.splitlines()[1:]]
    assert all(one.ephemeral for one in shown.followups)
    if whole:
        return lines
    words = ("was deleted", "left it out", "I can't post", "role that", "server's events")
    return [word for line in lines for word in words if word in line]


def filled(form: InteractionResult) -> dict[str, Any]:
    """What the fields of a form are filled with, by name; of members their ids."""
    assert form.modal is not None, "no form was opened"
    fields = [one["component"] for one in form.modal["components"]]
    return {
        one["custom_id"]: one.get("value") or [int(who["id"]) for who in one.get("default_values") or ()]
        for one in fields
    }


def last_said(world: World, message: discord.Message) -> str:
    """What the last message in the thread under this one says."""
    return reads(world.thread(message)[-1])
