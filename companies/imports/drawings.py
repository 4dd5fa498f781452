"""Pictures of the demonstration's products, drawn from plain shapes: nobody's photo, the same on every machine."""

from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1200, 900)
STEEL, LIGHT, DARK, BRASS = (138, 146, 158), (214, 219, 226), (62, 68, 84), (190, 148, 64)
GREEN, GLASS, COPPER, BLUE = (38, 98, 74), (168, 200, 222), (176, 98, 52), (52, 72, 148)
Pen = ImageDraw.ImageDraw
PAPER = {"TH": ((250, 242, 218), (232, 208, 150)), "JP": ((252, 236, 224), (238, 190, 160))}


def draw(name: str, country: str) -> Image.Image:
    """One of `DRAWINGS`, on the paper of the firm's side."""
    picture = paper(*PAPER[country])
    shadow = Image.new("L", SIZE, 0)
    DRAWINGS[name](ImageDraw.Draw(shadow), shade=90)
    moved = Image.new("L", SIZE, 0)
    moved.paste(shadow, (18, 26))
    picture.paste((60, 50, 40), mask=moved.filter(ImageFilter.GaussianBlur(18)))
    DRAWINGS[name](ImageDraw.Draw(picture))
    return picture


def paper(top: tuple[int, ...], bottom: tuple[int, ...]) -> Image.Image:
    column = Image.new("RGB", (1, 2))
    column.putpixel((0, 0), (top[0], top[1], top[2]))
    column.putpixel((0, 1), (bottom[0], bottom[1], bottom[2]))
    return column.resize(SIZE, Image.Resampling.BICUBIC)


def ink(colour: tuple[int, int, int], shade: int | None) -> tuple[int, int, int] | int:
    """The colour, or the depth of its shadow."""
    return colour if shade is None else shade


def bar(pen: Pen, box: tuple[int, int, int, int], colour: tuple[int, int, int], shade: int | None) -> None:
    """A round bar lying down: dark below, a light line above."""
    left, top, right, bottom = box
    pen.rounded_rectangle(box, 14, fill=ink(colour, shade))
    if shade is None:
        height = bottom - top
        pen.rectangle((left + 8, bottom - height // 4, right - 8, bottom - 6), fill=DARK)
        pen.rectangle((left + 8, top + height // 6, right - 8, top + height // 3), fill=LIGHT)


def shaft(pen: Pen, shade: int | None = None) -> None:
    for number, thick in enumerate((150, 96, 44)):
        middle = 230 + number * 220
        bar(pen, (180, middle - thick // 2, 860, middle + thick // 2), STEEL, shade)
        bar(pen, (850, middle - thick // 3, 1030, middle + thick // 3), STEEL, shade)


def housing(pen: Pen, shade: int | None = None) -> None:
    pen.rounded_rectangle((220, 180, 980, 720), 70, fill=ink(DARK, shade))
    if shade is None:
        pen.rounded_rectangle((262, 222, 938, 678), 46, outline=STEEL, width=6)
        for row in range(7):
            pen.rounded_rectangle((340, 300 + row * 46, 640, 318 + row * 46), 9, fill=(30, 33, 44))
        pen.ellipse((720, 360, 860, 500), fill=BLUE, outline=LIGHT, width=6)


def stamping(pen: Pen, shade: int | None = None) -> None:
    pen.rectangle((100, 360, 1100, 430), fill=ink(BRASS, shade))
    for number in range(9):
        left = 130 + number * 108
        pen.rectangle((left, 430, left + 58, 640), fill=ink(BRASS, shade))
        pen.rectangle((left + 12, 250, left + 46, 360), fill=ink(COPPER, shade))
        if shade is None:
            pen.ellipse((left + 14, 378, left + 44, 408), fill=PAPER["TH"][0])
            pen.rectangle((left + 22, 470, left + 36, 600), fill=COPPER)


def board(pen: Pen, shade: int | None = None) -> None:
    pen.rounded_rectangle((200, 150, 1000, 750), 24, fill=ink(GREEN, shade))
    if shade is not None:
        return
    for number in range(16):
        pen.line(
            (240 + number * 46, 190, 240 + number * 46, 330 + number % 4 * 60), fill=(86, 150, 118), width=5
        )
    for left, top, side in ((300, 340, 200), (640, 300, 120), (640, 500, 160)):
        pen.rectangle((left, top, left + side, top + side), fill=(28, 30, 36))
        for pin in range(0, side, 24):
            pen.rectangle((left + pin, top - 12, left + pin + 12, top), fill=LIGHT)
            pen.rectangle((left + pin, top + side, left + pin + 12, top + side + 12), fill=LIGHT)
    pen.rectangle((860, 240, 960, 660), fill=LIGHT, outline=STEEL, width=6)


def lens(pen: Pen, shade: int | None = None) -> None:
    for left, top, across in ((150, 240, 420), (560, 330, 300), (860, 430, 190)):
        pen.ellipse((left, top, left + across, top + across), fill=ink(GLASS, shade))
        if shade is None:
            pen.ellipse((left, top, left + across, top + across), outline=(96, 132, 160), width=10)
            inner = across // 6
            pen.arc(
                (left + inner, top + inner, left + across - inner, top + across - inner), 200, 280, LIGHT, 16
            )


def coil(pen: Pen, shade: int | None = None) -> None:
    pen.ellipse((320, 170, 880, 730), fill=ink(COPPER, shade))
    if shade is None:
        for ring in range(12):
            edge = 320 + ring * 16
            pen.ellipse((edge, edge - 150, 1200 - edge, 1050 - edge), outline=(216, 146, 92), width=5)
        pen.ellipse((520, 370, 680, 530), fill=PAPER["JP"][0], outline=DARK, width=4)


def fixture(pen: Pen, shade: int | None = None) -> None:
    pen.rectangle((140, 600, 1060, 740), fill=ink(DARK, shade))
    pen.rectangle((220, 500, 980, 600), fill=ink(STEEL, shade))
    for left in (260, 520, 800):
        pen.rectangle((left, 300, left + 120, 500), fill=ink(BLUE, shade))
        pen.polygon(
            (left + 20, 300, left + 190, 230, left + 200, 262, left + 70, 320), fill=ink(BRASS, shade)
        )
        if shade is None:
            pen.ellipse((left + 40, 400, left + 80, 440), fill=LIGHT)


def cylinder(pen: Pen, shade: int | None = None) -> None:
    bar(pen, (140, 330, 720, 570), STEEL, shade)
    bar(pen, (700, 410, 1040, 490), LIGHT, shade)
    for left in (140, 660):
        pen.rectangle((left, 300, left + 70, 600), fill=ink(BLUE, shade))
    pen.ellipse((1000, 380, 1140, 520), fill=ink(DARK, shade))
    if shade is None:
        pen.ellipse((1040, 420, 1100, 480), fill=PAPER["TH"][0])


DRAWINGS: dict[str, Callable[..., None]] = {
    each.__name__: each for each in (shaft, housing, stamping, board, lens, coil, fixture, cylinder)
}
