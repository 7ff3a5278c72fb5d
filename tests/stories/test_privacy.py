"""A member's own data: all of it handed over, all of it erased, and nothing left behind."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from cogs.custom_ids import ONE_DATE
from cogs.privacy.retention import RetentionSweeper
from db import feedback, guilds, meetup_dates, notices, seat_offers, welcomes
from db.connection import Connection
from db.migrations import find_version
from db.personal_data import POSTS
from db.personal_topics import TOPICS
from db.tables import count_rows, list_tables
from db.values import to_ms
from demo.forms import fill_in as fill_in_form
from demo.world import World
from domain.feedback import Tally
from domain.guilds import Actor
from domain.meetups.seat_offers import OfferState, SeatOffer
from domain.notices import Notice, NoticeKind
from services import retention
from services.meetups import feeds
from tests.stories.board import boss, fill_in, open_forum, propose, share, solved
from tests.stories.brainstorming import have_idea, rounds, start, until_start
from tests.stories.circles import circle_threads, form, settle_in
from tests.stories.hosting import hand_over, host_with, tap
from tests.stories.images import picture
from tests.stories.profiles import turn
from tests.stories.telling import announced, field, ids, reads, said
from tests.stories.venues import add_venue, rate_venue

# Who leaves, and reactions that stand after an erasure, have stories of their own.
ALL = {topic.name for topic in TOPICS} - {"left", "erased_reactions"} | {
    POSTS[0],
    "anonymous_problems",
    "drafts",
}
TABLE = ("erin", "alice", "bob", "charlie")


async def _export(world: World, who: str = "erin") -> dict[str, Any]:
    shown = await world.members[who].slash(world.channel, "privacy export")
    assert "everything I know" in said(shown)
    assert shown.response is not None
    (file,) = shown.response.message.attachments
    written: dict[str, Any] = json.loads(await file.read())
    return written


async def _erase(world: World, who: str = "erin") -> str:
    shown = await world.members[who].slash(world.channel, "privacy erase")
    assert "can't be undone" in said(shown)
    pressed = await world.press(world.members[who], shown, "Erase everything")
    await world.settle()
    assert pressed.response is not None
    return reads(pressed.response.message)


def _find_everywhere(connection: Connection, user_id: int) -> set[str]:
    """Every column in which the member's id stands, as a number or inside a text."""
    found = set()
    for table in list_tables(find_version(connection)):
        for row in connection.execute(f"SELECT * FROM {table}"):
            columns = [name for name in row.keys() if str(user_id) in str(row[name])]  # noqa: SIM118
            found |= {f"{table}.{name}" for name in columns}
    return found


async def _do_everything(world: World) -> None:
    """erin, a host, does whatever a member can do."""
    erin, bob = world.members["erin"], world.members["bob"]
    for name in ("fay", "gus"):
        world.join(name)
    await open_forum(world)
    await settle_in(world, TABLE)
    await form(world, TABLE)
    (poll,) = [one for one in circle_threads(world)[0].history() if "When?" in reads(one)]
    await erin.click(poll, custom_id=poll.components[0].children[0].custom_id)  # type: ignore[union-attr]
    await erin.slash(world.channel, "circle avoid", member=world.members["dana"])
    await bob.slash(world.channel, "circle avoid", member=erin)
    await turn(world, erin, "Be asked about problems", on=True)
    await erin.slash(world.channel, "table")
    await add_venue(erin, world.channel, city="Berlin", name="Library")
    await rate_venue(erin, world.channel, "Library", 4)
    await erin.slash(world.channel, "meetup poll", title="Lunch", times="thu 18:00, fri 9:00")
    (lunch,) = [one for one in world.channel.history() if "Lunch" in reads(one)]
    await erin.click(lunch, label="1")
    await solved(world, author="bob", helper="erin", title="Reminders", tags="invoices")
    own = await share(world, erin, title="My own", tags="invoices")
    await propose(world, bob, own, "Try this.")
    await share(world, erin, title="A secret", anonymous=True)
    late = await share(world, world.members["dana"], title="Late again", tags="invoices")
    await erin.react(late.card, "🙋")
    card = await announced(world)
    for name in ("erin", "alice", "bob", "charlie", "fay", "gus"):
        await world.members[name].react(card, "✅")
    await world.settle()
    await host_together(world)
    await until_start(world, hours=20)
    agenda = next(one for one in world.thread(card) if one.embeds[0].title == "Agenda")
    await erin.click(agenda, label="▲ 2")
    await until_start(world)
    asked = next(one for one in world.thread(card) if "Tap 👋" in reads(one))
    await erin.click(asked, label="👋 I'm here")
    await start(world)
    await have_idea(world, "erin", rounds(world, card)[0], "An idea of mine.")
    await fill_in(world, erin, wants=" ")
    await world.plan(world.join("jules", is_host=True), title="Far away", when="in 40 days", repeats="weekly")
    single = await tap(world, world.members["jules"], ONE_DATE, "Far away")
    await fill_in_form(world.members["jules"], single, {"host": [erin]})
    await world.draft(erin, title="Not saved", when="tomorrow 18:00", picture=("desk.png", picture()))
    await world.bot.write(feeds.make_own, Actor(world.guild.id, erin.id))
    notice = Notice(1, world.guild.id, erin.id, NoticeKind.NO_EVENTS, "x", {"title": "y"})
    await world.bot.database.write(notices.insert_notice, notice, to_ms(world.now))
    await world.bot.database.write(welcomes.insert_welcomed, world.guild.id, [erin.id])
    (date_id,) = await world.bot.database.read(
        meetup_dates.list_answered, erin.id, world.guild.id, to_ms(world.now)
    )
    offer = SeatOffer(erin.id, world.now, world.now, OfferState.TAKEN)
    await world.bot.database.write(seat_offers.save_offers, date_id, [offer])
    await world.bot.database.write(_keep_feedback, card.id, erin.id)


