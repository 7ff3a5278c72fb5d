"""What organisers set for their server."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from services.desk import Desk
from services.guilds import AUTO, Guilds, SettingsChange


async def test_roles_that_may_plan_are_few(desk: Desk) -> None:
    guilds = Guilds(desk)
    for role_id in range(1, 21):
        await guilds.change(1, SettingsChange(add_planner_role_id=role_id))
    with pytest.raises(Refusal, match="Up to 20"):
        await guilds.change(1, SettingsChange(add_planner_role_id=21))
    settings = await guilds.change(1, SettingsChange(remove_planner_role_id=20))
    assert len(settings.planner_role_ids) == 19


async def test_a_language_that_there_is_none_of_is_refused(desk: Desk) -> None:
    guilds = Guilds(desk)
    with pytest.raises(Refusal, match="language"):
        await guilds.change(1, SettingsChange(language="tlh"))
    assert (await guilds.change(1, SettingsChange(language="ja"))).language == "ja"
    assert await guilds.list_languages() == {1: "ja"}
    assert (await guilds.change(1, SettingsChange(language=AUTO))).language is None
