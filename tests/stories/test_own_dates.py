"""What a single date has of its own, beside its series: what stays, what comes back, what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cogs.custom_ids import RESTORE_DATE
from demo.world import World
from tests.stories.edits import edit
from tests.stories.hosting import TITLE, differ, manage, move, offered, press, restore, skip
from tests.stories.telling import announced, card, field, ids, pick, reads, said

_FRIDAY = datetime(2026, 3, 13, 8, 30, tzinfo=UTC)  # 9:30 in Berlin
_SATURDAY = f"<t:{(_FRIDAY + timedelta(days=1)).timestamp():.0f}:F>"


async def _moved_to_saturday(world: World) -> str:
    """A date that was moved, at noon of the day on which its series has it: how it is picked."""
    await announced(world, place="Café")
    await world.members["alice"].react(card(world), "✅")
    ref = await pick(world, world.members["erin"], "meetup manage")
    await differ(world, "erin", ref, place="Library")
    await move(world, world.members["erin"], "2026-03-14 9:30", ref)
    await world.advance_to(_FRIDAY + timedelta(hours=3))
    await world.settle()
    return ref


async def test_a_moved_date_that_was_skipped_comes_back_though_its_regular_time_has_passed(
    world: World,
) -> None:
    erin, ref = world.members["erin"], await _moved_to_saturday(world)
    page = await skip(world, erin, ref)
    assert "Restore" in offered(page)
    await world.settle()
    await world.restart()
    back = await press(world, erin, page, RESTORE_DATE)
    assert "Restored. Those who answered are told in its thread." in said(back)
    assert _SATURDAY in said(back)
    assert "Restore" not in offered(back)
    await world.settle()
    assert f"takes place after all: {_SATURDAY}" in reads(world.thread(card(world, 0))[-1])
    assert "📍 Café" in reads(card(world, 0))
    assert field(card(world, 0), "Going") == ids(world, "alice")
    assert "The time that the series has for that date has passed" in said(await restore(world, erin, ref))
    assert "Moved" in said(await move(world, erin, "2026-03-14 11:30", ref))


async def test_restore_takes_back_what_is_its_own_and_leaves_a_moved_date_where_it_is(world: World) -> None:
    erin, ref = world.members["erin"], await _moved_to_saturday(world)
    assert "Restore" in offered(await manage(world, erin, ref))
    back = await restore(world, erin, ref)
    assert "Restored" in said(back)
    assert "Restore" not in offered(back)
    await world.settle()
    text = reads(card(world, 0))
    assert _SATURDAY in text
    assert "📍 Café" in text
    assert "Only this time" not in text


async def test_what_later_dates_have_of_their_own_moves_with_the_series(world: World) -> None:
    message = await announced(world, place="Café", seats="8")
    erin = world.members["erin"]
    await world.members["alice"].react(message, "✅")
    ref = await pick(world, erin, "meetup manage")
    later = ref.replace("03-13", "03-27")
    await differ(world, "erin", later, place="Far", length="5h", seats="3")
    await edit(world, erin, TITLE, when="thu 9:30")
    await world.settle()
    assert "no date on 2026-03-27" in said(await manage(world, erin, later))
    moved = said(await manage(world, erin, ref.replace("03-13", "03-26")))
    assert "📍 Far" in moved
    assert "⏱️ 5 h" in moved
    assert "(0 of 3)" in moved
    between = said(await manage(world, erin, ref.replace("03-13", "03-19")))
    assert "📍 Café" in between
    assert field(card(world), "Going") == ids(world, "alice")


async def test_a_later_date_that_was_announced_keeps_its_card_and_its_answers(world: World) -> None:
    await announced(world, place="Café", pings="14 days, 2h")
    erin = world.members["erin"]
    await world.advance_to(_FRIDAY - timedelta(days=2))
    first, second = world.cards()
    await world.members["alice"].react(second, "✅")
    ref = await pick(world, erin, "meetup manage")
    await differ(world, "erin", ref.replace("03-13", "03-20"), place="Far")
    await world.settle()
    shown = await edit(world, erin, TITLE, when="thu 9:30")
    assert "Those who answered are told" in said(shown)
    await world.settle()
    assert [one.id for one in world.cards()] == [first.id, second.id]
    thursday = _FRIDAY + timedelta(days=6)
    for part in (f"<t:{thursday.timestamp():.0f}:F>", "📍 Far"):
        assert part in reads(card(world))
    assert "Cancelled" not in reads(card(world))
    assert field(card(world), "Going") == ids(world, "alice")
    assert "has changed (time)" in reads(world.thread(second)[-1])


async def test_a_rhythm_that_skips_a_date_calls_it_off_as_before(world: World) -> None:
    await announced(world, place="Café")
    erin = world.members["erin"]
    ref = await pick(world, erin, "meetup manage")
    await differ(world, "erin", ref.replace("03-13", "03-20"), place="Far")
    await differ(world, "erin", ref.replace("03-13", "03-27"), place="Farther")
    await edit(world, erin, TITLE, when="thu 9:30", repeats="every 2 weeks")
    await world.settle()
    assert "📍 Café" in said(await manage(world, erin, ref.replace("03-13", "03-12")))
    assert "📍 Farther" in said(await manage(world, erin, ref.replace("03-13", "03-26")))


async def test_what_a_date_keeps_of_its_own_is_said_when_the_series_is_edited(world: World) -> None:
    await announced(world, place="Café", seats="4")
    erin = world.members["erin"]
    await differ(world, "erin", place="Library", seats="2")
    await edit(world, erin, TITLE, repeats="once")
    line = f"As before on <t:{_FRIDAY.timestamp():.0f}:D>: place."
    shown = said(await edit(world, erin, TITLE, place="Betahaus"))
    assert "Place: Betahaus" in shown
    assert f"{line} *Only this date* changes that there." in shown
    assert "seats." in said(await edit(world, erin, TITLE, seats="9"))
    assert "As before" not in said(await edit(world, erin, TITLE, title="Co-working"))
    assert "As before" not in said(await edit(world, erin, "Co-working", place="Library")), "it is there, too"


async def test_dates_elsewhere_are_marked_among_the_next_ones(world: World) -> None:
    await announced(world, place="Café")
    erin, alice = world.members["erin"], world.members["alice"]
    later = (await pick(world, erin, "meetup manage")).replace("03-13", "03-20")
    await differ(world, "erin", later, place="Far", length="5h")
    for shown in (
        await manage(world, erin),
        await alice.slash(world.channel, "meetup show", meetup=TITLE),
    ):
        marked = [line for line in said(shown).splitlines() if "elsewhere" in line]
        assert len(marked) == 1
        assert "20 Mar" in marked[0]
    await edit(world, erin, TITLE, place="Far")
    assert "elsewhere" not in said(await manage(world, erin))


async def test_the_page_says_what_is_usual_beside_what_the_card_has(world: World) -> None:
    await announced(world, place="Café", length="2h")
    page = said(await differ(world, "erin", place="Library", length="3h", description="Bring a cake."))
    assert "Usually: 📍 Café\n⏱️ 2 h\n📝 no description" in page
    assert page.count("📍 Library") == page.count("⏱️ 3 h") == page.count("Bring a cake.") == 1


async def test_a_description_that_is_taken_back_is_not_told_as_none(world: World) -> None:
    message = await announced(world, place="Café")
    await world.members["alice"].react(message, "✅")
    await differ(world, "erin", place="Library", description="Bring a cake.")
    await restore(world, world.members["erin"])
    await world.settle()
    told = reads(world.thread(message)[-1])
    assert "📍 Café" in told
    assert "no description" not in told


async def test_seats_of_one_date_that_cannot_be_read_are_refused_with_what_fits_there(world: World) -> None:
    await announced(world, seats="4")
    for typed in ("1.5", "-1", "many"):
        refused = said(await differ(world, "erin", seats=typed))
        assert "Seats go from 1 to 1,000; `0` is no limit. Empty is as in the series." in refused
