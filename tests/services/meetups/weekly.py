"""A weekly meetup as the use cases are tried on, and who tries them."""

from __future__ import annotations

from db import meetup_dates
from domain.guilds import Actor
from domain.meetups.meetup import DateRef, Session
from services.desk import Desk
from services.meetups.finding import Finding
from services.meetups.planning import Planning, Request

ERIN = Actor(1, 10, is_manager=True)
ALICE = Actor(1, 11)
WEEKLY = Request(title="Friday co-working", when="fri 9:30", repeats="weekly")
CHANNEL, MESSAGE = 500, 600


async def save_weekly(planning: Planning, request: Request = WEEKLY) -> Session:
    """Planned by Erin, or as this request says."""
    return await planning.save(await planning.draft(ERIN, request, CHANNEL))


async def announce(desk: Desk, session: Session, message_id: int = MESSAGE) -> None:
    """Its date has a card, this message in CHANNEL."""
    await desk.database.write(meetup_dates.set_message, session.date.id, CHANNEL, message_id)


def ref_of(session: Session) -> DateRef:
    """The date, as commands name it."""
    return DateRef(session.meetup.id, session.date.on)


async def list_upcoming(desk: Desk) -> list[Session]:
    """Returns the meetups that a list shows, all of which have to fit into it."""
    nearest, total = await Finding(desk).list_meetups(ALICE, 25)
    assert len(nearest) == total
    return nearest
