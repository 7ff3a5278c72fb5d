"""Who hosts a meetup: its first host, up to four beside them, and the member to whom it is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.ids import MeetupId

MOST_COHOSTS = 4
OFFER_LASTS = timedelta(days=6, hours=23)
"""A week, but for an hour: a thread in which nothing is said for a week is archived, and shows no change."""


@dataclass(frozen=True, slots=True)
class HostOffer:
    """A meetup that is offered to a member, who becomes its first host by saying yes.

    `offered_by` is who has asked; 0 once they are erased.
    """

    meetup_id: MeetupId
    user_id: int
    offered_by: int
    offered_at: datetime

    @property
    def until(self) -> datetime:
        """The instant from which the offer no longer holds."""
        return self.offered_at + OFFER_LASTS


@dataclass(frozen=True, slots=True)
class OfferQuestion:
    """What the message says that offers a meetup to a member; `user_id` is None once they are erased."""

    user_id: int | None
    until: datetime
    is_open: bool
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class VacancyQuestion:
    """What the message says that asks who would host a meetup; `taken_by` is who does, None for nobody."""

    is_open: bool
    taken_by: int | None


HostQuestion = OfferQuestion | VacancyQuestion
