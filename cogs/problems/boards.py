"""The problem board in Discord: its channel, and the tags of a forum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import discord

from cogs.bot import LongtableBot
from cogs.discord_errors import describe, find_obstacle
from cogs.permissions import BOARD, THREADED_BOARD, check_permissions
from domain.boards import Board
from domain.errors import Refusal
from domain.obstacles import Obstacle
from domain.problems import tags as tag_names
from domain.problems.problem import Problem, Stage
from languages import gettext, gettext_noop, use_language
from services.problems import finding

BoardChannel = discord.TextChannel | discord.ForumChannel

_STATE_EMOJI = {Stage.WAITING: "⏳", Stage.OPEN: "💬", Stage.SOLVED: "✅"}
_ARCHIVED_POSTS_COUNTED = 300


@dataclass(frozen=True, slots=True)
class StateTags:
    """The tags of a forum that show the stage of a problem.

    `ids` are by stage, `replaced` are names of tags that made room, `missing` those of tags not created, and
    `refusal` is why, where Discord says more than that a permission is lacking. `is_blocked`: the forum
    demands a tag, and the bot may use none for a new problem.
    """

    ids: Mapping[str, int]
    replaced: Sequence[str] = ()
    missing: Sequence[str] = ()
    refusal: str = ""
    is_blocked: bool = False


def board_here(interaction: discord.Interaction) -> Board:
    """Returns the channel in which the member types, or that of its thread, as a board.

    Raises Refusal where problems cannot be posted in a channel of its type.
    """
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if isinstance(channel, BoardChannel):
        return as_board(channel)
    raise Refusal(
        gettext("Problems are posted in text channels and forums. Please share yours in one of those.")
    )


def as_board(channel: BoardChannel) -> Board:
    """Returns the channel as a board."""
    return Board(channel.id, isinstance(channel, discord.ForumChannel))


def get_channel(guild: discord.Guild, board: Board) -> BoardChannel:
    """Returns the channel of the board. Raises Refusal where it is gone or the bot lacks permissions."""
    channel = guild.get_channel(board.channel_id)
    if not isinstance(channel, BoardChannel):
        raise Refusal(
            gettext(
                "The channel of the problem board is gone. An organiser can choose another with "
                "`/longtable set`."
            )
        )
    needed = BOARD if isinstance(channel, discord.ForumChannel) else THREADED_BOARD
    refusal = gettext_noop("In {channel} I lack: {permissions}. An organiser can let me in there.")
    check_permissions(channel, needed, refusal)
    return channel


def list_forum_tags(
    member: discord.User | discord.Member, board: Board, state_tag_ids: Mapping[str, int]
) -> list[str]:
    """Returns the names of the tags that the member chooses from; empty where they type their own."""
    forum = member.guild.get_channel(board.channel_id) if isinstance(member, discord.Member) else None
    if not isinstance(forum, discord.ForumChannel):
        return []
    hidden = list_moderated_tags(member, board)
    own = (tag.name for tag in forum.available_tags if not _is_state_tag(tag, state_tag_ids))
    return [name for name in own if name not in hidden]


def list_moderated_tags(member: discord.User | discord.Member, board: Board) -> list[str]:
    """Returns the names of the forum's tags that the member may not use: they need Manage Threads."""
    forum = member.guild.get_channel(board.channel_id) if isinstance(member, discord.Member) else None
    if not isinstance(forum, discord.ForumChannel) or not isinstance(member, discord.Member):
        return []
    if forum.permissions_for(member).manage_threads:
        return []
    return [tag.name for tag in forum.available_tags if tag.moderated]


def demands_tag(channel: object) -> bool:
    """Returns whether the channel is a forum that takes no post without a tag."""
    return isinstance(channel, discord.ForumChannel) and channel.flags.require_tag


def _is_state_tag(tag: discord.ForumTag, state_tag_ids: Mapping[str, int]) -> bool:
    """Says whether the tag shows a stage. Organisers may rename the tags that the bot created."""
    return tag.id in state_tag_ids.values() or tag_names.is_state_tag(tag.name)


def choose_tags(
    forum: discord.ForumChannel,
    problem: Problem,
    state_tag_ids: Mapping[str, int],
    uses: Mapping[str, int],
    shown: Sequence[discord.ForumTag] = (),
) -> tuple[list[discord.ForumTag], tuple[str, ...]]:
    """Returns the tags of a problem's post, that of its stage first, and the names of those it cannot show.

    A post has room for five, and only for tags of its forum. `uses` are counts of problems by tag, `shown`
    the tags that the post has now: moderated ones stay there, as the bot may neither give nor take them
    without Manage Threads, and where the forum demands a tag, the last ones stay.
    """
    moderates = may_moderate(forum)
    fixed = [tag for tag in shown if tag.moderated and not moderates]
    usable = [tag for tag in forum.available_tags if moderates or not tag.moderated or tag in fixed]
    by_key = {tag_names.tag_key(tag.name): tag for tag in usable}
    state = find_state_tag(forum, problem.stage, state_tag_ids)
    leading = list(dict.fromkeys([*([state] if state in usable else []), *fixed]))
    leading_keys = {tag_names.tag_key(tag.name) for tag in leading}
    keys = {tag: tag_names.tag_key(tag) for tag in problem.details.tags}
    own = [tag for tag, key in keys.items() if key in by_key and key not in leading_keys]
    unknown = tuple(tag for tag, key in keys.items() if key not in by_key)
    kept, hidden = tag_names.fit_tags(own, uses, tag_names.MOST_TAGS - len(leading))
    chosen = [*leading, *(by_key[keys[tag]] for tag in kept)][: tag_names.MOST_TAGS]
    if not chosen and demands_tag(forum):
        chosen = list(shown)
    return chosen, hidden + unknown


