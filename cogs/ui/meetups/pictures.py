"""How the picture of a meetup is attached to a message. No I/O."""

from __future__ import annotations

import io

import discord

from domain.meetups.pictures import PICTURE_NAME


def attach(embed: discord.Embed, image: bytes | None) -> list[discord.File]:
    """Returns the files of the embed's message: the picture, which the embed shows then, or none."""
    if image is None:
        return []
    show_attached(embed)
    return [discord.File(io.BytesIO(image), PICTURE_NAME)]


def show_attached(embed: discord.Embed) -> None:
    """Has the embed show the picture that its message has already."""
    embed.set_image(url=f"attachment://{PICTURE_NAME}")
