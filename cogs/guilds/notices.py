"""The hint with notices: what went wrong with something of the member's or of the server's."""

from __future__ import annotations

from cogs.bot import Interaction
from cogs.hints import Hint
from cogs.ui.guilds.notices import notice_text
from domain.guilds import Actor
from domain.notices import Notice
from languages import gettext
from services import notices

_MOST_CHARACTERS = 2000  # of a message


async def _say(interaction: Interaction, actor: Actor, unheard: list[Notice]) -> None:
    """Says as much as fits into a message; the rest is heard with the next command."""
    text, said = gettext("By the way:"), list[Notice]()
    for notice in unheard:
        longer = f"{text}\n- {notice_text(notice)}"
        if len(longer) > _MOST_CHARACTERS and said:
            break
        text = longer
        said.append(notice)
    await interaction.followup.send(text[:_MOST_CHARACTERS], ephemeral=True)
    await interaction.client.write(notices.mark_told, said)


NOTICES = Hint(notices.list_unheard, _say)
