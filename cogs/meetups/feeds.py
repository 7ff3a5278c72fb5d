"""Links to subscribe to, under the calendar file."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from cogs.asking import actor_of
from cogs.buttons import Pressable, row
from cogs.errors import Reporter
from languages import gettext
from services.meetups.feeds import Feeds

_BLUE, _GREY = discord.ButtonStyle.primary, discord.ButtonStyle.secondary


@dataclass(frozen=True, slots=True)
class FeedLinks:
    """Where the web port can be reached."""

    feeds: Feeds
    public_url: str

    def link(self, secret: str) -> str:
        """The address that a calendar subscribes to."""
        return f"{self.public_url}/calendar/{secret}.ics"


def feed_buttons() -> discord.ui.View:
    """Make a link, for oneself or for the server; make it lead nowhere."""
    return row(
        (gettext("Link to what I said yes to"), "feed|own", _BLUE),
        (gettext("Link to all meetups"), "feed|shared", _BLUE),
        (gettext("Revoke my link"), "feed|revoke", _GREY),
        (gettext("Revoke the server's link"), "feed|revoke_shared", _GREY),
    )


def make_feed_buttons(links: FeedLinks, reporter_: Reporter) -> list[type[Pressable]]:
    """The button class, bound to what it presses."""
    feeds = links.feeds
    makers = {"own": feeds.make_own, "shared": feeds.make_shared}
    revokers = {"revoke": feeds.revoke, "revoke_shared": feeds.revoke_shared}

    class Feed(Pressable, template=r"feed\|(?:own|shared|revoke|revoke_shared)"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            actor, what = actor_of(interaction), arguments[0]
            if what in makers:
                text = _made(links.link(await makers[what](actor)), is_own=what == "own")
            else:
                was_there = await revokers[what](actor)
                text = (
                    gettext("That link leads nowhere any more.")
                    if was_there
                    else gettext("There was no link to revoke.")
                )
            await interaction.response.edit_message(content=text, view=feed_buttons(), attachments=[])

    return [Feed]


def _made(link: str, *, is_own: bool) -> str:
    readers = (
        gettext("It is yours alone: whoever has it reads what you said yes to.")
        if is_own
        else gettext("Whoever has it reads all meetups of this server.")
    )
    return gettext(
        "Subscribe to this address in your calendar:\n`{link}`\n{readers} A link that was made before leads "
        "nowhere any more.",
        link=link,
        readers=readers,
    )
