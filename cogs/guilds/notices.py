"""The hint with notices: what went wrong with something of the member's or of the server's."""

from __future__ import annotations

from cogs.bot import Interaction
from cogs.hints import Hint
from cogs.ui.guilds.notices import notice_text
from domain.guilds import Actor
from domain.notices import Notice
from languages import gettext
from services import notices


async def _say(interaction: Interaction, actor: Actor, unheard: list[Notice]) -> None:
    lines = [f"- {notice_text(notice)}" for notice in unheard]
    text = "\n".join([gettext("By the way:"), *lines])[:2000]
    await interaction.followup.send(text, ephemeral=True)
    await interaction.client.write(notices.mark_told, unheard)


NOTICES = Hint(notices.list_unheard, _say)
