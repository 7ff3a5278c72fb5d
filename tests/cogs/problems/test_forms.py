"""Forms of problems stay within Discord's limits."""

from __future__ import annotations

from cogs.problems import forms
from services.problems.sharing import Form
from tests.cogs import longest
from tests.cogs.longest import BIG


def test_forms_fit() -> None:
    form = Form("t" * 90, "w" * 1500, "x" * 1500, ("a", "b"), is_anonymous=True)
    known = [f"{'t' * 18}{number:02}" for number in range(40)]
    for modal in (
        forms.share_form(BIG, known, form),
        forms.share_form(BIG, [], form),
        forms.share_form(BIG, ["only one"]),
        forms.propose_form(longest.problem("t" * 90), "x" * 3500),
    ):
        layout = modal.to_dict()
        assert len(layout["title"]) <= 45
        assert len(layout["custom_id"]) <= 100
        assert 1 <= len(layout["components"]) <= 5
        for label in layout["components"]:
            assert len(label["label"]) <= 45
            assert len(label.get("description") or "") <= 100
