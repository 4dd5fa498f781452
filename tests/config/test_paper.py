"""Paper: where lines end in three languages, odd names, and what a reader's program is told."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from config.paper.breaking import lines, pieces
from config.paper.sheet import BODY, FOOT, GETA, TOP, WIDTH, Sheet
from config.paper.tables import Columns, Line, table
from tests.config.paper_reading import lines_of, squeezed

THAI_SENTENCE = "ผู้ผลิตชิ้นส่วนน้ำหนักเบาที่กรุงเทพมหานคร"
ODD = {
    "emoji": ("🏭 บริษัท 👩‍🔧 ทดสอบ", f"{GETA} บริษัท {GETA}{GETA} ทดสอบ"),
    "right to left": ("شركة ABC‏ 12", f"{GETA * 4} ABC 12"),
    "kanji of names": ("髙﨑製作所", "髙﨑製作所"),
    "kanji of no font": ("𠮷野家", f"{GETA}野家"),
    "accents apart": ("Cafe\u0301", "Café"),
    "controls": ("A\x07B\u202eC", "ABC"),
    "lone surrogate": ("A\ud800B", f"A{GETA}B"),
}


def sheet(language: str = "en") -> Sheet:
    made = Sheet(language=language, title="Title น้ำ 表題", foot="foot")
    made.add_page()
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Made on paper", ["Made ", "on ", "paper"]),
        ("side-by-side and/or", ["side-", "by-", "side ", "and/", "or"]),
        ("จังหวัดต่างๆ", ["จังหวัด", "ต่างๆ"]),
        ("（案）、です", ["（案）、", "で", "す"]),
        ("ニッチ", ["ニッ", "チ"]),
        ("5組の2026年度", ["5組", "の", "2026年", "度"]),
        ("", []),
    ],
)
def test_lines_may_end_here_and_nowhere_else(text, expected):
    assert pieces(text) == expected


def test_thai_lines_end_between_words():
    found = pieces(THAI_SENTENCE)
    assert "".join(found) == THAI_SENTENCE
    assert {"น้ำหนัก", "กรุงเทพมหานคร"} <= set(found)


@given(st.text(alphabet="กำน้่ผู้ี๊ฝเแ年度。、ー（）ァabc 12/-\n\u0301", max_size=60), st.integers(1, 12))
def test_no_line_is_wider_than_asked_and_none_begins_with_a_mark(text, width):
    def measure(part: str) -> int:
        return sum(not is_mark(sign) for sign in part)

    found = lines(text, width, measure)
    assert "".join("".join(line) for line in found) == text.replace("\n", "")
    assert all(measure("".join(line).rstrip()) <= width for line in found)
    firsts = {paragraph[:1] for paragraph in text.split("\n")}
    starts = {"".join(line)[:1] for line in found} - firsts
    assert not any(is_mark(sign) for sign in starts if sign)


def is_mark(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn" or sign == "ำ"


@pytest.mark.parametrize("language", ["th", "ja", "en"])
@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_printed_with_a_sign_for_what_no_font_has(name, language):
    given_name, expected = ODD[name]
    made = sheet(language)
    made.paragraph(given_name)
    table(made, Columns([given_name], [given_name]), [Line([given_name], [given_name])])
    found = lines_of(made.as_bytes())
    assert squeezed(expected) in found


def test_a_name_without_end_wraps_and_stays_on_the_paper():
    made = sheet("th")
    made.paragraph("กขคฆง" * 100 + "W" * 400 + "製" * 300)
    assert made.page_no() == 1
    assert all(
        sum(made.measure(run, BODY) for run in line) <= WIDTH + 0.01
        for line in made.lines("W" * 400 + THAI_SENTENCE * 9, WIDTH, BODY)
    )


def test_a_table_has_its_head_on_every_page_and_rows_stay_whole():
    made = sheet()
    rows = [Line([f"row {number} " + "long name " * 20], [str(number)], bar=50) for number in range(60)]
    table(made, Columns(["Name of all"], ["Count of all"], has_bars=True), rows)
    pages = PdfReader(io.BytesIO(made.as_bytes())).pages
    assert len(pages) > 3
    for number, page in enumerate(pages):
        text = page.extract_text()
        assert text.index("Name of all") < text.index("row ")
        assert text.count("Count of all") == 1
        if number:
            assert f"{number + 1} / {len(pages)}" in text
    shown = "".join(page.extract_text() for page in pages)
    assert [shown.count(f"row {number} ") for number in range(60)] == [1] * 60
    assert TOP < made.y <= FOOT + 5


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_a_document_says_its_language_title_and_parts(language):
    made = sheet(language)
    made.heading("ที่มา 由来 Origin", 1)
    made.heading("Part", 2)
    found = PdfReader(io.BytesIO(made.as_bytes()))
    assert found.root_object["/Lang"] == language
    assert found.metadata is not None
    assert found.metadata.title == "Title น้ำ 表題"
    assert found.root_object["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    first, inner = found.outline
    assert first.title == "ที่มา 由来 Origin"
    assert [part.title for part in inner] == ["Part"]


def test_a_search_finds_thai_as_it_is_typed():
    words = "จัดทำ น้ำมัน ป้ำ ก๊ำ ญี่ปุ่น ฐาน ผู้ผลิต ปั๊ม"
    made = sheet("th")
    made.paragraph(words)
    content = made.as_bytes()
    assert lines_of(content) == [squeezed(words), "foot1/1"]
    raw = PdfReader(io.BytesIO(content)).pages[0].get_contents()
    assert raw is not None
    for word in words.split():
        assert word.encode("utf-16-be").hex().encode() in raw.get_data()
