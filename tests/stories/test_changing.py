"""A host changes a date, or the series."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from cogs.custom_ids import SHOW_AGENDA, CustomId
from demo.world import World
from tests.stories.edits import edit
from tests.stories.hosting import ON_THE_PAGE, cancel, manage, menu, move, offered, restore, skip
from tests.stories.telling import WEEKLY, announced, card, field, ids, pick, press_forged, reads, said, sent


async def test_a_skipped_date_is_told_to_those_who_answered_and_is_not_pinged(world: World) -> None:
    message = await announced(world)
    erin = world.members["erin"]
    await world.members["alice"].react(message, "✅")
    await world.members["bob"].react(message, "❌")
    await erin.react(message, "✅")  # who skips it need not be told
    shown = await skip(world, erin, await pick(world, erin, "meetup manage"))
    assert "skipped" in said(shown)
    await world.settle()
    assert "does not take place" in reads(card(world))
    assert [one.raw_mentions for one in world.thread(message)] == [ids(world, "alice")]
    assert world.events == []
    before = len(sent(world))
    await world.advance(timedelta(days=3, hours=1))
    assert len(sent(world)) == before


async def test_a_skipped_date_comes_back_with_its_pings(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup manage")
    await skip(world, erin, date)
    assert "skipped already" in said(await skip(world, erin, date))
    assert "skipped" in said(await move(world, erin, "sat 10:00", date))
    page = await manage(world, erin, date)
    assert "Restore" in offered(page)
    assert not {"Skip", "Move"} & set(offered(page))
    await restore(world, erin, date)
    await world.settle()
    assert "does not take place" not in reads(card(world))
    assert field(card(world), "Going") == ids(world, "alice")
    assert len(world.events) == 1
    assert "nothing to restore" in said(await restore(world, erin, date))
    await world.advance(timedelta(days=2, hours=23))
    assert any("starts" in text for text in sent(world))


async def _offered(world: World, command: str) -> list[dict[str, str]]:
    return await world.members["erin"].autocomplete(world.channel, command, "meetup", "fri")


async def test_a_date_can_be_skipped_long_before_it_is_announced(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    third = await pick(world, erin, "meetup manage", 2)
    await skip(world, erin, third)
    await world.advance(timedelta(weeks=4))
    starts = [reads(one).count("<t:") > 0 for one in world.cards()]
    assert len(starts) == 4  # the 13th, the 20th, not the 27th, the 3rd and the 10th of April
    assert not any("1774600200" in reads(one) for one in world.cards())


async def test_a_moved_date_moves_its_pings_its_event_and_its_card(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "🤔")
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup manage")
    shown = await move(world, erin, "sat 14:00", date)
    assert "moved" in said(shown)
    await world.settle()
    assert "has moved to <t:1773493200:F>" in reads(world.thread(message)[-1])
    assert "<t:1773493200:F>" in reads(card(world))
    assert world.events[0].scheduled_start_time.startswith("2026-03-14T13:00")
    assert "already starts at that time" in said(await move(world, erin, "sat 14:00", date))
    await world.advance(timedelta(days=4))
    reminders = [text for text in sent(world) if "starts <t:1773493200:F>" in text]
    assert len(reminders) == 2  # one in the channel, one in the thread
    assert not [text for text in sent(world) if "starts <t:1773390600:F>" in text]


async def test_what_is_moved_to_the_next_hour_is_told_and_not_reminded_of_as_well(world: World) -> None:
    message, erin = await announced(world), world.members["erin"]
    await world.members["alice"].react(message, "✅")
    await move(world, erin, "in 1 hour", await pick(world, erin, "meetup manage"))
    await world.settle()
    assert "has moved to" in reads(world.thread(message)[-1])
    assert len(world.thread(message)) == 1
    assert len([one for one in world.channel.history() if one.embeds]) == 1  # the card


async def test_a_date_that_was_moved_forward_is_over_when_it_is_over(world: World) -> None:
    erin = world.members["erin"]
    await world.plan(erin, **WEEKLY)
    date = await pick(world, erin, "meetup manage")
    await move(world, erin, "tomorrow 14:00", date)
    await world.advance(timedelta(days=2))
    listed = said(await erin.slash(world.channel, "meetup list"))
    assert "<t:1773390600:" not in listed, "Friday, as the series has it"
    assert "<t:1773995400:" in listed, "the Friday after it"
    assert date not in [choice["value"] for choice in await _offered(world, "meetup rsvp")]
    answered = await erin.slash(world.channel, "meetup rsvp", meetup=date, answer="going")
    assert "That date is over" in said(answered)


async def test_moved_and_restored_is_as_if_nothing_had_happened(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup manage")
    await move(world, erin, "sat 14:00", date)
    await restore(world, erin, date)
    await world.settle()
    assert "<t:1773390600:F>" in reads(card(world))


async def test_the_series_moves_to_thursday_and_keeps_its_answers(world: World) -> None:
    message = await announced(world, pings="2 days, 2h")
    await world.members["alice"].react(message, "✅")
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup show")
    shown = await edit(world, erin, date, when="thu 18:00")
    assert "Thu 12 Mar 2026, 18:00" in said(shown)
    await world.settle()
    assert field(card(world), "Going") == ids(world, "alice")
    assert len(world.cards()) == 1
    assert "has changed (time)" in reads(world.thread(message)[-1])
    await world.advance(timedelta(weeks=1))
    assert len(world.cards()) == 2
    assert "Weekly on Thursday" in said(
        await edit(world, erin, "Friday co-working", title="Thursday co-working")
    )


async def test_a_later_hour_keeps_a_skip_that_was_made_before(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    second = await pick(world, erin, "meetup manage", 1)
    await skip(world, erin, second)
    shown = await edit(world, erin, await pick(world, erin, "meetup show"), when="fri 10:00")
    assert "~~Fri 20 Mar 2026, 10:00" in said(shown)


async def test_the_event_of_a_date_that_the_series_loses_goes_though_nobody_announced_it(
    world: World,
) -> None:
    alice, erin = world.members["alice"], world.members["erin"]
    await world.plan(erin, **WEEKLY)
    second = await pick(world, alice, "meetup rsvp", 1)
    await alice.slash(world.channel, "meetup rsvp", meetup=second, answer="going")
    await world.settle()
    assert len(world.events) == 2
    date = await pick(world, erin, "meetup show")
    await edit(world, erin, date, when="thu 9:30", repeats="every 2 weeks")
    await world.settle()
    assert len(world.events) == 1  # that of the next Thursday


async def test_a_new_rhythm_calls_off_dates_it_does_not_have(world: World) -> None:
    await announced(world, pings="12 days, 2h")
    await world.settle()
    assert len(world.cards()) == 2  # the 13th and, twelve days ahead, the 20th
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup show")
    shown = await edit(world, erin, date, repeats="every 2 weeks")
    assert "Fri 27 Mar" in said(shown)
    await world.settle()
    assert ["Cancelled" in reads(one) for one in world.cards()] == [False, True]


async def test_place_seats_and_length_change_for_every_date_to_come(world: World) -> None:
    message = await announced(world, seats="1")
    await world.members["alice"].react(message, "✅")
    await world.members["bob"].react(message, "✅")
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup show")
    await edit(world, erin, date, place="Café Süd", seats="2", length="3h", pings="3d, 1h")
    await world.settle()
    assert "Café Süd" in reads(card(world))
    assert field(card(world), "Going") == ids(world, "alice", "bob")
    assert any("A seat is yours" in reads(one) for one in world.thread(message))
    assert world.events[0].entity_metadata == {"location": "Café Süd"}
    await edit(world, erin, date, seats="", role=world.coworkers)
    await world.settle()
    assert "Going (2)" in reads(card(world))
    await edit(world, erin, date, role=[])
    await world.advance(timedelta(days=3))
    reminder = next(one for one in world.channel.history() if "starts" in reads(one))
    assert reminder.raw_role_mentions == []


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({}, "Nothing to change"),
        ({"title": "Friday co-working"}, "Nothing to change"),
        ({"title": " "}, "needs a title"),
        ({"when": "yesterday"}, "has passed"),
        ({"seats": "-3"}, "1 to 1,000"),
        ({"length": "forever"}, "length of time"),
        ({"pings": "1,2,3"}, "length of time"),
        ({"repeats": "sometimes"}, "how often"),
        ({"zone": "Mars"}, "time zone"),
    ],
)
async def test_edits_that_are_refused_change_nothing(
    world: World, options: dict[str, str], answer: str
) -> None:
    await announced(world)
    before = reads(card(world))
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup show")
    assert answer in said(await edit(world, erin, date, **options))
    await world.settle()
    assert reads(card(world)) == before


async def test_two_hosts_edit_at_once_and_both_edits_stand(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    jules = world.join("jules", is_host=True)
    date = await pick(world, erin, "meetup show")
    await edit(world, erin, date, title="Long table")
    await edit(world, jules, date, place="Café Süd")
    await world.settle()
    assert "Long table" in reads(card(world))
    assert "Café Süd" in reads(card(world))


async def test_cancelling_asks_first_and_tells_everybody_who_answered(world: World) -> None:
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup manage")
    shown = await cancel(world, erin, date)
    assert "Nothing has changed" in said(await world.press(erin, shown, "Keep it"))
    shown = await cancel(world, erin, date)
    assert "Cancelled" in said(await world.press(erin, shown, "Cancel all dates"))
    await world.settle()
    assert "Cancelled" in reads(card(world))
    assert "is cancelled" in reads(world.thread(message)[-1])
    assert world.events == []
    assert await world.bot.next_due_at() is None
    shown = await erin.slash(world.channel, "meetup show", meetup=date)
    assert "has been cancelled" in said(shown)


async def test_a_cancel_button_from_before_an_edit_asks_to_look_again(world: World) -> None:
    await announced(world)
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup manage")
    shown = await cancel(world, erin, date)
    await edit(world, erin, date, title="Long table")
    assert "changed meanwhile" in said(await world.press(erin, shown, "Cancel all dates"))
    second = await cancel(world, erin, date)
    third = await cancel(world, erin, date)
    await world.press(erin, second, "Cancel all dates")
    assert "has been cancelled" in said(await world.press(erin, third, "Cancel all dates"))


async def test_members_may_not_change_what_they_do_not_host(world: World) -> None:
    await announced(world)
    date = await pick(world, world.members["erin"], "meetup show")
    shown = await world.members["alice"].slash(world.channel, "meetup manage", meetup=date)
    assert "its host" in said(shown)


@pytest.mark.parametrize("kind", ON_THE_PAGE)
async def test_a_forged_button_of_the_page_is_checked_like_the_page(world: World, kind: CustomId) -> None:
    await announced(world)
    alice = world.members["alice"]
    date = await pick(world, alice, "meetup show")
    assert "its host" in said(await press_forged(world, alice, kind.make(date)))


async def test_no_other_server_is_reached_by_guessing_ids(world: World) -> None:
    await announced(world)
    date = await pick(world, world.members["erin"], "meetup show")
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("general")
    stranger = elsewhere.add_member(
        world.env.create_user("stranger"),
        roles=[elsewhere.create_role("boss", permissions=discord.Permissions(manage_events=True))],
    )
    for command, options in (
        ("show", {}),
        ("manage", {}),
        ("rsvp", {"answer": "going"}),
        ("calendar", {}),
    ):
        shown = await stranger.slash(channel, f"meetup {command}", meetup=date, **options)
        assert "I don't know that meetup" in said(shown), command
    for kind in (*ON_THE_PAGE, SHOW_AGENDA):
        shown = await press_forged(world, stranger, kind.make(date), channel)
        assert "I don't know that meetup" in said(shown), kind.name
    own = await stranger.slash(channel, "meetup list")
    assert "None is planned" in said(own)
    assert await stranger.autocomplete(channel, "meetup show", "meetup", "") == []


async def test_a_forged_cancel_is_checked_like_the_command(world: World) -> None:
    await announced(world)
    alice = world.members["alice"]
    date = await pick(world, alice, "meetup show")
    assert "its host" in said(await press_forged(world, alice, f"cancel|{date}|0"))


async def test_a_single_meetup_leaves_the_list_when_it_is_over(world: World) -> None:
    await announced(world, repeats="once")
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup show")
    await world.advance(timedelta(days=4))
    assert "is over" in said(await edit(world, erin, date, title="Again"))
    assert "None is planned" in said(await erin.slash(world.channel, "meetup list"))


async def test_what_is_under_way_can_be_shown_but_not_skipped(world: World) -> None:
    await announced(world)
    await world.advance(timedelta(days=3, minutes=30))
    erin = world.members["erin"]
    date = await pick(world, erin, "meetup show")
    assert "Hosted by" in said(await erin.slash(world.channel, "meetup show", meetup=date))
    assert "has started" in said(await skip(world, erin, date))


async def test_titles_that_fit_several_meetups_ask_to_pick(world: World) -> None:
    await announced(world)
    await announced(world, **(WEEKLY | {"title": "Friday drinks", "when": "fri 18:00"}))
    erin = world.members["erin"]
    assert "fits several" in said(await erin.slash(world.channel, "meetup show", meetup="friday"))
    assert "Hosted by" in said(await erin.slash(world.channel, "meetup show", meetup="FRIDAY DRINKS"))


async def test_a_date_the_series_lost_is_neither_listed_nor_restored_and_comes_back_with_the_series(
    world: World,
) -> None:
    await announced(world, pings="12 days, 2h")
    await world.settle()
    erin = world.members["erin"]
    await edit(world, erin, "Friday co-working", repeats="every 2 weeks")
    await world.settle()
    assert ["Cancelled" in reads(one) for one in world.cards()] == [False, True]
    page = await manage(world, erin)
    assert "Restore" not in offered(page)
    assert "2026-03-20" not in [one["value"] for one in menu(page)]
    shown = said(await erin.slash(world.channel, "meetup show", meetup="Friday co-working"))
    assert "20 Mar" not in shown
    await edit(world, erin, "Friday co-working", repeats="weekly")
    await world.settle()
    assert ["Cancelled" in reads(one) for one in world.cards()] == [False, False]
    shown = said(await erin.slash(world.channel, "meetup show", meetup="Friday co-working"))
    assert "20 Mar" in shown
