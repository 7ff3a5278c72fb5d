"""Who comes, as a file for the host."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from simcord.results import InteractionResult

from cogs.custom_ids import GUEST_LIST
from demo.world import World
from tests.stories.brainstorming import until_start
from tests.stories.hosting import attendance, custom_ids, manage, offered, tap
from tests.stories.telling import announced, crowd, press_forged, reads, said

NEXT = "2026-03-13"


async def _list(world: World, who: str = "erin", *, meetup: str = "Friday co-working") -> InteractionResult:
    return await tap(world, world.members[who], GUEST_LIST, meetup)


async def _file(shown: InteractionResult) -> tuple[str, bytes]:
    said(shown)
    assert shown.response is not None
    (file,) = shown.response.message.attachments
    return file.filename, await file.read()


async def _rows(shown: InteractionResult) -> list[dict[str, str]]:
    """What a spreadsheet shows of it."""
    _, data = await _file(shown)
    assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for another encoding"
    assert data.count(b"\n") == data.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


async def test_the_host_gets_who_comes_as_a_file(world: World) -> None:
    card = await announced(world, seats="2")
    for name, emoji in (("alice", "✅"), ("bob", "✅"), ("charlie", "✅"), ("dana", "🤔"), ("erin", "❌")):
        await world.members[name].react(card, emoji)
        await world.settle()
    shown = await _list(world)
    assert "5 people" in said(shown)
    name, _ = await _file(shown)
    assert name == "friday-co-working-2026-03-13.csv"
    rows = await _rows(shown)
    assert [(row["name"], row["answer"]) for row in rows] == [
        ("alice", "going"),
        ("bob", "going"),
        ("charlie", "waitlist, place 1"),
        ("dana", "maybe"),
        ("erin", "can't come"),
    ]
    assert {row["guests"] for row in rows} == {"0"}
    assert [row["first time"] for row in rows] == ["yes", "yes", "yes", "yes", ""]
    assert {row["was there"] for row in rows} == {""}
    assert all(row["answered at"].startswith("2026-03-10T") for row in rows), "in the meetup's own zone"
    assert all(row["answered at"].endswith("+01:00") for row in rows)
    assert [row["answered at"] for row in rows] == sorted(row["answered at"] for row in rows)


async def test_it_counts_whom_they_bring(world: World) -> None:
    card = await announced(world, guests=["2"])
    for name in ("alice", "bob"):
        await world.members[name].react(card, "✅")
    await world.settle()
    asked = await world.members["bob"].click(world.cards()[-1], label="➕ I'm bringing somebody")
    await world.press(world.members["bob"], asked, "+2")
    rows = await _rows(await _list(world))
    assert [(row["name"], row["guests"]) for row in rows] == [("alice", "0"), ("bob", "2")]


async def test_after_the_date_it_says_who_was_there_as_far_as_it_is_known(world: World) -> None:
    card = await announced(world)
    for name in ("alice", "bob", "charlie"):
        await world.members[name].react(card, "✅")
    await world.settle()
    await until_start(world, minutes=10)
    (asked,) = [one for one in world.thread(card) if "Tap 👋" in reads(one)]
    for name in ("alice", "dana"):  # dana had not answered
        await world.members[name].click(asked, label="👋 I'm here")
    await until_start(world, minutes=-1)
    await attendance(world, world.members["erin"], absent=[world.members["bob"]])
    await world.restart()
    await world.advance(timedelta(hours=4))
    rows = await _rows(await _list(world, meetup=await _past(world)))
    found = {row["name"]: (row["answer"], row["first time"], row["was there"]) for row in rows}
    assert found == {
        "alice": ("going", "yes", "yes"),
        "bob": ("going", "yes", "no"),
        "charlie": ("going", "yes", ""),
        "dana": ("", "yes", "yes"),
    }


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "＝", "＠"])
async def test_no_name_is_a_formula(world: World, first: str) -> None:
    name = f'{first}HYPERLINK("https://x.example";"a,b")'
    member = world.guild.add_member(world.env.create_user("mallory", global_name=name))
    card = await announced(world)
    await member.react(card, "✅")
    await world.settle()
    _, data = await _file(await _list(world))
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["name"] == f"'{name}"
    assert f'"\'{first}HYPERLINK(""https' in data.decode("utf-8-sig")


async def test_who_has_left_stands_in_it_without_a_name(world: World) -> None:
    card = await announced(world)
    for name in ("alice", "bob"):
        await world.members[name].react(card, "✅")
    await world.settle()
    await world.advance(timedelta(days=4))
    world.guild.remove_member(world.members["bob"])
    rows = await _rows(await _list(world, meetup=await _past(world)))
    assert [row["name"] for row in rows] == ["alice", "left"]


async def _past(world: World) -> str:
    """The first date, as it is picked from the menu of the page."""
    (other,) = [one for one in custom_ids(await manage(world, world.members["erin"])) if "another" in one]
    return f"{other.partition('|')[2]}:{NEXT}"


async def test_it_speaks_the_hosts_language_and_keeps_every_letter(world: World) -> None:
    host = world.join("grüße 田中", is_host=True, locale="ja")
    await world.plan(host, title="朝の会", when="fri 9:30", repeats="weekly")
    await world.advance(timedelta(days=1, hours=1))
    (card,) = world.cards()
    await host.react(card, "✅")
    await world.settle()
    shown = await _list(world, "grüße 田中", meetup="朝の会")
    name, data = await _file(shown)
    assert name == "2026-03-13.csv"
    assert "grüße 田中" in data.decode("utf-8-sig")


async def test_only_those_who_may_change_the_meetup_get_it(world: World) -> None:
    card = await announced(world)
    shown = await manage(world, world.members["erin"])
    assert "Guest list" not in offered(shown), "nobody has answered"
    assert "Nobody has answered yet" in said(await _list(world))
    await world.members["alice"].react(card, "✅")
    await world.settle()
    shown = await manage(world, world.members["erin"])
    assert "Guest list" in offered(shown)
    (id_,) = [one for one in custom_ids(shown) if one.startswith(f"{GUEST_LIST.name}|")]
    assert "can be changed by its host" in said(await press_forged(world, world.members["alice"], id_))
    forged = GUEST_LIST.make("1:2026-03-13")
    assert "I don't know that meetup" in said(await press_forged(world, world.members["erin"], forged))


async def test_a_thousand_names_are_asked_for_a_hundred_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await announced(world)
    await crowd(world, card, 250)
    await world.settle()
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    asked: list[int] = []
    query = type(guild).query_members

    async def count(self: object, *args: object, **options: object) -> object:
        asked.append(len(options["user_ids"]))  # type: ignore[arg-type]
        return await query(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(type(guild), "query_members", count)
    monkeypatch.setattr("cogs.ui.meetups.guest_lists.MOST_LISTED", 220)
    shown = await _list(world)
    assert "no room for 30 more" in said(shown)
    assert len(await _rows(shown)) == 220
    assert asked == [100, 100, 20]
