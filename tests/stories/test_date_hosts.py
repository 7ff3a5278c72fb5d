"""One date is hosted by somebody else: what they may and hear, and what becomes of it when they leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cogs.custom_ids import MOVE_DATE, ONE_DATE, RESTORE_DATE, SKIP_DATE, START_SESSION
from demo.forms import fill_in
from demo.settings import set_up
from demo.world import World
from tests.stories.brainstorming import gathered
from tests.stories.hosting import attendance, differ, manage, menu, offered, press, restore, tap
from tests.stories.telling import announced, card, filled, ids, last_said, pick, press_forged, reads, said

_FRIDAY = datetime(2026, 3, 13, 8, 30, tzinfo=UTC)  # 9:30 in Berlin
_TITLE = "Friday co-working"


async def _all_may_plan(world: World) -> None:
    await set_up(world, world.join("boss", is_organiser=True), planners=[world.coworkers])


async def test_whoever_hosts_one_date_may_do_what_its_host_may(world: World) -> None:
    message = await gathered(world, "alice", "bob")
    dana = world.members["dana"]
    refused = await differ(world, "erin", host=[dana])
    assert "They may not plan meetups here yet" in said(refused)
    await _all_may_plan(world)
    form = await world.press(world.members["erin"], refused, "✏️ Edit")
    assert filled(form)["host"] == ids(world, "dana"), "as it was picked"
    assert "Changed" in said(await fill_in(world.members["erin"], form, {}))
    await world.settle()
    assert f"👋 Hosted by {dana.mention}" in reads(card(world))
    assert "Only this time: host" in reads(card(world))
    (told,) = [one for one in world.thread(message) if one.raw_mentions == ids(world, "dana")]
    assert "`/meetup manage` has all you need" in reads(told)
    page = await manage(world, dana, await pick(world, dana, "meetup manage"))
    assert offered(page) == ["Move", "Only this date", "Skip", "Restore", "Start", "Agenda", "Guest list"]
    assert menu(page) == []
    assert await world.members["alice"].autocomplete(world.channel, "meetup manage", "meetup", "") == []
    begun = await press(world, dana, page, START_SESSION)
    assert "Off we go" in said(begun)
    await world.advance(timedelta(hours=1))
    shown = await attendance(
        world, dana, await pick(world, dana, "meetup manage"), present=[world.members["alice"]]
    )
    assert world.members["alice"].mention in said(shown)
    nexts = f"{(await pick(world, world.members['erin'], 'meetup show')).partition(':')[0]}:2026-03-20"
    assert "can be changed by its host" in said(await manage(world, dana, nexts))


async def test_who_hosts_a_date_moves_it_skips_it_and_gives_it_back(world: World) -> None:
    await _all_may_plan(world)
    await announced(world)
    erin, dana = world.members["erin"], world.members["dana"]
    await differ(world, "erin", host=[dana])
    ref = await pick(world, dana, "meetup manage")
    shown = await world.members["dana"].slash(world.channel, "meetup show", meetup=_TITLE)
    assert "Manage" in offered(shown)
    page = await world.press(dana, shown, "Manage")
    form = await press(world, dana, page, MOVE_DATE)
    assert "Moved" in said(await dana.submit_modal(form, {"when": "sat 14:00"}))
    assert "Skipped" in said(await press(world, dana, page, SKIP_DATE))
    shown = await press(world, dana, page, RESTORE_DATE)
    assert said(shown) == "Restored.", "and that it is no longer hers to see"
    await world.settle()
    assert f"👋 Hosted by {erin.mention}" in reads(card(world))
    assert "can be changed by its host" in said(await press_forged(world, dana, SKIP_DATE.make(ref)))


async def test_who_hosts_a_date_no_more_is_told_in_its_thread(world: World) -> None:
    await _all_may_plan(world)
    message = await announced(world)
    dana = world.members["dana"]
    await differ(world, "erin", host=[dana])
    await world.settle()
    await restore(world, world.members["erin"])
    await world.settle()
    assert "has changed (host)" in last_said(world, message)
    assert f"👋 Hosted by {world.members['erin'].mention}" in last_said(world, message)
    assert world.thread(message)[-1].raw_mentions == [dana.id]


async def test_nobody_is_host_who_is_a_bot_or_has_left(world: World) -> None:
    await announced(world)
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    gus = world.join("gus", is_host=True)
    assert "a bot can't host" in said(await differ(world, "erin", host=[robot]))
    form = await tap(world, world.members["erin"], ONE_DATE)
    world.guild.remove_member(gus)
    await world.settle()
    shown = await fill_in(world.members["erin"], form, {"host": [gus.user]})
    assert "Pick one member of this server" in said(shown)


async def test_who_hosts_a_date_that_is_not_announced_hears_it_in_private(world: World) -> None:
    await _all_may_plan(world)
    await announced(world)
    later = (await pick(world, world.members["erin"], "meetup manage")).replace("03-13", "03-27")
    await differ(world, "erin", later, host=[world.members["dana"]])
    heard = await world.members["dana"].slash(world.channel, "meetup list")
    assert any("is yours to host" in one.content for one in heard.followups)


async def test_a_host_who_leaves_gives_the_date_back_to_the_series(world: World) -> None:
    await _all_may_plan(world)
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", host=[world.members["dana"]], place="Library")
    await world.settle()
    world.guild.remove_member(world.members["dana"])
    await world.restart()
    await world.settle()
    text = reads(card(world))
    assert f"👋 Hosted by {world.members['erin'].mention}" in text
    assert "Only this time: place" in text
    told = [reads(one) for one in world.thread(message) if one.raw_mentions == ids(world, "erin")]
    assert any("hosts **Friday co-working** on" in one for one in told)
    assert "has changed (host)" in "\n".join(map(reads, world.thread(message)))


async def test_who_erases_themselves_hosts_no_date_any_more(world: World) -> None:
    await _all_may_plan(world)
    message = await announced(world)
    await world.members["alice"].react(message, "✅")
    dana = world.members["dana"]
    await differ(world, "erin", host=[dana])
    await world.advance(timedelta(days=7))
    await differ(world, "erin", host=[dana])
    await world.settle()
    exported = await dana.slash(world.channel, "privacy export")
    assert exported.response is not None
    (file,) = exported.response.message.attachments
    assert b'"hosted_dates": [' in await file.read()
    shown = await dana.slash(world.channel, "privacy erase")
    await world.press(dana, shown, "Erase everything")
    await world.advance(timedelta(minutes=1))
    assert all(dana.mention not in text for text in map(reads, world.cards()))
    assert "Hosted by somebody who has left" in reads(card(world, 0))
    assert f"Hosted by {world.members['erin'].mention}" in reads(card(world))


async def test_a_room_of_one_date_that_is_deleted_is_told_to_who_hosts_it(world: World) -> None:
    room = world.guild.create_voice_channel("Kitchen table")
    jules = world.join("jules", is_host=True)
    await announced(world, place="Café Nordlicht")
    await differ(world, "erin", place="Kitchen table", host=[jules])
    await world.settle()
    world.env.backend.delete_channel(room.id)
    await world.settle()
    heard = await jules.slash(world.channel, "meetup list")
    assert any("takes place was deleted" in one.content for one in heard.followups)
    heard = await world.members["erin"].slash(world.channel, "meetup list")
    assert not any("takes place was deleted" in one.content for one in heard.followups)


async def test_who_hosts_a_date_hears_what_concerns_it_and_the_host_of_the_series_does_not(
    world: World,
) -> None:
    jules = world.join("jules", is_host=True)
    await announced(world)
    await differ(world, "erin", host=[jules])
    await world.advance_to(_FRIDAY + timedelta(minutes=1))  # nobody said yes
    heard = await jules.slash(world.channel, "meetup list")
    assert any("Nobody had said yes" in one.content for one in heard.followups)
    heard = await world.members["erin"].slash(world.channel, "meetup list")
    assert not any("Nobody had said yes" in one.content for one in heard.followups)
