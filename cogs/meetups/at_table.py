"""What the bot says while people sit together, as letters with their buttons."""

from __future__ import annotations

from typing import assert_never

import discord

from cogs.delivery import Letter
from cogs.meetups.views import agenda_buttons, here_button, result_buttons, round_buttons
from cogs.ui import agendas as agendas_ui
from cogs.ui import attendance as attendance_ui
from cogs.ui import brainstorms as ui
from cogs.ui.meetups import signed
from domain.meetups.brainstorm import Recap, Talk
from services.meetups.announcing import Delivery
from services.meetups.matters import Arrival, Items, Seated


def write_at_table(delivery: Delivery) -> Letter:
    """The letter of a post about what is on the table; what has become void is looked for, and not sent."""
    post, session, matter = delivery.post, delivery.session, delivery.matter
    match matter:
        case None:
            return Letter("", discord.Embed())
        case Items(candidates):
            embed = signed(agendas_ui.agenda(session, candidates, is_fixed=False), post)
            return Letter("", embed, view=agenda_buttons(session.date.id, candidates))
        case Arrival():
            embed = signed(attendance_ui.arriving(session), post)
            return Letter("", embed, view=here_button(session.date.id))
        case Seated(tables):
            return Letter("", signed(ui.seated(session, tables), post))
        case Talk() if matter.round.is_open:
            content, embed = ui.opened(matter)
            return Letter(content, signed(embed, post), user_ids=matter.seated, view=round_buttons(matter))
        case Talk():
            author_id = matter.problem.author_id
            content, embed = ui.closed(matter)
            user_ids = [author_id] if author_id is not None else []
            return Letter(content, signed(embed, post), user_ids=user_ids, view=result_buttons(matter))
        case Recap():
            return Letter("", signed(ui.recap(session, matter), post))
        case _:
            assert_never(matter)
