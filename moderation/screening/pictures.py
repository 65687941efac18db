"""What a picture looks like, so that the same one is known again."""

from PIL import Image

SIDE = 8
# Up to that many different bits out of 64, two pictures are the same to the eye.
# Four bands of sixteen bits find every pair up to three bits apart, and most beyond.
LIKENESS = 6


def picture_hash(image: Image.Image) -> int:
    """Return 64 bits: where each of 8 × 8 points is darker than the one on its right.

    The picture is reduced first: scale, format, quality and small marks do not matter.
    """
    small = image.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS)
    grey = small.tobytes()
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            here = row * (SIDE + 1) + column
            bits = bits << 1 | (grey[here] < grey[here + 1])
    return bits


def distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()
