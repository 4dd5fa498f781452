"""A picture from anywhere becomes plain pixels, or a sentence that says what to do."""

import base64
import contextlib
import struct
import threading
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from companies.showcase import encoding
from companies.showcase.encoding import MOST_BYTES, encode
from tests.factories.showcase import drawn, photo

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAAB4AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBJZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAASAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAACZtZGF0AAAAGigBrwQY/Hk46//4kQ/XQFwERHABxFNAFOKW"
)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def chunk(name: bytes, content: bytes) -> bytes:
    whole = name + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (drawn()[:500], "damaged or not complete"),
        (drawn(kind="PNG")[:200], "damaged or not complete"),
        (HEIC[:300], "not complete|not a photo"),
        (bomb(10_000, 10_000), "100 megapixels"),
        (bomb(60_000, 60_000), "3600 megapixels"),
        (drawn(5100, 5000, kind="WEBP", method=0), "26 megapixels; at most 25"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "drawing"),
        (b"<html><script>alert(1)</script></html>", "not a photo"),
        (b"GIF89a<script>", "not a photo"),
        (b"%PDF-1.7", "not a photo"),
        (drawn(40, 40), "only 40 × 40 pixels"),
        (b"\xff\xd8\xff" + b"\0" * MOST_BYTES, "larger than 20 MB"),
    ],
)
def test_what_is_no_good_picture_is_refused_with_what_to_do(content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        encode(photo(content=content))


def test_place_camera_profile_and_comments_stay_behind():
    exif = Image.Exif()
    exif[0x010F] = "CANARY-camera"
    exif.get_ifd(0x8825)[1] = "N"
    sent = drawn(exif=exif.tobytes(), comment=b"CANARY-comment") + b"<script>CANARY-tail</script>"
    for content in encode(photo(content=sent)).by_width.values():
        assert b"CANARY" not in content
        assert opened(content).format == "WEBP"
        assert set(opened(content).info) <= {"loop", "background", "timestamp", "duration"}


def test_a_picture_held_upright_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    encoded = encode(photo(content=drawn(120, 90, exif=exif.tobytes())))
    whole = opened(encoded.by_width[encoded.width]).convert("RGB")
    assert (encoded.width, encoded.height) == (90, 120) == whole.size
    top, bottom = whole.getpixel((45, 10)), whole.getpixel((45, 110))
    assert top[0] > 150 > top[2]
    assert bottom[2] > 150 > bottom[0]


def test_heic_from_an_iphone_is_read():
    encoded = encode(photo("IMG_0001.HEIC", HEIC))
    assert (encoded.width, encoded.height) == (96, 72)


@pytest.mark.parametrize(
    ("size", "widths"),
    [((120, 90), [120]), ((500, 90), [400, 500]), ((3000, 1000), [400, 800, 1600])],
)
def test_it_is_made_in_the_widths_it_has(size, widths):
    encoded = encode(photo(content=drawn(*size)))
    assert sorted(encoded.by_width) == widths
    assert [opened(encoded.by_width[width]).width for width in widths] == widths
    assert encoded.width == widths[-1]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_colour_is_taken(mode):
    content = BytesIO()
    Image.new(mode, (100, 80)).save(content, "JPEG" if mode == "CMYK" else "PNG")
    assert encode(photo(content=content.getvalue())).width == 100


def test_a_palette_leaves_no_steps_when_made_small():
    stripes = Image.new("P", (3200, 400))
    stripes.putpalette([0, 0, 0, 255, 255, 255])
    for column in range(0, 3200, 2):
        stripes.paste(1, (column, 0, column + 1, 400))
    content = BytesIO()
    stripes.save(content, "PNG")
    whole = opened(encode(photo(content=content.getvalue())).by_width[1600]).convert("L")
    assert all(96 < level < 160 for level in whole.crop((100, 50, 1500, 150)).getextrema())


def test_one_picture_at_a_time_is_decoded_in_a_process(monkeypatch):
    at_once, most = [], []
    decode = encoding.upright

    def watched(picture):
        at_once.append(picture)
        most.append(len(at_once))
        small = decode(picture)
        at_once.remove(picture)
        return small

    monkeypatch.setattr(encoding, "upright", watched)
    large = drawn(3000, 2000)
    hands = [threading.Thread(target=encode, args=[photo(content=large)]) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert most == [1, 1, 1, 1]


@given(st.data())
@settings(max_examples=150, derandomize=True, database=None)
def test_a_picture_damaged_anywhere_passes_or_is_refused(data):
    whole = data.draw(st.sampled_from([drawn(), drawn(kind="PNG"), drawn(kind="WEBP"), HEIC]))
    place = data.draw(st.integers(0, len(whole) - 1))
    piece = data.draw(st.binary(max_size=8))
    gone = data.draw(st.integers(0, 40))
    with contextlib.suppress(ValidationError):
        encode(photo(content=whole[:place] + piece + whole[place + gone :]))
