"""Pictures made for tests, with what a phone would hide in them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

GPS = 0x8825
MAKE = 0x010F
ORIENTATION = 0x0112


def jpeg(width: int = 900, height: int = 600, *, orientation: int = 1, noise: bytes = b"") -> bytes:
    """A red picture from a phone that wrote its maker, a place and a comment into it."""
    image = Image.new("RGB", (width, height), (190, 40, 30))
    exif = Image.Exif()
    exif[MAKE] = "LinliPhone"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[1] = "N"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"secret-comment")
    return out.getvalue() + noise


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image
