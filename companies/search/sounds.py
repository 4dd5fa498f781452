"""A name by its consonants, so that ศรีนที, Srinatee and スリナティー come near each other.

Vowels are written too differently to compare. Consonants fall into the classes that transliterations mix up.
An approximation: names are compared by likeness, never for equality.
"""

import re
import unicodedata

from companies.name_keys import LEGAL_FORM, katakana, romanised

SHORTEST_SOUND = 4
THAI = {
    **dict.fromkeys("กขฃคฅฆ", "k"),
    **dict.fromkeys("ง", "n"),
    **dict.fromkeys("จฉชซฌศษส", "s"),
    **dict.fromkeys("ญย", "w"),
    **dict.fromkeys("ฎฏฐฑฒดตถทธ", "t"),
    **dict.fromkeys("ณน", "n"),
    **dict.fromkeys("บปผฝพฟภ", "p"),
    **dict.fromkeys("มํ", "m"),
    "ำ": "m",
    **dict.fromkeys("รลฬฤ", "r"),
    "ว": "w",
    **dict.fromkeys("หฮ", "h"),
}
SILENT = re.compile("[ก-ฮ][ิุ]?์")
# ห before a low consonant only raises the tone: หนองบัว is Nongbua.
ONSET_NG = re.compile("ง(?=[ะ-ู])|(?<=[เ-ไ])ง")
RAISING_H = re.compile("ห(?=[งญนมยรลว])")
# ng is one sound, as ph, th and kh are in Thai names; c is soft before e, i and y.
DIGRAPHS = [("ng", "n"), ("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("ts", "s"), ("ph", "p")]
DIGRAPHS += [("th", "t"), ("kh", "k"), ("ck", "k"), ("qu", "kw"), ("x", "ks")]
SOFT_C = re.compile("c(?=[eiy])")
SOFT_T = re.compile("ti(?=on|a)")
LATIN = {
    **dict.fromkeys("kgcq", "k"),
    **dict.fromkeys("szj", "s"),
    **dict.fromkeys("td", "t"),
    **dict.fromkeys("pbfv", "p"),
    **dict.fromkeys("rl", "r"),
    **{sign: sign for sign in "nmh"},
    # A glide is written as either: ริว is ryu.
    **dict.fromkeys("wy", "w"),
}
REPEATED = re.compile(r"(.)\1+")
WORDS = re.compile(r"[^\W_]+(?:[\u0e30-\u0e4e][^\W_]*)*")


def sound_of(name: str) -> str:
    """The consonant classes of a name in Thai, kana or Latin letters; Chinese characters are silent."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = LEGAL_FORM.sub(" ", katakana(text))
    return "".join(sounds_of_word(word) for word in WORDS.findall(text))


def sounds_of_word(word: str) -> str:
    # Decomposed: a sara am becomes its m, an accent falls off.
    word = RAISING_H.sub("", SILENT.sub("", word))
    latin = SOFT_T.sub("si", SOFT_C.sub("s", romanised(word)))
    for spelling, plain in DIGRAPHS:
        latin = latin.replace(spelling, plain)
    return REPEATED.sub(r"\1", "".join(THAI.get(sign) or LATIN.get(sign, "") for sign in latin))


def sounds_typed(query: str) -> list[str]:
    """As `sound_of`, and as it is where a Thai ง before a vowel stands for the Japanese g."""
    heard = [sound_of(query), sound_of(ONSET_NG.sub("ก", query))]
    return [sound for sound in dict.fromkeys(heard) if len(sound) >= SHORTEST_SOUND]


def joined_sounds(*names: str) -> str:
    sounds = (sound_of(name) for name in names)
    return "\n".join(dict.fromkeys(sound for sound in sounds if len(sound) >= SHORTEST_SOUND))
