"""The messages about a session: its agenda, arrival, seating, rounds and recap, with their buttons."""

from __future__ import annotations

from typing import assert_never

import discord

from cogs.delivery import OutgoingMessage
from cogs.meetups.views import agenda_buttons, here_button, result_buttons, round_buttons
from cogs.ui.meetups import agendas as agendas_ui
from cogs.ui.meetups import attendance as attendance_ui
from cogs.ui.meetups import brainstorms as ui
from domain.meetups.brainstorm import Discussion, Recap
from services.meetups.announcing import MeetupDelivery
from services.meetups.post_content import AgendaContent, ArrivalContent, SeatingContent


def write_session_message(delivery: MeetupDelivery) -> OutgoingMessage:
    """Returns the message of a post about a session; an empty one for a post that is void and never sent."""
    session, content = delivery.session, delivery.content
    match content:
        case None:
            return OutgoingMessage("", discord.Embed())
        case AgendaContent(candidates):
            embed = agendas_ui.agenda(session, candidates, is_fixed=False)
            return OutgoingMessage("", embed, view=agenda_buttons(session.date.id, candidates))
        case ArrivalContent():
            embed = attendance_ui.arrival_question(session)
            return OutgoingMessage("", embed, view=here_button(session.date.id))
        case SeatingContent(tables):
            return OutgoingMessage("", ui.seating(session, tables))
        case Discussion() if content.round.is_open:
            mentions, embed = ui.round_opened(content)
            return OutgoingMessage(mentions, embed, user_ids=content.seated, view=round_buttons(content))
        case Discussion():
            author_id = content.problem.author_id
            mentions, embed = ui.round_closed(content)
            user_ids = [author_id] if author_id is not None else []
            return OutgoingMessage(mentions, embed, user_ids=user_ids, view=result_buttons(content))
        case Recap():
            return OutgoingMessage("", ui.recap(session, content))
        case _:
            assert_never(content)
