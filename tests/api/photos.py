"""Pictures made for tests, with what a phone would hide in them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

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


def leak() -> bytes:
    """A pipe under a sink that drips: for the documents' pictures."""
    image = Image.new("RGB", (900, 600), (224, 219, 208))
    draw = ImageDraw.Draw(image)
    for edge in range(0, 900, 150):
        draw.line([(edge, 0), (edge, 600)], (205, 199, 187), 3)
    for edge in range(0, 600, 150):
        draw.line([(0, edge), (900, edge)], (205, 199, 187), 3)
    draw.rectangle([(410, 0), (490, 250)], (150, 156, 160))
    draw.rectangle([(410, 190), (900, 270)], (150, 156, 160))
    draw.rectangle([(385, 150), (515, 200)], (112, 118, 123))
    for drop in (330, 420, 520):
        draw.ellipse([(430, drop), (466, drop + 50)], (92, 146, 190))
    draw.ellipse([(280, 555), (620, 597)], (132, 174, 205))
    out = BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image