def may_moderate(forum: discord.ForumChannel) -> bool:
    """Says whether the bot may give and take moderated tags."""
    return forum.permissions_for(forum.guild.me).manage_threads


def find_state_tag(
    forum: discord.ForumChannel, stage: Stage, state_tag_ids: Mapping[str, int]
) -> discord.ForumTag | None:
    """Returns the tag for the stage: the one that the bot created, else one of that name.

    None where the forum has neither, or the stage is shown by no tag.
    """
    if stage not in tag_names.STATE_TAGS:
        return None
    created = forum.get_tag(state_tag_ids.get(stage, 0))
    names = {tag_names.STATE_TAGS[stage], tag_names.tag_key(_name_of(stage))}
    by_name = (tag for tag in forum.available_tags if tag_names.tag_key(tag.name) in names)
    return created or next(by_name, None)


def is_blocked(forum: discord.ForumChannel, state_tag_ids: Mapping[str, int]) -> bool:
    """Says whether the forum demands a tag, and the bot has none for a new problem that it may use."""
    tag = find_state_tag(forum, Stage.WAITING, state_tag_ids)
    return demands_tag(forum) and (tag is None or (tag.moderated and not may_moderate(forum)))


def _name_of(stage: Stage) -> str:
    return gettext(tag_names.STATE_TAGS[stage])


async def prepare_board(bot: LongtableBot, channel: BoardChannel) -> StateTags:
    """Returns the tags of a board: a forum gets those that it lacks, a text channel has none.

    Raises Refusal where problems cannot be posted there, and what discord.py raises, as `make_state_tags`.
    """
    get_channel(channel.guild, as_board(channel))
    if not isinstance(channel, discord.ForumChannel):
        return StateTags({})
    settings = await bot.read(finding.get_settings, channel.guild.id)
    with use_language(bot.language_of(channel.guild.id)):
        return await make_state_tags(channel, settings.state_tag_ids)


async def make_state_tags(forum: discord.ForumChannel, known_ids: Mapping[str, int]) -> StateTags:
    """Creates the tags of stages that the forum lacks; where it is full, the least used tags make room.

    Raises what discord.py raises where Discord does not answer, or the bot is at fault.
    """
    absent = _list_absent(forum, known_ids)
    if not absent or not forum.permissions_for(forum.guild.me).manage_channels:
        return _found(forum, known_ids)
    own = [tag.name for tag in forum.available_tags if not _is_state_tag(tag, known_ids)]
    kept, replaced = tag_names.make_room(own, await _count_uses(forum))
    tags = [tag for tag in forum.available_tags if tag.name in kept or _is_state_tag(tag, known_ids)]
    tags += [discord.ForumTag(name=_name_of(stage), emoji=_STATE_EMOJI[stage]) for stage in absent]
    try:
        edited = await forum.edit(available_tags=tags)
    except discord.HTTPException as error:
        if find_obstacle(error) in {Obstacle.NO_ANSWER, Obstacle.FAULT}:
            raise
        return replace(_found(forum, known_ids), refusal=describe(error))
    assert edited is not None, "an edit without a position returns the channel"
    return replace(_found(edited, known_ids), replaced=replaced)


def _list_absent(forum: discord.ForumChannel, known_ids: Mapping[str, int]) -> list[Stage]:
    return [stage for stage in tag_names.STATE_TAGS if find_state_tag(forum, stage, known_ids) is None]


def _found(forum: discord.ForumChannel, known_ids: Mapping[str, int]) -> StateTags:
    """Returns the tags of stages that the forum has now."""
    state_tags = {stage: find_state_tag(forum, stage, known_ids) for stage in tag_names.STATE_TAGS}
    ids = {stage.value: tag.id for stage, tag in state_tags.items() if tag}
    missing = [_name_of(stage) for stage in _list_absent(forum, known_ids)]
    return StateTags(ids, missing=missing, is_blocked=is_blocked(forum, ids))


async def _count_uses(forum: discord.ForumChannel) -> dict[str, int]:
    """Returns on how many of the forum's posts each tag is, by the tag's key."""
    uses: Counter[str] = Counter()
    for thread in forum.threads:
        uses.update(tag_names.tag_key(tag.name) for tag in thread.applied_tags)
    async for thread in forum.archived_threads(limit=_ARCHIVED_POSTS_COUNTED):
        uses.update(tag_names.tag_key(tag.name) for tag in thread.applied_tags)
    return dict(uses)
