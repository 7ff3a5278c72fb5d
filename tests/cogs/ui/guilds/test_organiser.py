"""What organisers read about their server."""

from __future__ import annotations

from cogs.ui.guilds import organiser
from domain.guilds import GuildSettings
from tests.cogs.limits import fits

_BIG = 2**63 - 1


def test_settings_say_what_holds_where_nothing_is_set() -> None:
    fits(organiser.settings_embed(GuildSettings(1)))
    embed = organiser.settings_embed(GuildSettings(1, "Europe/Berlin", 5, tuple(range(_BIG - 20, _BIG))))
    fits(embed)
    assert "Europe/Berlin" in (embed.fields[0].value or "")
