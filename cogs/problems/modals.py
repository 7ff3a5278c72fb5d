"""The forms of problems and proposals; actions.py takes what is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from cogs.custom_ids import EDIT_PROBLEM_FORM, EDIT_PROPOSAL_FORM, PROPOSE, SHARE_FORM
from cogs.modals import ModalValues, make_modal, text_field
from domain.problems.problem import PROPOSAL_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Problem
from domain.problems.tags import MOST_TAGS, split_tags, tag_key
from domain.text import shortened
from languages import gettext, gettext_noop
from services.problems.editing import ChangeDraft
from services.problems.sharing import ProblemForm

_MOST_OPTIONS = 25
_ANONYMOUS = gettext_noop(
    "Hides you from members and moderators. Whoever runs this bot and has its key could find out."
)


def share_modal(
    draft_id: int,
    forum_tags: Sequence[str],
    form: ProblemForm | None = None,
    *,
    offers_anonymous: bool = True,
) -> discord.ui.Modal:
    """Returns the form of a new problem or a draft; where `forum_tags` is empty, authors type their own."""
    form = form or ProblemForm()
    anonymous: discord.ui.Label[Any] = discord.ui.Label(
        text=gettext("Anonymous"),
        description=gettext(_ANONYMOUS),
        component=discord.ui.Checkbox(custom_id="anonymous", default=form.is_anonymous),
    )
    return make_modal(
        SHARE_FORM.make(draft_id),
        gettext("Share a work problem"),
        *_problem_fields(form, forum_tags, MOST_TAGS),
        *([anonymous] if offers_anonymous else []),
    )


def edit_modal(
    draft: ChangeDraft, revision: int, forum_tags: Sequence[str], most_tags: int = MOST_TAGS
) -> discord.ui.Modal:
    """Returns the form that changes a problem that is posted; `most_tags` is how many can be chosen."""
    return make_modal(
        EDIT_PROBLEM_FORM.make(draft.problem_id, draft.id, revision),
        gettext("Change your problem"),
        *_problem_fields(draft.form or ProblemForm(), forum_tags, most_tags),
    )


def edit_proposal_modal(draft: ChangeDraft, revision: int) -> discord.ui.Modal:
    """Returns the form that changes a proposal."""
    return make_modal(
        EDIT_PROPOSAL_FORM.make(draft.problem_id, draft.proposal_id, draft.id, revision),
        gettext("Change your proposal"),
        text_field(
            "text",
            gettext("What would you try?"),
            draft.text,
            length=PROPOSAL_LENGTH,
            is_long=True,
            is_required=True,
        ),
    )


def _problem_fields(
    form: ProblemForm, forum_tags: Sequence[str], most_tags: int
) -> tuple[discord.ui.Label[Any], ...]:
    return (
        text_field(
            "title",
            gettext("Title"),
            form.title,
            length=TITLE_LENGTH,
            is_required=True,
            hint=gettext("A client pays late, every time"),
        ),
        text_field(
            "wants", gettext("What I want"), form.wants, length=TEXT_LENGTH, is_long=True, is_required=True
        ),
        text_field("tried", gettext("What I tried"), form.tried, length=TEXT_LENGTH, is_long=True),
        _tags(forum_tags, form.tags, most_tags),
    )


def read_share_modal(values: ModalValues) -> ProblemForm:
    """Returns what was filled in."""
    tags = values["tags"]
    return ProblemForm(
        title=values["title"],
        wants=values["wants"],
        tried=values["tried"] or "",
        tags=tuple(tags) if isinstance(tags, list) else split_tags(tags or ""),
        is_anonymous=bool(values.get("anonymous")),
    )


def propose_modal(problem: Problem, text: str = "") -> discord.ui.Modal:
    """Returns the form of a proposal for the problem."""
    return make_modal(
        PROPOSE.make(problem.id),
        gettext("Propose a solution"),
        text_field(
            "text",
            gettext("What would you try?"),
            text,
            length=PROPOSAL_LENGTH,
            is_required=True,
            is_long=True,
            description=shortened(problem.details.title, 100),
        ),
    )


def _tags(forum_tags: Sequence[str], chosen: Sequence[str], most: int) -> discord.ui.Label[Any]:
    if not forum_tags:
        return text_field(
            "tags",
            gettext("Tags"),
            ", ".join(chosen),
            length=200,
            hint=gettext("invoices, css"),
            description=gettext("Up to {most}, with commas between them", most=most),
        )
    chosen_keys = {tag_key(tag) for tag in chosen}
    options = [
        discord.SelectOption(label=tag, value=tag, default=tag_key(tag) in chosen_keys)
        for tag in forum_tags[:_MOST_OPTIONS]
    ]
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id="tags",
        options=options,
        min_values=0,
        max_values=min(most, len(options)),
        required=False,
        placeholder=gettext("What is it about?"),
    )
    return discord.ui.Label(
        text=gettext("Tags"), description=gettext("Up to {most}", most=most), component=select
    )
