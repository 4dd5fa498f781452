"""A PDF read back as a reader's search would."""

import io

from pypdf import PdfReader

# Zero-width spaces say nothing; pypdf guesses spaces where Thai marks are placed.
UNSEEN = str.maketrans("", "", "\u200b \u00a0")


def squeezed(text: str) -> str:
    return text.translate(UNSEEN)


def lines_of(content: bytes) -> list[str]:
    """Every line of every page, without spaces."""
    pages = PdfReader(io.BytesIO(content)).pages
    return [squeezed(line) for page in pages for line in page.extract_text().splitlines()]
