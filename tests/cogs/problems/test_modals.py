"""Forms of problems stay within Discord's limits."""

from __future__ import annotations

from cogs.problems import modals
from domain.ids import ProblemId, ProposalId
from services.problems.editing import ChangeDraft
from services.problems.sharing import ProblemForm
from tests.cogs import longest
from tests.cogs.longest import BIG

_DRAFT = ChangeDraft(
    BIG, ProblemId(BIG), ProposalId(BIG), ProblemForm("t" * 90, "w" * 1500, "x" * 1500), "y" * 3500
)


def test_forms_fit() -> None:
    form = ProblemForm("t" * 90, "w" * 1500, "x" * 1500, ("a", "b"), is_anonymous=True)
    known = [f"{'t' * 18}{number:02}" for number in range(40)]
    for modal in (
        modals.share_modal(BIG, known, form),
        modals.share_modal(BIG, [], form),
        modals.share_modal(BIG, ["only one"]),
        modals.edit_modal(_DRAFT, 10**9 - 1, known),
        modals.edit_modal(_DRAFT, 10**9 - 1, ["only one"], 1),
        modals.edit_proposal_modal(_DRAFT, 10**9 - 1),
        modals.propose_modal(longest.problem("t" * 90), "x" * 3500),
    ):
        layout = modal.to_dict()
        assert len(layout["title"]) <= 45
        assert len(layout["custom_id"]) <= 100
        assert 1 <= len(layout["components"]) <= 5
        for label in layout["components"]:
            assert len(label["label"]) <= 45
            assert len(label.get("description") or "") <= 100
