"""Each in their own language: what a member reads, what a server reads, and that nothing was forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from gettext import NullTranslations
from typing import Any

import pytest

import languages.current
from demo.settings import set_up
from demo.world import World
from domain.profiles import LANGUAGES
from languages import CHOICES, ENGLISH
from languages.catalogues import load
from tests.stories.board import boss, open_forum, share
from tests.stories.circles import begin_round, circle_threads, everything, last, settle_in
from tests.stories.hosting import move
from tests.stories.telling import announced, card, pick, press_forged, reads, said
from tests.stories.tour import walk

TRANSLATED = [language for language in CHOICES if language != ENGLISH]


async def test_a_member_reads_their_own_language_and_everybody_the_servers(world: World) -> None:
    alice = world.join("alice", locale="de")
    shown = await announced(world)
    assert "Hosted by" in reads(shown)
    assert "Kommende Treffen" in said(await alice.slash(world.channel, "meetup list"))
    assert "Upcoming meetups" in said(await world.members["bob"].slash(world.channel, "meetup list"))
    await alice.react(shown, "✅")
    await world.settle()
    assert "✅ Going (1)" in reads(card(world))


async def test_commands_in_texts_are_those_that_the_member_can_type(world: World) -> None:
    erin = world.join("erin", is_host=True, locale="fr")
    text = said(await erin.slash(world.channel, "meetup list"))
    assert "Aucune n’est encore prévue. `/rencontre planifier` en lance une." in text


async def test_what_is_refused_within_a_transaction_is_said_in_the_members_language(world: World) -> None:
    erin = world.join("erin", is_host=True, locale="es-419")
    await announced(world)
    date = await pick(world, erin, "meetup manage")
    refused = said(await move(world, erin, "fri 9:30", date))
    assert refused == "Esa fecha ya empieza entonces."
    unknown = said(await erin.slash(world.channel, "meetup show", meetup="404"))
    assert "«404» encaja con ningún encuentro" in unknown


async def test_the_server_has_the_language_that_it_has_in_discord(world: World) -> None:
    world.env.backend.edit_guild(world.guild.id, {"preferred_locale": "ja"})
    shown = await announced(world)
    assert "👋 主催" in reads(shown)
    assert "Friday co-working · 3月13日(金)" in [thread.name for thread in world.channel.threads]
    assert any("来るかどうかは" in (event.description or "") for event in world.events)


async def test_organisers_choose_the_servers_language_and_it_outlives_a_restart(world: World) -> None:
    organiser = boss(world)
    settings = said(await set_up(world, organiser, language="de"))
    assert "Language: Deutsch" in settings
    await world.restart()
    shown = await announced(world)
    assert "Es lädt ein" in reads(shown)
    for name in ("alice", "bob"):
        await world.members[name].react(shown, "✅")
    await world.advance(timedelta(days=3))
    assert any("beginnt <t:" in reads(message) for message in world.channel.history())
    settings = said(await set_up(world, organiser, language="auto"))
    assert "as in Discord's own settings" in settings
    await world.members["charlie"].react(card(world), "✅")
    await world.settle()
    assert "Hosted by" in reads(card(world))
    await world.members["charlie"].react(card(world), "✅")
    await world.settle()


async def test_whose_language_i_do_not_speak_is_answered_in_the_servers(world: World) -> None:
    alice = world.join("alice", locale="it")
    assert "Upcoming meetups" in said(await alice.slash(world.channel, "meetup list"))
    await set_up(world, boss(world), language="pt_BR")
    assert "Próximos encontros" in said(await alice.slash(world.channel, "meetup list"))


async def test_a_press_leaves_what_everybody_reads_in_the_servers_language(world: World) -> None:
    alice = world.join("alice", locale="de")
    erin = world.members["erin"]
    await erin.slash(world.channel, "meetup poll", title="Lunch", times="thu 12:00, fri 12:00")
    poll = world.channel.history()[-1]
    shown = await alice.click(poll, label="1")
    assert shown.followups[0].content.startswith("Du kannst: ")
    assert "1 has answered." in reads(world.channel.history()[-1])


async def test_a_form_and_what_comes_of_it_are_in_the_members_language(world: World) -> None:
    alice = world.join("alice", locale="de")
    await open_forum(world)
    form = await alice.slash(world.channel, "problem share")
    assert form.modal is not None
    assert form.modal["title"] == "Ein Problem aus der Arbeit teilen"
    thread = await share(world, world.members["bob"])
    assert "**What I want**" in reads(thread.card)
    form = await alice.click(thread.card, label="💡 Propose")
    shown = await alice.submit_modal(form, {"text": "Frag nach einer Anzahlung."})
    assert "Danke! Dein Vorschlag geht an" in said(shown)
    forged = said(await press_forged(world, alice, "came|solved|1|1"))
    assert forged == "Diese Runde kenne ich nicht mehr."


async def test_a_circle_is_proposed_in_the_members_own_language(world: World) -> None:
    world.join("alice", locale="de")
    await settle_in(world)
    await begin_round(world)
    threads = [thread for room in world.guild.channels.values() for thread in room.threads]
    own = next(thread for thread in threads if thread.name == "Deine Kreise")
    invitation = last(own)
    assert "Ein kleiner Kreis für dich?" in reads(invitation)
    shown = await world.members["alice"].click(invitation, label="Annehmen")
    assert shown.acknowledged
    assert "Du bist dabei" in reads(last(own))
    for thread in threads:
        if thread.name == "Your circles":
            for who in ("bob", "charlie", "dana"):
                if world.members[who].id in world.env.backend.get_thread(thread.id).thread_members:
                    await world.members[who].click(last(thread), label="Accept")
    await world.settle()
    assert "You are a circle" in everything(circle_threads(world)[0])


async def test_commands_are_called_in_discord_what_members_call_them(world: World) -> None:
    payloads = [request.json for request in world.env.http_requests if request.path.endswith("/commands")]
    registered = {command["name"]: command for command in payloads[-1] or []}
    meetup = registered["meetup"]
    assert meetup["name_localizations"]["de"] == "treffen"
    assert meetup["name_localizations"]["es-ES"] == meetup["name_localizations"]["es-419"] == "encuentro"
    assert "en-GB" not in meetup["name_localizations"]
    plan = next(option for option in meetup["options"] if option["name"] == "plan")
    assert plan["description_localizations"]["ja"].startswith("集まりを計画する")
    assert registered["Keep as solution"]["name_localizations"]["fr"] == "Garder comme solution"


class Marked(NullTranslations):
    """A language in which every message can be told from everything else."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()

    def gettext(self, message: str) -> str:
        self.said.add(message)
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.said.add(msgid1)
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.mark.slow
async def test_all_that_people_read_comes_from_the_catalogues(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = Marked()
    monkeypatch.setattr(languages.current, "load", lambda name: marked if name == "ja" else load(name))
    await walk(world, "ja")
    assert len(marked.said) > 450, "the walk has become too short to prove anything"
    left = {text for text in texts(world) if has_other_words(text)}
    assert not left, "\n".join(sorted(left))


@pytest.mark.slow
@pytest.mark.parametrize("language", TRANSLATED)
async def test_whoever_speaks_it_can_do_everything(world: World, language: str) -> None:
    """Discord refuses what is too long or empty; the simulation does, too."""
    await walk(world, "es-ES" if language == "es" else language.replace("_", "-"))
    read = "\n".join(texts(world))
    for english in ("Hosted by", "Going (", "By the way", "Thank you", "I don't know", "Pick "):
        assert english not in read


def texts(world: World) -> Iterator[str]:
    """Everything that people read of what the bot has sent."""
    for request in world.env.http_requests:
        if request.method != "GET" and not request.path.endswith("/commands"):
            yield from _texts(request.json)


_READ = {"content", "title", "description", "name", "value", "text", "label", "placeholder", "location"}


def _texts(sent: Any, key: str = "") -> Iterator[str]:
    if isinstance(sent, dict):
        is_choice = sent.keys() >= {"label", "value"} or sent.keys() == {"name", "value"}
        for name, value in sent.items():
            if not (is_choice and name == "value"):
                yield from _texts(value, name)
    elif isinstance(sent, list):
        for value in sent:
            yield from _texts(value, key)
    elif isinstance(sent, str) and key in _READ:
        yield sent


_SAME_EVERYWHERE = {
    *(*LANGUAGES.values(), *languages.CHOICES.values()),  # each is called what it calls itself
    *("meetups", "problems", "circles"),  # channels that were made, by their name
    "tue 9:30-12, mon-fri 18-20",  # what can be typed
}
_NO_WORDS = re.compile(
    r"[^,\n]+, (?:[^,\n]+, )?[A-Z]{2}\b|Berlin"  # cities
    r"|<[@#][&!]?\d+>|<t:-?\d+:\w>|\(?https?://\S+|`[^`]*`|· \w{4,}$|\(\w{8}\)"  # mentions, links, codes
    r"|[A-Z][a-z]+/[A-Z]\w+|UTC|km\b|Longtable"
)


def has_other_words(text: str) -> bool:
    """Whether there is anything in it that did not come from a catalogue."""
    if text in _SAME_EVERYWHERE or text.endswith("…"):
        return False
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return re.search(r"[A-Za-z]{2,}", _NO_WORDS.sub(" ", text)) is not None
