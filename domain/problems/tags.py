"""Tags of problems, and which of them fit on a forum's post."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.errors import Refusal
from domain.problems.problem import Stage
from domain.text import is_visible, on_one_line, shortened
from languages import gettext, gettext_noop

MOST_TAGS = 5
MOST_FORUM_TAGS = 20
TAG_LENGTH = 20  # characters that Discord allows for a tag of a forum

STATE_TAGS: Mapping[Stage, str] = {
    Stage.WAITING: gettext_noop("waiting"),
    Stage.OPEN: gettext_noop("open"),
    Stage.SOLVED: gettext_noop("solved"),
}
"""The names of the tags that show the stage of a problem; one that is closed shows none."""


def tag_key(tag: str) -> str:
    """Returns what two tags have in common that count as the same."""
    return on_one_line(tag).lstrip("#").strip().casefold()


def keys_of(tags: Iterable[str]) -> frozenset[str]:
    """Returns the keys of these tags."""
    return frozenset(tag_key(tag) for tag in tags)


def is_state_tag(tag: str) -> bool:
    """Returns whether a tag shows a stage, in English or the language spoken: authors may not choose it."""
    names = {*STATE_TAGS.values(), *(tag_key(gettext(name)) for name in STATE_TAGS.values())}
    return tag_key(tag) in names


def canonical_names(shown: Mapping[int, str], state_tag_ids: Mapping[str, int]) -> list[str]:
    """Returns the names of a post's tags, those of stages by the names in STATE_TAGS.

    `shown` are names by id, as a moderator may have changed them; `state_tag_ids` tells which ids show a
    stage.
    """
    stages = {tag_id: stage for stage, tag_id in state_tag_ids.items()}
    return [STATE_TAGS[Stage(stages[tag_id])] if tag_id in stages else name for tag_id, name in shown.items()]


def split_tags(text: str) -> tuple[str, ...]:
    """Returns the tags of a text such as `invoices, css`, as they were typed."""
    return tuple(part for part in re.split(r"[,;\n、，]", text) if part.strip())


def check_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Returns the tags without `#` and needless spaces, each once, those without anything to see left out.

    Raises Refusal where there are more than five, one is too long, or one shows a stage.
    """
    kept: dict[str, str] = {}
    for tag in tags:
        name = on_one_line(tag).lstrip("#").strip()
        if not is_visible(name):
            continue
        if len(name) > TAG_LENGTH:
            raise Refusal(
                gettext(
                    "The tag “{text}” is too long: up to {most} characters.",
                    text=shortened(name, 30),
                    most=TAG_LENGTH,
                )
            )
        if is_state_tag(name):
            raise Refusal(
                gettext(
                    "I set the tag “{name}” myself, as the problem goes on. Please leave it out.", name=name
                )
            )
        kept.setdefault(tag_key(name), name)
    if len(kept) > MOST_TAGS:
        raise Refusal(
            gettext("Up to {most} tags, please: the ones that others would search for.", most=MOST_TAGS)
        )
    return tuple(kept.values())


def make_room(tags: Sequence[str], uses: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Returns the tags of a forum that stay beside those of stages, and the least used, which make room."""
    own = [tag for tag in tags if not is_state_tag(tag)]
    kept, dropped = fit_tags(own, uses, MOST_FORUM_TAGS - len(STATE_TAGS))
    return list(kept), list(dropped)


def fit_tags(
    tags: Sequence[str], uses: Mapping[str, int], room: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the tags that fit into `room`, and those that do not: the least used, of two alike the later.

    `uses` counts by `key`; a tag that is not there is not used at all. Both keep the order of `tags`.
    """
    by_use = sorted(range(len(tags)), key=lambda place: (-uses.get(tag_key(tags[place]), 0), place))
    kept = set(by_use[: max(room, 0)])
    return (
        tuple(tag for place, tag in enumerate(tags) if place in kept),
        tuple(tag for place, tag in enumerate(tags) if place not in kept),
    )


def merge_tags(shown: Collection[str], known: Sequence[str], hidden: Collection[str]) -> tuple[str, ...]:
    """Returns the tags of a problem after somebody changed those of its post.

    `shown` are on the post now, `known` were the problem's before. Of these, those that are `hidden` did not
    fit on the post: they stay while there is room, and the others were taken off.
    """
    names = [tag for tag in shown if not is_state_tag(tag)]
    kept = {tag_key(tag): tag for tag in names}
    for tag in known:
        if tag_key(tag) in {tag_key(one) for one in hidden} and len(kept) < MOST_TAGS:
            kept.setdefault(tag_key(tag), tag)
    return tuple(list(kept.values())[:MOST_TAGS])
