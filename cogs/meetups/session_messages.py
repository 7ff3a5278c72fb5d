"""The messages about a session: its agenda, arrival, seating, rounds and recap, with their buttons."""

from __future__ import annotations

from typing import assert_never

import discord

from cogs.delivery import OutgoingMessage
from cogs.meetups.views import ask_feedback_button, buttons_of, here_button, result_buttons, round_buttons
from cogs.ui.meetups import agendas as agendas_ui
from cogs.ui.meetups import attendance as attendance_ui
from cogs.ui.meetups import brainstorms as ui
from cogs.ui.meetups.cards import why_closed
from domain.meetups.brainstorm import Discussion, Recap
from domain.posts import PostKind
from services.meetups.agendas import DateAgenda
from services.meetups.announcing import MeetupDelivery
from services.meetups.post_content import AgendaContent, ArrivalContent, SeatingContent


def write_session_message(delivery: MeetupDelivery) -> OutgoingMessage:
    """Returns the message of a post about a session; an empty one for a post that is void and never sent."""
    session, content = delivery.session, delivery.content
    match content:
        case None:
            return OutgoingMessage("", discord.Embed())
        case AgendaContent(candidates, is_fixed):
            embed = agendas_ui.agenda(session, candidates, is_fixed=is_fixed)
            return OutgoingMessage("", embed, view=buttons_of(DateAgenda(session, candidates, is_fixed)))
        case ArrivalContent(is_over):
            is_asked = why_closed(session, is_over=is_over) is None
            embed = attendance_ui.arrival_question(session, is_over=is_over)
            return OutgoingMessage("", embed, view=here_button(session.date.id) if is_asked else None)
        case SeatingContent(tables):
            return OutgoingMessage("", ui.seating(session, tables))
        case Discussion() if delivery.post.kind is PostKind.ROUND:
            mentions, embed = ui.round_message(content)
            view = round_buttons(content) if content.round.is_open else None
            return OutgoingMessage(mentions, embed, user_ids=content.seated, view=view)
        case Discussion():
            author_id = content.problem.author_id
            mentions, embed = ui.result_question(content)
            user_ids = [author_id] if author_id is not None else []
            view = None if content.is_answered else result_buttons(content)
            return OutgoingMessage(mentions, embed, user_ids=user_ids, view=view)
        case Recap():
            view = ask_feedback_button(session.date.id) if content.is_asking else None
            return OutgoingMessage("", ui.recap(session, content), view=view)
        case _:
            assert_never(content)
