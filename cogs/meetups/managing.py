"""The private page on which a meetup is managed: what its buttons, its menu and its forms do."""

from __future__ import annotations

import discord

import clock
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton, PersistentSelect
from cogs.custom_ids import (
    ASK_CANCEL,
    ATTENDANCE,
    CORRECT_ATTENDANCE,
    MANAGE,
    MANAGE_ANOTHER,
    MANAGE_PICKED,
    MOVE_DATE,
    MOVE_DATE_FORM,
    RESTORE_DATE,
    ROTATE,
    SHOW_AGENDA,
    SKIP_DATE,
    START_SESSION,
    CustomId,
)
from cogs.meetups import managing_forms as forms
from cogs.meetups.due_work import DueWork
from cogs.meetups.management_page import show_page, turn_page
from cogs.meetups.management_views import attendance_buttons, cancel_buttons
from cogs.meetups.modals import move_modal
from cogs.meetups.planning import try_request
from cogs.meetups.views import buttons_of
from cogs.modals import ModalHandler, ModalValues, send_modal
from cogs.ui import markup
from cogs.ui.meetups import agendas as agendas_ui
from cogs.ui.meetups import attendance as attendance_ui
from cogs.ui.meetups import managing as ui
from cogs.ui.meetups.answering import closed_now
from domain.errors import Refusal
from domain.ids import MeetupId
from domain.meetups.attendance import Attendance
from domain.meetups.meetup import DateRef, Session, parse_ref
from domain.meetups.request import MeetupRequest, RequestKind
from languages import gettext, ngettext
from services import venues
from services.meetups import (
    agendas,
    attending,
    brainstorming,
    changing,
    drafting,
    finding,
    rotating,
)
from services.meetups.drafting import OpenRequest


class Manage(PersistentButton, custom_id=MANAGE):
    """*Manage* under what a meetup shows, and *Back* to its page."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        await show_page(interaction, ref)


class ManagePicked(PersistentSelect, custom_id=MANAGE_PICKED):
    """The menu of dates that the member may change, which stands at their table."""

    async def choose(self, interaction: Interaction, chosen: str) -> None:
        ref = parse_ref(chosen)
        if ref is None:
            raise Refusal(gettext("I don't know that meetup. `/meetup list` shows what there is."))
        await show_page(interaction, ref)


class ManageAnother(PersistentSelect, custom_id=MANAGE_ANOTHER):
    """The menu of the meetup's other dates."""

    async def choose(self, interaction: Interaction, chosen: str, meetup_id: MeetupId) -> None:
        ref = parse_ref(f"{meetup_id}:{chosen}")
        if ref is None:
            raise Refusal(gettext("I don't know that meetup. `/meetup list` shows what there is."))
        await show_page(interaction, ref)


class SkipDate(PersistentButton, custom_id=SKIP_DATE):
    """*Skip*: this date does not take place."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        changed = await interaction.client.write(changing.skip, actor_of(interaction), ref)
        told = gettext("Skipped. Those who answered are told in its thread.")
        await show_page(interaction, ref, told if changed.is_told else gettext("Skipped."))


class RestoreDate(PersistentButton, custom_id=RESTORE_DATE):
    """*Restore*: this date takes place as the series has it."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        changed = await interaction.client.write(changing.restore, actor_of(interaction), ref)
        told = gettext("Restored. Those who answered are told in its thread.")
        restored = told if changed.is_told else gettext("Restored.")
        heading = " ".join(filter(None, [restored, closed_now(changed.session, clock.now())]))
        await show_page(interaction, ref, heading)


