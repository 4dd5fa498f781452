"""A firm's name as a key: whatever script, width, spacing, legal form or romanisation it is written in.

Keys are compared by trigrams, so they need not be words: only the same for the same name.
"""

import re
import unicodedata

LEGAL_FORM = re.compile(
    r"บริษัท|บจก\.?|บมจ\.?|ห้างหุ้นส่วนจำกัด|หจก\.?|\(?มหาชน\)?|จำกัด"
    r"|株式会社|有限会社|合同会社|合資会社|合名会社|\(株\)|\(有\)|\(同\)|カブシキガイシャ|ユウゲンガイシャ"
    r"|\b(?:kabushiki\s*(?:kaisha|gaisha)|yugen\s*(?:kaisha|gaisha)|godo\s*(?:kaisha|gaisha))\b"
    r"|\b(?:company|limited|corporation|co|ltd|inc|corp|k\.\s?k|g\.\s?k|pcl|public|llc)\b\.?",
    re.IGNORECASE,
)
ROWS = {
    "a": "アカサタナハマヤラワガザダバパァャヮ",
    "i": "イキシチニヒミ リヰギジヂビピィ  ",
    "u": "ウクスツヌフムユル グズヅブプゥュ ",
    "e": "エケセテネヘメ レヱゲゼデベペェ  ",
    "o": "オコソトノホモヨロヲゴゾドボポォョ ",
}
ONSETS = ["", *"kstnhmyrwgzdbp", "small ", "small y", "small w"]
KANA = {
    sign: onset + vowel
    for vowel, row in ROWS.items()
    for sign, onset in zip(row, ONSETS, strict=True)
    if sign != " "
} | {"ン": "n", "ヴ": "bu", "ー": ""}
# Hepburn, Kunrei and passport spellings of one sound come out the same; order matters.
SPELLINGS = [("tch", "tty"), ("shi", "si"), ("chi", "ti"), ("tsu", "tu"), ("sh", "sy"), ("ch", "ty")]
SPELLINGS += [("fu", "hu"), ("ji", "zi"), ("j", "zy"), ("yy", "y"), ("di", "zi"), ("du", "zu")]
SPELLINGS += [("mb", "nb"), ("mp", "np"), ("mm", "nm"), ("l", "r")]
LONG_VOWELS = re.compile(r"ou|oo|oh(?![aiueo])|uu")


def name_key(name: str) -> str:
    """The distinctive part of `name`; empty when nothing is left of it."""
    text = unicodedata.normalize("NFKC", name).casefold()
    # A decomposed sara am and its tone mark arrive in either order.
    text = re.sub(r"\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\u0e33", text)
    text = LEGAL_FORM.sub(" ", katakana(text))
    text = "".join(
        sign for sign in text if sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc", "Lm")
    )
    return sounds(text)


def joined_keys(*names: str) -> str:
    return "\n".join(dict.fromkeys(key for name in names if (key := name_key(name))))


def katakana(text: str) -> str:
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in text)


def sounds(text: str) -> str:
    """Kana and Latin letters as one plain romanisation; Thai and Chinese characters stay."""
    latin = romanised(text)
    latin = "".join(sign for sign in unicodedata.normalize("NFD", latin) if not "\u0300" <= sign <= "\u036f")
    for spelling, plain in SPELLINGS:
        latin = latin.replace(spelling, plain)
    return unicodedata.normalize("NFC", LONG_VOWELS.sub(lambda hit: hit[0][0], latin))


def romanised(text: str) -> str:
    out = ""
    doubled = False
    for sign in text:
        sound = KANA.get(sign)
        if sign == "ッ":
            doubled = True
            continue
        if sound is not None and sound.startswith("small "):
            # キャ is ki + small ya: the i gives way.
            out, sound = out[:-1] if out else out, sound.removeprefix("small ")
        elif sound and doubled:
            sound = sound[0] + sound
        doubled = False
        out += sign if sound is None else sound
    return out
