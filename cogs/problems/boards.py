"""The board in Discord: the channel it is in, and the tags of a forum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord

from cogs.permissions import BOARD, THREADED_BOARD, list_missing
from domain.boards import Board
from domain.errors import Refusal
from domain.problems import tags as tag_names
from domain.problems.problem import Problem, Stage
from languages import gettext

BoardChannel = discord.TextChannel | discord.ForumChannel

_STATE_EMOJI = {Stage.WAITING: "⏳", Stage.OPEN: "💬", Stage.SOLVED: "✅"}
_ARCHIVED_POSTS_COUNTED = 300


@dataclass(frozen=True, slots=True)
class StateTags:
    """The forum's tags that show a state, by the stage's name; which tags made room, and what is missing."""

    ids: Mapping[str, int]
    replaced: Sequence[str] = ()
    missing: Sequence[str] = ()


def board_here(interaction: discord.Interaction) -> Board:
    """The channel that the member types in, or the one its thread belongs to; raises Refusal."""
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if isinstance(channel, BoardChannel):
        return as_board(channel)
    raise Refusal(
        gettext("Problems are posted in text channels and forums. Please share yours in one of those.")
    )


def as_board(channel: BoardChannel) -> Board:
    """The channel as a board."""
    return Board(channel.id, isinstance(channel, discord.ForumChannel))


def get_channel(guild: discord.Guild, board: Board) -> BoardChannel:
    """The board's channel, if the bot can post there; raises Refusal with what is missing."""
    channel = guild.get_channel(board.channel_id)
    if not isinstance(channel, BoardChannel):
        raise Refusal(
            gettext("The channel of the problem board is gone. An organiser can `/longtable set` another.")
        )
    needed = BOARD if isinstance(channel, discord.ForumChannel) else THREADED_BOARD
    missing = list_missing(channel.permissions_for(guild.me), needed)
    if missing:
        raise Refusal(
            gettext(
                "In {channel} I lack: {permissions}. An organiser can let me in there.",
                channel=channel.mention,
                permissions=", ".join(missing),
            )
        )
    return channel


def list_forum_tags(guild: discord.Guild, board: Board, state_tag_ids: Mapping[str, int]) -> list[str]:
    """The tags that authors choose from; empty where they write their own."""
    channel = guild.get_channel(board.channel_id)
    if not isinstance(channel, discord.ForumChannel):
        return []
    return [tag.name for tag in channel.available_tags if not _is_state_tag(tag, state_tag_ids)]


def _is_state_tag(tag: discord.ForumTag, state_tag_ids: Mapping[str, int]) -> bool:
    """Organisers may call the tags of states what they like: the one that was made stays the one."""
    return tag.id in state_tag_ids.values() or tag_names.is_state_tag(tag.name)


def choose_tags(
    forum: discord.ForumChannel, problem: Problem, state_tag_ids: Mapping[str, int], uses: Mapping[str, int]
) -> tuple[list[discord.ForumTag], tuple[str, ...]]:
    """The tags of a problem's post, with the one of its state; and those that cannot be shown on it, for want
    of room or because the forum does not have them."""
    by_key = {tag_names.tag_key(tag.name): tag for tag in forum.available_tags}
    own = [tag for tag in problem.details.tags if tag_names.tag_key(tag) in by_key]
    unknown = tuple(tag for tag in problem.details.tags if tag_names.tag_key(tag) not in by_key)
    state = find_state_tag(forum, problem.stage, state_tag_ids)
    kept, hidden = tag_names.fit_tags(own, uses, tag_names.MOST_TAGS - (1 if state else 0))
    chosen = [by_key[tag_names.tag_key(tag)] for tag in kept]
    return ([state, *chosen] if state else chosen), hidden + unknown


def find_state_tag(
    forum: discord.ForumChannel, stage: Stage, state_tag_ids: Mapping[str, int]
) -> discord.ForumTag | None:
    """The forum's tag for this stage: the one that was made for it, else one of its name."""
    if stage not in tag_names.STATE_TAGS:
        return None
    made = forum.get_tag(state_tag_ids.get(stage, 0))
    names = {tag_names.STATE_TAGS[stage], tag_names.tag_key(_name_of(stage))}
    by_name = (tag for tag in forum.available_tags if tag_names.tag_key(tag.name) in names)
    return made or next(by_name, None)


def _name_of(stage: Stage) -> str:
    return gettext(tag_names.STATE_TAGS[stage])


async def make_state_tags(forum: discord.ForumChannel, known_ids: Mapping[str, int]) -> StateTags:
    """Give the forum the tags that show a state, once; where it is full, the least used make room."""
    found = {stage: find_state_tag(forum, stage, known_ids) for stage in tag_names.STATE_TAGS}
    absent = [stage for stage, tag in found.items() if tag is None]
    replaced: list[str] = []
    if absent and not forum.permissions_for(forum.guild.me).manage_channels:
        ids = {stage.value: tag.id for stage, tag in found.items() if tag}
        return StateTags(ids, missing=[_name_of(stage) for stage in absent])
    if absent:
        own = [tag.name for tag in forum.available_tags if not _is_state_tag(tag, known_ids)]
        kept, replaced = tag_names.make_room(own, await _count_uses(forum))
        tags = [tag for tag in forum.available_tags if tag.name in kept or _is_state_tag(tag, known_ids)]
        tags += [discord.ForumTag(name=_name_of(stage), emoji=_STATE_EMOJI[stage]) for stage in absent]
        edited = await forum.edit(available_tags=tags)
        assert edited is not None, "an edit without a position returns the channel"
        found = {stage: find_state_tag(edited, stage, known_ids) for stage in tag_names.STATE_TAGS}
    return StateTags({stage.value: tag.id for stage, tag in found.items() if tag}, replaced)


async def _count_uses(forum: discord.ForumChannel) -> dict[str, int]:
    """On how many of the forum's posts each tag is, by its key."""
    uses: Counter[str] = Counter()
    for thread in forum.threads:
        uses.update(tag_names.tag_key(tag.name) for tag in thread.applied_tags)
    async for thread in forum.archived_threads(limit=_ARCHIVED_POSTS_COUNTED):
        uses.update(tag_names.tag_key(tag.name) for tag in thread.applied_tags)
    return dict(uses)
