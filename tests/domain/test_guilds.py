"""What is set for a server, and who may do what there."""

from __future__ import annotations

import pytest

from domain.boards import Board
from domain.guilds import Actor, GuildSettings, SetupDraft

BOARD, FORUM = Board(30, is_forum=False), Board(30, is_forum=True)


@pytest.mark.parametrize(
    ("digest_channel_id", "channel_id", "board", "where"),
    [
        (10, 20, BOARD, (10, 20, 30)),
        (None, 20, BOARD, (20, 30)),
        (None, 20, FORUM, (20,)),  # a forum takes no plain messages
        (None, None, BOARD, (30,)),
        (None, None, FORUM, ()),
        (None, None, None, ()),
    ],
)
def test_the_digest_goes_to_its_own_channel_or_the_next_best(
    digest_channel_id: int | None, channel_id: int | None, board: Board | None, where: tuple[int, ...]
) -> None:
    settings = GuildSettings(1, channel_id=channel_id, board=board, digest_channel_id=digest_channel_id)
    assert settings.digest_channel_ids == where


def test_each_channel_of_the_set_up_has_its_own_place() -> None:
    filled = (
        SetupDraft(zone="UTC").with_channel("channel", 1).with_channel("board", 2).with_channel("circles", 3)
    )
    assert filled == SetupDraft(channel_id=1, board_id=2, circles_id=3, zone="UTC")


def test_nobody_may_anything_by_default_but_change_what_they_planned_themselves() -> None:
    nobody, manager = Actor(1, 2), Actor(1, 2, is_manager=True)
    assert not any((nobody.is_manager, nobody.is_moderator, nobody.runs_server))
    assert not nobody.may_plan(GuildSettings(1))
    assert nobody.may_edit(host_id=2)
    assert not nobody.may_edit(host_id=3)
    assert manager.may_edit(host_id=3)
