"""What the bot says while people sit together, as letters with their buttons."""

from __future__ import annotations

from typing import assert_never

import discord

from cogs.delivery import OutgoingMessage
from cogs.meetups.views import agenda_buttons, here_button, result_buttons, round_buttons
from cogs.ui.meetups import agendas as agendas_ui
from cogs.ui.meetups import attendance as attendance_ui
from cogs.ui.meetups import brainstorms as ui
from cogs.ui.meetups.cards import with_code
from domain.meetups.brainstorm import Discussion, Recap
from services.meetups.announcing import MeetupDelivery
from services.meetups.post_content import AgendaContent, ArrivalContent, SeatingContent


def write_session_message(delivery: MeetupDelivery) -> OutgoingMessage:
    """The letter of a post about what is on the table; what has become void is looked for, and not sent."""
    post, session, matter = delivery.post, delivery.session, delivery.content
    match matter:
        case None:
            return OutgoingMessage("", discord.Embed())
        case AgendaContent(candidates):
            embed = with_code(agendas_ui.agenda(session, candidates, is_fixed=False), post)
            return OutgoingMessage("", embed, view=agenda_buttons(session.date.id, candidates))
        case ArrivalContent():
            embed = with_code(attendance_ui.arrival_question(session), post)
            return OutgoingMessage("", embed, view=here_button(session.date.id))
        case SeatingContent(tables):
            return OutgoingMessage("", with_code(ui.seating(session, tables), post))
        case Discussion() if matter.round.is_open:
            content, embed = ui.round_opened(matter)
            return OutgoingMessage(
                content, with_code(embed, post), user_ids=matter.seated, view=round_buttons(matter)
            )
        case Discussion():
            author_id = matter.problem.author_id
            content, embed = ui.round_closed(matter)
            user_ids = [author_id] if author_id is not None else []
            return OutgoingMessage(
                content, with_code(embed, post), user_ids=user_ids, view=result_buttons(matter)
            )
        case Recap():
            return OutgoingMessage("", with_code(ui.recap(session, matter), post))
        case _:
            assert_never(matter)
