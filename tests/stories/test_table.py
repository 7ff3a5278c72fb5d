"""`/table`: one private page with what is one's own, and a button for each thing one does next."""

from __future__ import annotations

from datetime import timedelta

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from cogs.custom_ids import MOVE_DATE, PLAN_FORM_BUTTON
from demo.settings import set_up
from demo.world import World
from tests.stores import look_into
from tests.stories.board import LATE, boss, open_forum, press_on_page, propose, share
from tests.stories.circles import DAYS, FOUR, form, settle_in
from tests.stories.hosting import menu, press, skip
from tests.stories.profiles import BASICS, fill_profile, set_zone, take_break
from tests.stories.telling import announced, card, labels, press_forged, reads, said

CHOICES = ["What's on", "Share a problem", "Find company"]


async def _open(world: World, who: MemberActor) -> InteractionResult:
    return await who.slash(world.channel, "table")


async def test_a_newcomer_has_three_choices_and_a_tour_once(world: World) -> None:
    alice = world.members["alice"]
    shown = await _open(world, alice)
    assert labels(shown) == CHOICES
    tour = said(shown)
    assert "A minute's tour" in tour
    assert len(tour.split()) < 150
    await world.restart()
    again = await _open(world, alice)
    assert labels(again) == CHOICES
    assert "tour" not in said(again)
    assert "Where would you like to start?" in said(again)


async def test_each_choice_leads_on_in_one_step(world: World) -> None:
    await open_forum(world)
    await announced(world)
    alice = world.members["alice"]
    shown = await _open(world, alice)
    await world.restart()
    assert "Friday co-working" in said(await world.press(alice, shown, "What's on"))
    opened = await world.press(alice, shown, "Share a problem")
    await alice.submit_modal(opened, LATE)
    await world.settle()
    assert LATE["title"] in {thread.name for thread in world.env.backend.active_threads(world.guild.id)}
    opened = await world.press(alice, shown, "Find company")
    assert "in which city" in said(await alice.submit_modal(opened, BASICS))
    assert labels(await _open(world, alice))[-1] == "Settings"  # no newcomer any more


async def test_it_says_when_i_am_expected_and_where_i_wait(world: World) -> None:
    alice, bob = world.members["alice"], world.members["bob"]
    card = await announced(world, seats="1", place="Café Nordlicht")
    await alice.react(card, "✅")
    await bob.react(card, "✅")
    other = await announced(world, title="Late shift", when="fri 20:00")
    await alice.react(other, "❌")
    await bob.react(other, "🤔")
    await world.settle()
    of_alice, of_bob = said(await _open(world, alice)), said(await _open(world, bob))
    assert "Friday co-working" in of_alice
    assert "you are going · Café Nordlicht" in of_alice
    assert f"/{card.id})" in of_alice
    assert "Late shift" not in of_alice
    assert "number 1 on the waitlist" in of_bob
    assert "you said maybe" in of_bob
    await skip(world, world.members["erin"], "Late shift")
    await world.settle()
    assert "Late shift" not in said(await _open(world, bob))
    await world.advance(timedelta(days=7))
    assert "None yet" in said(await _open(world, alice))


async def test_it_says_what_is_new_about_my_problems(world: World) -> None:
    await open_forum(world)
    alice, bob = world.members["alice"], world.members["bob"]
    thread = await share(world, alice)
    await propose(world, bob, thread)
    shown = said(await _open(world, alice))
    assert f"💬 **[{LATE['title']}]" in shown
    assert "💡 1" in shown
    assert "since" not in shown  # all of it is new to her
    await world.advance(timedelta(days=2))
    await _open(world, alice)
    await world.advance(timedelta(days=2))
    assert "since" not in said(await _open(world, alice))
    await propose(world, bob, thread, "Send a second reminder with the date in bold.")
    await propose(world, alice, thread, "I could also ring them up.")
    shown = said(await _open(world, alice))
    assert "💡 3 · 1 new since <t:" in shown
    await press_on_page(alice, thread.handle, "Close it")
    assert LATE["title"] not in said(await _open(world, alice))


async def test_an_anonymous_problem_is_found_by_its_author_alone(world: World) -> None:
    await open_forum(world)
    alice, bob = world.members["alice"], world.members["bob"]
    await share(world, alice, anonymous=True)
    assert LATE["title"] in said(await _open(world, alice))
    assert LATE["title"] not in said(await _open(world, bob))
    with look_into(world.bot.database) as database:
        (seen_on,) = database.execute("SELECT seen_on FROM table_visits LIMIT 1").fetchone()
    assert seen_on == f"{world.now:%Y-%m-%d}"  # and not the moment, which could tell whose it is


async def test_it_says_how_i_stand_with_circles(world: World) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    assert "You are in the next round" in said(await _open(world, alice))
    assert "Find company" not in labels(await _open(world, alice))
    await take_break(world, alice)
    assert "on a break" in said(await _open(world, alice))
    await settle_in(world, FOUR[1:])
    await set_up(world, boss(world), rounds="monthly on the first monday")
    assert "The next round is on <t:" in said(await _open(world, world.members["bob"]))


async def test_it_leads_to_the_thread_of_my_circle(world: World) -> None:
    await settle_in(world)
    thread = await form(world)
    shown = said(await _open(world, world.members["dana"]))
    assert f"You are in a circle around Berlin: <#{thread.id}>" in shown
    await world.advance(5 * DAYS)
    assert "Find company" not in labels(await _open(world, world.members["dana"]))


