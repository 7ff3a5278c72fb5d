"""Finding problems: search, lists, one's own, helpers, and the week in one message."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demo.settings import set_up
from demo.world import World
from tests.stories.board import (
    DEPOSIT,
    LATE,
    accept,
    boss,
    items,
    offers,
    open_forum,
    press_on_page,
    propose,
    share,
    solved,
    wait,
)
from tests.stories.telling import forbid, reads, said


async def _board(world: World) -> None:
    """Some problems of several people, a solved one among them."""
    await solved(world)
    await share(
        world,
        world.members["dana"],
        title="Café-tauglicher Rucksack",
        wants="Für Läptop und Maus",
        tags="gear",
    )
    await share(
        world,
        world.members["charlie"],
        title="請求書の書き方",
        wants="英語で請求書を書きたい",
        tags="invoices",
    )
    await share(world, world.members["bob"], title="إدارة الوقت", wants="أريد يومًا هادئًا", tags="time")


async def _search(world: World, text: str, **options: str) -> str:
    return said(await world.members["erin"].slash(world.channel, "problem search", text=text, **options))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("late client", LATE["title"]),
        ("CLIENT", LATE["title"]),
        ("quarrel", LATE["title"]),
        ("deposit contract", LATE["title"]),  # words of a proposal
        ("cafe tauglicher", "Rucksack"),
        ("laptop", "Rucksack"),
        ("FÜR läptop", "Rucksack"),
        ("請求書", "請求書の書き方"),
        ("الوقت", "إدارة الوقت"),
        ("يوما", "إدارة الوقت"),
        ("reminder", LATE["title"]),  # it says reminders
    ],
)
async def test_search_finds_whatever_the_accents_case_and_script(world: World, text: str, found: str) -> None:
    await _board(world)
    assert found in await _search(world, text)


@pytest.mark.parametrize(
    "text",
    [
        '"late',
        "late AND",
        "NEAR(late client)",
        "title:late",
        "late*",
        "^late",
        "late -client",
        "late' OR '1'='1",
        "late); DROP TABLE problems; --",
        "{late client}",
        "late 🎉" * 3,
        "late " * 800,
        "\u202elate\u202c",
        "late\x00client",
    ],
)
async def test_what_is_searched_for_is_words_and_never_syntax(world: World, text: str) -> None:
    await _board(world)
    assert LATE["title"] in await _search(world, text)


@pytest.mark.parametrize("text", ["***", '""', "()", "\u200b", "!?"])
async def test_without_a_word_it_says_so_or_lists_the_board(world: World, text: str) -> None:
    await _board(world)
    answer = await _search(world, text)
    assert "no word to search for in that" in answer or LATE["title"] in answer


async def test_search_by_state_and_tag(world: World) -> None:
    await _board(world)
    assert LATE["title"] in await _search(world, "invoices", state="solved")
    assert LATE["title"] not in await _search(world, "invoices", state="waiting")
    assert "請求書の書き方" in await _search(world, "請求書", state="waiting", tag="INVOICES")
    assert "Nothing about" in await _search(world, "請求書", tag="gear")


async def test_where_nothing_has_all_words_the_closest_are_shown(world: World) -> None:
    await _board(world)
    assert LATE["title"] in await _search(world, "client zebra")
    assert "Nothing about “zebra”" in await _search(world, "zebra")


async def test_the_other_server_is_another_world(world: World) -> None:
    await _board(world)
    guild = world.env.create_guild("Elsewhere")
    room = guild.create_text_channel("general")
    visitor = guild.add_member(world.env.create_user("visitor"))
    thread_id = world.channel.threads[0].id
    for command, options in (
        ("problem search", {"text": "client"}),
        ("problem list", {}),
        ("problem show", {"problem": LATE["title"]}),
        ("problem show", {"problem": str(await _problem_id(world, thread_id))}),
    ):
        shown = await visitor.slash(room, command, **options)
        assert LATE["title"] not in said(shown).replace(f"“{LATE['title']}”", "")


async def _problem_id(world: World, thread_id: int) -> int:
    from db import problems

    found = await world.bot.database.read(problems.find_by_message, thread_id)
    assert found is not None
    return found.id


async def test_while_one_types_the_last_word_may_be_unfinished(world: World) -> None:
    await _board(world)
    erin = world.members["erin"]
    for text in ("late cl", "A client pay", "quarr", "invoi"):
        choices = await erin.autocomplete(world.channel, "problem show", "problem", text)
        assert LATE["title"] in " ".join(choice["name"] for choice in choices), text
    everything = await erin.autocomplete(world.channel, "problem show", "problem", "")
    assert len(everything) == 4
    assert await erin.autocomplete(world.channel, "problem show", "problem", "zebra") == []


async def test_what_is_picked_while_searching_is_found(world: World) -> None:
    await _board(world)
    (choice,) = await world.members["erin"].autocomplete(world.channel, "problem search", "text", "late cl")
    assert LATE["title"] in await _search(world, choice["value"])


async def test_list_with_counts_states_and_tags(world: World) -> None:
    await _board(world)
    erin = world.members["erin"]
    shown = await erin.slash(world.channel, "problem list")
    assert said(shown).count("\n") >= 7
    assert shown.response is not None
    assert shown.response.embeds[0].footer.text == "⏳ 3 waiting · ✅ 1 solved"
    assert LATE["title"] in said(await erin.slash(world.channel, "problem list", state="solved"))
    assert "Rucksack" in said(await erin.slash(world.channel, "problem list", tag="Gear"))
    assert "Nothing here yet" in said(await erin.slash(world.channel, "problem list", state="closed"))


async def test_mine_and_show_by_title_or_in_the_thread(world: World) -> None:
    await _board(world)
    alice = world.members["alice"]
    assert LATE["title"] in said(await alice.slash(world.channel, "problem mine"))
    shown = await alice.slash(world.channel, "problem show", problem="a client pays late, every time")
    assert DEPOSIT[:60] in said(shown)
    shown = await alice.slash(world.channel, "problem show", problem="zebra crossing")
    assert "fits no problem" in said(shown)
    shown = await alice.slash(world.channel, "problem show")
    assert "Which problem?" in said(shown)
    thread = await share(world, alice, title="Late again", wants="Help with late clients", tags="")
    assert "Late again" in said(await alice.slash(thread.handle, "problem show"))


async def test_helpers_is_a_picture_that_says_nothing_that_is_not_in_words(world: World) -> None:
    erin = world.members["erin"]
    assert "could be the first" in said(await erin.slash(world.channel, "problem helpers"))
    thread = await solved(world)
    await world.members["dana"].react(thread.proposals[0], "👍")
    await world.env.settle()
    shown = await erin.slash(world.channel, "problem helpers")
    assert shown.response is not None
    assert f"1. <@{world.members['bob'].id}>: 1 accepted, 👍 1" in said(shown)
    (picture,) = shown.response.attachments
    assert picture.filename == "helpers.png"
    assert "bob: 1 accepted, 1 likes" in (picture.description or "")


@pytest.mark.parametrize("command", ["list", "mine", "search"])
async def test_a_list_leads_on_to_each_of_its_problems(world: World, command: str) -> None:
    alice = world.members["alice"]
    await share(world, alice, title="Which chair?", wants="To sit", tags="")
    await share(world, alice, anonymous=True)
    options = {"text": "client chair"} if command == "search" else {}
    shown = await alice.slash(world.channel, f"problem {command}", **options)
    assert shown.response is not None
    assert offers(shown) == ["Open one of them"]
    await world.restart()
    (select,) = items(shown)
    for option in select["options"]:
        page = await alice.select(shown.response, [option["value"]], custom_id=select["custom_id"])
        assert option["label"].partition(" ")[2] in said(page)
        assert "Close it" in offers(page)
    assert len(select["options"]) == 2


async def test_helping_oneself_is_no_help_and_neither_is_what_failed(world: World) -> None:
    alice = world.members["alice"]
    own = await share(world, alice, title="Which chair?", wants="To sit", tags="")
    await accept(world, alice, await propose(world, alice, own, "I bought a stool in the end."))
    thread = await solved(world)
    await press_on_page(alice, thread.handle, "It did not work")
    await world.settle()
    shown = await alice.slash(world.channel, "problem helpers")
    assert "could be the first" in said(shown)


async def test_the_week_in_one_message_if_there_is_something_to_say(world: World) -> None:
    await set_up(world, boss(world), digest=world.channel, zone="Europe/Berlin")
    await solved(world)  # on a Monday at 10:00 in Berlin
    await share(world, world.members["dana"], title="Which chair?", wants="To sit", tags="")
    await world.advance(timedelta(days=6, hours=22, minutes=55))
    assert not _digests(world)
    await world.advance(timedelta(minutes=10))
    (digest,) = _digests(world)
    assert LATE["title"] in digest
    assert "Which chair?" in digest
    assert "1 waiting · 💬 0 open · ✅ 1 solved" in digest
    await world.advance(timedelta(days=28))
    assert len(_digests(world)) == 4  # then the chair has waited for so long that it is no news
    await world.advance(timedelta(days=28))
    assert len(_digests(world)) == 4


def _digests(world: World) -> list[str]:
    return [text for text in map(reads, world.channel.history()) if "problem board this week" in text]


async def test_after_a_long_absence_there_is_one_digest_and_not_many(world: World) -> None:
    await set_up(world, boss(world), board=world.channel)
    await share(world, world.members["dana"])
    await world.bot.close()
    await world.env.advance_time(timedelta(days=16).total_seconds())
    await world.restart()
    await world.advance(timedelta(days=6))
    assert len(_digests(world)) == 1


async def test_where_the_board_is_a_forum_and_no_channel_is_set_there_is_no_digest(world: World) -> None:
    await open_forum(world)
    await share(world, world.members["dana"], tags="")
    await wait(world, days=8)
    assert not _digests(world)
    assert world.bot.reporter.fault_count == 0


async def test_a_digest_that_may_not_be_posted_harms_nothing(world: World) -> None:
    await set_up(world, boss(world), channel=world.channel)
    await share(world, world.members["dana"])
    forbid(world, world.channel, send_messages=True)
    await wait(world, days=8)
    forbid(world, world.channel)
    await wait(world, days=7)
    assert len(_digests(world)) == 1
