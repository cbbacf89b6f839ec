"""A picture of days as columns. It has figures only, so that it needs no fonts of any
language: the words are in the message."""

from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

#: What both vendors show without cutting: three to two.
SIZE = WIDTH, HEIGHT = 900, 600
LEFT, RIGHT, TOP, BOTTOM = 90, 30, 60, 70
COLUMN, LAST, LINE, INK = "#9bb8d9", "#1f5fa8", "#d9dee5", "#3b4350"
LINES = 4


def short(value):
    """A figure of at most five characters or so: 1.2M, 34k, 560."""
    for size, mark in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.1f}".rstrip("0").rstrip(".") + mark
    return f"{value:.0f}"


def ceiling(value):
    """The next round figure: 1, 2 or 5 and noughts."""
    step = 1
    while True:
        for digit in (1, 2, 5):
            if digit * step >= value:
                return digit * step
        step *= 10


def days(last, count):
    """The ``count`` days that end with ``last``."""
    return [last - timedelta(days=back) for back in range(count - 1, -1, -1)]


def columns(points):
    """:param points: (date, figure), oldest first. :return: a PNG."""
    image = Image.new("RGB", SIZE, "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(20)
    top = ceiling(max((max(value, 0) for _day, value in points), default=1) or 1)
    high = HEIGHT - TOP - BOTTOM
    for line in range(LINES + 1):
        y = TOP + high * line / LINES
        draw.line((LEFT, y, WIDTH - RIGHT, y), fill=LINE)
        label = short(top * (LINES - line) / LINES)
        draw.text((LEFT - 10, y), label, INK, font, anchor="rm")
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    for place, (day, value) in enumerate(points):
        middle = LEFT + step * (place + 0.5)
        base = HEIGHT - BOTTOM
        y = base - high * max(value, 0) / top
        last = place == len(points) - 1
        box = (middle - step * 0.32, y, middle + step * 0.32, base)
        draw.rectangle(box, fill=LAST if last else COLUMN)
        if value > 0:
            draw.text((middle, y - 4), short(value), INK, font, anchor="mb")
        if last or place % 2 == (len(points) - 1) % 2:
            label = f"{day:%m-%d}"
            draw.text((middle, base + 12), label, INK, font, anchor="mt")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
