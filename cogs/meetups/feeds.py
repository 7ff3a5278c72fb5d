"""The buttons that make and revoke links to calendar feeds."""

from __future__ import annotations

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import FEED
from cogs.meetups.views import feed_buttons
from domain.errors import Refusal
from languages import gettext
from services.meetups import feeds

_MAKERS = {"own": feeds.make_own, "shared": feeds.make_shared}
_REVOKERS = {"revoke": feeds.revoke, "revoke_shared": feeds.revoke_shared}


class FeedLink(PersistentButton, custom_id=FEED):
    """Any of the buttons under the calendar file."""

    async def press(self, interaction: Interaction, what: str) -> None:
        actor, bot = actor_of(interaction), interaction.client
        if what in _REVOKERS:
            was_revoked = await bot.write(_REVOKERS[what], actor)
            text = (
                gettext("That link no longer works.")
                if was_revoked
                else gettext("There was no link to revoke.")
            )
        else:
            public_url = bot.config.web.public_url
            if not public_url:
                raise Refusal(gettext("That button does not work here. Please use the commands instead."))
            secret = await bot.write(_MAKERS[what], actor)
            text = _describe_link(f"{public_url}/calendar/{secret}.ics", is_own=what == "own")
        await interaction.response.edit_message(content=text, view=feed_buttons(), attachments=[])


BUTTONS = (FeedLink,)


def _describe_link(link: str, *, is_own: bool) -> str:
    readers = (
        gettext("It is yours alone: whoever has it reads what you said yes to.")
        if is_own
        else gettext("Whoever has it reads all meetups of this server.")
    )
    return gettext(
        "Subscribe to this address in your calendar:\n`{link}`\n{readers} Earlier links no longer work.",
        link=link,
        readers=readers,
    )