class MoveDate(PersistentButton, custom_id=MOVE_DATE):
    """*Move*: opens the form with the time of this date as it stands."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        opened = await interaction.client.read(drafting.open_move, actor_of(interaction), ref)
        custom_id = MOVE_DATE_FORM.make(ref, opened.version)
        await send_modal(interaction, move_modal(custom_id, opened.filled))


async def take_move(interaction: Interaction, values: ModalValues, ref: DateRef, seen_min: int) -> None:
    """Moves the date; `seen_min` says when it started as the form was opened, in minutes since 1970."""
    opened = OpenRequest(
        RequestKind.MOVE, MeetupRequest(), MeetupRequest(when=values["when"] or ""), ref, seen_min
    )
    await try_request(interaction, opened, None)


class StartSession(PersistentButton, custom_id=START_SESSION):
    """*Start*: the first problem of each table gets its round."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        session = await interaction.client.write(brainstorming.start, actor_of(interaction), ref)
        thread = markup.channel(session.date.message_id or session.meetup.details.channel_id)
        await show_page(interaction, ref, gettext("Off we go, in {thread}.", thread=thread))
        await interaction.client.cog(DueWork).do_due()


class ShowAgenda(PersistentButton, custom_id=SHOW_AGENDA):
    """*Agenda*: which problems come to the table, for everybody."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        agenda = await interaction.client.read(agendas.show, actor_of(interaction), ref)
        embed = agendas_ui.agenda(agenda.session, agenda.items, is_fixed=agenda.is_fixed)
        view = buttons_of(agenda) or discord.utils.MISSING
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


class ShowAttendance(PersistentButton, custom_id=ATTENDANCE):
    """*Attendance*: who was there."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        found = await interaction.client.read(attending.show, actor_of(interaction), ref)
        await _show_attendance(interaction, ref, *found)


class CorrectAttendance(PersistentButton, custom_id=CORRECT_ATTENDANCE):
    """*Correct it*: opens the form in which the host says who was there and who was not."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        await interaction.client.read(attending.show, actor_of(interaction), ref)  # says no before one types
        await send_modal(interaction, forms.attendance_form(ref))


async def take_attendance(interaction: Interaction, values: ModalValues, ref: DateRef) -> None:
    """Stores who was there, as the host says, and shows the list."""
    present, absent = ([int(user_id) for user_id in values[name] or ()] for name in ("present", "absent"))
    found = await interaction.client.write(attending.correct, actor_of(interaction), ref, present, absent)
    await _show_attendance(interaction, ref, *found)


async def _show_attendance(
    interaction: Interaction, ref: DateRef, session: Session, attendances: list[Attendance]
) -> None:
    await turn_page(interaction, attendance_ui.attendance_list(session, attendances), attendance_buttons(ref))


class Rotate(PersistentButton, custom_id=ROTATE):
    """*Venues in turn*: opens the form with the venues as they follow one another now."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        actor = actor_of(interaction)
        found = await interaction.client.read(rotating.list_choices, actor, ref, forms.MOST_OPTIONS)
        await send_modal(interaction, forms.rotate_form(ref, *found))


async def take_rotation(interaction: Interaction, values: ModalValues, ref: DateRef) -> None:
    """Has the meetup go round the venues that were picked; where none was, it stays in one place."""
    actor, bot = actor_of(interaction), interaction.client
    picked = [choice for name in forms.TURNS for choice in values[name] or ()]
    round_ = [await bot.read(venues.get, actor.guild_id, choice) for choice in picked]
    await bot.write(rotating.rotate, actor, ref, round_)
    going_round = ngettext(
        "From now on it is always at this one venue.",
        "From now on it takes turns between {count} venues.",
        len(round_),
    )
    await show_page(interaction, ref, going_round if round_ else gettext("It stays in one place."))


class AskCancel(PersistentButton, custom_id=ASK_CANCEL):
    """*Cancel*: asks before it is done."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        meetup = await interaction.client.read(finding.get_editable, actor_of(interaction), ref.meetup_id)
        question, view = ui.confirm_cancel(meetup.details.title), cancel_buttons(ref, meetup.version)
        await interaction.response.edit_message(content=question, embed=None, view=view)


BUTTONS = (
    Manage,
    ManagePicked,
    ManageAnother,
    SkipDate,
    RestoreDate,
    MoveDate,
    StartSession,
    ShowAgenda,
    ShowAttendance,
    CorrectAttendance,
    Rotate,
    AskCancel,
)
FORMS: dict[CustomId, ModalHandler] = {
    MOVE_DATE_FORM: take_move,
    CORRECT_ATTENDANCE: take_attendance,
    ROTATE: take_rotation,
}
