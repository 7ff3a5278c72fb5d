"""Every request of every story is held against Discord's own description; here is shown that it can fail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract import DESCRIPTION, Contract, open_contract
from tests.discord_answers import DescribedAnswers


@pytest.fixture
def contract() -> Contract:
    found = open_contract()
    if found is None:
        pytest.skip(f"Discord's description is not at {DESCRIPTION}")
    return found


MESSAGE: dict[str, Any] = {"content": "hello", "nonce": "abc", "enforce_nonce": True}


def test_what_the_bot_sends_is_such_as_discord_describes_it(contract: Contract) -> None:
    assert contract.find_fault("POST", "/channels/1/messages", MESSAGE) is None
    assert contract.find_fault("GET", "/users/@me", None) is None
    assert contract.find_fault("PATCH", "/webhooks/1/token/messages/@original", {"content": "x"}) is None


@pytest.mark.parametrize(
    ("method", "path", "body", "fault"),
    [
        ("POST", "/channels/1/message", MESSAGE, "Discord has no"),
        ("PUT", "/channels/1/messages", MESSAGE, "Discord has no"),
        ("POST", "/channels/1/messages", MESSAGE | {"colour": 1}, "colour"),
        ("POST", "/channels/1/messages", MESSAGE | {"content": "x" * 4001}, "too long"),
        ("POST", "/channels/1/messages", MESSAGE | {"embeds": [{"title": "x", "headline": "y"}]}, "headline"),
        ("POST", "/channels/1/messages", MESSAGE | {"embeds": [{"title": "x" * 257}]}, "too long"),
        ("DELETE", "/channels/1/messages/2", {"why": "so"}, "takes no body"),
    ],
)
def test_what_is_not_is_found(contract: Contract, method: str, path: str, body: Any, fault: str) -> None:
    assert fault in (contract.find_fault(method, path, body) or "")


def test_answers_are_such_as_discord_describes_them(contract: Contract) -> None:
    answers, message = (
        DescribedAnswers(contract),
        {"id": "1", "channel_id": "2", "content": "x", "guild_id": "3"},
    )
    assert answers.as_described("GET", "/channels/2/messages/1", 200, message) == (
        200,
        {"id": "1", "channel_id": "2", "content": "x"},
    )
    assert answers.as_described("POST", "/channels/2/messages/1/threads", 200, {"id": "4"})[0] == 201
    assert answers.as_described("GET", "/channels/2/messages/1", 404, {"code": 10008}) == (
        404,
        {"code": 10008},
    )
    assert not answers.faults
    answers.as_described("GET", "/channels/2/messages/1", 200, {"content": 7.5})
    assert "content" in answers.faults[0]
