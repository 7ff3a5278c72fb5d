"""The language of what the bot says: a member's for private replies, the server's for the rest."""

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
    """The languages of servers: as organisers have chosen, else as in the server's settings in Discord."""

    def __init__(self, client: discord.Client) -> None:
        self.client = client
        self.chosen: dict[int, str] = {}

    def language_of(self, guild_id: int) -> str:
        """Returns the code of the language in which the bot speaks to the server."""
        guild = self.client.get_guild(guild_id)
        of_discord = find_language(guild.preferred_locale.value) if guild is not None else None
        return self.chosen.get(guild_id) or of_discord or ENGLISH

    def choose(self, guild_id: int, language: str | None) -> None:
        """Sets the server's language from now on; None is that of its settings in Discord."""
        if language is None:
            self.chosen.pop(guild_id, None)
        else:
            self.chosen[guild_id] = language


def set_language_for(interaction: discord.Interaction[Any], language_of: LanguageOf) -> None:
    """Sets the language to that of the member's Discord; where the bot does not speak it, to the server's."""
    set_language(find_language(interaction.locale.value) or language_of(interaction.guild_id or 0))


def use_language_of_readers(
    interaction: discord.Interaction[Any], language_of: LanguageOf
) -> AbstractContextManager[None]:
    """Uses, in the block, the member's language for a button under a private reply, else the server's."""
    is_private = interaction.message is not None and interaction.message.flags.ephemeral
    return use_language(current_language() if is_private else language_of(interaction.guild_id or 0))


class CommandTranslator(app_commands.Translator):
    """The names and descriptions of commands, options and choices in the languages of the bot."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Returns the text in that language; None where the bot does not speak it, or it is English."""
        language = find_language(locale.value)
        if language is None or language == ENGLISH:
            return None
        kind = NAMES.get(context.location)
        if kind is not None:
            return translate_name(string.message, language, kind)
        with use_language(language):
            return gettext(string.message)