def _keep_feedback(connection: Connection, message_id: int, user_id: int) -> None:
    """The member has said of this date that they would come again, and others of one before."""
    found = meetup_dates.find_by_message(connection, message_id)
    assert found is not None
    feedback.save_answer(connection, found[1].id, user_id, is_good=True)
    feedback.insert_tally(connection, 1, found[0].id, None, None, Tally(5, 4))


async def host_together(world: World) -> None:
    """erin hosts a meetup beside jules, is asked to host it alone, and asks jules to host hers."""
    erin, jules = world.members["erin"], world.join("jules", is_host=True)
    await world.plan(jules, title="Quiet hour", when="2026-05-08 18:00")
    await host_with(world, jules, erin, meetup="Quiet hour")
    await hand_over(world, jules, erin, meetup="Quiet hour")
    await hand_over(world, erin, jules)


async def test_all_of_it_is_handed_over_and_all_of_it_is_erased(world: World) -> None:
    await _do_everything(world)
    erin = world.members["erin"]
    written = await _export(world)
    assert set(written["data"]) == ALL
    assert len(written["index"]) == len(ALL)
    assert any(line.startswith("anonymous_problems") for line in written["index"])
    assert str(world.members["bob"].id) not in json.dumps(written["data"]["avoided"])
    told = await _erase(world)
    assert "your answers to meetups: 1" in told
    written = await _export(world)
    assert written["data"] == {}
    assert written["index"] == []
    found = await world.bot.database.read(_find_everywhere, erin.id)
    assert found == {"avoidances.avoided_id"}  # bob's, who never wants to sit with her
    assert "There was nothing about you" in await _erase(world)


async def test_what_the_others_need_stays_without_a_name(world: World) -> None:
    await _do_everything(world)
    erin = world.members["erin"]
    await _erase(world)
    card = world.cards()[-1]
    assert "Hosted by nobody yet" in reads(card)
    assert erin.id not in field(card, "Going")
    shown = said(await world.members["bob"].slash(world.channel, "problem show", problem="My own"))
    assert "somebody, anonymously" in shown
    assert f"<@{erin.id}>" not in shown
    shown = said(await world.members["bob"].slash(world.channel, "problem show", problem="Reminders"))
    assert "somebody who has left" in shown
    await world.advance(timedelta(weeks=2))


async def test_what_stands_in_channels_is_drawn_anew_without_a_name(world: World) -> None:
    await announced(world)
    erin, bob = world.members["erin"], world.members["bob"]
    thread = await share(world, bob)
    await propose(world, erin, thread)
    assert erin.mention in reads(world.cards()[-1])
    assert erin.mention in reads(thread.proposals[0])
    await _erase(world)
    await world.advance(timedelta(minutes=1))
    assert "Hosted by nobody yet" in reads(world.cards()[-1])
    assert erin.mention not in reads(thread.proposals[0])


async def test_whoever_waits_moves_up_when_a_seat_is_erased(world: World) -> None:
    card = await announced(world, seats="1")
    for name in ("alice", "bob"):
        await world.members[name].react(card, "✅")
    await world.settle()
    await _erase(world, "alice")
    assert field(world.cards()[0], "Going") == ids(world, "bob")


