"""For those who do not see pictures or colours, or do not react: nothing is said in one way alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cogs.ui.meetups import cards as meetup_cards
from cogs.ui.problems import cards as problem_cards
from demo.world import World
from tests.stories.board import press_on_page, share
from tests.stories.telling import announced, pick, reads, said
from tests.stories.tour import walk


@pytest.mark.slow
async def test_pictures_have_words_and_buttons_have_names(world: World) -> None:
    await walk(world, "en-US")
    pictures = [one for one in _find(world, "filename") if one["filename"].endswith(".png")]
    assert {one["filename"] for one in pictures} >= {"when.png", "helpers.png", "year.png"}
    assert all(len(one.get("description") or "") > 20 for one in pictures)
    buttons = [one for one in _find(world, "custom_id") if one.get("type") == 2]
    assert len(buttons) > 50
    assert all(any(letter.isalnum() for letter in one["label"]) for one in buttons)


async def test_whoever_does_not_react_answers_by_command(world: World) -> None:
    alice = world.members["alice"]
    card = await announced(world)
    date = await pick(world, alice, "meetup rsvp")
    for answer in meetup_cards.EMOJI:
        await alice.slash(world.channel, "meetup rsvp", meetup=date, answer=answer.value)
        await world.settle()
        shown = next(one for one in world.channel.history() if one.id == card.id)
        assert f"<@{alice.id}>" in reads(shown)
    thread = await share(world, world.members["bob"])
    assert "counts" in said(await press_on_page(alice, thread.handle, "🙋 Me, too"))


async def test_how_something_stands_is_a_word_and_not_a_colour(world: World) -> None:
    thread = await share(world, world.members["bob"])
    assert "waiting for a first proposal" in reads(thread.card)
    assert set(problem_cards.STAGE_EMOJI) == set(problem_cards.STAGE_NAMES)


def _find(world: World, key: str) -> Iterator[dict[str, Any]]:
    for request in world.env.http_requests:
        yield from _with(request.json, key)


def _with(sent: Any, key: str) -> Iterator[dict[str, Any]]:
    if isinstance(sent, dict):
        if key in sent:
            yield sent
        sent = list(sent.values())
    if isinstance(sent, list):
        for value in sent:
            yield from _with(value, key)
