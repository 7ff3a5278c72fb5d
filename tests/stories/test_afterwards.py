"""Would you come again? Said in private after a date, and told in sums that tell of nobody."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import discord
from simcord.results import InteractionResult

from cogs.custom_ids import ASK_FEEDBACK, FEEDBACK
from cogs.privacy.retention import RetentionSweeper
from db.connection import Connection
from demo.world import World
from tests.stories.board import boss
from tests.stories.brainstorming import until_start
from tests.stories.hosting import attendance, custom_ids, manage
from tests.stories.telling import announced, button_ids, labels, press_forged, reads, said
from tests.stories.venues import add_venue

EVERYBODY = ("alice", "bob", "charlie", "dana", "fay", "gus", "hal")
ASKED = "Would you come again?"
YES, NO = "👍 Yes", "👎 Rather not"
WEEK = timedelta(weeks=1)


async def _took_place(world: World, *coming: str, **options: Any) -> discord.Message:
    """These sat down at a café, the date is over, and the recap stands in its thread."""
    card = world.cards()[-1] if world.cards() else await announced(world, **options)
    await _take_place(world, card, coming)
    return _recap(world, card)


async def _take_place(world: World, card: discord.Message, coming: Iterable[str]) -> None:
    for name in coming:
        if name not in world.members:
            world.join(name)
        await world.members[name].react(card, "✅")
    await world.settle()
    await until_start(world, minutes=10)
    (asked,) = [one for one in world.thread(card) if "Tap 👋" in reads(one)]
    await world.members[next(iter(coming))].click(asked, label="👋 I'm here")  # else there is no recap
    await world.advance(timedelta(hours=4))


def _recap(world: World, card: discord.Message) -> discord.Message:
    (recap,) = [one for one in world.thread(card) if (one.embeds[0].title or "").startswith("That was")]
    return recap


async def _answer(world: World, recap: discord.Message, **answers: bool) -> None:
    for name, is_good in answers.items():
        shown = await world.members[name].click(recap, label=ASKED)
        assert "Noted" in said(await world.press(world.members[name], shown, YES if is_good else NO))


async def _page(world: World, day: str = "2026-03-13") -> str:
    """What the host reads of this date."""
    erin = world.members["erin"]
    (other,) = [one for one in custom_ids(await manage(world, erin)) if "another" in one]
    return said(await manage(world, erin, f"{other.partition('|')[2]}:{day}"))


async def test_those_who_were_there_say_it_in_private_and_the_host_reads_about_how_many(world: World) -> None:
    recap = await _took_place(world, *EVERYBODY)
    assert labels(recap) == [ASKED]
    assert not recap.raw_mentions
    alice = world.members["alice"]
    shown = await alice.click(recap, label=ASKED)
    assert "nobody reads who" in said(shown)
    assert labels(shown) == [YES, NO]
    await world.restart()  # between the question and the answer
    shown = await world.press(alice, shown, NO)
    assert "Noted: 👎" in said(shown)
    shown = await world.press(alice, shown, NO)  # pressed twice
    shown = await world.press(alice, shown, YES)
    assert "Noted: 👍" in said(shown)
    await _answer(world, recap, bob=True, charlie=True, dana=True, fay=False, gus=False, hal=False)
    assert "come again" not in await _page(world), "not before nobody can answer any more"
    await world.advance(2 * WEEK)
    page = await _page(world)
    assert page.count("👍 about 4 of 7 would come again") == 1
    await world.restart()
    assert "👍 about 4 of 7 would come again" in await _page(world)


async def test_five_are_told_and_four_are_not(world: World) -> None:
    recap = await _took_place(world, *EVERYBODY)
    await _answer(world, recap, alice=True, bob=True, charlie=True, dana=True)
    await world.advance(2 * WEEK)
    assert "come again" not in await _page(world)


async def test_an_answer_is_taken_back(world: World) -> None:
    recap = await _took_place(world, *EVERYBODY)
    await _answer(world, recap, alice=False, bob=True, charlie=True, dana=True, fay=True)
    shown = await world.members["alice"].click(recap, label=ASKED)
    assert labels(shown) == [YES, NO, "Take it back"]
    shown = await world.press(world.members["alice"], shown, "Take it back")
    assert labels(shown) == [YES, NO]
    await world.advance(2 * WEEK)
    assert "come again" not in await _page(world), "four are left"


async def test_only_those_who_were_there_are_asked_and_not_the_host(world: World) -> None:
    world.join("ida")
    recap = await _took_place(world, "alice", "bob", "erin")
    assert "those who were there" in said(await world.members["ida"].click(recap, label=ASKED))
    assert "You hosted it" in said(await world.members["erin"].click(recap, label=ASKED))
    await attendance(world, world.members["erin"], await _ref(world), absent=[world.members["bob"]])
    assert "those who were there" in said(await world.members["bob"].click(recap, label=ASKED))
    (id_,) = button_ids(recap)
    forged = FEEDBACK.make(id_.partition("|")[2], "yes")
    assert "those who were there" in said(await press_forged(world, world.members["ida"], forged))
    unknown = ASK_FEEDBACK.make(1)
    assert "I don't know that date" in said(await press_forged(world, world.members["ida"], unknown))


async def _ref(world: World, day: str = "2026-03-13") -> str:
    (other,) = [one for one in custom_ids(await manage(world, world.members["erin"])) if "another" in one]
    return f"{other.partition('|')[2]}:{day}"


async def test_after_two_weeks_nothing_asks_any_more(world: World) -> None:
    recap = await _took_place(world, *EVERYBODY)
    alice, card = world.members["alice"], world.cards()[0]
    shown = await alice.click(recap, label=ASKED)
    await world.bot.close()
    await world.env.advance_time((2 * WEEK).total_seconds())
    await world.restart()
    assert "any more" in said(await world.press(alice, shown, YES))
    await world.settle()
    assert labels(_recap(world, card)) == []
    assert "any more" in said(await press_forged(world, alice, ASK_FEEDBACK.make(_date_id(recap))))


def _date_id(recap: discord.Message) -> str:
    return button_ids(recap)[0].partition("|")[2]


async def test_the_table_asks_once_and_whoever_has_not_answered_yet(world: World) -> None:
    alice, bob = world.members["alice"], world.members["bob"]
    for who in (alice, bob):
        await who.slash(world.channel, "table")
    recap = await _took_place(world, "alice", "bob", "charlie")
    await _answer(world, recap, bob=True)
    await world.advance(timedelta(days=1))
    assert ASKED not in labels(await bob.slash(world.channel, "table"))
    table = await alice.slash(world.channel, "table")
    shown = await world.press(alice, table, ASKED)
    assert "Friday co-working" in said(shown)
    assert "Noted" in said(await world.press(alice, shown, YES))
    table = await world.members["charlie"].slash(world.channel, "table")
    assert ASKED in labels(table)
    await world.advance(timedelta(days=1))
    assert ASKED not in labels(await world.members["charlie"].slash(world.channel, "table")), "once"


async def test_few_answers_wait_for_those_of_the_next_dates(world: World) -> None:
    first = await _took_place(world, "alice", "bob", "charlie")
    await _answer(world, first, alice=False, bob=True, charlie=True)
    await world.advance(timedelta(days=4))
    second = await _took_place(world, "charlie", "dana", "fay")
    await _answer(world, second, charlie=False, dana=True, fay=True)
    await world.advance(timedelta(days=8))
    assert "come again" not in await _page(world), "the first date's three are too few"
    await world.advance(WEEK)
    for day in ("2026-03-13", "2026-03-20"):
        page = await _page(world, day)
        assert "All dates so far: 👍 about 4 of 5 would come again" in page, "charlie counts once"
        assert page.count("come again") == 1, "neither date alone"


async def test_what_was_counted_is_not_changed_by_who_erases_themselves(world: World) -> None:
    recap = await _took_place(world, *EVERYBODY)
    await _answer(world, recap, alice=True, bob=True, charlie=True, dana=True, fay=False, gus=True)
    exported = await _export(world, "gus")
    assert [one["is_good"] for one in exported["data"]["feedback"]] == [1]
    told = await _erase(world, "gus")
    assert "whether you would come again, until it is counted: 1" in told
    await world.advance(2 * WEEK)
    before = await _page(world)
    assert "👍 about 4 of 5 would come again" in before
    assert "feedback" not in (await _export(world, "alice"))["data"], "nobody can tell any more"
    assert await world.bot.database.read(_list_members) == []
    await _erase(world, "alice")
    assert "👍 about 4 of 5 would come again" in await _page(world)


def _list_members(connection: Connection) -> list[int]:
    return [row["user_id"] for row in connection.execute("SELECT user_id FROM feedback")]


async def _export(world: World, who: str) -> dict[str, Any]:
    shown = await world.members[who].slash(world.channel, "privacy export")
    return await _read(shown)


async def _read(shown: InteractionResult) -> dict[str, Any]:
    said(shown)
    assert shown.response is not None
    (file,) = shown.response.message.attachments
    written: dict[str, Any] = json.loads(await file.read())
    return written


async def _erase(world: World, who: str) -> str:
    shown = await world.members[who].slash(world.channel, "privacy erase")
    pressed = await world.press(world.members[who], shown, "Erase everything")
    await world.settle()
    assert pressed.response is not None
    return reads(pressed.response.message)


async def test_the_organiser_exports_sums_alone(world: World) -> None:
    recap = await _took_place(world, *EVERYBODY)
    await _answer(world, recap, alice=True, bob=True, charlie=True, dana=True, fay=True)
    written = await _read(await boss(world).slash(world.channel, "longtable export"))
    assert "feedback" not in written["data"] or not written["data"]["feedback"]
    await world.advance(2 * WEEK)
    written = await _read(await boss(world).slash(world.channel, "longtable export"))
    (counted,) = written["data"]["feedback"]
    assert (counted["answers"], counted["good"]) == (5, 4), "that all said the same is not told"


async def test_a_venue_has_the_sum_of_all_dates_there(world: World) -> None:
    await add_venue(world.members["alice"], world.channel, address="Warschauer Str. 1")
    place = "Café Nordlicht, Warschauer Str. 1, Berlin"
    recap = await _took_place(world, *EVERYBODY, place=place)
    await _answer(
        world, recap, alice=True, bob=True, charlie=True, dana=False, fay=False, gus=False, hal=True
    )
    bob = world.members["bob"]
    shown = said(await bob.slash(world.channel, "venue show", venue="nordlicht"))
    assert "come again" not in shown
    await world.advance(2 * WEEK)
    shown = said(await bob.slash(world.channel, "venue show", venue="nordlicht"))
    assert "After meetups here: 👍 about 4 of 7 would come again" in shown


async def test_what_is_never_counted_is_forgotten(world: World) -> None:
    recap = await _took_place(world, "alice", "bob")
    await _answer(world, recap, alice=True)
    await world.env.advance_time(timedelta(weeks=25).total_seconds())
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert await world.bot.database.read(_list_members) == [world.members["alice"].id]
    await world.env.advance_time(timedelta(weeks=2).total_seconds())
    await world.bot.cog(RetentionSweeper).erase_leavers()
    assert await world.bot.database.read(_list_members) == []