async def test_nothing_of_others_is_touched(world: World) -> None:
    await _do_everything(world)
    before = await _export(world, "bob")
    await _erase(world)
    after = await _export(world, "bob")
    for name in set(before["data"]) - {"posts", "circle_votes", "circles"}:
        assert after["data"][name] == before["data"][name], name


async def test_whoever_left_is_forgotten_after_a_while_and_not_who_came_back(world: World) -> None:
    await _do_everything(world)
    erin, bob = world.members["erin"], world.members["bob"]
    for member in (erin, bob):
        world.env.backend.remove_member(world.guild.id, member.id)
    await world.env.settle()
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await world.advance(timedelta(days=10))
    world.join("bob")
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert "rsvps.user_id" in await world.bot.database.read(_find_everywhere, bob.id)
    assert "proposals.author_id" in await world.bot.database.read(_find_everywhere, erin.id)
    await world.advance(timedelta(days=21))
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert await world.bot.database.read(_find_everywhere, erin.id) == {"avoidances.avoided_id"}
    assert "proposals.author_id" in await world.bot.database.read(_find_everywhere, bob.id)


async def test_whoever_waits_moves_up_when_somebody_is_forgotten_who_left_unnoticed(world: World) -> None:
    alice, bob = world.members["alice"], world.members["bob"]
    await world.plan(world.members["erin"], title="Walk", when="2026-04-30 18:00", seats="1")
    for who in (alice, bob):
        shown = await who.slash(world.channel, "meetup rsvp", meetup="Walk", answer="going")
    assert "waitlist" in said(shown)
    world.guild.remove_member(alice)
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await world.advance(timedelta(days=31))
    assert "waitlist" in said(await bob.slash(world.channel, "meetup show", meetup="Walk"))
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert "you are going" in said(await bob.slash(world.channel, "meetup show", meetup="Walk"))


async def test_nobody_is_missed_in_a_server_that_is_away_itself(world: World) -> None:
    bob = world.members["bob"]
    await announced(world)
    await bob.react(world.cards()[0], "✅")
    await world.settle()
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    world.guild.remove_member(bob)
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await world.env.advance_time(timedelta(days=20).total_seconds())
    guild.unavailable = False
    await world.bot.cog(RetentionSweeper).erase_leavers()
    await world.env.advance_time(timedelta(days=11).total_seconds())
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert "rsvps.user_id" in await world.bot.database.read(_find_everywhere, bob.id)
    await world.env.advance_time(timedelta(days=20).total_seconds())  # a month after the server is back
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert await world.bot.database.read(_find_everywhere, bob.id) == set()


def _count_rows(connection: Connection) -> dict[str, int]:
    return {name: count for name, count in count_rows(connection).items() if count}


async def test_a_server_that_the_bot_left_is_forgotten_after_a_while(world: World) -> None:
    await _do_everything(world)
    before = await world.bot.database.read(_count_rows)
    await world.bot.database.write(guilds.mark_left, world.guild.id, to_ms(world.now))
    await world.env.advance_time(timedelta(days=29).total_seconds())
    await retention.forget_servers(world.bot.transactions)
    assert await world.bot.database.read(_count_rows) == before
    await world.env.advance_time(timedelta(days=2).total_seconds())
    await retention.forget_servers(world.bot.transactions)
    assert set(await world.bot.database.read(_count_rows)) == set()


async def test_the_servers_own_data_has_nothing_that_is_private_to_a_member(world: World) -> None:
    await _do_everything(world)
    shown = await boss(world).slash(world.channel, "longtable export")
    assert "theirs alone" in said(shown)
    assert shown.response is not None
    (file,) = shown.response.message.attachments
    written = json.loads(await file.read())
    assert {one["title"] for one in written["data"]["meetups"]} == {
        "Friday co-working",
        "Quiet hour",
        "Far away",
    }
    (date,) = [one for one in written["data"]["dates"] if one["status"] == "planned"][:1]
    assert date["going"] == 6
    secret = next(one for one in written["data"]["problems"] if one["title"] == "A secret")
    assert secret["author_id"] is None
    text = json.dumps(written)
    for name in ("fay", "charlie"):  # who said yes, and has nothing on the board
        assert str(world.members[name].id) not in text
    for word in ("company", "avoid", "circle_seats", "seal"):
        assert word not in text
