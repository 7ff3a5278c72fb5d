"""Scheduled events: permissions by place, their number and their status."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.enums import ChannelType

from tests.discord_rules.conftest import Discord


def _body(ruled: Discord, kind: int, channel_id: int | None = None) -> dict[str, Any]:
    starts_at = ruled.env.now() + timedelta(hours=1)
    body: dict[str, Any] = {
        "name": "meetup",
        "entity_type": kind,
        "privacy_level": 2,
        "scheduled_start_time": starts_at.isoformat(),
        "scheduled_end_time": (starts_at + timedelta(hours=1)).isoformat(),
    }
    if channel_id is None:
        return {**body, "entity_metadata": {"location": "here"}}
    return {**body, "channel_id": str(channel_id)}


def _path(ruled: Discord, event: Any = None) -> str:
    return f"/guilds/{ruled.guild.id}/scheduled-events" + (f"/{event['id']}" if event else "")


def _status(ruled: Discord, event: Any) -> int:
    status: int = ruled.backend.get_scheduled_event(ruled.guild.id, int(event["id"])).status
    return status


@pytest.mark.parametrize(
    ("kind", "granted", "answer"),
    [
        (3, {"create_events"}, (200, 0)),
        (3, set(), (403, 50013)),
        (2, {"create_events", "connect"}, (200, 0)),
        (2, {"create_events"}, (403, 50013)),
        (2, {"connect", "manage_events"}, (403, 50013)),
        (1, {"create_events", "manage_channels", "mute_members", "move_members"}, (200, 0)),
        (1, {"create_events", "connect"}, (403, 50013)),
    ],
)
async def test_each_place_needs_its_permissions(
    ruled: Discord, kind: int, granted: set[str], answer: tuple[int, int]
) -> None:
    types = {1: ChannelType.STAGE_VOICE, 2: ChannelType.VOICE}
    place = ruled.backend.create_channel(ruled.guild.id, "place", type=types[kind]) if kind in types else None
    ruled.grant(discord.Permissions(view_channel=True, **dict.fromkeys(granted, True)))
    body = _body(ruled, kind, place.id if place else None)
    assert ruled.refusal("POST", _path(ruled), body) == answer


async def test_a_place_that_cannot_be_seen_is_refused(ruled: Discord) -> None:
    place = ruled.guild.create_voice_channel("place")
    bot = ruled.guild.roles[ruled.backend.bot_user.name]
    ruled.hide(place, bot.id, is_role=True)
    assert ruled.refusal("POST", _path(ruled), _body(ruled, 2, place.id)) == (403, 50001)


async def test_an_event_of_others_needs_manage_events(ruled: Discord) -> None:
    event = ruled.ask("POST", _path(ruled), _body(ruled, 3))
    assert ruled.refusal("PATCH", _path(ruled, event), {"name": "renamed"}) == (200, 0)
    ruled.backend.get_scheduled_event(ruled.guild.id, int(event["id"])).creator_id = ruled.alice.id
    assert ruled.refusal("PATCH", _path(ruled, event), {"name": "again"}) == (403, 50013)
    ruled.allow(manage_events=True)
    assert ruled.refusal("PATCH", _path(ruled, event), {"name": "again"}) == (200, 0)


async def test_only_external_events_begin_and_end_by_themselves(ruled: Discord) -> None:
    place = ruled.guild.create_voice_channel("place")
    external = ruled.ask("POST", _path(ruled), _body(ruled, 3))
    voice = ruled.ask("POST", _path(ruled), _body(ruled, 2, place.id))
    await ruled.wait(minutes=61)
    assert [_status(ruled, event) for event in (external, voice)] == [2, 1]
    await ruled.wait(minutes=61)
    assert [_status(ruled, event) for event in (external, voice)] == [3, 1]
    await ruled.wait(hours=4)
    assert [_status(ruled, event) for event in (external, voice)] == [3, 4]


async def test_an_active_one_ends_some_minutes_after_the_last_has_left(ruled: Discord) -> None:
    place = ruled.guild.create_voice_channel("place")
    event = ruled.ask("POST", _path(ruled), _body(ruled, 2, place.id))
    ruled.ask("PATCH", _path(ruled, event), {"status": 2})
    await ruled.wait(hours=2)
    await ruled.alice.join_voice(place)
    await ruled.wait(hours=2)
    assert _status(ruled, event) == 2
    await ruled.alice.leave_voice()
    await ruled.wait(minutes=5)
    assert _status(ruled, event) == 2
    await ruled.wait(minutes=6)
    assert _status(ruled, event) == 3


async def test_a_status_follows_only_from_its_forerunner(ruled: Discord) -> None:
    place = ruled.guild.create_voice_channel("place")
    event = ruled.ask("POST", _path(ruled), _body(ruled, 2, place.id))
    answers = [ruled.refusal("PATCH", _path(ruled, event), {"status": status}) for status in (3, 2, 4, 3, 2)]
    assert answers == [(400, 50035), (200, 0), (400, 50035), (200, 0), (400, 180000)]
    await ruled.wait(hours=9)
    assert _status(ruled, event) == 3


async def test_a_server_has_a_hundred_of_them(ruled: Discord) -> None:
    events = [ruled.ask("POST", _path(ruled), _body(ruled, 3)) for _ in range(100)]
    assert ruled.refusal("POST", _path(ruled), _body(ruled, 3)) == (400, 30038)
    ruled.ask("DELETE", _path(ruled, events[0]))
    assert ruled.refusal("POST", _path(ruled), _body(ruled, 3)) == (200, 0)
