"""How meetups look to one member: the list, one date, their own answer. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import discord

from cogs.ui import markup
from cogs.ui.colours import TEAL
from cogs.ui.meetups import answering
from cogs.ui.meetups.cards import answer_link, bold_title, called_off, card, place
from cogs.ui.meetups.descriptions import directions_line, in_full
from cogs.ui.meetups.planning import next_dates
from domain.meetups.admission import lacks_role
from domain.meetups.meetup import Session
from domain.meetups.newcomers import Newcomer
from domain.meetups.pings import ping_due_at
from domain.meetups.series import DateStatus, Occurrence
from domain.times.recurrence import Once, describe_rule
from languages import gettext

MOST_LISTED = 25  # an embed has no more fields
_FEWEST_NAMES_LENGTH = 200  # characters: some eight names
_LISTING_LENGTH = 5000  # of the 6,000 characters an embed may have


def listing(
    sessions: Sequence[tuple[Session, str]],
    total: int,
    now: datetime,
    *,
    may_plan: bool,
    role_ids: Collection[int] = (),
) -> discord.Embed:
    """Returns the list of meetups to come: each with its next date and the member's own answer.

    An answer is empty where there is none. `total` counts all meetups, also those that do not fit.
    `may_plan` says whether the member may plan one where there is none; `role_ids` are their roles.
    """
    embed = discord.Embed(title=gettext("Upcoming meetups"), colour=TEAL)
    if not sessions:
        embed.description = (
            gettext("None is planned yet. `/meetup plan` starts one.") if may_plan else _nothing_to_plan()
        )
    for session, answer in sessions:
        meetup_date, details = session.date, session.meetup.details
        lines = [f"{markup.stamp(meetup_date.starts_at)} ({markup.stamp(meetup_date.starts_at, 'R')})"]
        lines.append(f"📍 {place(session.place)} · {describe_rule(session.meetup.series.rule)}")
        link = _link_to_answer(session, answer, role_ids)
        lines.append(" · ".join(filter(None, [_going(session, now), answer, link])))
        if meetup_date.status is not DateStatus.PLANNED:
            lines.insert(0, f"**{called_off(session)}**")
        name, value = markup.plain(details.title), "\n".join(lines)
        if len(embed) + len(name) + len(value) > _LISTING_LENGTH:
            break
        embed.add_field(name=name, value=value, inline=False)
    if more := total - len(embed.fields):
        embed.set_footer(text=gettext("and {count} more: /meetup show finds them", count=more))
    elif sessions:
        embed.set_footer(text=gettext("More about one of them: /meetup show"))
    return embed


def _nothing_to_plan() -> str:
    return gettext(
        "None is planned yet. The hosts of this server plan them. Meanwhile, *Find company* and "
        "*Share a problem* in `/table` work at once."
    )


def _going(session: Session, now: datetime) -> str:
    """Returns how many are going; of a date that nobody has been asked about yet, when that happens."""
    at = ping_due_at(session.date.starts_at, session.meetup.details.pings_min[0])
    is_planned = session.date.status is DateStatus.PLANNED
    if is_planned and session.date.message_id is None and not session.guests.going and at > now:
        return gettext("announced on {day}", day=markup.stamp(at, "D"))
    return gettext("{count} going", count=session.guests.seats_taken)


def _link_to_answer(
    session: Session, own: str, role_ids: Collection[int] | None, *, is_over: bool = False
) -> str:
    """Returns a link to where the member answers; empty where they can't.

    `own` is what they have answered, which they may always take back. `role_ids` None: it matters not which
    roles they have.
    """
    is_for_others = role_ids is not None and lacks_role(session.details, role_ids)
    if is_over or session.date.status is not DateStatus.PLANNED:
        return ""
    return answer_link(session) if own or not (is_for_others or session.date.is_closed) else ""


def own_answer(session: Session, user_id: int) -> str:
    """Returns the member's own answer in a few words; empty where there is none."""
    guests, offer = session.guests, session.find_offer(user_id)
    if offer is not None:
        return gettext("a seat is held for you until {end}", end=markup.stamp(offer.ends_at, "t"))
    if user_id in guests.waitlist:
        place = guests.waitlist.index(user_id) + 1
        return answering.with_guests(
            gettext("you are number {place} on the waitlist", place=place), session, user_id
        )
    for people, words in (
        (guests.going, gettext("you are going")),
        (guests.maybe, gettext("you said maybe")),
        (guests.no, gettext("you can't come")),
    ):
        if user_id in people:
            return answering.with_guests(words, session, user_id)
    return ""


def overview(
    session: Session,
    dates: Sequence[Occurrence],
    newcomers: Sequence[Newcomer],
    user_id: int,
    *,
    is_over: bool = False,
    role_ids: Collection[int] | None = None,
    names_length: int = markup.FIELD_LENGTH,
    describe: Callable[[str], str] = in_full,
) -> discord.Embed:
    """Returns one date in full, for one member; `newcomers` is empty for those who may not see them.

    `role_ids` are the member's; None where it matters not which they have, as of its hosts.

    `is_over`, `names_length` and `describe` are those of `card`; a long description leaves room for fewer.
    """
    said = len(describe(session.details.description)) + len(directions_line(session))
    names_length = max(names_length - said // 2, _FEWEST_NAMES_LENGTH)
    embed = card(session, is_over=is_over, names_length=names_length, describe=describe)
    series = session.meetup.series
    if series.rule != Once():
        embed.add_field(name=gettext("Repeats"), value=describe_rule(series.rule), inline=False)
    embed.add_field(name=gettext("Next dates"), value=next_dates(series, dates), inline=False)
    if newcomers:
        lines = [_newcomer(newcomer) for newcomer in newcomers[:10]]
        embed.add_field(
            name=gettext("Here for the first time (only you see this)"), value="\n".join(lines), inline=False
        )
    own = own_answer(session, user_id)
    link = _link_to_answer(session, own, role_ids, is_over=is_over)
    last_line = " · ".join(filter(None, [own, link]))
    if last_line:
        embed.description = f"{embed.description}\n{last_line}"
    return embed.remove_footer()


def _newcomer(newcomer: Newcomer) -> str:
    name = markup.user(newcomer.user_id)
    if not newcomer.buddy_id:
        return name
    return gettext(
        "{member}; {buddy} would gladly look after them", member=name, buddy=markup.user(newcomer.buddy_id)
    )


def answered(session: Session, user_id: int) -> str:
    """Returns the reply to a member who has answered by command."""
    answer = own_answer(session, user_id)
    said = f"{bold_title(session)}, {markup.stamp(session.date.starts_at)}: {answer}."
    return " ".join(filter(None, [said, answering.with_fewer(session, user_id)]))


def guests_question(session: Session, user_id: int) -> str:
    """Returns the question how many guests the member brings."""
    return f"{answered(session, user_id)} {gettext('Is anybody coming with you?')}"


def taken_back(session: Session, is_taken_back: bool) -> str:
    """Returns the reply to a member who has taken an answer back by command."""
    text = (
        gettext("your answer is taken back.")
        if is_taken_back
        else gettext(
            "I can't remove your reaction here. Please tap it yourself: {link}", link=answer_link(session)
        )
    )
    return f"{bold_title(session)}, {markup.stamp(session.date.starts_at)}: {text}"
