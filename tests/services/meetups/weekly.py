"""A weekly meetup as the use cases are tried on, and who tries them."""

from __future__ import annotations

from db import meetup_dates
from domain.guilds import Actor
from domain.meetups.meetup import DateRef, Session
from domain.meetups.request import MeetupRequest
from services.meetups import drafting, finding, schedule
from services.transaction import Transactions

ERIN = Actor(1, 10, is_manager=True)
ALICE = Actor(1, 11)
WEEKLY = MeetupRequest(title="Friday co-working", when="fri 9:30", repeats="weekly")
CHANNEL, MESSAGE = 500, 600


async def save_weekly(transactions: Transactions, request: MeetupRequest = WEEKLY) -> Session:
    """Planned by Erin, or as this request says."""
    draft = await transactions.write(drafting.make_draft, ERIN, request, CHANNEL)
    return await transactions.write(drafting.save_draft, ERIN, draft.meetup.id)


async def announce(transactions: Transactions, session: Session, message_id: int = MESSAGE) -> None:
    """Its date has a card, this message in CHANNEL."""
    await transactions.database.write(meetup_dates.set_message, session.date.id, CHANNEL, message_id)


async def open_due(transactions: Transactions) -> None:
    """Opens every date whose time has come."""
    while await transactions.write(schedule.advance, 200):
        pass


def ref_of(session: Session) -> DateRef:
    """The date, as commands name it."""
    return DateRef(session.meetup.id, session.date.on)


async def list_shown(transactions: Transactions) -> list[Session]:
    """Returns the meetups that a list shows, all of which have to fit into it."""
    nearest, total = await transactions.read(finding.list_meetups, ALICE, 25)
    assert len(nearest) == total
    return nearest
