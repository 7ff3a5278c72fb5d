"""How a server's settings, the preview of a set-up, and what the doctor finds look. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import discord

from cogs.ui import markup
from domain.durations import describe_minutes
from domain.guilds import GuildSettings, SetupDraft
from domain.meetups.agenda import LEAD_MIN, ROUND_MIN
from domain.meetups.pings import describe_pings
from domain.meetups.seat_offers import LATE_MIN
from domain.times.recurrence import describe_rule, parse_rule
from languages import CHOICES, gettext, ngettext

_FINDINGS_LENGTH = 3800


def settings_embed(
    settings: GuildSettings,
    replaced: Sequence[str] = (),
    missing: Sequence[str] = (),
    *,
    desk_channel_id: int | None = None,
    refusal: str = "",
    is_blocked: bool = False,
) -> discord.Embed:
    """Returns all settings, and for those that are not set what holds instead.

    `replaced` are tags of the board's forum that made room, `missing` those that could not be made,
    `refusal` why, where Discord has said. `is_blocked`: the forum demands a tag, and the bot may use none.
    The front desk stands in `desk_channel_id`, None for nowhere.
    """
    channel = (
        markup.channel(settings.channel_id)
        if settings.channel_id
        else gettext("the channel where a host types")
    )
    embed = discord.Embed(title=gettext("Settings of this server"))
    embed.add_field(name=gettext("Time zone"), value=settings.zone or gettext("not set"), inline=False)
    language = CHOICES[settings.language] if settings.language else gettext("as in Discord's own settings")
    embed.add_field(name=gettext("Language"), value=language, inline=False)
    embed.add_field(name=gettext("Meetups are announced in"), value=channel, inline=False)
    embed.add_field(name=gettext("Who may plan"), value=_planners(settings.planner_role_ids), inline=False)
    board = (
        markup.channel(settings.board.channel_id)
        if settings.board
        else gettext("the channel where it is shared")
    )
    embed.add_field(name=gettext("Problems are posted in"), value=board, inline=False)
    embed.add_field(name=gettext("The weekly summary is posted in"), value=_digest(settings), inline=False)
    if not settings.allows_anonymous:
        text = gettext("only under one's name; earlier anonymous ones stay anonymous")
        embed.add_field(name=gettext("Problems are shared"), value=text, inline=False)
    embed.add_field(name=gettext("Circles"), value=_circles(settings), inline=False)
    stands_in = markup.channel(desk_channel_id) if desk_channel_id else gettext("not set")
    embed.add_field(name=gettext("The front desk"), value=stands_in, inline=False)
    if settings.pings_min:
        embed.add_field(
            name=gettext("Reminders before the start"), value=describe_pings(settings.pings_min), inline=False
        )
    late_min = LATE_MIN if settings.late_seats_min is None else settings.late_seats_min
    embed.add_field(name=gettext("Late seats"), value=_late_seats(late_min), inline=False)
    embed.add_field(name=gettext("Problems at meetups"), value=_problems(settings), inline=False)
    if settings.interests:
        interests = ", ".join(markup.plain(name) for name in settings.interests)
        embed.add_field(name=gettext("Interests besides the usual"), value=interests, inline=False)
    _add_tags(embed, replaced, missing, refusal)
    if is_blocked:
        text = gettext(
            "This forum requires a tag on each post, and I may use none of my own: problems without "
            "another tag would wait. Let me make my tags (Manage Channels) and use moderated ones "
            "(Manage Threads). Or switch off: Edit Channel → Overview → Require people to select "
            "tags when posting."
        )
        embed.add_field(name=gettext("A tag is required"), value=text, inline=False)
    return embed


def _planners(role_ids: Sequence[int]) -> str:
    roles = (markup.role(role_id) for role_id in role_ids)
    return ", ".join([gettext("members with Manage Events"), *roles])


def _add_tags(embed: discord.Embed, replaced: Sequence[str], missing: Sequence[str], refusal: str) -> None:
    if replaced:
        names = ", ".join(markup.plain(name) for name in replaced)
        value = gettext(
            "A forum has room for 20 tags. To make room for mine I removed the least used: {tags}", tags=names
        )
        embed.add_field(name=gettext("Tags"), value=value, inline=False)
    if missing and refusal:
        value = gettext(
            "The forum lacks: {tags}. Discord does not let me make them: {reason}. Add them yourself: Edit "
            "Channel → Tags. Then set the board again.",
            tags=", ".join(missing),
            reason=refusal,
        )
        embed.add_field(name=gettext("Tags"), value=value, inline=False)
    elif missing:
        value = gettext(
            "The forum lacks: {tags}. Give me Manage Channels and set the board again, or add "
            "them yourself: Edit Channel → Tags. Then set the board again.",
            tags=", ".join(missing),
        )
        embed.add_field(name=gettext("Tags"), value=value, inline=False)


def setup_preview(
    draft: SetupDraft, channels: Mapping[str, discord.abc.GuildChannel | None]
) -> discord.Embed:
    """Returns what the set-up would do; a channel that is None would be created."""
    purposes = {
        "channel": gettext("Meetups are announced in"),
        "board": gettext("Problems go to"),
        "circles": gettext("Circles talk under"),
    }
    new_names = {"channel": "#meetups", "board": gettext("a forum, #problems"), "circles": "#circles"}
    embed = discord.Embed(
        title=gettext("This is how it will be"), description=gettext("Nothing has been made or changed yet.")
    )
    for name, purpose in purposes.items():
        channel = channels[name]
        value = (
            channel.mention
            if channel is not None
            else gettext("{channel}, which I make", channel=new_names[name])
        )
        embed.add_field(name=purpose, value=value, inline=False)
    embed.add_field(name=gettext("Who may plan"), value=_planners(draft.planner_role_ids), inline=False)
    return embed.add_field(name=gettext("Time zone"), value=draft.zone or gettext("not set"))


def doctor_embed(findings: Sequence[tuple[str, str, bool]]) -> discord.Embed:
    """Returns what the doctor found: for each finding its problem, its fix, and whether it is a fault."""
    faults = sum(is_fault for _, _, is_fault in findings)
    if not findings:
        return discord.Embed(
            title=gettext("All is well"),
            description=gettext("I have found nothing to fix."),
        )
    title = (
        ngettext("{count} to fix", "{count} to fix", faults)
        if faults
        else gettext("All is well; some things could be nicer")
    )
    lines = [f"{'⚠️' if is_fault else '💭'} {problem}\n→ {fix}" for problem, fix, is_fault in findings]
    embed = discord.Embed(title=title)
    count = 0
    while count < len(lines) and len("\n\n".join(lines[: count + 1])) < _FINDINGS_LENGTH:
        count += 1
    more = len(lines) - count
    embed.description = "\n\n".join(
        [*lines[:count], *([gettext("and {count} more, after these", count=more)] if more else [])]
    )
    return embed.set_footer(text=gettext("⚠️ does not work · 💭 would be nice"))


def _digest(settings: GuildSettings) -> str:
    return next((markup.channel(channel) for channel in settings.digest_channel_ids), gettext("nowhere"))


def _problems(settings: GuildSettings) -> str:
    lead = describe_minutes(settings.agenda_lead_min or LEAD_MIN)
    return gettext(
        "agenda {lead} before; {length} for each problem",
        lead=lead,
        length=describe_minutes(settings.round_min or ROUND_MIN),
    )


def _late_seats(late_min: int) -> str:
    if late_min == 0:
        return gettext("given at once to whoever waits")
    return gettext("offered from {lead} before the start on", lead=describe_minutes(late_min))


def _circles(settings: GuildSettings) -> str:
    if settings.circle_channel_id is None:
        return gettext("not set: circles need a channel for their private threads")
    rounds = gettext("only with `/longtable round`")
    if settings.round_rule:
        rounds = describe_rule(parse_rule(settings.round_rule, date.min))
    return gettext(
        "under {channel}; rounds: {rounds}", channel=markup.channel(settings.circle_channel_id), rounds=rounds
    )
