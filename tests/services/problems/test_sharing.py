"""Drafts belong to whoever typed them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import Refusal
from services.problems.desk import ProblemDesk
from services.problems.sharing import Sharing
from tests.services.problems.posted import ALICE, BOB, FORM, FORUM


async def test_a_form_with_the_number_of_anothers_draft_changes_nothing_of_theirs(desk: ProblemDesk) -> None:
    sharing = Sharing(desk)
    draft = await sharing.keep(ALICE, FORM, FORUM)
    await sharing.keep(BOB, replace(FORM, title="Mischief"), FORUM, draft.id)
    assert (await sharing.get_draft(ALICE, draft.id)).form == FORM
    with pytest.raises(Refusal, match="forgotten"):
        await sharing.offer(BOB, draft.id)
