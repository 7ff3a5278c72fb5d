"""What holds for all use cases of meetups."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.rsvp import Answer
from services.desk import Desk
from services.meetups.answers import Answers
from services.meetups.changing import Changing
from services.meetups.finding import Finding
from services.meetups.planning import Planning, Request
from tests.services.meetups.weekly import (
    ref_of,
    save_weekly,
)


def _viewer(guild_id: int) -> Actor:
    return Actor(guild_id, 11)


async def test_every_use_case_keeps_to_the_guild_it_is_asked_in(planning: Planning, desk: Desk) -> None:
    session = await save_weekly(planning)
    stranger = Actor(2, 10, is_manager=True)
    ref = ref_of(session)
    changing, finding, answers = Changing(desk), Finding(desk), Answers(desk)
    for attempt in (
        lambda: planning.edit(stranger, ref, Request(title="Mine")),
        lambda: changing.skip(stranger, ref),
        lambda: changing.move(stranger, ref, "sat 10:00"),
        lambda: changing.restore(stranger, ref),
        lambda: changing.cancel(stranger, ref),
        lambda: finding.show(stranger, ref),
        lambda: finding.resolve(_viewer(2), str(ref)),
        lambda: finding.resolve(_viewer(2), "Friday co-working"),
        lambda: finding.write_calendar(_viewer(2), None),
        lambda: finding.get_editable(stranger, ref),
        lambda: answers.answer(stranger, str(ref), Answer.GOING),
    ):
        with pytest.raises(Refusal):
            await attempt()
    assert await finding.list_meetups(_viewer(2), 25) == ([], 0)
    assert await finding.list_choices(_viewer(2), "", lambda item: True, 25) == []
