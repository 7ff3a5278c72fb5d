"""The front desk: one message with buttons for everybody; and the one greeting of a new server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.backend.models.channel import Overwrite
from simcord.builders import ChannelHandle, GuildHandle
from simcord.enums import OverwriteType
from simcord.results import InteractionResult

from db.engine import DatabaseError
from demo.settings import set_up
from demo.world import World
from languages import gettext, use_language
from services.table import front_desk, posting, syncing
from tests.stores import look_into
from tests.stories.board import boss
from tests.stories.telling import (
    edits,
    fail_at,
    forbid,
    labels,
    lose_the_answer,
    press_forged,
    reads,
    said,
    unheard,
)

BUTTONS = ["What's on", "Share a problem", "Find company", "My table", "Settings"]
HOUR = timedelta(hours=1)


async def _put_up(world: World, room: ChannelHandle | None, *, is_kept: bool = True) -> InteractionResult:
    """An organiser has the front desk stand in this channel, or nowhere."""
    organiser = boss(world)
    opened = await press_forged(world, organiser, "desk|")
    filled: dict[str, Any] = {"keep": is_kept, **({"channel": [room]} if room is not None else {})}
    shown = await organiser.submit_modal(opened, filled)
    await world.settle()
    return shown


def _desks(room: ChannelHandle) -> list[discord.Message]:
    return [message for message in room.history() if "Come and sit with us" in reads(message)]


def _rows(world: World) -> int:
    with look_into(world.bot.database) as database:
        return int(database.execute("SELECT count(*) FROM front_desks").fetchone()[0])


@pytest.fixture
def lobby(world: World) -> ChannelHandle:
    return world.guild.create_text_channel("lobby")


async def test_the_settings_say_where_it_stands(world: World, lobby: ChannelHandle) -> None:
    assert "The front desk: not set" in said(await boss(world).slash(world.channel, "longtable set"))
    await _put_up(world, lobby)
    assert f"The front desk: {lobby.mention}" in said(await boss(world).slash(world.channel, "longtable set"))


async def test_setting_up_offers_it_and_each_press_is_answered_in_private(
    world: World, lobby: ChannelHandle
) -> None:
    organiser = boss(world)
    form = await organiser.slash(world.channel, "longtable setup")
    preview = await organiser.submit_modal(form, {"channel": [world.channel], "zone": "Europe/Berlin"})
    done = await world.press(organiser, preview, "Set it up")
    opened = await world.press(organiser, done, "Front desk …")
    shown = await organiser.submit_modal(opened, {"channel": [lobby], "keep": True})
    assert lobby.mention in said(shown)
    (desk,) = _desks(lobby)
    assert len((desk.embeds[0].description or "").splitlines()) == 3
    assert labels(desk) == BUTTONS
    await world.restart()
    alice = world.members["alice"]
    assert "Upcoming meetups" in said(await alice.click(desk, label="What's on"))
    assert "A minute's tour" in said(await alice.click(desk, label="My table"))
    assert "Your profile" in said(await alice.click(desk, label="Settings"))
    assert (await alice.click(desk, label="Find company")).modal is not None
    assert (await alice.click(desk, label="Share a problem")).modal is not None
    assert [message.id for message in _desks(lobby)] == [desk.id]


async def test_it_is_posted_once_even_if_the_answer_is_lost(
    world: World, lobby: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await _put_up(world, lobby)
    await world.advance(HOUR)
    (desk,) = _desks(lobby)
    assert labels(desk) == BUTTONS


async def test_it_moves_and_goes_where_it_is_told(world: World, lobby: ChannelHandle) -> None:
    await _put_up(world, world.channel)
    await _put_up(world, lobby)
    assert len(_desks(world.channel)) == 0
    assert len(_desks(lobby)) == 1
    await _put_up(world, lobby)
    assert len(_desks(lobby)) == 1
    assert "no front desk now" in said(await _put_up(world, None))
    assert _desks(lobby) == []
    assert _rows(world) == 0


async def test_one_that_is_kept_is_put_up_again(world: World, lobby: ChannelHandle) -> None:
    await _put_up(world, lobby)
    (desk,) = _desks(lobby)
    world.env.backend.delete_message(lobby.id, desk.id)
    await world.settle()
    assert _desks(lobby) == []  # it had only just been put up
    await world.advance(timedelta(minutes=10))
    (desk,) = _desks(lobby)
    await world.advance(HOUR)
    world.env.backend.delete_message(lobby.id, desk.id)
    await world.settle()
    assert len(_desks(lobby)) == 1


async def test_one_that_is_not_kept_stays_away(world: World, lobby: ChannelHandle) -> None:
    await _put_up(world, lobby, is_kept=False)
    (desk,) = _desks(lobby)
    world.env.backend.delete_message(lobby.id, desk.id)
    await world.advance(HOUR)
    assert _desks(lobby) == []
    assert _rows(world) == 0


async def test_what_was_deleted_while_the_bot_was_away_is_put_up_again(
    world: World, lobby: ChannelHandle
) -> None:
    await _put_up(world, lobby)
    (desk,) = _desks(lobby)
    await world.advance(HOUR)
    with unheard(world, "MESSAGE_DELETE"):
        world.env.backend.delete_message(lobby.id, desk.id)
        await world.env.settle()
    await world.restart()
    await world.settle()
    assert len(_desks(lobby)) == 1


async def test_it_follows_the_language_of_the_server(world: World, lobby: ChannelHandle) -> None:
    await _put_up(world, lobby)
    (desk,) = _desks(lobby)
    await set_up(world, boss(world), language="de")
    await world.settle()
    assert edits(world) == 1
    assert labels(_desks_of_any_language(lobby)[0]) == _in_german(BUTTONS)
    await set_up(world, boss(world), language="auto")
    await world.settle()
    assert edits(world) == 2
    (same,) = _desks(lobby)
    assert same.id == desk.id
    world.env.backend.edit_guild(world.guild.id, {"preferred_locale": "de"})
    await world.settle()
    assert edits(world) == 3
    assert labels(_desks_of_any_language(lobby)[0]) == _in_german(BUTTONS)


def _desks_of_any_language(room: ChannelHandle) -> list[discord.Message]:
    return [message for message in room.history() if message.components]


def _in_german(texts: list[str]) -> list[str]:
    with use_language("de"):
        return [gettext(text) for text in texts]


async def test_the_organisers_hear_once_where_discord_refuses_it(world: World, lobby: ChannelHandle) -> None:
    await _put_up(world, lobby)
    (desk,) = _desks(lobby)
    await world.advance(HOUR)
    forbid(world, lobby, send_messages=True)
    world.env.backend.delete_message(lobby.id, desk.id)
    await world.settle()
    heard = await boss(world).slash(world.channel, "longtable set")
    (word,) = heard.followups
    assert f"I can't put up the front desk in {lobby.mention}" in word.content
    assert (await boss(world).slash(world.channel, "longtable set")).followups == []
    doctor = said(await boss(world).slash(world.channel, "longtable doctor"))
    assert f"In {lobby.mention}, for the front desk, I lack: Send Messages" in doctor
    world.env.backend.delete_overwrite(lobby.id, world.guild.roles["Longtable"].id)
    await world.settle()
    assert len(_desks(lobby)) == 1


async def test_where_the_bot_may_not_write_it_is_refused_at_once(world: World, lobby: ChannelHandle) -> None:
    forbid(world, lobby, embed_links=True)
    assert "Embed Links" in said(await _put_up(world, lobby))
    assert _rows(world) == 0


async def test_the_doctor_says_that_its_channel_is_gone(world: World, lobby: ChannelHandle) -> None:
    await _put_up(world, lobby)
    world.env.backend.delete_channel(lobby.id)
    await world.restart()
    await world.settle()
    assert world.bot.reporter.fault_count == 0
    doctor = said(await boss(world).slash(world.channel, "longtable doctor"))
    assert "The channel for the front desk is gone" in doctor
    assert "`/longtable set`, *Front desk*" in doctor
    await _put_up(world, world.channel)
    assert len(_desks(world.channel)) == 1
    assert _rows(world) == 1
    assert "front desk" not in said(await boss(world).slash(world.channel, "longtable doctor"))


async def test_it_is_for_organisers_to_put_up(world: World) -> None:
    shown = await press_forged(world, world.members["alice"], "desk|")
    assert "Manage Server" in said(shown)


def _greetings(room: ChannelHandle) -> int:
    return sum("`/longtable setup`" in reads(message) for message in room.history())


async def _join(world: World, guild: GuildHandle) -> None:
    """Discord tells the bot of a server as of one that it has joined."""
    await world.env.settle()
    await world.receive("guild_join", world.bot.get_guild(guild.id))
    await world.settle()


async def test_a_new_server_is_greeted_once_where_its_news_go(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    first, news = elsewhere.create_text_channel("rules"), elsewhere.create_text_channel("news")
    world.env.backend.edit_guild(elsewhere.id, {"system_channel_id": news.id})
    await _join(world, elsewhere)
    assert (_greetings(first), _greetings(news)) == (0, 1)
    assert "`/table`" in reads(news.history()[0])
    await _join(world, elsewhere)
    await world.restart()
    await world.settle()
    assert (_greetings(first), _greetings(news)) == (0, 1)


async def test_a_server_that_invited_the_bot_while_it_was_away_is_greeted(world: World) -> None:
    with unheard(world, "GUILD_CREATE", "CHANNEL_CREATE"):
        elsewhere = world.env.create_guild("Elsewhere")
        room = elsewhere.create_text_channel("general")
        await world.env.settle()
    await world.settle()
    assert _greetings(room) == 0
    await world.restart()
    await world.settle()
    assert _greetings(room) == 1


async def test_without_the_usual_channel_it_is_the_first_where_it_may_write(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    closed, opened = elsewhere.create_text_channel("closed"), elsewhere.create_text_channel("open")
    denied = discord.Permissions(send_messages=True).value
    overwrite = Overwrite(elsewhere.roles["Longtable"].id, OverwriteType.ROLE, deny=denied)
    world.env.backend.set_overwrite(closed.id, overwrite)
    await _join(world, elsewhere)
    assert (_greetings(closed), _greetings(opened)) == (0, 1)


async def test_where_it_may_write_nowhere_it_says_nothing_later_either(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    await _join(world, elsewhere)
    room = elsewhere.create_text_channel("general")
    await world.restart()
    await world.settle()
    assert _greetings(room) == 0


async def test_an_outage_makes_no_old_server_new(world: World) -> None:
    await _join(world, world.guild)
    assert _greetings(world.channel) == 0


@pytest.mark.parametrize("use_case", [posting.mark_sent, posting.claim_due])
async def test_a_process_that_dies_while_it_posts_posts_once(
    world: World, lobby: ChannelHandle, monkeypatch: pytest.MonkeyPatch, use_case: Any
) -> None:
    with monkeypatch.context() as patch:
        fail_at(patch, use_case, DatabaseError("gone"))
        await _put_up(world, lobby)
    world.bot.reporter.fault_count = 0
    await world.restart()
    await world.advance(HOUR)
    (desk,) = _desks(lobby)
    assert labels(desk) == BUTTONS
    await world.advance(HOUR)
    world.env.backend.delete_message(lobby.id, desk.id)
    await world.settle()
    assert len(_desks(lobby)) == 1


async def test_one_that_moves_while_its_first_post_has_no_answer_stands_in_one_place(
    world: World, lobby: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        lose_the_answer(patch)
        await _put_up(world, world.channel)
        await _put_up(world, lobby)
    assert len(_desks(lobby)) == 1
    await world.advance(HOUR)
    await world.settle()
    assert _desks(world.channel) == []
    assert len(_desks(lobby)) == 1
    assert _rows(world) == 1


async def test_a_process_that_dies_while_it_takes_one_down_goes_on_after_it(
    world: World, lobby: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _put_up(world, lobby)
    with monkeypatch.context() as patch:
        fail_at(patch, syncing.mark_gone, DatabaseError("gone"))
        fail_at(patch, front_desk.forget_messages, DatabaseError("gone"))
        with unheard(world, "MESSAGE_DELETE"):
            await _put_up(world, None)
    world.bot.reporter.fault_count = 0
    await world.restart()
    await world.advance(HOUR)
    assert _desks(lobby) == []
    assert _rows(world) == 0
