"""From text to the words that are compared."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accents import without_accents
from domain.problems.stopwords import STOP_WORDS
from domain.problems.words import is_name, query_words, text_words, words_as_names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A client's LATE payment!", ["a", "client", "s", "late", "payment"]),
        ("Café déjà-vu naïve", ["cafe", "deja", "vu", "naive"]),
        ("Straße, Ærø, Łódź, İstanbul", ["strasse", "aero", "lodz", "istanbul"]),
        ("Ελλάδα ΕΛΛΑΔΑ", ["ελλαδα", "ελλαδα"]),
        ("Ёлка", ["елка"]),
        ("يومًا هادئًا", ["يوما", "هاديا"]),
        ("שָׁלוֹם", ["שלום"]),
        ("ﬁnance №5 ²", ["finance", "no5", "2"]),
        ("請求書", ["請求", "求書", "書"]),
        ("PDFの請求", ["pdf", "の請", "請求", "求"]),
        ("ガ", ["ガ"]),
        ("한국어 문서", ["한국어", "문서"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("क्‍षक ज़रा", ["क्", "षक", "ज़रा"]),
        ("garçon ﬀ™ ℌ", ["garcon", "fftm", "h"]),
        ("done 🎉", ["done", "🎉"]),
        ("", []),
        ("*** \u200b ''", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert text_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C, C++ and C#!", ["c", "c++", "and", "c#"]),
        ("C/C++", ["c", "c++"]),
        ("C++20, C#12 (.NET8)", ["c++", "20", "c#", "12", ".net", "8"]),
        (".NET is no net", [".net", "is", "no", "net"]),
        ("ASP.NET", ["asp", ".net"]),
        ("dotnet", [".net"]),
        ("F#", ["f#"]),
        ("C\u266f \uff23\uff0b\uff0b", ["c#", "c++"]),
        ("私はC++を", ["私は", "は", "c++", "を"]),
        ("Node.js nodejs", ["node.js", "node", "js", "node.js", "node", "js"]),
        ("Objective-C, obj-c", ["objective_c", "objective_c"]),
        ("an objective criterion", ["an", "objective", "criterion"]),
        ("R&D in R", ["r&d", "in", "r"]),
        ("Go and Golang", ["go", "and", "golang", "go"]),
        ("C'est du C", ["est", "du", "c"]),
        ("issue#12 #c end.Net a+b c+++", ["issue", "12", "c", "end", "net", "a", "b", "c"]),
        ("www.example.net", ["www", "example", "net"]),
    ],
)
def test_names_with_signs_are_words_of_their_own(text: str, words: list[str]) -> None:
    assert text_words(text) == words
    assert set(query_words(text)) <= set(words)


def test_a_query_for_a_name_asks_for_nothing_less() -> None:
    assert query_words("Node.js") == ["node.js"]
    assert query_words("golang") == ["golang"]
    assert is_name("c++")
    assert not is_name("c")
    assert words_as_names("I use C and Go, not R-trees. Go on, C'est tout.") == {"c", "go"}


@given(st.text("cCrRgGoOnNeEtTjJsS.+#&-'/ \u266f私は", max_size=40))
def test_every_word_of_a_query_with_signs_is_in_the_text(text: str) -> None:
    assert set(query_words(text)) <= set(text_words(text))


def test_a_query_of_an_unspaced_script_asks_for_pairs_alone() -> None:
    assert query_words("請求書") == ["請求", "求書"]
    assert query_words("書") == ["書"]
    assert query_words("late late LATE") == ["late"]


@given(st.text(max_size=200))
def test_every_word_of_a_query_is_in_the_text_it_was_taken_from(text: str) -> None:
    words = text_words(text)
    assert set(query_words(text)) <= set(words)
    assert not any(char.isspace() or char in "\"'*():^-" for word in words for char in word)


@given(st.text(string.ascii_letters + "äéîøßçñ", max_size=60))
def test_folding_is_done_once_and_knows_no_case(text: str) -> None:
    once = without_accents(text)
    assert without_accents(once) == once == without_accents(text.upper())


def test_stop_words_are_written_as_words_are_compared() -> None:
    assert all(text_words(word) == [word] for word in STOP_WORDS)
    assert "invoice" not in STOP_WORDS


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("\u05d0\u05b0", "\u05d0"),  # Hebrew sheva, the lowest class of points
        ("\u0627\u0670", "\u0627"),  # a small alef above
        ("\u0712\u0711", "\u0712"),  # Syriac, the highest class of points
        ("c\u0327 a\u0301", "c a"),  # below and above
        ("\u0915\u094d", "\u0915\u094d"),  # virama, without which it is another syllable
        ("\u0c15\u0c55", "\u0c15\u0c55"),  # a length mark
        ("\u0e01\u0e48", "\u0e01\u0e48"),  # a tone
        ("が", "が"),  # a voiced sound is another letter
    ],
)
def test_accents_and_points_are_left_out_and_vowels_and_tones_are_not(text: str, folded: str) -> None:
    assert without_accents(text) == folded
