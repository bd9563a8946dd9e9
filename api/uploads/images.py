"""From whatever was sent to a clean JPEG: what a file claims to be counts for nothing.

The picture is decoded and drawn anew, so that neither metadata (place, camera, owner) nor
anything hidden behind the image data is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from api.errors import LinliError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000  # a picture of 8000 × 6000; more is a bomb or a poster
LONGEST = 1600
LONGEST_SMALL = 480
QUALITY = 84
TOO_MANY_PIXELS = "这张照片的尺寸太大了，请用手机原相机拍一张，或截图后再发。"


class PhotoTypeError(LinliError):
    status, code, detail = 415, "photo_type", "这个文件打不开，请发 JPG、PNG 或 WebP 格式的照片。"


class PhotoTooLargeError(LinliError):
    status, code, detail = 413, "photo_too_large", "照片太大了，请压缩后再发。"


class PhotoBrokenError(LinliError):
    status, code, detail = 422, "photo_broken", "照片没有传完整，请重新选一次。"


@dataclass(frozen=True, slots=True)
class Picture:
    """Two JPEGs of one picture; the sides are those of the full one."""

    full: bytes
    small: bytes
    width: int
    height: int


def redraw(data: bytes) -> Picture:
    """Blocking. Raises `PhotoTypeError`, `PhotoTooLargeError` or `PhotoBrokenError`."""
    image = _drawn(data)
    image.thumbnail((LONGEST, LONGEST))
    full = _jpeg(image)
    width, height = image.size
    image.thumbnail((LONGEST_SMALL, LONGEST_SMALL))
    return Picture(full, _jpeg(image), width, height)


def _drawn(data: bytes) -> Image.Image:
    """Upright, on white, and with nothing but its pixels."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PhotoTooLargeError(TOO_MANY_PIXELS)
            if image.mode != "P":  # a palette cannot be mixed
                image.thumbnail((LONGEST, LONGEST))  # first: the rest costs memory by the pixel
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except UnidentifiedImageError as error:
        raise PhotoTypeError from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoTooLargeError(TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what broken files raise
        raise PhotoBrokenError from error
    # A new image: a converted one would carry comments of the old one along.
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    return paper


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
