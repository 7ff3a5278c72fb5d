"""Pictures as members upload them, made on the spot."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

TEAL, RED = (0, 128, 128), (200, 30, 30)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (1600, 640), colour: tuple[int, int, int] = TEAL
) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


def moving() -> bytes:
    """A GIF that is teal at first, and then red."""
    file = io.BytesIO()
    first, second = (Image.new("RGB", (300, 200), colour) for colour in (TEAL, RED))
    first.save(file, "GIF", save_all=True, append_images=[second])
    return file.getvalue()


def from_a_phone() -> bytes:
    """A photo that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Pocket camera"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 1.25)  # the latitude
    file = io.BytesIO()
    Image.new("RGB", (400, 300), TEAL).save(file, "JPEG", exif=exif)
    return file.getvalue()


def bomb(side: int = 20_000) -> bytes:
    """A PNG of a few bytes that claims to have this many pixels on each side."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def colour_of(image: bytes) -> str:
    """What colour the middle of the picture has, in a word."""
    with Image.open(io.BytesIO(image)) as opened:
        red, green, _ = opened.convert("RGB").getpixel((opened.width // 2, opened.height // 2))  # type: ignore[misc]
    return "red" if red > green else "teal"
