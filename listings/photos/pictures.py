"""Pictures that people send: told by their content, judged before they are decoded."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

SRGB = ImageCms.createProfile("sRGB")
# What decoders raise on a file that was cut or made up.
DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    RuntimeError,
    EOFError,
    TypeError,
    IndexError,
    KeyError,
    struct.error,
)


class NotAPicture(Exception):
    """The content is of none of the expected formats."""


class Damaged(Exception):
    """The content cannot be decoded to its end."""


class TooManyPixels(Exception):
    """Decoding would take more memory than one picture deserves."""


class Encoded(NamedTuple):
    """One finished file of a picture."""

    width: int
    height: int
    content: bytes


@contextmanager
def opened(
    file: IO[bytes], formats: list[str], max_pixels: int
) -> Iterator[Image.Image]:
    """Open `file` as one of `formats`, its header read and its pixels not yet.

    Whatever the decoder raises inside the block becomes `Damaged`.
    """
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=formats) as image:
                if image.width * image.height > max_pixels:
                    raise TooManyPixels
                yield image
    except UnidentifiedImageError as error:
        raise NotAPicture from error
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except DECODER_ERRORS as error:
        raise Damaged from error


def upright(image: Image.Image, widest: int) -> Image.Image:
    """Decode the first frame as it was seen, in sRGB, without a word about itself.

    A JPEG is decoded no larger than needed for a side of `widest` pixels.
    """
    image.draft(None, (widest, widest))
    seen = ImageOps.exif_transpose(image)
    picture = in_srgb(seen)
    picture.info = {}
    return picture


def in_srgb(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):  # 16 bits of grey, which `convert` would clip
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode not in ("RGB", "CMYK", "L"):
        image = image.convert(mode)
    if profile := image.info.get("icc_profile"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a profile for other colours than those of the picture
        image = converted or image
    return image.convert(mode)


def in_widths(picture: Image.Image, widths: list[int], quality: int) -> list[Encoded]:
    """Encode `picture` as WebP in each of `widths`, narrowest first, never enlarged."""
    files: list[Encoded] = []
    for width in sorted({min(width, picture.width) for width in widths}, reverse=True):
        full = files[0] if files else picture
        height = proportional_height(width, full.width, full.height)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        output = BytesIO()
        picture.save(output, "WEBP", quality=quality, method=2)  # 4: 4 times as long
        files.append(Encoded(width, height, output.getvalue()))
    return files[::-1]


def proportional_height(width: int, full_width: int, full_height: int) -> int:
    return max(1, round(full_height * width / full_width))
