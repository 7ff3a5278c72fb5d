"""Tags of problems, and how they fit on a forum post."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.errors import Refusal
from domain.problems.problem import Stage
from domain.text import folded, is_visible, shortened
from languages import gettext, gettext_noop

MOST_TAGS = 5
MOST_FORUM_TAGS = 20
TAG_LENGTH = 20  # of a forum's tag

STATE_TAGS: Mapping[Stage, str] = {
    Stage.WAITING: gettext_noop("waiting"),
    Stage.OPEN: gettext_noop("open"),
    Stage.SOLVED: gettext_noop("solved"),
}
"""The names of the tags that show where a post stands. A closed problem shows none."""


def key(tag: str) -> str:
    """What makes two tags the same."""
    return folded(tag).lstrip("#").strip().casefold()


def is_state_tag(tag: str) -> bool:
    """Whether the tag shows a state, and is not the author's to choose."""
    names = {*STATE_TAGS.values(), *(key(gettext(name)) for name in STATE_TAGS.values())}
    return key(tag) in names


def by_meaning(shown: Mapping[int, str], state_tag_ids: Mapping[str, int]) -> list[str]:
    """The names of a post's tags, by id; one that shows a state by our name for it, whatever it is called."""
    stages = {tag_id: stage for stage, tag_id in state_tag_ids.items()}
    return [STATE_TAGS[Stage(stages[tag_id])] if tag_id in stages else name for tag_id, name in shown.items()]


def split_tags(text: str) -> tuple[str, ...]:
    """Tags from text such as `invoices, css`, as they were typed."""
    return tuple(part for part in re.split(r"[,;\n、，]", text) if part.strip())


def check_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags tidied, each once; raises Refusal for too many, one too long, or one that shows a state."""
    kept: dict[str, str] = {}
    for tag in tags:
        name = folded(tag).lstrip("#").strip()
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
        kept.setdefault(key(name), name)
    if len(kept) > MOST_TAGS:
        raise Refusal(
            gettext("Up to {most} tags, please: the ones that others would search for.", most=MOST_TAGS)
        )
    return tuple(kept.values())


def make_room(tags: Sequence[str], uses: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """A forum's own tags that stay beside the three of states, and the least used, which make room."""
    own = [tag for tag in tags if not is_state_tag(tag)]
    kept, dropped = fit(own, uses, MOST_FORUM_TAGS - len(STATE_TAGS))
    return list(kept), list(dropped)


def fit(tags: Sequence[str], uses: Mapping[str, int], room: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tags that fit and those that make room: the least used, the later one where two are alike.

    `uses` counts by `key`; one that is not there is not used at all.
    """
    by_use = sorted(range(len(tags)), key=lambda place: (-uses.get(key(tags[place]), 0), place))
    kept = set(by_use[: max(room, 0)])
    return (
        tuple(tag for place, tag in enumerate(tags) if place in kept),
        tuple(tag for place, tag in enumerate(tags) if place not in kept),
    )


def taken_over(shown: Collection[str], known: Sequence[str], hidden: Collection[str]) -> tuple[str, ...]:
    """The tags of a problem after somebody changed those of its post.

    `shown` stand on the post now; `hidden` did not fit on it before, and stay while there is room.
    """
    names = [tag for tag in shown if not is_state_tag(tag)]
    kept = {key(tag): tag for tag in names}
    for tag in known:
        if key(tag) in {key(one) for one in hidden} and len(kept) < MOST_TAGS:
            kept.setdefault(key(tag), tag)
    return tuple(list(kept.values())[:MOST_TAGS])
