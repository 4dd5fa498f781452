"""What readers, searches and copies get of glyphs that stand for no sign of their own."""

import re

from fpdf.output import OutputProducer
from fpdf.syntax import PDFContentStream, PDFObject

CODE = re.compile(rb"^<([0-9A-F]{4})> <", re.MULTILINE)
END = b"endcmap\n"
MOST_A_BLOCK = 100
# A zero-width space, which readers leave out of what they find; an empty text they take for none.
NOTHING = "200B"


class Producer(OutputProducer):
    """Thai sara am is drawn as two glyphs. The first tells the sign; of the second, to which the library gives no
    text, many readers would show its number in the font as a sign: นำ, for นำ."""

    def _add_pdf_obj(self, pdf_obj: PDFObject, trace_label: str | None = None) -> int:
        if isinstance(pdf_obj, PDFContentStream) and END in pdf_obj.content_stream():
            # In place: the font already points at it.
            pdf_obj._contents = with_silent_codes(pdf_obj.content_stream())
            pdf_obj.length = len(pdf_obj._contents)
        return super()._add_pdf_obj(pdf_obj, trace_label)


def with_silent_codes(cmap: bytes) -> bytes:
    """The codes a ToUnicode table leaves out, told to be nothing one sees."""
    known = {int(code, 16) for code in CODE.findall(cmap)}
    silent = [
        f"<{code:04X}> <{NOTHING}>\n" for code in range(1, max(known, default=0) + 2) if code not in known
    ]
    blocks = "".join(
        f"{len(some)} beginbfchar\n{''.join(some)}endbfchar\n"
        for some in (silent[start : start + MOST_A_BLOCK] for start in range(0, len(silent), MOST_A_BLOCK))
    )
    return cmap.replace(END, blocks.encode() + END)
