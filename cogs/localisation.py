"""Who is spoken to, and in which language: a member in theirs, a server in its own."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import discord
from discord import app_commands

from languages import (
    COMMAND_NAME,
    ENGLISH,
    OPTION_NAME,
    current_language,
    find_language,
    gettext,
    set_language,
    translate_name,
    use_language,
)
from services.transaction import LanguageOf

NAMES = {
    app_commands.TranslationContextLocation.command_name: COMMAND_NAME,
    app_commands.TranslationContextLocation.group_name: COMMAND_NAME,
    app_commands.TranslationContextLocation.parameter_name: OPTION_NAME,
}


class ServerLanguages:
    """What organisers have chosen for their servers; where they have not, what the server has in Discord."""

    def __init__(self, client: discord.Client) -> None:
        self.client = client
        self.chosen: dict[int, str] = {}

    def language_of(self, guild_id: int) -> str:
        """The language that the server is spoken to in."""
        guild = self.client.get_guild(guild_id)
        of_discord = find_language(guild.preferred_locale.value) if guild is not None else None
        return self.chosen.get(guild_id) or of_discord or ENGLISH

    def choose(self, guild_id: int, language: str | None) -> None:
        """From now on; None is what the server has in Discord."""
        if language is None:
            self.chosen.pop(guild_id, None)
        else:
            self.chosen[guild_id] = language


def set_language_for(interaction: discord.Interaction[Any], language_of: LanguageOf) -> None:
    """From here on in the language of the member's Discord; where there is none of it, in the server's."""
    set_language(find_language(interaction.locale.value) or language_of(interaction.guild_id or 0))


def use_language_of_readers(
    interaction: discord.Interaction[Any], language_of: LanguageOf
) -> AbstractContextManager[None]:
    """For what is written where a button stands: a private reply is the member's, the rest the server's."""
    is_private = interaction.message is not None and interaction.message.flags.ephemeral
    return use_language(current_language() if is_private else language_of(interaction.guild_id or 0))


class CommandTranslator(app_commands.Translator):
    """What commands, their options and their choices are called in Discord."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        language = find_language(locale.value)
        if language is None or language == ENGLISH:
            return None
        kind = NAMES.get(context.location)
        if kind is not None:
            return translate_name(string.message, language, kind)
        with use_language(language):
            return gettext(string.message)
