"""Pages as scanners and phones hand them in: made from a clean page, always the same for a seed."""

from __future__ import annotations

import io
import math
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pipeline.archive.qr import Mark

Page = Image.Image  # a clean A4 page in RGB at 300 dpi
CLEAN = 300  # dpi of such a page
_BLACK_BELOW = 140
_TILE = 617  # pixels of noise that is made once and laid at another place each time
_NOISE = np.random.default_rng(7).normal(0, 1, (_TILE, _TILE)).astype(np.float32)
Quad = tuple[float, float, float, float, float, float, float, float]


def box(page: Page, mark: Mark) -> tuple[int, int, int, int]:
    """Where the code stands on a page that lies straight, in pixels."""
    (left, top), _, (right, bottom), _ = mark.corners
    return (
        round(left * page.width),
        round(top * page.height),
        round(right * page.width),
        round(bottom * page.height),
    )


def scan(
    page: Page, chance: Random, dpi: int, *, turned: int = 0, in_colour: bool = False
) -> Image.Image:
    """A flatbed or feeder scan: a little askew, blurred, noisy; in colour, grey or black and white."""
    tone = "RGB" if in_colour else chance.choice(["RGB", "L", "L", "1"])
    sheet = page.convert("RGB" if tone == "RGB" else "L")
    sheet = sheet.resize(_size(page, dpi / CLEAN), Image.Resampling.BOX)
    askew = chance.uniform(-2.5, 2.5)
    sheet = sheet.rotate(askew, Image.Resampling.BICUBIC, fillcolor="white")
    sheet = sheet.filter(ImageFilter.GaussianBlur(chance.uniform(0, 0.7) * dpi / 200))
    sheet = _toned(noisy(sheet, chance, chance.uniform(0, 14)), chance)
    if tone == "1":  # as fax and archive scanners do
        sheet = sheet.point([255 * (level > _BLACK_BELOW) for level in range(256)])
    sheet = jpeg(sheet, chance.randint(40, 92))
    return sheet.rotate(turned, expand=True)


def photo(page: Page, chance: Random, *, long_side: int = 3264) -> Image.Image:
    """A photo by hand: perspective, a table around the paper, a shadow, blur, JPEG."""
    width, height = long_side * 3 // 4, long_side
    frame = Image.new("RGB", (width, height), _table(chance))
    room = [chance.uniform(0.02, 0.10) for _ in range(8)]
    corners = [
        (room[0] * width, room[1] * height),
        (room[2] * width, (1 - room[3]) * height),
        ((1 - room[4]) * width, (1 - room[5]) * height),
        ((1 - room[6]) * width, room[7] * height),
    ]
    paper = page.resize(_size(page, min(1.0, height / page.height * 1.1)), Image.Resampling.BOX)
    coefficients = _perspective(corners, paper.size)
    method = Image.Transform.PERSPECTIVE
    warped = paper.transform(frame.size, method, coefficients, Image.Resampling.BILINEAR)
    mask = Image.new("L", paper.size, 255).transform(frame.size, method, coefficients)
    frame.paste(warped, mask=mask)
    frame = shadowed(frame, chance)
    frame = frame.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 1.6) * long_side / 3264))
    frame = noisy(frame, chance, chance.uniform(2, 10))
    return jpeg(frame, chance.randint(55, 90)).rotate(
        chance.choice([0, 0, 90, 180, 270]), expand=True
    )


def shadowed(image: Image.Image, chance: Random) -> Image.Image:
    """Light that falls off to one side, and the edge of a hand's shadow."""
    width, height = image.size
    across, down = np.meshgrid(np.linspace(-1, 1, 120), np.linspace(-1, 1, 160))
    angle = chance.uniform(0, 2 * math.pi)
    along = across * math.cos(angle) + down * math.sin(angle)
    light = 1 - chance.uniform(0.05, 0.25) * (1 + along) / 2
    edge, depth = chance.uniform(-0.6, 0.9), chance.uniform(0.1, 0.4)
    light *= 1 - depth / (1 + np.exp(-(along - edge) * chance.uniform(8, 40)))
    mask = Image.fromarray((light * 255).clip(0, 255).astype(np.uint8)).resize((width, height))
    return ImageChops.multiply(image, Image.merge("RGB", (mask, mask, mask)))


def noisy(image: Image.Image, chance: Random, strength: float) -> Image.Image:
    """Noise of a sensor, in grey levels."""
    width, height = image.size
    tile = (_NOISE * strength).astype(np.int16)
    tile = np.roll(tile, (chance.randrange(_TILE), chance.randrange(_TILE)), (0, 1))
    noise = np.tile(tile, (height // _TILE + 1, width // _TILE + 1))[:height, :width]
    if image.mode == "RGB":
        noise = noise[..., None]
    return Image.fromarray((np.asarray(image) + noise).clip(0, 255).astype(np.uint8))


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    """The image after a scanner or messenger pressed it together."""
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality)
    return Image.open(io.BytesIO(target.getvalue())).convert("RGB")


def stroked(page: Page, chance: Random, box: tuple[int, ...], ink: str, *, beside: bool) -> Page:
    """A stroke of a pen across the code in `box`, or close beside it."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if beside:
        left, right = right + width // 6, right + 2 * width
    drawn = Image.new("RGB", page.size, "white")
    points = [
        (
            left + width * (-0.4 + 0.3 * step),
            chance.uniform(top - height * 0.1, bottom + height * 0.1),
        )
        for step in range(4 if beside else 6)
    ]
    if beside:
        points = [(max(x, left), y) for x, y in points]
    ImageDraw.Draw(drawn).line(points, fill=ink, width=chance.randint(6, 9), joint="curve")
    return ImageChops.multiply(page, drawn)  # what is black stays black under ink


def stamped(page: Page, chance: Random, box: tuple[int, ...]) -> Page:
    """A red stamp, half over the code."""
    left, top, right, _ = box
    size = right - left
    stamp = Image.new("L", (size * 3, size), 0)
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((4, 4, size * 3 - 5, size - 5), outline=255, width=10)
    for line in range(3):
        y = size * (line + 1) // 4
        draw.line((20, y, size * 3 - 20, y), fill=255, width=14)
    turned = stamp.rotate(chance.uniform(-20, 20), expand=True)
    drawn = Image.new("RGB", page.size, "white")
    at = (left + chance.randint(-size, 0), top + chance.randint(-size // 3, size // 3))
    drawn.paste(Image.new("RGB", turned.size, (200, 30, 40)), at, turned)
    return ImageChops.multiply(page, drawn)


def _toned(image: Image.Image, chance: Random) -> Image.Image:
    """Paper that is not white and ink that is not black."""
    white, black = chance.uniform(215, 255), chance.uniform(0, 60)
    return image.point(lambda value: black + value * (white - black) / 255)


def _table(chance: Random) -> tuple[int, int, int]:
    level = chance.randint(30, 150)
    return (level, level - chance.randint(0, 20), level - chance.randint(0, 30))


def _size(page: Page, scale: float) -> tuple[int, int]:
    return (round(page.width * scale), round(page.height * scale))


def _perspective(corners: list[tuple[float, float]], size: tuple[int, int]) -> Quad:
    """For Image.transform: which point of the paper lies at each point of the photo."""
    width, height = size
    paper = [(0, 0), (0, height), (width, height), (width, 0)]
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, paper, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    a, b, c, d, e, f, g, h = np.linalg.solve(np.array(rows), np.array(right)).tolist()
    return (a, b, c, d, e, f, g, h)
