"""Notices read well, whatever is known."""

from __future__ import annotations

import pytest

from cogs.ui.guilds import notices
from domain.notices import Notice, NoticeKind

_BIG = 2**63 - 1


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_notices_read_well_with_and_without_their_payload(kind: NoticeKind) -> None:
    payload = {"title": "*" * 80, "channel_id": _BIG, "starts_ms": 1773390600000, "reason": "Missing Access"}
    text = notices.notice_text(Notice(1, 2, 3, kind, "k", payload))
    assert 40 < len(text) < 500
    assert "its channel" in notices.notice_text(
        Notice(1, 2, 3, NoticeKind.MESSAGE_GONE, "k", {"title": "x", "channel_id": None})
    )
