"""The buttons of the table and of the front desk: each leads on in one step."""

from __future__ import annotations

from itertools import islice

import discord

from cogs.buttons import BLUE, GREEN, GREY, ButtonSpec, button_view, make_select
from cogs.custom_ids import (
    ASK_FEEDBACK,
    COMPANY_BUTTON,
    MANAGE_PICKED,
    PLAN_FORM_BUTTON,
    SEAT_OFFER,
    SETTINGS_BUTTON,
    SHARE_BUTTON,
    TABLE_BUTTON,
    WHATS_ON_BUTTON,
)
from cogs.ui.table import managed_choices
from domain.table import TablePage
from languages import gettext


def table_buttons(table: TablePage) -> discord.ui.View:
    """Returns what the member does next; for a newcomer three choices."""
    if table.is_newcomer:
        return button_view(*_first_choices())
    whats_on, share, company = _first_choices()
    needs_company = not (table.circle or table.is_looking or table.is_paused)
    return button_view(
        *_seat_on_offer(table),
        whats_on,
        share,
        *([company] if needs_company else []),
        *([(gettext("Plan a meetup"), PLAN_FORM_BUTTON.make(), GREY)] if table.may_plan else []),
        _settings(),
        *_ask_feedback(table),
        selects=make_select(MANAGE_PICKED.make(), gettext("Manage a meetup"), managed_choices(table)),
    )


def front_desk_buttons() -> discord.ui.View:
    """Returns the buttons for everybody: none that would refuse most of those who press it."""
    return button_view(*_first_choices(), (gettext("My table"), TABLE_BUTTON.make(), GREY), _settings())


def _first_choices() -> tuple[ButtonSpec, ButtonSpec, ButtonSpec]:
    return (
        (gettext("What's on"), WHATS_ON_BUTTON.make(), BLUE),
        (gettext("Share a problem"), SHARE_BUTTON.make(), BLUE),
        (gettext("Find company"), COMPANY_BUTTON.make(), BLUE),
    )


def _ask_feedback(table: TablePage) -> list[ButtonSpec]:
    if table.asked_after is None:
        return []
    return [(gettext("Would you come again?"), ASK_FEEDBACK.make(table.asked_after), GREY)]


def _seat_on_offer(table: TablePage) -> list[ButtonSpec]:
    """Returns what the member does with a seat that is held for them, at the nearest date that has one."""
    offered = (one.date.id for one in table.dates if one.find_offer(table.user_id) is not None)
    return [
        (label, SEAT_OFFER.make(date_id, table.user_id, is_taken), style)
        for date_id in islice(offered, 1)
        for label, is_taken, style in ((gettext("Take it"), 1, GREEN), (gettext("Not today"), 0, GREY))
    ]


def _settings() -> ButtonSpec:
    return gettext("Settings"), SETTINGS_BUTTON.make(), GREY
