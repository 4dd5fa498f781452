"""What readers, searches and copies get of Thai sara am, which is drawn as two glyphs around a tone mark."""

from fpdf.fonts import TTFFont

SARA_AM, SARA_AA_GLYPH = 0x0E33, "uni0E32"
# Readers leave it out of what they find; a glyph without any text they show by its number in the font.
NOTHING = 0x200B


def tell_sara_am(font: TTFFont) -> None:
    """Its ring tells the tone mark or nothing, its stem the sign: น้ำ is found as it is typed.

    The library gives the text of all to the ring and none to the others, which asks for this once before the
    document is put out.
    """
    for glyph, _code in font.subset.items():
        if glyph is None or not isinstance(glyph.unicode, tuple):
            continue
        if not glyph.unicode:
            glyph.unicode = (SARA_AM if glyph.glyph_name == SARA_AA_GLYPH else NOTHING,)
        elif glyph.unicode[-1] == SARA_AM:
            glyph.unicode = glyph.unicode[:-1] or (NOTHING,)
