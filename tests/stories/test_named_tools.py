"""Tools whose names have signs: who searches for one finds it and not its neighbours."""

from __future__ import annotations

from db import problem_index, problem_search
from db.database import Database
from demo.world import World
from tests.stores import look_into
from tests.stories.board import share
from tests.stories.telling import said

_TITLES = ("Pointers in C", "Templates in C++", "Tests for C#", "Builds of .NET", "A net for the goal")


async def _found(world: World, text: str) -> list[str]:
    shown = said(await world.members["erin"].slash(world.channel, "problem search", text=text))
    return [title for title in _TITLES if title in shown]


async def test_each_is_found_by_its_name_and_while_one_types(world: World) -> None:
    for number, title in enumerate(_TITLES):
        name = ("alice", "bob", "charlie", "dana")[number % 4]
        await share(world, world.members[name], title=title, wants="please", tried="", tags="")
    assert await _found(world, "C") == ["Pointers in C"]
    assert await _found(world, "c++") == ["Templates in C++"]
    assert await _found(world, "C#") == ["Tests for C#"]
    assert await _found(world, ".net") == ["Builds of .NET"]
    assert await _found(world, "net") == ["A net for the goal"]
    choices = await world.members["erin"].autocomplete(world.channel, "problem show", "problem", "C+")
    assert any("Templates in C++" in str(choice["name"]) for choice in choices)


async def test_what_an_earlier_version_has_indexed_is_indexed_anew_at_the_start(world: World) -> None:
    await share(world, world.members["alice"], title=_TITLES[1], wants="please", tried="", tags="")
    await world.bot.close()
    _forget_signs(world.bot.database)
    await world.restart()
    await world.settle()
    assert await _found(world, "c++") == [_TITLES[1]]
    assert await _found(world, "c") == []


def _forget_signs(database: Database) -> None:
    """As it was stored before: without the signs."""
    with look_into(database) as rows:
        (known,) = rows.execute("SELECT * FROM problem_words").fetchall()
        problem_index.drop(rows, known["place"], problem_search._entry(known))
        rows.execute("UPDATE problem_words SET title = 'templates in c', is_outdated = 1")
        (known,) = rows.execute("SELECT * FROM problem_words").fetchall()
        problem_index.put(rows, known["place"], problem_search._entry(known))
