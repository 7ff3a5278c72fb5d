"""Direct messages that are closed, and that are opened too fast."""

from __future__ import annotations

from tests.discord_rules.conftest import Discord


def _open(ruled: Discord) -> tuple[int, int]:
    return ruled.refusal("POST", "/users/@me/channels", {"recipient_id": str(ruled.alice.id)})


async def test_they_can_be_closed_to_what_is_sent_or_to_opening(ruled: Discord) -> None:
    messages = ruled.rules.direct_messages
    room = ruled.ask("POST", "/users/@me/channels", {"recipient_id": str(ruled.alice.id)})
    path = f"/channels/{room['id']}/messages"
    messages.close(ruled.alice)
    assert _open(ruled) == (200, 0)
    assert ruled.refusal("POST", path, {"content": "hello"}) == (403, 50007)
    messages.close(ruled.alice, even_to_open=True)
    assert _open(ruled) == (403, 50007)
    messages.open(ruled.alice)
    assert ruled.refusal("POST", path, {"content": "hello"}) == (200, 0)


async def test_they_can_be_opened_too_fast(ruled: Discord) -> None:
    ruled.rules.direct_messages.most_opened = 0
    assert _open(ruled) == (403, 40003)
    ruled.rules.direct_messages.most_opened = 1
    assert [_open(ruled), _open(ruled)] == [(200, 0)] * 2
    assert ruled.rules.direct_messages.most_opened == 0
