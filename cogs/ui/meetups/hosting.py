"""How it looks who hosts a meetup, and who is asked to. No I/O."""

from __future__ import annotations

import discord

from cogs.ui import markup
from cogs.ui.colours import GREY, TEAL
from cogs.ui.meetups.cards import bold_title
from domain.meetups.hosting import HostOffer, OfferQuestion, VacancyQuestion
from domain.meetups.meetup import Meetup, Session
from languages import gettext


def offer(session: Session, question: OfferQuestion) -> discord.Embed:
    """Returns the question to a member whether they would host the meetup, or that it is settled."""
    title = bold_title(session)
    if question.is_open:
        text = gettext(
            "Would you like to host {title} from now on? Nothing changes until you say yes, and a no is just "
            "as fine. The question stands until {until}.",
            title=title,
            until=markup.stamp(question.until),
        )
        return discord.Embed(description=text, colour=TEAL)
    if question.is_accepted:
        return _settled(gettext("You said yes to hosting {title}. Thank you!", title=title))
    return _settled(gettext("This was about who hosts {title}. It is settled.", title=title))


def vacancy(session: Session, question: VacancyQuestion) -> discord.Embed:
    """Returns the question who would host the meetup, or who does."""
    title = bold_title(session)
    if question.is_open:
        text = gettext(
            "{title} is looking for a host. It stays as it is meanwhile; whoever may plan meetups here can "
            "take it over with one tap.",
            title=title,
        )
        return discord.Embed(description=text, colour=TEAL)
    if question.taken_by is not None:
        member = markup.user(question.taken_by)
        return _settled(gettext("{member} has said yes to hosting {title}.", member=member, title=title))
    return _settled(gettext("This was about who hosts {title}. It is settled.", title=title))


def _settled(text: str) -> discord.Embed:
    return discord.Embed(description=text, colour=GREY)


def open_offer(offer: HostOffer) -> str:
    """Returns who is asked to host a meetup, for the page on which it is managed."""
    return gettext(
        "{member} is asked to host it from now on, until {until}. Until there is a yes, nothing changes.",
        member=markup.user(offer.user_id),
        until=markup.stamp(offer.until),
    )


def offered(meetup: Meetup, offer: HostOffer) -> str:
    """Returns the reply to a member who has offered a meetup to another."""
    return gettext(
        "{member} is asked whether they would host **{title}**, until {until}. Until there is a yes, nothing "
        "changes; you hear in private what comes of it.",
        member=markup.user(offer.user_id),
        title=markup.plain(meetup.details.title),
        until=markup.stamp(offer.until),
    )


def taken_over(meetup: Meetup) -> str:
    """Returns the reply to a member who hosts a meetup from now on."""
    return gettext(
        "You host **{title}** from now on. `/meetup manage` has all you need.",
        title=markup.plain(meetup.details.title),
    )


def declined(meetup: Meetup) -> str:
    """Returns the reply to a member who would rather not host a meetup."""
    return gettext("That is fine: **{title}** stays as it is.", title=markup.plain(meetup.details.title))


def confirm_step_down(meetup: Meetup, next_id: int | None) -> str:
    """Returns the question before the first host steps down; `next_id` is who takes their place, if any."""
    title = markup.plain(meetup.details.title)
    if next_id is None:
        return gettext(
            "Step down from **{title}**? Whoever may plan here is asked to host it; it stays as it is "
            "meanwhile.",
            title=title,
        )
    return gettext(
        "Step down from **{title}**? {member} hosts it from then on.",
        title=title,
        member=markup.user(next_id),
    )


def stepped_down(meetup: Meetup) -> str:
    """Returns the reply to a member who hosts a meetup no longer."""
    return gettext(
        "You are no longer among the hosts of **{title}**. Thank you!",
        title=markup.plain(meetup.details.title),
    )
