"""How an offer of a seat looks, and what its member reads after answering it. No I/O."""

from __future__ import annotations

import discord

from cogs.ui import markup
from cogs.ui.colours import GREY, TEAL
from cogs.ui.meetups.cards import bold_title
from cogs.ui.meetups.overviews import answered
from domain.meetups.meetup import Session
from domain.meetups.seat_offers import OfferState, SeatOffer
from languages import gettext


def offer_message(session: Session, offer: SeatOffer) -> tuple[str, discord.Embed]:
    """Returns content and embed of the offer, for the one member whom it mentions."""
    text = gettext(
        "A seat has become free: {title}, {when}. Would you like it? It is held for you until {end}; after "
        "that it is free for others.",
        title=bold_title(session),
        when=markup.stamp(session.date.starts_at),
        end=markup.stamp(offer.ends_at, "t"),
    )
    return markup.user(offer.user_id), discord.Embed(description=text, colour=TEAL)


def closed_offer(session: Session, offer: SeatOffer | None) -> discord.Embed:
    """Returns the embed of an offer that asks nothing any more; that somebody said no is not told."""
    name, when = bold_title(session), markup.stamp(session.date.starts_at)
    if offer is not None and offer.state is OfferState.TAKEN:
        text = gettext("{title}, {when}: the seat that was on offer here was taken.", title=name, when=when)
    else:
        text = gettext("{title}, {when}: this offer of a seat is over.", title=name, when=when)
    return discord.Embed(description=text, colour=GREY)


def taken(session: Session, user_id: int) -> str:
    """Returns the reply to *Take it*, which may come too late."""
    if user_id in session.guests.going:
        return gettext("The seat is yours. {answer}", answer=answered(session, user_id))
    return gettext(
        "The time for this seat was over, and there is none free just now. {answer}",
        answer=answered(session, user_id),
    )


def declined() -> str:
    """Returns the reply to *Not today*."""
    return gettext("Thanks for saying so: the seat is free for somebody else.")
