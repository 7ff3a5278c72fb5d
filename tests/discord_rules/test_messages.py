"""Edits of old messages, and nonces."""

from __future__ import annotations

from typing import Any

import pytest

from tests.discord_rules.conftest import Discord
from tests.discord_rules.simulation import TooManyRequests


async def test_old_messages_are_edited_three_times_in_six_seconds(ruled: Discord) -> None:
    paths = [f"/channels/{ruled.room.id}/messages/{ruled.say()['id']}" for _ in range(5)]
    await ruled.wait(hours=2)
    fresh = f"/channels/{ruled.room.id}/messages/{ruled.say()['id']}"
    asked = [ruled.refusal("PATCH", path, {"content": "new"}) for path in paths[:3]]
    assert asked == [(200, 0)] * 3
    with pytest.raises(TooManyRequests) as caught:
        ruled.ask("PATCH", paths[3], {"content": "new"})
    assert caught.value.to_json()["code"] == 30046
    assert caught.value.to_json()["retry_after"] == pytest.approx(6.0)
    assert ruled.refusal("PATCH", fresh, {"content": "new"}) == (200, 0)
    await ruled.wait(seconds=7)
    assert ruled.refusal("PATCH", paths[4], {"content": "new"}) == (200, 0)


async def test_a_nonce_is_answered_with_its_message_or_with_404(ruled: Discord) -> None:
    once: dict[str, Any] = {"nonce": "1", "enforce_nonce": True}
    first = ruled.say("hello", **once)
    assert ruled.say("hello", **once)["id"] == first["id"]
    assert len(ruled.room.history()) == 1
    ruled.ask("DELETE", f"/channels/{ruled.room.id}/messages/{first['id']}")
    path = f"/channels/{ruled.room.id}/messages"
    assert ruled.refusal("POST", path, {"content": "hello", **once}) == (404, 10008)
    await ruled.wait(minutes=6)
    assert ruled.say("hello", **once)["id"] != first["id"]
