"""Pictures of meetups: whatever is uploaded becomes a small JPEG, or is refused."""

from __future__ import annotations

import io
from random import Random

import pytest
from PIL import Image

from domain.errors import Refusal
from domain.meetups.pictures import MOST_UPLOADED, PICTURE_LENGTH, check_size, make_picture
from tests.stories.images import TEAL, bomb, colour_of, from_a_phone, moving, picture


def _open(image: bytes) -> Image.Image:
    return Image.open(io.BytesIO(image))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_each_kind_becomes_a_small_jpeg(kind: str) -> None:
    made = make_picture(picture(kind))
    assert _open(made).format == "JPEG"
    assert _open(made).size == (1280, 512)
    assert colour_of(made) == "teal"


def test_what_moves_stands_still() -> None:
    made = make_picture(moving())
    assert colour_of(made) == "teal"
    assert _open(made).size == (300, 200)


def test_a_photo_stands_upright_and_says_nothing_of_where_it_was_taken() -> None:
    assert _open(from_a_phone()).getexif().get_ifd(0x8825)
    made = make_picture(from_a_phone())
    assert _open(made).size == (300, 400)
    assert dict(_open(made).getexif()) == {}
    assert b"Pocket camera" not in made


def test_what_is_transparent_is_white() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (40, 40), (*TEAL, 0)).save(file, "PNG")
    assert _open(make_picture(file.getvalue())).getpixel((20, 20)) == (255, 255, 255)


def test_even_noise_becomes_short_enough() -> None:
    noise = Image.frombytes("RGB", (1500, 1500), Random(1).randbytes(1500 * 1500 * 3))
    file = io.BytesIO()
    noise.save(file, "PNG")
    assert len(make_picture(file.getvalue())) <= PICTURE_LENGTH


@pytest.mark.parametrize(
    ("uploaded", "why"),
    [
        (b"", "can't read that"),
        (b"hello, I am a picture", "can't read that"),
        (picture("BMP", (20, 20)), "can't read that"),
        (picture("JPEG")[:200], "can't read that"),
        (picture("WEBP")[:60], "can't read that"),
        (b"GIF89a" + b"\xff" * 60, "can't read that"),
        (bomb(), "more than 40 million pixels"),
        (bomb(10_000), "more than 40 million pixels"),
        (bomb(7_000), "more than 40 million pixels"),
        (bomb(100), "can't read that"),
        (b"x" * (MOST_UPLOADED + 1), "up to 8 MB"),
    ],
)
def test_what_is_no_picture_is_refused_before_it_costs_anything(uploaded: bytes, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        make_picture(uploaded)


def test_a_size_is_looked_at_before_the_file_is() -> None:
    check_size(MOST_UPLOADED)
    with pytest.raises(Refusal, match="up to 8 MB"):
        check_size(MOST_UPLOADED + 1)
