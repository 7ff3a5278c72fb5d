"""The colours at the side of embeds: one for each kind of thing that they show."""

from __future__ import annotations

import discord

TEAL = discord.Colour(0x2E8B7F)  # meetups and statistics
ROSE = discord.Colour(0xC0607A)  # profiles and circles
BROWN = discord.Colour(0xB08968)  # venues
AMBER = discord.Colour(0xC98A2B)  # problems
BLUE = discord.Colour(0x4A78C8)  # proposals, and what is said about a problem
GREEN = discord.Colour(0x3BA55D)  # what is solved or accepted
GREY = discord.Colour(0x8A8F98)  # what is over or came to nothing
