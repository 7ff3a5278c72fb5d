"""Discord's limits on what is shown."""

from __future__ import annotations

import discord


def fits(embed: discord.Embed) -> None:
    """Asserts that an embed stays within Discord's limits."""
    assert len(embed) <= 6000
    assert len(embed.title or "") <= 256
    assert len(embed.description or "") <= 4096
    assert len(embed.footer.text or "") <= 2048
    assert len(embed.fields) <= 25
    for one in embed.fields:
        assert 1 <= len(one.name or "") <= 256
        assert 1 <= len(one.value or "") <= 1024
