"""Problems by tag, number, title and author."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import Refusal
from domain.guilds import Actor
from domain.problems.anonymity import Keyring
from services.problems import finding
from services.transaction import Transactions
from tests.services.problems.posted import ALICE, FORM, post_problem


async def test_tags_and_numbers_are_found(transactions: Transactions, keyring: Keyring) -> None:
    problem = await post_problem(transactions, keyring, form=replace(FORM, tags=("Invoices", "clients")))
    await post_problem(
        transactions, keyring, form=replace(FORM, title="2026", tags=("invoices",)), thread=601
    )
    assert await transactions.read(finding.list_tags, 1) == ["invoices", "clients"]
    assert await transactions.read(finding.resolve, 1, str(problem.id), 0) == problem.id
    assert (
        await transactions.read(
            finding.show, keyring, ALICE, await transactions.read(finding.resolve, 1, "2026", 0)
        )
    ).problem.details.title == "2026"
    with pytest.raises(Refusal, match="fits no problem"):
        await transactions.read(finding.resolve, 1, "9" * 30, 0)


async def test_ones_own_are_counted_with_the_anonymous_ones(
    transactions: Transactions, keyring: Keyring
) -> None:
    hidden = await post_problem(transactions, keyring, form=replace(FORM, is_anonymous=True))
    named = await post_problem(transactions, keyring, form=replace(FORM, title="Another"), thread=601)
    own = await transactions.read(finding.list_own, keyring, ALICE)
    assert {one.id for one in own} == {hidden.id, named.id}
    assert hidden.author_id is None
    assert await transactions.read(finding.list_own, keyring, Actor(2, ALICE.user_id)) == []