async def test_only_who_may_plan_is_offered_to(world: World) -> None:
    erin, alice = world.members["erin"], world.members["alice"]
    assert labels(await _open(world, erin)) == [*CHOICES, "Plan a meetup", "Settings"]
    await fill_profile(world, alice)
    assert "Plan a meetup" not in labels(await _open(world, alice))
    shown = await _open(world, erin)
    assert shown.response is not None
    assert PLAN_FORM_BUTTON.make() in str(shown.response.components)


async def test_a_host_finds_what_she_may_change_and_moves_a_date_from_here(world: World) -> None:
    erin, message = world.members["erin"], await announced(world)
    assert not menu(await _open(world, world.members["alice"]))
    shown = await _open(world, erin)
    assert menu(shown)[0]["label"] == "Friday co-working · Fri 13 Mar 2026, 09:30 · Europe/Berlin"
    assert shown.response is not None
    page = await erin.select(shown.response, [menu(shown)[0]["value"]])
    form = await press(world, erin, page, MOVE_DATE)
    assert "Moved" in said(await erin.submit_modal(form, {"when": "sat 11:00"}))
    await world.settle()
    assert "<t:1773482400:F>" in reads(card(world)), message.id


async def test_each_meetup_is_reached_from_here_though_one_has_many_dates(world: World) -> None:
    erin = world.members["erin"]
    titles = [f"Table {number}" for number in range(14)]
    for number, title in enumerate(titles):
        await world.plan(erin, title=title, when=f"fri {8 + number // 2}:{number % 2}5", repeats="weekly")
    await skip(world, erin, titles[0])
    labels_of = [option["label"] for option in menu(await _open(world, erin))]
    assert len(labels_of) == 25
    assert {label.split(" · ")[0] for label in labels_of if "skipped" not in label} == set(titles)
    offered = await erin.autocomplete(world.channel, "meetup manage", "meetup", "")
    assert [choice["name"] for choice in offered] == labels_of


async def test_menus_and_lists_go_by_my_own_clock_where_i_have_set_one(world: World) -> None:
    erin = world.members["erin"]
    await announced(world)
    await set_zone(world, erin, "America/New_York")
    by_her_clock = "Friday co-working · Fri 13 Mar 2026, 04:30 · America/New_York"
    shown = await _open(world, erin)
    assert menu(shown)[0]["label"] == by_her_clock
    assert shown.response is not None
    page = await erin.select(shown.response, [menu(shown)[0]["value"]])
    assert menu(page)[0]["label"] == by_her_clock
    for command in ("meetup manage", "meetup show", "meetup rsvp"):
        offered = await erin.autocomplete(world.channel, command, "meetup", "")
        assert offered[0]["name"] == by_her_clock


async def test_what_does_not_fit_is_counted(world: World) -> None:
    alice = world.members["alice"]
    for number in range(7):
        title = f"Table {number}"
        await world.plan(world.members["erin"], title=title, when=f"fri {10 + number}:00")
        await alice.slash(world.channel, "meetup rsvp", meetup=title, answer="going")
    assert "and 2 more" in said(await _open(world, alice))


async def test_who_has_proposed_something_is_no_newcomer(world: World) -> None:
    await open_forum(world)
    bob = world.members["bob"]
    await propose(world, bob, await share(world, world.members["alice"]))
    await _open(world, bob)
    shown = await _open(world, bob)
    assert "Three ways" not in said(shown)
    assert labels(shown)[-1] == "Settings"


async def test_where_nothing_is_planned_one_reads_what_one_may_do(world: World) -> None:
    erin, alice = world.members["erin"], world.members["alice"]
    whats_on = await world.press(erin, await _open(world, erin), "What's on")
    assert "`/meetup plan` starts one" in said(whats_on)
    for_guests = said(await world.press(alice, await _open(world, alice), "What's on"))
    assert "/meetup plan" not in for_guests
    assert "Find company" in for_guests


async def test_a_meetup_that_is_not_announced_says_when_it_is(world: World) -> None:
    alice = world.members["alice"]
    await world.plan(world.members["erin"], title="Lunch", when="fri 9:30")
    shown = said(await world.press(alice, await _open(world, alice), "What's on"))
    assert "announced on <t:1773131400:D>" in shown
    assert "0 going" not in shown
    await world.advance(timedelta(days=2))
    shown = said(await world.press(alice, await _open(world, alice), "What's on"))
    assert "0 going" in shown
    assert "answer here" in shown


async def test_settings_are_the_page_of_the_profile(world: World) -> None:
    alice = world.members["alice"]
    await fill_profile(world, alice)
    shown = await world.press(alice, await _open(world, alice), "Settings")
    assert "Your profile" in said(shown)
    assert "Named in recaps: off" in labels(shown)


async def test_without_anonymity_the_tour_promises_none(world: World) -> None:
    assert "anonymously" in said(await _open(world, world.members["alice"]))
    await set_up(world, boss(world), anonymous=False)
    assert "anonymously" not in said(await _open(world, world.members["bob"]))


async def test_who_erases_themselves_is_a_newcomer_again(world: World) -> None:
    alice = world.members["alice"]
    await _open(world, alice)
    shown = await alice.slash(world.channel, "privacy erase")
    await alice.click(shown.response, custom_id="erase|")  # type: ignore[arg-type]
    with look_into(world.bot.database) as database:
        assert tuple(database.execute("SELECT count(*) FROM table_visits").fetchone()) == (0,)
    assert "A minute's tour" in said(await _open(world, alice))


async def test_nobody_else_sees_it(world: World) -> None:
    shown = await _open(world, world.members["alice"])
    assert shown.response is not None
    assert shown.response.ephemeral
    assert "Your profile" in said(await press_forged(world, world.members["alice"], "mine|"))
    assert all(
        "tour" not in reads(message) for message in world.channel.history() if not message.flags.ephemeral
    )
