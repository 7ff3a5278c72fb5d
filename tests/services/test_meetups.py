"""What holds for all use cases of meetups."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.guilds import Actor
from domain.meetups.request import MeetupRequest
from domain.meetups.rsvp import Answer
from services.meetups import answers, changing, editing, finding
from services.transaction import Transactions
from tests.services.meetups.weekly import (
    ref_of,
    save_weekly,
)


def _viewer(guild_id: int) -> Actor:
    return Actor(guild_id, 11)


async def test_every_use_case_keeps_to_the_guild_it_is_asked_in(transactions: Transactions) -> None:
    session = await save_weekly(transactions)
    stranger = Actor(2, 10, is_manager=True)
    ref = ref_of(session)
    for attempt in (
        lambda: transactions.write(editing.edit, stranger, ref.meetup_id, MeetupRequest(title="Mine")),
        lambda: transactions.write(changing.skip, stranger, ref),
        lambda: transactions.write(changing.move, stranger, ref, "sat 10:00"),
        lambda: transactions.write(changing.restore, stranger, ref),
        lambda: transactions.write(changing.cancel, stranger, ref, None),
        lambda: transactions.read(finding.show, stranger, ref),
        lambda: transactions.read(finding.resolve, _viewer(2), str(ref)),
        lambda: transactions.read(finding.resolve, _viewer(2), "Friday co-working"),
        lambda: transactions.read(finding.write_calendar, _viewer(2), None),
        lambda: transactions.read(finding.get_editable, stranger, ref.meetup_id),
        lambda: transactions.write(answers.answer, stranger, str(ref), Answer.GOING),
    ):
        with pytest.raises(Refusal):
            await attempt()
    assert await transactions.read(finding.list_meetups, _viewer(2), 25) == ([], 0)
    assert await transactions.read(finding.list_choices, _viewer(2), "", lambda item: True, 25) == []
