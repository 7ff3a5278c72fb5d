"""Texts of people within texts of the bot: cut, closed and without effect."""

from __future__ import annotations

from cogs.ui import markup

_BIG = 2**63 - 1
_CROWD = tuple(range(_BIG - 600, _BIG))


def test_names_are_cut_with_how_many_more() -> None:
    text = markup.names(_CROWD)
    assert len(text) <= 1024
    assert text.endswith("more")
    assert markup.names(()) == "nobody yet"
    assert markup.names((1, 2)) == "<@1>, <@2>"


def test_links_with_an_at_sign_stay_whole_and_mentions_become_text() -> None:
    link = "https://maps.example.org/maps/@52.5_1,13.4_2,15z"
    assert markup.plain(link) == link
    for text in ("@everyone", "@here", "<@123456789012345678>", "<@&123456789012345678>", "<#1>", "<t:1:R>"):
        assert text not in markup.plain(text).replace("\\<", "")
    assert "**" not in markup.plain("**loud**").replace("\\*", "")


def test_a_code_block_that_was_left_open_is_closed() -> None:
    assert markup.close_code_block("```py\nx", 100) == "```py\nx\n```"
    assert markup.close_code_block("```py\nx\n```", 100) == "```py\nx\n```"
    assert len(markup.close_code_block("```" + "x" * 500, 100)) <= 100
