"""The messages about a session: who comes, who hosts, agenda, tables, rounds, recap; with their buttons."""

from __future__ import annotations

from typing import assert_never

import discord

from cogs.buttons import button_view
from cogs.delivery import OutgoingMessage
from cogs.meetups.management_views import offer_buttons, take_over_button
from cogs.meetups.views import (
    ask_feedback_button,
    buttons_of,
    here_button,
    result_buttons,
    round_buttons,
    seat_offer_buttons,
    undecided_buttons,
)
from cogs.ui import markup
from cogs.ui.meetups import agendas as agendas_ui
from cogs.ui.meetups import attendance as attendance_ui
from cogs.ui.meetups import brainstorms as ui
from cogs.ui.meetups import hosting as hosting_ui
from cogs.ui.meetups import posts as posts_ui
from cogs.ui.meetups import seat_offers as seat_offers_ui
from cogs.ui.meetups.cards import why_closed
from domain.meetups.brainstorm import Discussion, Recap
from domain.meetups.hosting import HostQuestion, OfferQuestion, VacancyQuestion
from domain.meetups.meetup import Session
from domain.meetups.seat_offers import SeatOffer
from domain.posts import PostKind
from services.meetups.agendas import DateAgenda
from services.meetups.announcing import MeetupDelivery
from services.meetups.post_content import (
    AgendaContent,
    ArrivalContent,
    SeatingContent,
    SeatOfferContent,
    UndecidedContent,
)
from services.meetups.reminding import DirectReminder


def write_session_message(delivery: MeetupDelivery) -> OutgoingMessage:
    """Returns the message of a post about a session; an empty one for a post that is void and never sent."""
    session, content = delivery.session, delivery.content
    match content:
        case None | DirectReminder():
            return OutgoingMessage("", discord.Embed())
        case AgendaContent(candidates, is_fixed):
            embed = agendas_ui.agenda(session, candidates, is_fixed=is_fixed)
            return OutgoingMessage("", embed, view=buttons_of(DateAgenda(session, candidates, is_fixed)))
        case ArrivalContent(is_over):
            is_asked = why_closed(session, is_over=is_over) is None
            embed = attendance_ui.arrival_question(session, is_over=is_over)
            return OutgoingMessage("", embed, view=here_button(session.date.id) if is_asked else None)
        case UndecidedContent(is_over):
            return _write_undecided(delivery, is_over=is_over)
        case SeatOfferContent(offer):
            return _write_offer(session, offer)
        case SeatingContent(tables):
            return OutgoingMessage("", ui.seating(session, tables))
        case Discussion():
            return _write_discussion(delivery.post.kind, content)
        case OfferQuestion() | VacancyQuestion():
            return _write_host_question(session, content)
        case Recap():
            view = ask_feedback_button(session.date.id) if content.is_asking else None
            return OutgoingMessage("", ui.recap(session, content), view=view)
        case _:
            assert_never(content)


def _write_discussion(kind: PostKind, discussion: Discussion) -> OutgoingMessage:
    if kind is PostKind.ROUND:
        mentions, embed = ui.round_message(discussion)
        view = round_buttons(discussion) if discussion.round.is_open else None
        return OutgoingMessage(mentions, embed, user_ids=discussion.seated, view=view)
    author_id = discussion.problem.author_id
    mentions, embed = ui.result_question(discussion)
    user_ids = [author_id] if author_id is not None else []
    view = None if discussion.is_answered else result_buttons(discussion)
    return OutgoingMessage(mentions, embed, user_ids=user_ids, view=view)


def _write_undecided(delivery: MeetupDelivery, *, is_over: bool) -> OutgoingMessage:
    session = delivery.session
    mentions, embed = posts_ui.undecided(delivery.post, session, is_over=is_over)
    is_asked = why_closed(session, is_over=is_over) is None
    view = undecided_buttons(session.date.id) if is_asked else None
    user_ids = delivery.post.payload.get("user_ids", ())
    return OutgoingMessage(mentions, embed, user_ids=user_ids, view=view)


def _write_host_question(session: Session, question: HostQuestion) -> OutgoingMessage:
    meetup = session.meetup
    if isinstance(question, VacancyQuestion):
        view = take_over_button(meetup) if question.is_open else None
        return OutgoingMessage("", hosting_ui.vacancy(session, question), view=view)
    view = offer_buttons(meetup) if question.is_open else None
    embed, user_id = hosting_ui.offer(session, question), question.user_id
    if user_id is None:
        return OutgoingMessage("", embed, view=view)
    return OutgoingMessage(markup.user(user_id), embed, user_ids=[user_id], view=view)


def _write_offer(session: Session, offer: SeatOffer | None) -> OutgoingMessage:
    if offer is None or not offer.is_open:
        return OutgoingMessage("", seat_offers_ui.closed_offer(session, offer))
    mention, embed = seat_offers_ui.offer_message(session, offer)
    view = button_view(*seat_offer_buttons(session.date.id, offer.user_id))
    return OutgoingMessage(mention, embed, user_ids=[offer.user_id], view=view)
