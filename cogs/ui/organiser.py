"""How a server's settings look. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from cogs.ui import markup
from domain.durations import describe_minutes
from domain.guilds import GuildSettings, SetUp
from domain.meetups.agenda import LEAD_MIN, ROUND_MIN
from domain.meetups.pings import describe_pings

_FINDINGS_LENGTH = 3800


def settings_embed(
    settings: GuildSettings, replaced: Sequence[str] = (), missing: Sequence[str] = ()
) -> discord.Embed:
    """All settings with what holds where none is set.

    `replaced` are tags of the board's forum that made room, `missing` those that could not be made.
    """
    planners = ["members with Manage Events", *(markup.role(role) for role in settings.planner_role_ids)]
    channel = markup.channel(settings.channel_id) if settings.channel_id else "the channel where a host types"
    embed = discord.Embed(title="Settings of this server")
    embed.add_field(name="Time zone", value=settings.zone or "not set", inline=False)
    embed.add_field(name="Meetups are announced in", value=channel, inline=False)
    embed.add_field(name="Who may plan", value=", ".join(planners), inline=False)
    board = markup.channel(settings.board.channel_id) if settings.board else "the channel where it is shared"
    embed.add_field(name="Problems are posted in", value=board, inline=False)
    embed.add_field(name="The week on the board is summed up in", value=_digest(settings), inline=False)
    embed.add_field(name="Circles", value=_circles(settings), inline=False)
    if settings.pings_min:
        embed.add_field(name="Pings before the start", value=describe_pings(settings.pings_min), inline=False)
    embed.add_field(name="Problems at meetups", value=_problems(settings), inline=False)
    if settings.interests:
        interests = ", ".join(markup.plain(name) for name in settings.interests)
        embed.add_field(name="Interests besides the usual", value=interests, inline=False)
    if replaced:
        names = ", ".join(markup.plain(name) for name in replaced)
        value = f"A forum has room for 20 tags. The least used made room for the states: {names}"
        embed.add_field(name="Tags", value=value, inline=False)
    if missing:
        value = (
            f"The forum lacks: {', '.join(missing)}. Give me Manage Channels and set the board again, or add "
            "them yourself: Edit Channel → Tags. Then set the board again."
        )
        embed.add_field(name="Tags", value=value, inline=False)
    embed.set_footer(text="/longtable set changes them")
    return embed


def setup_preview(wanted: SetUp, channels: Mapping[str, discord.abc.GuildChannel | None]) -> discord.Embed:
    """What would come of the form; a channel that is None would be made."""
    purposes = {
        "channel": "Meetups are announced in",
        "board": "Problems go to",
        "circles": "Circles talk under",
    }
    made = {"channel": "#meetups", "board": "a forum, #problems", "circles": "#circles"}
    embed = discord.Embed(title="This is how it will be", description="Nothing has been made or changed yet.")
    for name, purpose in purposes.items():
        channel = channels[name]
        value = channel.mention if channel is not None else f"{made[name]}, which I make"
        embed.add_field(name=purpose, value=value, inline=False)
    planners = ["members with Manage Events", *(markup.role(role) for role in wanted.planner_role_ids)]
    embed.add_field(name="Who may plan", value=", ".join(planners), inline=False)
    embed.add_field(name="Time zone", value=wanted.zone or "not set")
    embed.add_field(name="Pings before the start", value=wanted.pings or "as the host says")
    return embed


def doctor_embed(findings: Sequence[tuple[str, str, bool]]) -> discord.Embed:
    """What is wrong, how to mend it, and whether it is a fault: one line a finding, the worst first."""
    faults = sum(is_fault for _, _, is_fault in findings)
    if not findings:
        return discord.Embed(
            title="All is well", description="I have found nothing that keeps me from my work."
        )
    title = f"{faults} to mend" if faults else "All is well; some things could be nicer"
    lines = [f"{'🔴' if is_fault else '⚪'} {what}\n→ {mend}" for what, mend, is_fault in findings]
    embed = discord.Embed(title=title)
    shown = 0
    while shown < len(lines) and len("\n\n".join(lines[: shown + 1])) < _FINDINGS_LENGTH:
        shown += 1
    more = len(lines) - shown
    embed.description = "\n\n".join([*lines[:shown], *([f"and {more} more, after these"] if more else [])])
    return embed.set_footer(text="🔴 keeps me from my work · ⚪ would be nice")


def _digest(settings: GuildSettings) -> str:
    return next((markup.channel(channel) for channel in settings.digest_channel_ids), "nowhere")


def _problems(settings: GuildSettings) -> str:
    lead = describe_minutes(settings.agenda_lead_min or LEAD_MIN)
    return f"agenda {lead} before; {describe_minutes(settings.round_min or ROUND_MIN)} for each problem"


def _circles(settings: GuildSettings) -> str:
    if settings.circle_channel_id is None:
        return "not set: circles need a channel for their private threads"
    rounds = settings.round_rule or "only with `/circle round`"
    return f"under {markup.channel(settings.circle_channel_id)}; rounds: {rounds}"
