"""Buttons under private replies: save or discard a draft, cancel a meetup."""

from __future__ import annotations

from collections import OrderedDict

import discord

from cogs.asking import actor_of
from cogs.buttons import Pressable, row
from cogs.errors import Reporter
from cogs.ui import markup
from domain.errors import Refusal
from domain.meetups.meetup import DateRef, find_ref
from languages import gettext
from services.meetups.changing import Changing
from services.meetups.planning import Draft, Planning

_MOST_DRAFTS = 1000


class Drafts:
    """Drafts that wait for Save or Discard; the oldest are forgotten, and all of them at a restart."""

    def __init__(self) -> None:
        self._drafts: OrderedDict[int, Draft] = OrderedDict()

    def keep(self, draft: Draft) -> None:
        """Remember the draft until it is discarded or crowded out: Save may be pressed twice."""
        self._drafts[draft.meetup.id] = draft
        while len(self._drafts) > _MOST_DRAFTS:
            self._drafts.popitem(last=False)

    def get(self, draft_id: int, user_id: int) -> Draft:
        """The member's own draft; raises Refusal."""
        draft = self._drafts.get(draft_id)
        if draft is None or draft.meetup.host_id != user_id:
            raise Refusal(
                gettext("I have forgotten this draft, nothing was saved. Please `/meetup plan` it again.")
            )
        return draft

    def discard(self, draft_id: int, user_id: int) -> None:
        """Forget the member's own draft; raises Refusal."""
        del self._drafts[self.get(draft_id, user_id).meetup.id]


def make_buttons(
    planning: Planning, changing: Changing, drafts: Drafts, reporter_: Reporter
) -> list[type[Pressable]]:
    """The button classes, bound to what they press."""

    class SaveDraft(Pressable, template=r"save\|\d{1,19}"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            draft = drafts.get(int(arguments[0]), interaction.user.id)
            session = await planning.save(draft)
            text = gettext(
                "Saved. I'll announce **{title}** in {channel} by myself.",
                title=markup.plain(session.meetup.details.title),
                channel=markup.channel(session.meetup.details.channel_id),
            )
            await interaction.response.edit_message(content=text, embed=None, view=None)

    class DiscardDraft(Pressable, template=r"discard\|\d{1,19}"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            drafts.discard(int(arguments[0]), interaction.user.id)
            await interaction.response.edit_message(content=gettext("Discarded."), embed=None, view=None)

    class CancelMeetup(Pressable, template=r"cancel\|\d{1,19}:[\d-]{10}\|\d{1,9}"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            ref = find_ref(arguments[0])
            if ref is None:
                raise Refusal(gettext("I don't know that meetup. `/meetup list` shows what there is."))
            meetup = await changing.cancel(actor_of(interaction), ref, int(arguments[1]))
            text = gettext(
                "Cancelled: **{title}**. Those who answered are told.",
                title=markup.plain(meetup.details.title),
            )
            await interaction.response.edit_message(content=text, embed=None, view=None)

    class KeepMeetup(Pressable, template=r"keep\|"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await interaction.response.edit_message(
                content=gettext("Nothing has changed."), embed=None, view=None
            )

    return [SaveDraft, DiscardDraft, CancelMeetup, KeepMeetup]


def draft_buttons(draft: Draft) -> discord.ui.View:
    """Save and Discard."""
    return row(
        (gettext("Save"), f"save|{draft.meetup.id}", discord.ButtonStyle.success),
        (gettext("Discard"), f"discard|{draft.meetup.id}", discord.ButtonStyle.secondary),
    )


def cancel_buttons(ref: DateRef, version: int) -> discord.ui.View:
    """Cancel or keep; the version makes sure that it is still the meetup that was looked at."""
    return row(
        (gettext("Cancel all dates"), f"cancel|{ref}|{version}", discord.ButtonStyle.danger),
        (gettext("Keep it"), "keep|", discord.ButtonStyle.secondary),
    )
