"""A walk through everything the bot says, whatever its language: buttons are found by what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.interactions import command_leaves
from simcord.results import InteractionResult

from cogs.custom_ids import (
    ATTENDANCE,
    COPY_MEETUP,
    GUEST_LIST,
    RESTORE_DATE,
    SHOW_AGENDA,
    SKIP_DATE,
    START_SESSION,
    STEP_DOWN,
    TAKE_BACK_OFFER,
)
from demo.settings import set_up
from demo.world import World
from domain.meetups.pictures import MOST_UPLOADED
from tests.stories.board import boss, items, moderator, pick_on_page
from tests.stories.brainstorming import until_start
from tests.stories.edits import edit
from tests.stories.hosting import attendance, cancel, differ, hand_over, host_with, move, pick_earlier, rotate
from tests.stories.hosting import tap as press_kind
from tests.stories.images import bomb, picture
from tests.stories.telling import pick
from tests.stories.venues import add_venue, rate_venue, remove_venue

Spec = dict[str, Any]
FOUR = ("alice", "bob", "charlie", "dana")
WEEKLY = {"title": "101", "when": "fri 9:30", "repeats": "every 2 weeks on friday"}


def list_commands(world: World) -> Iterator[tuple[str, list[Spec]]]:
    """Every command by what one types, with its options."""
    for command in world.env.backend.commands[None].values():
        if command.get("type", 1) == 1:
            for path, leaf in command_leaves(command):
                yield " ".join(path), leaf.get("options") or []


async def walk(world: World, locale: str) -> None:
    """All commands, forms and buttons, and what the bot posts by itself in a few weeks, with all in this
    language."""
    organiser = boss(world)
    members = world.env.backend.get_guild(world.guild.id).members
    world.locales |= dict.fromkeys(members, locale)
    world.env.backend.edit_guild(world.guild.id, {"preferred_locale": locale})
    await world.warm_up()
    for visit in (
        _come_in,
        _organise,
        _keep_a_book,
        _have_profiles,
        _use_the_board,
        _meet,
        _have_circles,
        _come_back,
        _go,
    ):
        await visit(world, organiser)


async def _come_in(world: World, organiser: MemberActor) -> None:
    """Newcomers find the table; the organiser puts up the front desk, and presses what is under it."""
    alice, room = world.members["alice"], world.channel
    for _ in "12":
        await alice.slash(room, "table")
    await world.members["erin"].slash(room, "table")
    form = await organiser.slash(room, "longtable setup")
    await organiser.submit_modal(form, {"zone": "404/404"})
    form = await organiser.slash(room, "longtable setup")
    shown = await organiser.submit_modal(form, {"zone": "Europe/Berlin"})
    for filled in ({"channel": [room], "keep": True}, {"keep": True}, {"channel": [room], "keep": True}):
        form = await tap(organiser, shown, "desk|")
        await organiser.submit_modal(form, filled)
        await world.settle()
    desk = next(message for message in room.history() if any(_custom_ids(message, "table|")))
    for prefix in ("on|", "put|", "company|", "table|", "mine|"):
        await tap(alice, desk, prefix)
    elsewhere = world.env.create_guild("404", preferred_locale=world.locales[alice.id])
    elsewhere.create_text_channel("1")
    await world.env.settle()
    await world.receive("guild_join", world.bot.get_guild(elsewhere.id))
    await world.settle()


async def _come_back(world: World, organiser: MemberActor) -> None:
    """The table of somebody who has something on it."""
    for name in FOUR:
        await world.members[name].slash(world.channel, "table")


async def _organise(world: World, organiser: MemberActor) -> None:
    form = await organiser.slash(world.channel, "longtable setup", zone="Europe/Berlin")
    shown = await organiser.submit_modal(form, {"planners": [world.hosts], "zone": "Europe/Berlin"})
    await tap(organiser, shown, "setup|do")
    for command in ("set", "doctor", "stats", "export"):
        await organiser.slash(world.channel, f"longtable {command}")
    for options in (
        {"rounds": "weekly"},
        {"rounds": "never"},
        {"agenda": "3 d"},
        {"late_seats": "0"},
        {"late_seats": "2h"},
        {"interests": "303"},
    ):
        await set_up(world, organiser, **options)
    await world.draft(world.members["alice"], title="1", when="tomorrow 18:00")
    refused = (
        ("zone", "404"),
        ("agenda", "90 d"),
        ("late_seats", "90 d"),
        ("problem_time", "9 h"),
        ("pings", "90 d"),
    )
    for name, text in (*refused, ("rounds", "404"), ("interests", "9" * 99)):
        shown = await set_up(world, organiser, **{name: text})
        await tap(organiser, shown, "settingsagain|")


async def _keep_a_book(world: World, organiser: MemberActor) -> None:
    alice, room = world.members["alice"], world.channel
    await alice.slash(room, "venue list")
    await alice.slash(room, "venue list", where="404")
    for name in ("201", "202"):
        await add_venue(
            alice, room, name, wifi="fast", sockets="some", noise="quiet", price="dear", note="203"
        )
    for command, options in (
        ("show", {"venue": "201"}),
        ("list", {"where": ""}),
        ("add", {"name": "201", "city": "Berlin"}),
        ("add", {"name": "9" * 99, "city": "Berlin"}),
        ("show", {"venue": "404"}),
    ):
        await alice.slash(room, f"venue {command}", **options)
    await rate_venue(alice, room, "201", 4)
    shown = await add_venue(alice, room, "203", url="404")
    await tap(alice, shown, "venueagain|")
    await remove_venue(alice, room, "202")


async def _have_profiles(world: World, organiser: MemberActor) -> None:
    alice, room = world.members["alice"], world.channel
    await alice.slash(room, "circle mine")
    await alice.slash(room, "profile edit")
    for name in (*FOUR, "erin"):
        who = world.members[name]
        city = (await who.autocomplete(room, "profile edit", "city", "Berlin"))[0]["value"]
        form = await who.slash(room, "profile edit", city=city)
        basics = {
            "travel": ["30"],
            "parts": ["1:morning", "4:afternoon", "2:evening"],
            "languages": ["en"],
            "company": ["8"],
            "online": name != "bob",
        }
        shown = await who.submit_modal(form, basics)
        form = await tap(who, shown, "more|")
        interests = {
            "field": "",
            "interests": ["books"],
            "hours": "",
            "contact": ["thread"],
            "shown": ["city", "times", "languages", "field", "interests"],
        }
        await who.submit_modal(form, interests)
    form = await alice.slash(room, "profile edit")
    await alice.slash(room, "profile show")
    await alice.slash(room, "profile show", member=world.members["bob"])
    await alice.slash(room, "profile show", member=world.members["erin"])
    for prefix, filled in (
        ("pause|", {"weeks": ""}),
        ("resume|", None),
        ("pause|", {"weeks": "2"}),
        ("resume|", None),
        ("pause|", {"weeks": "999"}),
        ("zone|", {"zone": "404/404"}),
        ("zone|", {"zone": "Europe/Berlin"}),
        ("town|", {"city": "404"}),
        ("town|", {"city": "Berlin"}),
        *((f"switch|{name}|", None) for name in ("buddy", "helper", "named") for _ in "12"),
    ):
        shown = await tap(alice, await alice.slash(room, "profile show"), prefix)
        if filled is not None:
            await alice.submit_modal(shown, filled)


async def _use_the_board(world: World, organiser: MemberActor) -> None:
    alice, bob, room = world.members["alice"], world.members["bob"], world.channel
    for command in ("list", "mine", "helpers", "show"):
        await alice.slash(room, f"problem {command}")
    for title in ("111", "112", "113"):
        await _share(world, alice, title=title, anonymous=title == "112", tags="7, 8")
    await _share(world, bob, title="", wants="", tags="")
    await _share(world, bob, title="111", tags="waiting")
    for thread in _problem_threads(world):
        card = next(iter(thread.history()))
        form = await tap(bob, card, "propose|")
        await bob.submit_modal(form, {"text": f"{thread.name} 5"})
        await world.settle()
    first = _problem_threads(world)[0]
    for command, options in (
        ("show", {"problem": "111"}),
        ("search", {"text": "111"}),
        ("search", {"text": "404"}),
        ("search", {"text": "??"}),
        ("show", {"problem": "11"}),
        ("list", {}),
        ("mine", {}),
    ):
        await world.members["charlie"].slash(room, f"problem {command}", **options)
        await alice.slash(room, f"problem {command}", **options)
    for who, problem, prefix in (
        (world.members["charlie"], "111", "page|metoo"),
        (world.members["charlie"], "111", "page|notme"),
        (alice, "112", "page|close"),
        (alice, "112", "page|reopen"),
    ):
        await tap(who, await who.slash(room, "problem show", problem=problem), prefix)
    for who, what in ((world.members["charlie"], "like"), (bob, "withdraw")):
        await pick_on_page(who, room, what, problem="113")
    await world.settle()
    for prefix in ("accept|", "takeback|", "accept|"):
        await tap(alice, first, prefix)
        await world.settle()
    shown = await alice.slash(room, "problem show", problem="111")
    outcome = next(one["custom_id"] for one in items(shown) if one["custom_id"].endswith("|partly"))
    await tap(alice, shown, outcome)
    await alice.slash(room, "problem helpers", ever=True)
    await _change_ones_mind(world, organiser)
    reply = first.history()[-1]
    await bob.context_menu(first, "Keep as solution", reply)
    await world.advance(timedelta(days=8))  # the week on the board, and a question that nobody has answered


async def _change_ones_mind(world: World, organiser: MemberActor) -> None:
    """Problems and proposals are changed, an anonymous author is stopped, and anonymity is done without."""
    alice, bob, room = world.members["alice"], world.members["bob"], world.channel
    for who, prefix, filled in (
        (alice, "edit|", {"title": "111", "wants": "63", "tried": "", "tags": "7"}),
        (alice, "edit|", {"title": "111", "wants": "63", "tried": "", "tags": "1, 2, 3, 4, 5, 6"}),
        (bob, "amend|", {"text": "64"}),
    ):
        form = await tap(who, (await who.slash(room, "problem show", problem="111")), prefix)
        shown = await who.submit_modal(form, filled)
        if shown.response is not None and any(_custom_ids(shown.response.message, "reedit|")):
            await tap(who, shown, "reedit|")
    stale = [await tap(alice, await alice.slash(room, "problem show", problem="111"), "edit|") for _ in "12"]
    for number, form in enumerate(stale):
        await alice.submit_modal(form, {"title": "111", "wants": f"{65 + number}", "tried": "", "tags": "7"})
    mira = moderator(world)
    world.locales[mira.id] = world.locales[alice.id]
    for _ in range(2):  # stopped, then let again
        shown = await mira.slash(room, "problem show", problem="112")
        await tap(mira, shown, next(_custom_ids(shown.response.message, "page|stop"), "page|allow"))  # type: ignore[union-attr]
        await tap(mira, await mira.slash(room, "problem list"), "stopped|")
    hidden = {"title": "114", "wants": "67", "tried": "", "tags": "", "anonymous": True}
    form = await alice.slash(room, "problem share")
    await set_up(world, organiser, room, anonymous=False)
    shown = await alice.submit_modal(form, hidden)
    form = await tap(alice, shown, "redo|")
    await alice.submit_modal(form, {name: text for name, text in hidden.items() if name != "anonymous"})
    await set_up(world, organiser, room, anonymous=True)
    await world.settle()


async def _share(world: World, who: MemberActor, **changes: Any) -> None:
    form = await who.slash(world.channel, "problem share")
    filled = {"title": "", "wants": "61", "tried": "62", "tags": "", "anonymous": False} | changes
    try:
        shown = await who.submit_modal(form, filled)
    except Exception:
        return
    if shown.response is not None and any(_custom_ids(shown.response.message, "post|")):
        await tap(who, shown, "post|")
    await world.settle()


def _problem_threads(world: World) -> list[ChannelHandle]:
    rooms = [room for room in world.guild.channels.values() if not room.is_thread]
    return [
        thread for room in rooms for thread in room.threads if (thread.name or "") in {"111", "112", "113"}
    ]


async def _meet(world: World, organiser: MemberActor) -> None:
    erin, alice, room = world.members["erin"], world.members["alice"], world.channel
    await alice.slash(room, "meetup list")
    for wrong in ({"when": "soon"}, {"when": "yesterday 9:00"}, {"when": "3/4 9:00"}, {"when": "tomorrow 7"}):
        await world.draft(erin, **(WEEKLY | wrong))
        await erin.autocomplete(room, "meetup plan", "when", wrong["when"])
    nonsense: tuple[dict[str, Any], ...] = (
        {"repeats": "often"},
        {"length": "3 weeks"},
        {"seats": "0"},
        {"pings": "soon"},
        {"title": ""},
        {"description": "1" * 601},
        {"picture": ("1.png", b"1")},
        {"picture": ("1.png", bomb())},
        {"picture": ("1.png", b"1" * (MOST_UPLOADED + 1))},
    )
    for options in nonsense:
        await world.draft(erin, **(WEEKLY | options))
    shown = await erin.slash(room, "meetup plan", **WEEKLY)
    await tap(erin, shown, "discard|")
    await world.plan(erin, **WEEKLY, seats="2", length="4h 30m", pings="3d, 2h, start")
    for _ in range(14):
        await world.advance(timedelta(0 if world.cards() else 1))
    card = world.cards()[-1]
    for name in (*FOUR, "erin"):
        await world.members[name].react(card, "✅")
    await world.members["bob"].react(card, "🤔")
    await world.settle()
    date = await pick(world, alice, "meetup rsvp")
    for answer in ("going", "maybe", "no", "none", "going"):
        await alice.slash(room, "meetup rsvp", meetup=date, answer=answer)
    for command in ("show", "calendar", "manage"):
        await erin.slash(room, f"meetup {command}", meetup=date)
        await world.settle()
    for kind in (SHOW_AGENDA, GUEST_LIST, START_SESSION, SKIP_DATE, RESTORE_DATE, ATTENDANCE):
        await press_kind(world, erin, kind, date)
        await world.settle()
    await move(world, erin, "fri 15:00", date)
    await edit(world, erin, date, place="1", length="2h", repeats="first and third friday")
    await edit(world, erin, date, description="1", picture=("1.png", picture()))
    await edit(world, erin, date)
    await press_kind(world, erin, COPY_MEETUP, date)
    shown = await erin.slash(room, "meetup plan", **WEEKLY)
    await pick_earlier(erin, shown)
    await rotate(world, erin, date, first="201")
    await rotate(world, erin, date)
    await host_with(world, erin, alice, meetup=date)
    await differ(world, "erin", date, length="3h", place="303")
    await hand_over(world, erin, alice, date)
    await press_kind(world, erin, TAKE_BACK_OFFER, date)
    await press_kind(world, alice, STEP_DOWN, date)
    await edit(world, alice, date, title="2")
    await alice.slash(room, "meetup show", meetup="404")
    await alice.slash(room, "meetup list")
    await erin.slash(room, "meetup poll", title="102", times="thu 18:00-19:30, sat 10:00")
    poll = room.history()[-1]
    await tap(alice, poll, "can|")
    await tap(alice, poll, "can|")
    await tap(alice, poll, "can|")
    shown = await tap(erin, poll, "winner|")
    await _offer_late_seats(world)
    await _sit_at_the_table(world)
    shown = await cancel(world, erin, await pick(world, erin, "meetup manage"))
    await tap(erin, shown, "cancel|")
    await world.settle()


_AT_THE_TABLE = ("agenda|", "here|", "next|", "came|", "again|")


async def _offer_late_seats(world: World) -> None:
    """An hour before the start seats become free: who waits presses what is asked, and so do others."""
    await world.settle()
    await until_start(world, hours=1)
    room, pressed = world.channel, set[str]()
    for name in ("charlie", "dana"):
        await world.members[name].react(world.cards()[-1], "❌")
    await world.settle()
    for name in ("alice", "erin"):
        member = world.members[name]
        await member.slash(room, "table")
        await member.slash(room, "meetup show", meetup=await pick(world, member, "meetup show"))
    for name in ("bob", "erin", "alice"):
        await _press_all(world, world.members[name], pressed, ("seat_offer|",))


async def _sit_at_the_table(world: World) -> None:
    """From the agenda to the recap: everybody presses whatever there is, for two days."""
    erin, pressed, until = world.members["erin"], set[str](), world.now + timedelta(days=2)
    for _ in range(60):
        for name in ("alice", "bob", "erin"):
            await _press_all(world, world.members[name], pressed, _AT_THE_TABLE)
        due_at = await world.bot.next_due_at()
        if due_at is None or due_at > until:
            break
        await world.advance_to(due_at)
    dates = await erin.autocomplete(world.channel, "meetup manage", "meetup", "")
    if dates:
        alice = world.members["alice"]
        await attendance(world, erin, dates[0]["value"], present=[alice])


async def _have_circles(world: World, organiser: MemberActor) -> None:
    room, pressed = world.channel, set[str]()
    await world.members["alice"].slash(room, "circle avoid", member=world.members["bob"])
    shown = await world.members["alice"].slash(room, "circle avoid")
    await tap(world.members["alice"], shown, "circle|allow|")
    await world.members["alice"].slash(room, "circle avoid")
    shown = await organiser.slash(room, "longtable round")
    await tap(organiser, shown.followups[0] if shown.followups else shown, "circle|round|go")
    await world.settle()
    await organiser.slash(room, "longtable round")
    for name in FOUR:
        question = await tap(
            world.members[name], await world.members[name].slash(room, "circle mine"), "circle|ask|"
        )
        await tap(world.members[name], question, "circle|stay|")
        await _press_all(world, world.members[name], pressed, ("circle|join",))
        await world.settle()
    await _leave_after_all(world, world.members["dana"])
    for _ in range(12):
        for name in FOUR:
            await _press_all(
                world, world.members[name], pressed, ("circle|time", "circle|notyet", "circle|again")
            )
        await world.advance(timedelta(days=4))


async def _leave_after_all(world: World, who: MemberActor) -> None:
    shown = await tap(who, await who.slash(world.channel, "circle mine"), "circle|ask|")
    await tap(who, shown, "circle|stay|")
    shown = await tap(who, await who.slash(world.channel, "circle mine"), "circle|ask|")
    await tap(who, shown, "circle|leave|")
    await who.slash(world.channel, "table")
    await who.slash(world.channel, "circle mine")


async def _go(world: World, organiser: MemberActor) -> None:
    alice, room = world.members["alice"], world.channel
    await organiser.slash(room, "longtable stats")
    await organiser.slash(room, "longtable doctor")
    await alice.slash(room, "privacy export")
    shown = await alice.slash(room, "privacy erase")
    await tap(alice, shown, "erase|")
    await world.settle()


async def tap(
    who: MemberActor, shown: InteractionResult | discord.Message | ChannelHandle | Any, prefix: str
) -> InteractionResult:
    """Press the newest button that does this, in a reply, under a message or anywhere in a thread."""
    messages: list[Any]
    if isinstance(shown, ChannelHandle):
        messages = list(reversed(shown.history()))
    elif isinstance(shown, InteractionResult):
        messages = [*reversed(shown.followups), *([shown.response.message] if shown.response else [])]
    else:
        messages = [shown]
    for message in messages:
        for custom_id in _custom_ids(getattr(message, "message", message), prefix):
            return await who.click(message, custom_id=custom_id)
    raise AssertionError(f"there is no button {prefix}")


async def _press_all(world: World, who: MemberActor, pressed: set[str], prefixes: tuple[str, ...]) -> None:
    """Every button of these kinds that this member can see and has not pressed yet."""
    for room in list(world.guild.channels.values()):
        for thread in [room, *room.threads] if not room.is_thread else []:
            for message in _seen(thread):
                for custom_id in [one for prefix in prefixes for one in _custom_ids(message, prefix)]:
                    if f"{who.id} {custom_id}" not in pressed:
                        pressed.add(f"{who.id} {custom_id}")
                        await _try(lambda m=message, c=custom_id: who.click(m, custom_id=c))  # type: ignore[misc]


async def _try(press: Callable[[], Any]) -> None:
    try:
        await press()
    except Exception:
        return


def _seen(room: ChannelHandle) -> list[discord.Message]:
    try:
        return list(room.history())
    except Exception:
        return []


def _custom_ids(message: discord.Message, prefix: str) -> Iterator[str]:
    for row in message.components:
        for button in getattr(row, "children", []):
            if (getattr(button, "custom_id", None) or "").startswith(prefix):
                yield button.custom_id
