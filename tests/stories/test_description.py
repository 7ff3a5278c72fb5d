"""What a host writes about a meetup, and how its place is found: on the card, in the event, in calendars."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event

from demo.forms import fill_in
from demo.world import World
from tests.stories.edits import edit
from tests.stories.telling import WEEKLY, announced, card, reads, said, sent
from tests.stories.venues import add_venue, fill_in_venue

_TEXT = "Bring your laptop.\nWe eat at noon, whoever likes."
_PLACE = {"place": "Café Nordlicht, Warschauer Str. 1, Berlin"}


def _described(world: World) -> str:
    (event,) = world.events
    return event.description or ""


async def _calendar(world: World) -> list[Event]:
    shown = await world.members["bob"].slash(world.channel, "meetup calendar")
    assert shown.response is not None
    read = Calendar.from_ical(await shown.response.message.attachments[0].read())
    return [event for event in read.walk("VEVENT") if isinstance(event, Event)]


async def test_it_stands_wherever_the_meetup_does(world: World) -> None:
    erin, bob = world.members["erin"], world.members["bob"]
    shown = await world.draft(erin, **WEEKLY, description=f"  {_TEXT}\n\n\n")
    assert _TEXT in said(shown)
    await world.restart()
    await world.press(erin, shown, "Save")
    await world.advance(timedelta(days=2))
    text = reads(card(world))
    assert text.index("Hosted by") < text.index(_TEXT) < text.index("✅ Going")
    assert _TEXT in said(await bob.slash(world.channel, "meetup show", meetup=WEEKLY["title"]))
    assert _described(world).startswith(f"{_TEXT}\n\nTell us in")
    series, date = await _calendar(world)
    link = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}"
    assert str(series["DESCRIPTION"]) == f"{_TEXT}\n\n{link}"
    assert str(date["DESCRIPTION"]) == f"{_TEXT}\n\n{link}/{card(world).id}"


async def test_the_card_has_room_for_a_few_lines_and_show_for_all(world: World) -> None:
    long = "\n".join(f"{number}. Something to bring" for number in range(1, 21))
    await announced(world, description=long)
    assert "4. Something to bring…" in reads(card(world)).replace("\\", "")
    assert "5. Something" not in reads(card(world))
    shown = await world.members["bob"].slash(world.channel, "meetup show", meetup=WEEKLY["title"])
    assert "20. Something to bring" in said(shown).replace("\\", "")


async def test_what_is_too_long_comes_back_as_it_was_typed(world: World) -> None:
    erin = world.members["erin"]
    shown = await world.draft(erin, **WEEKLY, description="x" * 601)
    assert "That description has 601 characters; up to 600 fit" in said(shown)
    await world.restart()
    form = await world.press(erin, shown, "Description, picture")
    assert form.modal is not None
    assert form.modal["components"][0]["component"]["value"] == "x" * 601
    shown = await fill_in(erin, form, {"description": "x" * 600})
    assert "Saved" in said(await world.press(erin, shown, "Save"))


async def test_nothing_in_it_mentions_anybody_or_is_taken_for_markup(world: World) -> None:
    alice = world.members["alice"]
    wicked = f"@everyone <@{alice.id}> **big** [free money](https://evil.example) <t:1:R>\n# Shout"
    await announced(world, description=wicked)
    message = world.env.backend.get_message(world.channel.id, card(world).id)
    assert not message.mention_everyone
    for text in (reads(card(world)), _described(world)):
        assert "@everyone" not in text
        assert f"<@{alice.id}>" not in text.replace("\\<", "")
        assert "**big**" not in text
        assert "[free money](" not in text.replace("\\[", "")


async def test_an_edit_is_drawn_and_told_nobody(world: World) -> None:
    erin = world.members["erin"]
    await announced(world)
    await world.members["alice"].react(card(world), "✅")
    assert "Changed." in said(await edit(world, erin, WEEKLY["title"], description="Cake today!"))
    before = len(sent(world))
    await world.settle()
    assert "Cake today!" in reads(card(world))
    assert _described(world).startswith("Cake today!")
    assert len(sent(world)) == before
    await edit(world, erin, WEEKLY["title"], description="")
    await world.settle()
    assert "Cake" not in reads(card(world)) + _described(world)


async def test_the_way_to_a_venue_of_the_book_is_told_where_it_helps(world: World) -> None:
    dana = world.members["dana"]
    await add_venue(dana, world.channel, address="Warschauer Str. 1")
    await announced(world, **_PLACE, description=_TEXT)
    assert "🧭" not in reads(card(world))
    page = await dana.slash(world.channel, "venue show", venue="nordlicht")
    page = await fill_in_venue(dana, page, "texts", address="Corner 2", directions="At the back, @everyone")
    assert "🧭 At the back" in said(page)
    await world.members["alice"].react(card(world), "✅")
    await edit(world, world.members["erin"], WEEKLY["title"], length="3h")
    await world.settle()
    text = reads(card(world))
    assert text.index("📍 Café Nordlicht") < text.index("🧭 At the back") < text.index("Hosted by")
    assert "@everyone" not in text
    assert "🧭 At the back" in _described(world)
    assert all("🧭 At the back" in str(event["DESCRIPTION"]) for event in await _calendar(world))
    shown = await world.members["bob"].slash(world.channel, "meetup show", meetup=WEEKLY["title"])
    assert "🧭 At the back" in said(shown)
    refused = await fill_in_venue(dana, page, "texts", directions="x" * 201)
    assert "up to 200 fit" in said(refused)


async def test_the_last_date_of_a_series_says_so(world: World) -> None:
    await announced(world, repeats="weekly, 2 times")
    assert "The last date" not in reads(card(world))
    await world.advance(timedelta(days=7))
    assert len(world.cards()) == 2
    assert "🏁 The last date of this series" in reads(card(world))
