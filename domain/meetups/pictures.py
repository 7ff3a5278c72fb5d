"""The picture of a meetup, made anew from what a host uploads.

Making it anew takes out what phones write into a picture beside it, such as where it was taken, and whatever
else a file may carry.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from domain.errors import Refusal
from languages import gettext

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_UPLOADED = 8 * 1024 * 1024  # bytes
PICTURE_LENGTH = 300_000  # bytes of a picture as it is kept, at most
PICTURE_NAME = "picture.jpg"
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_MOST_PIXELS = 40_000_000  # which unpacked take four bytes each; a phone's camera has 12 or 24 million
# Longest side in pixels and quality, tried in this order until the file is short enough.
_ATTEMPTS = ((1280, 85), (1280, 70), (1024, 65), (800, 60), (640, 40), (480, 30))


def check_size(size: int) -> None:
    """Raises Refusal where a file of so many bytes is too large to be looked at."""
    if size > MOST_UPLOADED:
        raise Refusal(gettext("That picture is too large: up to {most} MB fit.", most=MOST_UPLOADED >> 20))


def make_picture(uploaded: bytes) -> bytes:
    """Returns the picture in a file as a JPEG: at most 1,280 pixels a side, 300,000 bytes.

    Of one that moves it is what is seen first. It takes up to a second. Raises Refusal where the file is too
    large or no picture, whatever its name says.
    """
    from PIL import Image  # noqa: PLC0415 - its library is seldom needed

    check_size(len(uploaded))
    try:
        with Image.open(io.BytesIO(uploaded), formats=_FORMATS) as opened:
            _check_pixels(*opened.size)  # before any is unpacked: a small file may claim to have billions
            opened.draft("RGB", (_ATTEMPTS[0][0],) * 2)
            return _write(_flat(opened))
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError) as error:  # what decoders raise
        raise Refusal(
            gettext("I can't read that as a picture. PNG, JPEG, WebP and GIF work; a screenshot always does.")
        ) from error


def _check_pixels(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> Refusal:
    return Refusal(
        gettext(
            "That picture has more than {most} million pixels. Please make it smaller first.",
            most=_MOST_PIXELS // 1_000_000,
        )
    )


def _flat(opened: Image) -> Image:
    """Returns the picture upright, on white where it is transparent."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((_ATTEMPTS[0][0],) * 2)
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    seen = upright.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def _write(picture: Image) -> bytes:
    for side, quality in _ATTEMPTS:
        picture.thumbnail((side, side))
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= PICTURE_LENGTH:
            break
    return file.getvalue()
