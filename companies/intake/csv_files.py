"""CSV files as rows of cells, whichever encoding and separator the office's program writes."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from companies.intake.faults import Unreadable

UTF8_MARK, UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
# Japanese letters of Windows begin with these bytes; Thai ones do not have them.
JAPANESE_LEAD = frozenset([*range(0x81, 0x85), *range(0x86, 0x91), *range(0x98, 0xA0)])
ENCODINGS = {True: "cp932", False: "cp874"}
LONGEST_CELL = 32_767
SEPARATORS = ",\t;"


def decoded(raw: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, else UTF-8 if every line is, else Japanese or Thai Windows."""
    if raw.startswith(UTF16_MARKS):
        return tried(raw, "utf-16")
    raw = raw.removeprefix(UTF8_MARK)
    if b"\x00" in raw:
        raise Unreadable("unknown_kind")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return from_windows(raw)


def from_windows(raw: bytes) -> str:
    refuse_mixture(raw)
    high = [byte for byte in raw if byte >= 0x80]
    is_japanese = sum(byte in JAPANESE_LEAD for byte in high) > len(high) / 20
    return tried(raw, ENCODINGS[is_japanese])


def refuse_mixture(raw: bytes) -> None:
    """Rows of two sources pasted together: some lines are UTF-8, and one is not."""
    valid, first_other = 0, 0
    for number, line in enumerate(raw.splitlines(), start=1):
        if line.isascii():
            continue
        try:
            line.decode()
            valid += 1
        except UnicodeDecodeError:
            first_other = first_other or number
    if valid:
        raise Unreadable("mixed_encodings", line=first_other)


def tried(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise Unreadable("unknown_encoding") from None
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable("mixed_encodings", line=line) from None


def rows_of(path: Path) -> Iterator[tuple[int, tuple[object, ...]]]:
    """(number of the line it starts in, cells) of every row that holds something."""
    text = decoded(path.read_bytes())
    separator = max(SEPARATORS, key=text[:4000].count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, tuple(cell.strip() or None for cell in cells)
            start = reader.line_num + 1
    except csv.Error:
        raise Unreadable("broken_quotes", line=start) from None
