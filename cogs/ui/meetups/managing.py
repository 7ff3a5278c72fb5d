"""How the page looks on which a meetup is managed. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from cogs.ui import feedback, markup
from cogs.ui.meetups import answering
from cogs.ui.meetups.agendas import problem_link
from cogs.ui.meetups.cards import as_it_is
from cogs.ui.meetups.descriptions import in_short
from cogs.ui.meetups.hosting import open_offer
from cogs.ui.meetups.overviews import overview
from domain.feedback import FeedbackSums
from domain.meetups.agenda import AgendaProblem
from domain.meetups.hosting import HostOffer
from domain.meetups.meetup import Session
from domain.meetups.newcomers import Newcomer
from domain.meetups.series import Occurrence
from languages import gettext

_MOST_PROBLEMS = 3
_LINE_LENGTH = 90  # of what a date usually has
_NAMES_LENGTH = 400  # characters: some fifteen names for each answer


def management_page(
    session: Session,
    upcoming: Sequence[Occurrence],
    newcomers: Sequence[Newcomer],
    agenda: Sequence[AgendaProblem],
    user_id: int,
    heading: str = "",
    *,
    offer: HostOffer | None = None,
    is_over: bool = False,
    is_lost: bool = False,
    counted: FeedbackSums | None = None,
    concerns_series: bool = False,
) -> discord.Embed:
    """Returns one date as its host manages it; `heading` says what has just been done.

    `offer` is who is asked to host it from now on. `is_lost`: the channel in which it is announced is gone.
    `counted` is what those who were there said. `concerns_series`: some buttons are about all dates to come.
    """
    embed = overview(
        session,
        upcoming,
        newcomers,
        user_id,
        is_over=is_over,
        names_length=_NAMES_LENGTH,
        describe=in_short,
    )
    if differing := session.meetup.differences_of(session.date):
        embed.add_field(name=gettext("Usually"), value=_usually(session, differing), inline=False)
    if agenda:
        value = markup.cut(_in_short(session, agenda), markup.FIELD_LENGTH)
        embed.add_field(name=gettext("Agenda"), value=value, inline=False)
    if counted is not None and (said := feedback.sums(counted)):
        embed.add_field(name=gettext("Afterwards"), value=said, inline=False)
    if offer is not None:
        embed.add_field(name=gettext("Hand over"), value=open_offer(offer), inline=False)
    if is_lost:
        value = gettext("⚠️ Its channel is gone, or hidden from me. *Announcement* chooses another.")
        embed.add_field(name=gettext("Announcement"), value=value, inline=False)
    if not is_over and (waiting := answering.waiting_together(session)):
        embed.description = f"{embed.description}\n{waiting}"
    if concerns_series:
        embed.set_footer(
            text=gettext("The buttons before ✏️ are for this date alone, those from ✏️ on for all dates.")
        )
    if heading:
        embed.description = f"**{heading}**\n{embed.description}"
    return embed


def _usually(session: Session, differing: Sequence[str]) -> str:
    """Returns what the date has otherwise as its series has it; the card above says how it is this time."""
    meetup = session.meetup
    usual = as_it_is(meetup.regular_details_of(session.date), meetup.host_id, differing)
    return "\n".join(markup.cut(one.replace("\n", " "), _LINE_LENGTH) for one in usual)


def _in_short(session: Session, agenda: Sequence[AgendaProblem]) -> str:
    guild_id = session.meetup.guild_id
    lines = [
        f"{number}. {problem_link(item.title, item.message_id, guild_id)}"
        for number, item in enumerate(agenda[:_MOST_PROBLEMS], start=1)
    ]
    if more := len(agenda) - len(lines):
        lines.append(gettext("and {count} more", count=more))
    return "\n".join(lines)


def confirm_cancel(title: str) -> str:
    """Returns the question before a meetup is cancelled."""
    return gettext(
        "Cancel **{title}** with all its dates to come? For a single date there is *Skip*.",
        title=markup.plain(title),
    )
