"""Archived threads: what they refuse, what wakes them, and when they fall asleep."""

from __future__ import annotations

import pytest

from tests.discord_rules.conftest import Discord

_BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Press", "custom_id": "press"}]}


async def test_they_refuse_edits_reactions_names_and_members(ruled: Discord) -> None:
    ruled.allow(manage_channels=True, manage_threads=True)
    thread_id = ruled.open_thread()
    said = ruled.say("hello", thread_id)
    message = f"/channels/{thread_id}/messages/{said['id']}"
    requests = [
        ("PATCH", message, {"content": "changed"}),
        ("PUT", f"{message}/reactions/✅/@me", None),
        ("PATCH", f"/channels/{thread_id}", {"name": "renamed"}),
        ("PUT", f"/channels/{thread_id}/thread-members/{ruled.alice.id}", None),
    ]
    ruled.rules.archived.set(thread_id, archived=True)
    assert [ruled.refusal(*request) for request in requests] == [(400, 50083)] * 4
    assert ruled.refusal("PATCH", f"/channels/{thread_id}", {"archived": False}) == (200, 0)
    assert [ruled.refusal(*request) for request in requests] == [(200, 0)] * 4


async def test_a_message_wakes_them_unless_they_are_locked(ruled: Discord) -> None:
    thread_id = ruled.open_thread()
    metadata = ruled.backend.get_thread(thread_id).thread_metadata
    ruled.rules.archived.set(thread_id, archived=True)
    ruled.say("hello", thread_id)
    assert not metadata.archived
    ruled.rules.archived.set(thread_id, archived=True)
    metadata.locked = True
    refused = ruled.refusal("POST", f"/channels/{thread_id}/messages", {"content": "hello"})
    assert refused == (400, 50083)


@pytest.mark.parametrize("is_member", [True, False])
async def test_a_button_arrives_only_from_who_may_wake_the_thread(ruled: Discord, is_member: bool) -> None:
    thread_id = ruled.open_thread()
    said = ruled.say("hello", thread_id, components=[_BUTTON])
    await ruled.env.settle()
    message = ruled.message(said)
    if is_member:
        ruled.backend.add_thread_member(thread_id, ruled.alice.id)
    ruled.rules.archived.set(thread_id, archived=True)
    pressed = await ruled.alice.click(message, label="Press")
    assert pressed.acknowledged == is_member
    assert ruled.bot.pressed == ([ruled.alice.id] if is_member else [])
    assert ruled.backend.get_thread(thread_id).thread_metadata.archived != is_member


async def test_they_are_archived_when_nothing_was_written(ruled: Discord) -> None:
    thread_id = ruled.open_thread(auto_archive_duration=1440)
    metadata = ruled.backend.get_thread(thread_id).thread_metadata
    await ruled.wait(hours=20)
    ruled.say("hello", thread_id)
    await ruled.wait(hours=20)
    assert not metadata.archived
    await ruled.wait(hours=5)
    assert metadata.archived
