"""From a request to a meetup: the preview, the forms behind it, and what becomes of what is refused.

Whatever is refused is kept as it was typed: it comes back with the readings of its time as buttons, and with
the form that it can be put right in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import discord

import clock
from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import (
    ANNOUNCE_MEETUP,
    CANCEL_MEETUP,
    DISCARD_MEETUP,
    DRAFT_FORM,
    EDIT_MEETUP,
    KEEP_MEETUP,
    LIKE_EARLIER,
    OPEN_FORM,
    PICK_READING,
    PLAN_FORM_BUTTON,
    SAVE_MEETUP,
)
from cogs.meetups.announcer import Announcer
from cogs.meetups.channels import check_channel, find_channel, sees_channel
from cogs.meetups.management_page import show_page, turn_page
from cogs.meetups.management_views import announce_button, changed_buttons, draft_buttons, refused_buttons
from cogs.meetups.modals import check_role, meetup_modal, move_modal, read_meetup_modal
from cogs.meetups.one_date import change_one_date, one_date_modal, read_one_date_modal
from cogs.meetups.pictures import MeetupPictures
from cogs.modals import ModalValues, Upload, send_modal
from cogs.ui import markup
from cogs.ui.meetups import choices as choices_ui
from cogs.ui.meetups import planning as ui
from cogs.ui.meetups.answering import closed_now
from cogs.ui.meetups.pictures import attach
from domain.errors import Refusal, Unavailable
from domain.ids import MeetupId
from domain.meetups.meetup import DateRef, Meetup
from domain.meetups.request import MeetupForm, MeetupRequest, RequestKind
from domain.times.parser import Ambiguous
from languages import gettext
from services.meetups import changing, drafting, pictures
from services.meetups.changing import Changed, ChangedMeanwhile
from services.meetups.drafting import MeetupDraft, OpenRequest


async def try_request(
    interaction: Interaction,
    opened: OpenRequest,
    draft_id: MeetupId | None,
    uploads: Sequence[Upload] = (),
) -> None:
    """Does what was typed and shows what came of it; what is refused is kept and can be put right.

    `draft_id` is that of the draft that it changes, None where there is none. `uploads` has the picture that
    was sent with the form, if any.
    """
    channel_id = await find_channel(interaction) if opened.kind is RequestKind.PLAN else 0
    try:
        check_role(opened.request, interaction.guild)
        if (
            picture_id := await interaction.client.cog(MeetupPictures).keep(interaction, uploads)
        ) is not None:
            opened = opened.with_fields(MeetupRequest(picture_id=picture_id))
        match opened.kind:
            case RequestKind.PLAN:
                draft = await _draft(interaction, opened, draft_id, channel_id)
                await show_draft(interaction, draft, gettext("This is how it will be. Save it?"))
            case RequestKind.EDIT:
                await _edit(interaction, opened)
            case RequestKind.MOVE:
                await _move(interaction, opened)
            case RequestKind.ONE_DATE:
                await change_one_date(interaction, opened)
    except Unavailable:
        raise
    except Refusal as refusal:
        await _show_refusal(interaction, opened, draft_id, refusal)
    await interaction.client.tell_hints(interaction)


async def _draft(
    interaction: Interaction, opened: OpenRequest, draft_id: MeetupId | None, channel_id: int
) -> MeetupDraft:
    bot, actor = interaction.client, actor_of(interaction)
    check_channel(interaction, opened.filled.channel_id or channel_id)
    if draft_id is None:
        return await bot.write(drafting.make_draft, actor, opened.request, channel_id)
    return await bot.write(drafting.change_draft, actor, draft_id, opened.request, channel_id)


async def _edit(interaction: Interaction, opened: OpenRequest) -> None:
    assert opened.ref is not None, "what is edited exists"
    if opened.request.channel_id is not None:
        check_channel(interaction, opened.request.channel_id)
    changed = await interaction.client.write(
        drafting.edit, actor_of(interaction), opened.ref, opened.base, opened.request
    )
    heading = ui.edited(changed.session, changed.kept, is_told=changed.is_told, unchanged=changed.unchanged)
    await show_change(interaction, changed, heading)


async def _move(interaction: Interaction, opened: OpenRequest) -> None:
    assert opened.ref is not None, "what is moved exists"
    when = opened.request.when or ""
    changed = await interaction.client.write(
        changing.move, actor_of(interaction), opened.ref, when, opened.version
    )
    told = gettext("Moved. Those who answered are told in its thread.")
    moved = told if changed.is_told else gettext("Moved.")
    heading = " ".join(filter(None, [moved, closed_now(changed.session, clock.now())]))
    await show_page(interaction, opened.ref, heading)


async def show_draft(interaction: Interaction, draft: MeetupDraft, heading: str) -> None:
    """Shows how the meetup will be, with the buttons that save, change and discard it."""
    embed = ui.preview(draft.meetup, draft.upcoming, heading)
    image = await _load_picture(interaction, draft.meetup)
    seen = [meetup for meetup in draft.earlier if sees_channel(interaction, meetup.details.channel_id)]
    await _answer(interaction, None, embed, draft_buttons(draft.meetup.id, seen), image)


async def show_change(interaction: Interaction, changed: Changed, heading: str) -> None:
    """Shows a meetup after a change."""
    embed = ui.preview(changed.session.meetup, changed.upcoming, heading)
    image = await _load_picture(interaction, changed.session.meetup)
    await turn_page(interaction, embed, changed_buttons(changed.session), image)


async def _load_picture(interaction: Interaction, meetup: Meetup) -> bytes | None:
    return await interaction.client.read(pictures.load, meetup.guild_id, meetup.details.picture_id)


async def _show_refusal(
    interaction: Interaction, opened: OpenRequest, draft_id: MeetupId | None, refusal: Refusal
) -> None:
    readings = refusal.readings if isinstance(refusal, Ambiguous) else ()
    refused = await interaction.client.write(
        drafting.keep_refused,
        actor_of(interaction),
        opened,
        draft_id,
        [str(one) for one in readings],
        is_stale=isinstance(refusal, ChangedMeanwhile),
    )
    labels = [choices_ui.reading_label(reading, clock.now()) for reading in readings]
    is_single = opened.kind in {RequestKind.MOVE, RequestKind.ONE_DATE}
    forms = (MeetupForm.BASICS,) if is_single else tuple(MeetupForm)
    await _answer(interaction, str(refusal), None, refused_buttons(refused.id, forms, labels, opened.ref))


async def _answer(
    interaction: Interaction,
    text: str | None,
    embed: discord.Embed | None,
    view: discord.ui.View,
    image: bytes | None = None,
) -> None:
    """Shows the next state where the one before stood, if that was a preview or a refusal of ours.

    `image` is the picture that the embed shows.
    """
    files = attach(embed, image) if embed is not None else []
    if interaction.response.is_done():
        await interaction.edit_original_response(content=text, embed=embed, view=view, attachments=files)
    elif _continues(interaction):
        await interaction.response.edit_message(content=text, embed=embed, view=view, attachments=files)
    else:
        await interaction.response.send_message(
            text, embed=embed or discord.utils.MISSING, view=view, files=files, ephemeral=True
        )


def _continues(interaction: Interaction) -> bool:
    data: Mapping[str, Any] = interaction.data or {}
    pressed = str(data.get("custom_id")).partition("|")[0]
    continues = {DRAFT_FORM.name, PICK_READING.name, LIKE_EARLIER.name}
    return pressed in continues and interaction.message is not None


class PlanMeetup(PersistentButton, custom_id=PLAN_FORM_BUTTON):
    """*Plan a meetup*, which opens an empty form, wherever it stands."""

    is_private = None

    async def press(self, interaction: Interaction) -> None:
        await find_channel(interaction)
        form, request = MeetupForm.BASICS, MeetupRequest()
        await send_modal(
            interaction, meetup_modal(form, DRAFT_FORM.make(form, 0), request, interaction.guild)
        )


class OpenForm(PersistentButton, custom_id=OPEN_FORM):
    """*Edit*, *Seats* and *Announcement* under a preview or a refusal, which open the form."""

    async def press(self, interaction: Interaction, form: MeetupForm, draft_id: MeetupId) -> None:
        opened = await interaction.client.read(drafting.open_draft, actor_of(interaction), draft_id)
        custom_id = DRAFT_FORM.make(form, draft_id)
        match opened.kind:
            case RequestKind.MOVE:
                modal = move_modal(custom_id, opened.filled)
            case RequestKind.ONE_DATE:
                modal = one_date_modal(custom_id, opened.filled, interaction.guild)
            case RequestKind.PLAN | RequestKind.EDIT:
                modal = meetup_modal(form, custom_id, opened.filled, interaction.guild)
        await send_modal(interaction, modal)


async def take_draft_form(
    interaction: Interaction, values: ModalValues, form: MeetupForm, number: int
) -> None:
    """Tries what was filled in; `number` is the id of the draft, 0 for a new meetup."""
    if not number:
        opened = OpenRequest(RequestKind.PLAN, MeetupRequest(), MeetupRequest())
        draft_id = None
    else:
        draft_id = MeetupId(number)
        opened = await interaction.client.read(drafting.open_draft, actor_of(interaction), draft_id)
    await _take_form(interaction, values, form, opened, draft_id)


class PickReading(PersistentButton, custom_id=PICK_READING):
    """What a time may mean, under the refusal of a text with several readings; `index` counts from 0."""

    async def press(self, interaction: Interaction, draft_id: MeetupId, index: int) -> None:
        actor = actor_of(interaction)
        opened = await interaction.client.read(drafting.open_reading, actor, draft_id, index)
        await try_request(interaction, opened, draft_id)


class EditMeetup(PersistentButton, custom_id=EDIT_MEETUP):
    """*Edit*, *Seats* and *Announcement* of a meetup that is saved."""

    async def press(self, interaction: Interaction, form: MeetupForm, meetup_id: MeetupId) -> None:
        draft_id, opened = await interaction.client.write(
            drafting.begin_edit, actor_of(interaction), meetup_id
        )
        custom_id = DRAFT_FORM.make(form, draft_id)
        await send_modal(interaction, meetup_modal(form, custom_id, opened.filled, interaction.guild))


async def _take_form(
    interaction: Interaction,
    values: ModalValues,
    form: MeetupForm,
    opened: OpenRequest,
    draft_id: MeetupId | None,
) -> None:
    if opened.kind is RequestKind.MOVE:
        opened = replace(opened, request=MeetupRequest(when=values["when"] or ""))
    elif opened.kind is RequestKind.ONE_DATE:
        opened = opened.with_fields(read_one_date_modal(values, opened.filled, interaction.guild))
    else:
        filled = read_meetup_modal(form, values, opened.filled, interaction.guild)
        opened = opened.with_fields(filled)
        if form is MeetupForm.ANNOUNCEMENT and filled.channel_id is None:  # the one before is not to be seen
            opened = replace(opened, request=replace(opened.request, channel_id=opened.filled.channel_id))
    await try_request(interaction, opened, draft_id, values.get("picture") or ())


class SaveMeetup(PersistentButton, custom_id=SAVE_MEETUP):
    """*Save* under a draft."""

    async def press(self, interaction: Interaction, draft_id: MeetupId) -> None:
        session = await interaction.client.write(drafting.save_draft, actor_of(interaction), draft_id)
        now = clock.now()
        may_wait = session.date.message_id is None and ui.announced_at(session) > now
        view = announce_button(draft_id) if may_wait else None
        await interaction.response.edit_message(
            content=ui.saved(session, now), embed=None, view=view, attachments=[]
        )


class AnnounceMeetup(PersistentButton, custom_id=ANNOUNCE_MEETUP):
    """*Announce now*, under a draft, which it saves, and after *Save*."""

    async def press(self, interaction: Interaction, draft_id: MeetupId) -> None:
        bot, actor = interaction.client, actor_of(interaction)
        await bot.write(drafting.save_and_announce, actor, draft_id)
        await interaction.response.defer()
        await bot.cog(Announcer).tick()
        session = await bot.read(drafting.get_saved, actor, draft_id)
        await interaction.edit_original_response(
            content=ui.saved(session, clock.now()), embed=None, view=None, attachments=[]
        )


class DiscardMeetup(PersistentButton, custom_id=DISCARD_MEETUP):
    """*Discard* under a draft."""

    async def press(self, interaction: Interaction, draft_id: MeetupId) -> None:
        await interaction.client.write(drafting.discard_draft, actor_of(interaction), draft_id)
        await interaction.response.edit_message(
            content=gettext("Discarded."), embed=None, view=None, attachments=[]
        )


class CancelMeetup(PersistentButton, custom_id=CANCEL_MEETUP):
    """*Cancel all dates* under the question; `version` is that of the meetup as the member saw it."""

    async def press(self, interaction: Interaction, ref: DateRef, version: int) -> None:
        meetup = await interaction.client.write(changing.cancel, actor_of(interaction), ref, version)
        text = gettext(
            "Cancelled: **{title}**. Those who answered are told.",
            title=markup.plain(meetup.details.title),
        )
        await interaction.response.edit_message(content=text, embed=None, view=None)


class KeepMeetup(PersistentButton, custom_id=KEEP_MEETUP):
    """*Keep it* under the question."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(
            content=gettext("Nothing has changed."), embed=None, view=None
        )


BUTTONS = (
    PlanMeetup,
    OpenForm,
    PickReading,
    EditMeetup,
    SaveMeetup,
    AnnounceMeetup,
    DiscardMeetup,
    CancelMeetup,
    KeepMeetup,
)
