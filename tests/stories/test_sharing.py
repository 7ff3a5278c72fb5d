"""Sharing a problem: the form, what is like it, the forum and the text channel, and limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from demo.settings import set_up
from demo.world import World
from tests.stories.board import (
    LATE,
    Thread,
    boss,
    button_of,
    fill_in,
    open_forum,
    press_on_page,
    propose,
    share,
    solved,
)
from tests.stories.telling import forbid, press_forged, reads, said


async def test_a_problem_becomes_a_thread_under_a_message(world: World) -> None:
    thread = await share(world, world.members["alice"])
    card = thread.card
    assert card.channel.id == world.channel.id
    text = reads(card)
    assert "A client pays late, every time" in text
    assert "within two weeks" in text
    assert "I sent reminders" in text
    assert f"<@{world.members['alice'].id}>" in text
    assert "invoices · clients" in text
    assert "waiting for a first proposal" in text
    assert [str(one.emoji) for one in card.reactions] == ["🙋"]


async def test_a_problem_becomes_a_post_in_a_forum(world: World) -> None:
    forum = await open_forum(world, "invoices", "clients", "tools")
    thread = await share(world, world.members["alice"], tags=["invoices", "clients"])
    assert thread.handle.name == LATE["title"]
    assert thread.card.channel.id == thread.id
    assert sorted(thread.tags) == ["clients", "invoices", "waiting"]
    assert forum.id == world.env.backend.get_channel(thread.id).parent_id
    assert [str(one.emoji) for one in thread.card.reactions] == ["🙋"]


async def test_the_author_is_told_where_it_is(world: World) -> None:
    shown = await fill_in(world, world.members["alice"])
    thread = Thread(world, world.channel.threads[-1].id)
    assert f"https://discord.com/channels/{world.guild.id}/{thread.id}" in said(shown)


async def test_nobody_is_mentioned_whatever_the_text_says(world: World) -> None:
    shouting = f"@everyone <@{world.members['bob'].id}> <@&{world.coworkers.id}>"
    thread = await share(world, world.members["alice"], title="@everyone help", wants=shouting)
    assert not thread.card.mention_everyone
    assert thread.card.raw_mentions == []
    assert thread.card.raw_role_mentions == []


@pytest.mark.parametrize("is_anonymous", [False, True])
async def test_half_a_character_which_a_phone_may_send_is_a_question_mark(
    world: World, is_anonymous: bool
) -> None:
    alice = world.members["alice"]
    thread = await share(world, alice, tried="It was \ud83d before", anonymous=is_anonymous)
    assert "It was ? before" in reads(thread.card)


async def test_similar_problems_are_shown_to_the_author_alone_solved_ones_first(world: World) -> None:
    await share(world, world.members["dana"], title="My client never pays in time", tags="")
    await solved(world, title="Late payments by a big client", wants="To be paid within two weeks")
    await share(
        world, world.members["charlie"], title="Which chair is good for the back?", wants="To sit well"
    )
    shown = await fill_in(world, world.members["erin"])
    text = said(shown)
    assert text.index("Late payments by a big client") < text.index("My client never pays in time")
    assert "chair" not in text
    assert len(world.channel.threads) == 3  # nothing is posted yet
    await world.press(world.members["erin"], shown, "Post mine anyway")
    await world.settle()
    assert len(world.channel.threads) == 4


async def test_that_helps_thank_you_posts_nothing(world: World) -> None:
    await solved(world)
    erin = world.members["erin"]
    shown = await fill_in(world, erin, title="Clients who pay late")
    custom_id = button_of(shown, "Post mine anyway")
    await world.press(erin, shown, "That helps, thank you")
    assert "Glad" in said(shown)
    await world.settle()
    assert len(world.channel.threads) == 1
    again = await press_forged(world, erin, custom_id)
    assert "This draft has expired" in said(again)


async def test_pressing_post_twice_posts_once(world: World) -> None:
    await share(world, world.members["alice"])
    bob = world.members["bob"]
    shown = await fill_in(world, bob)
    custom_id = button_of(shown, "Post mine anyway")
    await world.press(bob, shown, "Post mine anyway")
    again = await press_forged(world, bob, custom_id)
    assert "It is on the board" in said(again)
    assert len(world.channel.threads) == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": " \u200b "}, "needs a title"),
        ({"wants": "\u2063"}, "what you want"),
        ({"tags": "a, b, c, d, e, f"}, "Up to 5 tags"),
        ({"tags": "solved"}, "I set the tag “solved” myself"),
        ({"tags": "x" * 30}, "too long"),
    ],
)
async def test_a_form_that_cannot_be_posted_is_kept_and_can_be_mended(
    world: World, changes: dict[str, Any], reason: str
) -> None:
    alice = world.members["alice"]
    shown = await fill_in(world, alice, **changes)
    assert reason.casefold() in said(shown).casefold()
    assert world.channel.threads == []
    form = await world.press(alice, shown, "Edit")
    assert form.modal is not None
    assert LATE["tried"] in str(form.modal)  # what was typed is still there
    await alice.submit_modal(form, LATE)
    await world.settle()
    assert len(world.channel.threads) == 1


async def test_a_form_filled_in_while_the_bot_was_started_again_still_arrives(world: World) -> None:
    alice = world.members["alice"]
    shown = await alice.slash(world.channel, "problem share")
    await world.restart()
    await alice.submit_modal(shown, LATE)
    await world.settle()
    assert len(world.channel.threads) == 1


async def test_a_draft_outlives_a_restart_between_the_form_and_the_button(world: World) -> None:
    await share(world, world.members["alice"])
    bob = world.members["bob"]
    shown = await fill_in(world, bob)
    await world.restart()
    await world.press(bob, shown, "Post mine anyway")
    await world.settle()
    assert len(world.channel.threads) == 2


async def test_a_draft_is_kept_for_a_day_and_then_forgotten(world: World) -> None:
    await share(world, world.members["alice"])
    bob = world.members["bob"]
    shown = await fill_in(world, bob)
    await world.env.advance_time(timedelta(days=1, minutes=1).total_seconds())
    await world.restart()
    pressed = await world.press(bob, shown, "Post mine anyway")
    assert "This draft has expired" in said(pressed)
    assert len(world.channel.threads) == 1


async def test_somebody_elses_draft_is_not_to_be_had(world: World) -> None:
    await share(world, world.members["alice"])
    shown = await fill_in(world, world.members["bob"])
    answer = await press_forged(world, world.members["dana"], button_of(shown, "Post mine anyway"))
    assert "This draft has expired" in said(answer)
    assert len(world.channel.threads) == 1


async def test_too_many_within_an_hour_are_refused_kindly_and_kept(world: World) -> None:
    alice = world.members["alice"]
    for title in ("Taxes in two countries", "A chair for the back", "Backups of a laptop"):
        await share(world, alice, title=title, wants=title)
    shown = await fill_in(world, alice)
    assert "3 problems within an hour" in said(shown)
    await world.advance(timedelta(hours=1, minutes=1))
    form = await world.press(alice, shown, "Edit")
    await alice.submit_modal(form, LATE)
    await world.settle()
    assert len(world.channel.threads) == 4


async def test_too_many_open_ones_are_refused_with_the_way_out(world: World) -> None:
    alice = world.members["alice"]
    for number in range(10):
        await share(world, alice, title=f"Number {number}x{number}", wants=f"thing{number}", tags="")
        await world.advance(timedelta(minutes=30))
    shown = await fill_in(world, alice)
    assert "10 open problems" in said(shown)
    await press_on_page(alice, world.channel, "Close it", problem="Number 3x3")
    form = await world.press(alice, shown, "Edit")
    await alice.submit_modal(form, LATE)
    await world.settle()
    assert len(world.channel.threads) == 11


async def test_the_form_of_a_forum_offers_its_tags_and_not_those_of_states(world: World) -> None:
    await open_forum(world, "invoices", "tools")
    form = await world.members["alice"].slash(world.channel, "problem share")
    assert form.modal is not None
    select = form.modal["components"][3]["component"]
    assert [option["value"] for option in select["options"]] == ["invoices", "tools"]


async def test_the_form_says_what_anonymous_hides_and_from_whom_it_does_not(world: World) -> None:
    form = await world.members["alice"].slash(world.channel, "problem share")
    assert form.modal is not None
    description = form.modal["components"][4]["description"]
    assert "members and moderators" in description
    assert "runs this bot" in description


async def test_without_a_board_it_goes_where_it_is_typed_be_it_a_thread(world: World) -> None:
    thread = await share(world, world.members["alice"])
    other = await share(
        world, world.members["bob"], thread.handle, title="Which chair?", wants="To sit", tags=""
    )
    assert other.card.channel.id == world.channel.id


async def test_in_a_voice_channel_it_says_where_to_go(world: World) -> None:
    voice = world.guild.create_voice_channel("Quiet room")
    shown = await world.members["alice"].slash(voice, "problem share")
    assert "text channels and forums" in said(shown)


async def test_a_board_where_the_bot_may_not_post_is_refused_before_anything_is_typed(world: World) -> None:
    forbid(world, world.channel, create_public_threads=True)
    shown = await world.members["alice"].slash(world.channel, "problem share")
    assert "I lack: Create Public Threads" in said(shown)


async def test_a_board_that_is_closed_to_the_bot_meanwhile_keeps_the_draft(world: World) -> None:
    alice = world.members["alice"]
    form = await alice.slash(world.channel, "problem share")
    forbid(world, world.channel, send_messages=True)
    shown = await alice.submit_modal(form, LATE)
    assert "I lack: Send Messages" in said(shown)
    forbid(world, world.channel)
    await world.press(alice, shown, "Try again")
    await world.settle()
    assert len(world.channel.threads) == 1


async def test_the_state_tags_are_made_once(world: World) -> None:
    forum = await open_forum(world, "invoices")
    await set_up(world, boss(world), board=forum)
    names = [tag["name"] for tag in world.env.backend.get_channel(forum.id).available_tags]
    assert names == ["invoices", "waiting", "open", "solved"]


async def test_in_a_full_forum_the_least_used_tags_make_room_and_it_says_so(world: World) -> None:
    forum = world.make_forum("problems", *(f"tag{number:02}" for number in range(20)))
    tags = world.env.backend.get_channel(forum.id).available_tags
    used = [int(tag["id"]) for tag in tags if tag["name"] not in {"tag04", "tag11", "tag19"}]
    for tag_id in used:
        world.env.backend.create_thread(forum.id, "A post", world.members["bob"].id, applied_tags=[tag_id])
    shown = await set_up(world, boss(world), board=forum)
    assert "tag04, tag11, tag19" in said(shown)
    names = [tag["name"] for tag in world.env.backend.get_channel(forum.id).available_tags]
    assert len(names) == 20
    assert names[-3:] == ["waiting", "open", "solved"]


async def test_without_manage_channels_it_says_how_to_get_the_state_tags(world: World) -> None:
    forum = world.make_forum("problems", "invoices", "Solved")
    forbid(world, forum, manage_channels=True)
    shown = await set_up(world, boss(world), board=forum)
    assert "lacks: waiting, open" in said(shown)
    assert "Edit Channel" in said(shown)
    forbid(world, forum)
    thread = await share(world, world.members["alice"], tags=["invoices"])
    assert thread.tags == ["invoices"]


async def test_a_sixth_tag_has_no_room_on_a_post_and_the_author_is_told(world: World) -> None:
    await open_forum(world, "a", "b", "c", "d", "e")
    await share(world, world.members["bob"], title="First", wants="first", tags=["b", "c", "d", "e"])
    shown = await fill_in(world, world.members["alice"], tags=["a", "b", "c", "d", "e"])
    assert "Only the board has: a." in said(shown)
    forum = next(one for one in world.guild.channels.values() if one.name == "problems")
    thread = Thread(world, max(one.id for one in forum.threads))
    assert sorted(thread.tags) == ["b", "c", "d", "e", "waiting"]
    found = await world.members["dana"].slash(world.channel, "problem list", tag="a")
    assert LATE["title"] in said(found)


async def test_the_tag_of_the_state_follows_the_problem(world: World) -> None:
    await open_forum(world, "invoices")
    thread = await share(world, world.members["alice"], tags=["invoices"])
    proposal = await propose(world, world.members["bob"], thread)
    assert thread.tags == ["open", "invoices"]
    await world.members["alice"].click(proposal, label="Accept")
    await world.settle()
    assert thread.tags == ["solved", "invoices"]
    await press_on_page(world.members["alice"], thread.handle, "Open it again")
    await world.settle()
    assert thread.tags == ["open", "invoices"]
    await press_on_page(world.members["alice"], thread.handle, "Close it")
    await world.settle()
    assert thread.tags == ["invoices"]
