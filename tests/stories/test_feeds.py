"""Calendar feeds: links that nobody can guess, which follow every change and can be revoked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
import recurring_ical_events
from hypothesis import strategies as st
from icalendar import Calendar, Component
from yarl import URL

from app import Longtable
from config import Config, ConfigError, WebSection
from db.migrations import find_version
from db.tables import list_tables
from demo.world import World
from tests.conftest import CAST, MONDAY, Configure, free_port
from tests.discord_rules.worlds import open_world
from tests.drawing import drawn
from tests.stores import look_into, path_of
from tests.stories.edits import edit
from tests.stories.hosting import cancel, move, restore, skip
from tests.stories.telling import announced, pick, press_forged, said


@pytest.fixture
async def served(tmp_path: Path, with_cities: Configure) -> AsyncIterator[World]:
    """The world of the stories, with a web port."""
    port = free_port()

    def configure(config: Config) -> Config:
        web = WebSection(port=port, public_url=f"http://127.0.0.1:{port}")
        return replace(with_cities(config), web=web)

    async with open_world(tmp_path, MONDAY, configure) as world:
        for name in CAST:
            world.join(name)
        world.join("erin", is_host=True)
        yield world
        assert world.bot.reporter.fault_count == 0


async def _link(world: World, who: str, label: str = "Link to what I said yes to") -> str:
    shown = await world.members[who].slash(world.channel, "meetup calendar")
    pressed = await world.press(world.members[who], shown, label)
    found = re.search(r"`(http\S+)`", said(pressed))
    assert found is not None, said(pressed)
    return found[1]


async def _get(link: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client, client.get(link) as answer:
        return answer.status, await answer.text()


async def _ask(link: str, known: str = "") -> tuple[int, str, bytes]:
    """Asks as calendars do who know one already: the status, the tag of what there is, and the calendar."""
    headers = {"If-None-Match": known} if known else {}
    async with aiohttp.ClientSession() as client, client.get(link, headers=headers) as answer:
        return answer.status, answer.headers["ETag"], await answer.read()


async def _read(link: str) -> Calendar:
    status, text = await _get(link)
    assert status == 200
    return Calendar.from_ical(text)


def _starts(calendar: Calendar) -> list[datetime]:
    found = recurring_ical_events.of(calendar).between(MONDAY, MONDAY + timedelta(weeks=5))
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in found)


async def test_what_i_said_yes_to_follows_a_move_and_a_skip(served: World) -> None:
    card = await announced(served)
    await served.members["alice"].react(card, "✅")
    await served.members["bob"].react(card, "❌")
    await served.settle()
    link, bobs = await _link(served, "alice"), await _link(served, "bob")
    (event,) = (await _read(link)).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Friday co-working"
    assert event["STATUS"] == "CONFIRMED"
    assert not (await _read(bobs)).walk("VEVENT")
    erin = served.members["erin"]
    await move(served, erin, "2026-03-14 11:00 Europe/Berlin")
    (moved,) = (await _read(link)).walk("VEVENT")
    assert moved["UID"] == event["UID"]
    assert _sequence(moved) > _sequence(event)
    assert _start(moved) == datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
    await skip(served, erin)
    (skipped,) = (await _read(link)).walk("VEVENT")
    assert skipped["STATUS"] == "CANCELLED"
    assert _sequence(skipped) > _sequence(moved)


async def test_the_link_of_the_server_has_every_series_over_a_clock_change(served: World) -> None:
    card = await announced(served)
    link = await _link(served, "erin", "Link to all meetups")
    calendar = await _read(link)
    ours = [MONDAY.replace(day=13, hour=8, minute=30) + timedelta(weeks=week) for week in range(5)]
    ours = [
        start - timedelta(hours=1) if start.date().isoformat() >= "2026-03-29" else start for start in ours
    ]
    assert _starts(calendar) == ours
    assert calendar.walk("VTIMEZONE")
    erin = served.members["erin"]
    before, shown = calendar.walk("VEVENT")
    assert shown["URL"] == card.jump_url
    await skip(served, erin)
    after = await _read(link)
    assert _starts(after) == ours[1:]
    assert _sequence(after.walk("VEVENT")[0]) > _sequence(before)
    await served.restart()
    assert _starts(await _read(link)) == ours[1:]


async def test_a_calendar_that_asks_again_hears_that_nothing_is_new(served: World) -> None:
    await announced(served)
    link = await _link(served, "erin", "Link to all meetups")
    status, etag, calendar = await _ask(link)
    assert status == 200
    assert str(Calendar.from_ical(calendar)["X-WR-CALNAME"]) == "Home Office Collective"
    await served.advance(timedelta(hours=5))
    assert await _ask(link, etag) == (304, etag, b"")
    erin = served.members["erin"]
    await edit(served, erin, "Friday co-working", title="Fridays")
    status, _, calendar = await _ask(link, etag)
    assert status == 200
    assert b"SUMMARY:Fridays" in calendar


async def test_what_took_place_stays_when_its_series_is_cancelled(served: World) -> None:
    await served.members["alice"].react(await announced(served), "✅")
    link, erin = await _link(served, "erin", "Link to all meetups"), served.members["erin"]
    await served.advance(timedelta(days=4))
    shown = await cancel(served, erin)
    await served.press(erin, shown, "Cancel all dates")
    assert _starts(await _read(link)) == [MONDAY.replace(day=13, hour=8, minute=30)]


async def test_the_number_that_calendars_go_by_never_falls(served: World) -> None:
    await announced(served)
    link, erin, title = await _link(served, "erin", "Link to all meetups"), served.members["erin"], "Friday"
    seen = [_sequence((await _read(link)).walk("VEVENT")[0])]
    far = await pick(served, erin, "meetup manage", 2)
    for change in (
        skip(served, erin, far),
        restore(served, erin, far),
        skip(served, erin, far),
        edit(served, erin, title, when="mon 9:30"),  # of the date far ahead nothing is left
        edit(served, erin, title, repeats="every 2 weeks"),
    ):
        shown = await change
        assert "meetup" not in said(shown).casefold()[:20], said(shown)
        seen.append(_sequence((await _read(link)).walk("VEVENT")[0]))
    assert seen == sorted(set(seen))


async def test_a_new_link_or_a_revoked_one_ends_the_old(served: World) -> None:
    await announced(served)
    first = await _link(served, "alice")
    second = await _link(served, "alice")
    assert first != second
    assert (await _get(first))[0] == 404
    assert (await _get(second))[0] == 200
    alice = served.members["alice"]
    shown = await alice.slash(served.channel, "meetup calendar")
    pressed = await served.press(alice, shown, "Revoke my link")
    assert "no longer works" in said(pressed)
    assert "no link" in said(await served.press(alice, pressed, "Revoke my link"))
    assert (await _get(second))[0] == 404


async def test_the_link_of_the_server_is_for_those_who_plan(served: World) -> None:
    await announced(served)
    alice = served.members["alice"]
    for label in ("Link to all meetups", "Revoke the server's link"):
        shown = await alice.slash(served.channel, "meetup calendar")
        assert "those who may plan" in said(await served.press(alice, shown, label))


async def test_nothing_can_be_guessed_or_broken_into(served: World) -> None:
    await announced(served)
    link = await _link(served, "alice")
    secret = link.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) >= 32
    kept = await asyncio.to_thread(_stored, served)
    assert b"calendar_feeds" in kept
    assert secret.encode() not in kept
    address = link.partition("/calendar/")[0]
    for path in ("calendar/x.ics", f"calendar/{secret[:-1]}.ics", "calendar/..%2f..%2fetc.ics", "", "x"):
        assert (await _get(f"{address}/{path}"))[0] == 404
    assert (await _get(f"{address}/calendar/{'x' * 5000}.ics"))[0] == 404


async def test_whatever_is_asked_of_the_web_port_gets_an_answer(served: World) -> None:
    port = served.config.web.port
    paths = drawn(st.text(max_size=80).map(lambda text: quote(text, safe="/?&=.%~", errors="replace")), 80)
    async with aiohttp.ClientSession() as session:
        for number, path in enumerate(paths):
            method = ("GET", "POST", "HEAD", "PUT")[number % 4]
            place = ("/", "/calendar/", "/metrics/")[number % 3]
            address = URL(f"http://127.0.0.1:{port}{place}{path}", encoded=True)
            async with session.request(method, address) as answer:
                assert answer.status in {400, 404, 405}
                assert "Traceback" not in await answer.text()


async def test_without_a_public_address_there_are_no_links(world: World) -> None:
    await announced(world)
    shown = await world.members["alice"].slash(world.channel, "meetup calendar")
    assert shown.response is not None
    assert not shown.response.components
    shown = await press_forged(world, world.members["alice"], "feed|own")
    assert "does not work here" in said(shown)
    assert "calendar/" not in said(shown)


async def test_a_taken_port_is_said_so(served: World) -> None:
    second = Longtable(served.config)
    with pytest.raises(ConfigError, match=r"\[web\] 127.0.0.1"):
        await second._start_web_server()
    assert second.web is not None
    await second.web.stop()


def _stored(world: World) -> bytes:
    """All that the bot's files hold."""
    if world.bot.database.engine.folder is None:
        return _stored_elsewhere(world)
    path = path_of(world.bot.database)
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


def _stored_elsewhere(world: World) -> bytes:
    """All rows of the bot's tables, and the names of these."""
    with look_into(world.bot.database) as connection:
        tables = list_tables(find_version(connection))
        rows = [tuple(row) for table in tables for row in connection.execute(f"SELECT * FROM {table}")]
    return f"{tables} {rows}".encode()


def _start(event: Component) -> datetime:
    start = event.decoded("DTSTART")
    assert isinstance(start, datetime)
    return start.astimezone(UTC)


def _sequence(event: Component) -> int:
    return int(str(event["SEQUENCE"]))
