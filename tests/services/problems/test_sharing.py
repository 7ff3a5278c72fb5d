"""Drafts belong to whoever typed them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import Refusal
from domain.problems.anonymity import Keyring
from services.problems import sharing
from services.transaction import Transactions
from tests.services.problems.posted import ALICE, BOB, FORM, FORUM


async def test_a_form_with_the_number_of_anothers_draft_changes_nothing_of_theirs(
    transactions: Transactions, keyring: Keyring
) -> None:
    draft = await transactions.write(sharing.save_draft, keyring, ALICE, FORM, FORUM)
    await transactions.write(
        sharing.save_draft, keyring, BOB, replace(FORM, title="Mischief"), FORUM, draft.id
    )
    assert (await transactions.read(sharing.get_draft, keyring, ALICE, draft.id)).form == FORM
    with pytest.raises(Refusal, match="expired"):
        await transactions.read(sharing.review_draft, keyring, BOB, draft.id)


async def test_what_lay_about_as_drafts_counts_once_it_is_posted(
    transactions: Transactions, keyring: Keyring
) -> None:
    forms = [replace(FORM, title=f"Number {number}") for number in range(4)]
    drafts = [await transactions.write(sharing.save_draft, keyring, ALICE, form, FORUM) for form in forms]
    for draft in drafts[:3]:
        await transactions.write(sharing.post, keyring, ALICE, draft.id)
    with pytest.raises(Refusal, match="within an hour"):
        await transactions.write(sharing.post, keyring, ALICE, drafts[3].id)
