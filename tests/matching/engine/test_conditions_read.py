"""What is read from a phrase, in Thai, Japanese and English, and what must not be."""

import re

import pytest

from companies.enums import ConditionCode, Material, Standard
from matching.engine.constraints import read_conditions
from matching.engine.constraints.codes import CODES
from matching.engine.constraints.spelling import Plain
from matching.engine.constraints.vocabulary import FAMILIES, NAMES

# Each phrase states exactly this: (code, low, high), or (code, words). Bounds in the unit of the code.
FIGURES = [
    ("±2 µm", "tolerance", None, 2),
    ("公差±１０µm", "tolerance", None, 10),
    ("±0.005mm", "tolerance", None, 5),
    ("ค่าความเผื่อ ±0.01 มม.", "tolerance", None, 10),
    ("พิกัดความเผื่อ 5 ไมครอน", "tolerance", None, 5),
    ("ความเที่ยง ±๐.๐๕ มม.", "tolerance", None, 50),
    ("寸法精度5ミクロン以内", "tolerance", None, 5),
    ("公差は0.02ミリ以下", "tolerance", None, 20),
    ("tolerance of 0.01 mm or less", "tolerance", None, 10),
    ("accuracy within 3 microns", "tolerance", None, 3),
    ("+/-0.0005 inch", "tolerance", None, 12.7),
    ("+0/−3 µm", "tolerance", None, 1.5),
    ("±5~10μm", "tolerance", 5, 10),
    ("Ra 0.1", "roughness", 0.1, 0.1),
    ("Ra≦0.4", "roughness", 0.4, 0.4),
    ("Ra0.05µm", "roughness", 0.05, 0.05),
    ("Ra 0.2〜0.8", "roughness", 0.2, 0.8),
    ("表面粗さ0.4µm以下", "roughness", None, 0.4),
    ("ความหยาบผิวไม่เกิน 0.8 ไมครอน", "roughness", None, 0.8),
    ("surface roughness up to 1.6 µm", "roughness", None, 1.6),
    ("Ø2–6 มม.", "diameter", 2, 6),
    ("φ1.5~φ20mm", "diameter", 1.5, 20),
    ("φ１〜１０ｍｍ", "diameter", 1, 10),
    ("最大φ450mm", "diameter", None, 450),
    ("φ150mmまで", "diameter", None, 150),
    ("เส้นผ่านศูนย์กลาง 5 ถึง 12 มิลลิเมตร", "diameter", 5, 12),
    ("ไม่เกิน Ø5 มม.", "diameter", None, 5),
    ("外径30ミリ以上", "diameter", 30, None),
    ("線径0.015~0.2mm", "diameter", 0.015, 0.2),
    ("3mm径の穴", "diameter", 3, 3),
    ("diameter from 3 to 32 mm", "diameter", 3, 32),
    ("dia. 1/2 inch", "diameter", 12.7, 12.7),
    ("φ50µm", "diameter", 0.05, 0.05),
    ('Ø 1 1/2"', "diameter", 38.1, 38.1),
    ("5m長", "length", 5000, 5000),
    ("ยาวได้ 1.2 ม.", "length", None, 1200),
    ("ความยาวตั้งแต่ 10 ซม.", "length", 100, None),
    ("長さ300mm以下", "length", None, 300),
    ("全長は50~120センチ", "length", 500, 1200),
    ("up to 3 m long", "length", None, 3000),
    ("length of 20 to 150 mm", "length", 20, 150),
    ("ยาวไม่เกิน 6 ฟุต", "length", None, 1828.8),
    ("幅60cm", "width", 600, 600),
    ("หน้ากว้าง 400 มม.", "width", 400, 400),
    ("板厚2~4mm", "thickness", 2, 4),
    ("หนา 0.5–3.2 มม.", "thickness", 0.5, 3.2),
    ("ความหนาตั้งแต่ 0.3 มม.", "thickness", 0.3, None),
    ("薄板0.5~3mm", "thickness", 0.5, 3),
    ("0.1 mm thick", "thickness", 0.1, 0.1),
    ("t0.8mm", "thickness", 0.8, 0.8),
    ("膜厚0.5~3µm", "coating", 0.5, 3),
    ("ชุบแข็ง ความหนา 30–80 µm", "coating", 30, 80),
    ("plating thickness 5 µm or more", "coating", 5, None),
    ("最大1,500×3,000mmの板", "sheet", 1500, 3000),
    ("แผ่นขนาด 1.5×4 ม.", "sheet", 1500, 4000),
    ("sheets up to 4 x 8 ft", "sheet", 1219.2, 2438.4),
    ("ล็อต 500–20,000 ชิ้น", "lot", 500, 20000),
    ("1,000本から", "lot", 1000, None),
    ("ロット10~5万個", "lot", 10, 50000),
    ("小ロット100個以下", "lot", None, 100),
    ("รับ 1 ชิ้นขึ้นไป", "lot", 1, None),
    ("สั่งขั้นต่ำ 300 ชิ้น", "lot", 300, None),
    ("เริ่ม 100 ตัว", "lot", 100, None),
    ("๕๐๐ ชิ้นต่อล็อต", "lot", 500, 500),
    ("MOQ 1,000 pcs", "lot", 1000, 1000),
    ("lots of 50 to 200 pieces", "lot", 50, 200),
    ("at least 2k pcs", "lot", 2000, None),
    ("少量500台から", "lot", 500, None),
    ("月5万本以上", "capacity", 50000, None),
    ("月産30万個まで", "capacity", None, 300000),
    ("月3,000個", "capacity", 3000, 3000),
    ("月2万5千個", "capacity", 25000, 25000),
    ("เดือนละ 5 หมื่นชิ้น", "capacity", 50000, 50000),
    ("เดือนละ 3 แสนตัว", "capacity", 300000, 300000),
    ("เดือนละ 4 ล้านชิ้น", "capacity", 4000000, 4000000),
    ("กำลัง 50,000 ตัว/เดือน", "capacity", 50000, 50000),
    ("20,000 ชิ้นต่อเดือน", "capacity", 20000, 20000),
    ("120,000 ใบต่อปี", "capacity", 10000, 10000),
    ("年産120万個", "capacity", 100000, 100000),
    ("50,000 เส้น/วัน", "capacity", 1250000, 1250000),
    ("10,000 pcs per month", "capacity", 10000, 10000),
    ("up to 50k pieces a month", "capacity", None, 50000),
    ("เดือนละ 90 ตัน", "capacity_mass", 90000, 90000),
    ("月産20トン", "capacity_mass", 20000, 20000),
    ("500 kg per month", "capacity_mass", 500, 500),
    ("月300㎡", "capacity_area", 300, 300),
    ("1,200 ตร.ม. ต่อเดือน", "capacity_area", 1200, 1200),
    ("5日納期", "lead_time", 5, 5),
    ("納期は2週間以内", "lead_time", None, 14),
    ("ส่งใน 7 วัน", "lead_time", 7, 7),
    ("ส่งมอบภายใน 30 วัน", "lead_time", None, 30),
    ("lead time 10 to 15 days", "lead_time", 10, 15),
    ("delivery within 3 weeks", "lead_time", None, 21),
    ("リードタイム1か月", "lead_time", 30, 30),
    ("クリーンルーム(クラス1000)", "cleanroom", 6, 6),
    ("ISOクラス7", "cleanroom", 7, 7),
    ("ห้องปลอดฝุ่น Class 100,000", "cleanroom", 8, 8),
    ("ห้องสะอาดคลาส 10000", "cleanroom", 7, 7),
    ("clean room class 100", "cleanroom", 5, 5),
    ("ISO 14644-1 Class 8", "cleanroom", 8, 8),
    ("クラス1万のクリーンルーム", "cleanroom", 7, 7),
    ("型締350tの射出成形", "force", 350, 350),
    ("เครื่องปั๊ม 60–250 ตัน", "force", 60, 250),
    ("injection moulding 50 to 650 tons", "force", 50, 650),
    ("-30~60℃で動作", "temperature", -30, 60),
    ("ทน −20 ถึง 75 °C", "temperature", -20, 75),
    ("operating temperature up to 85 °C", "temperature", None, 85),
    ("電源電圧24V", "voltage", 24, 24),
    ("แรงดัน 220 V", "voltage", 220, 220),
    ("2.7–3.1 GHz", "frequency", 2700, 3100),
    ("30 MHz–6 GHz", "frequency", 30, 6000),
    ("ถึง 18 GHz", "frequency", None, 18000),
]
WORDS = [
    ("ステンレスの切削", "material", ["stainless"]),
    ("กลึงสแตนเลส", "material", ["stainless"]),
    ("stainless steel parts", "material", ["stainless"]),
    ("ＳＵＳ３０４とＡ５０５２", "material", ["SUS304", "A5052"]),
    ("SUS303・304", "material", ["SUS303", "SUS304"]),
    ("AISI 316L", "material", ["SUS316L"]),
    ("อะลูมิเนียม A6061", "material", ["aluminium", "A6061"]),
    ("アルミと銅", "material", ["aluminium", "copper"]),
    ("ทองแดงและทองเหลือง", "material", ["copper", "brass"]),
    ("チタン、PEEK", "material", ["titanium", "peek"]),
    ("ไทเทเนียม Ti-6Al-4V", "material", ["titanium", "Ti-6Al-4V"]),
    ("アルミナ", "material", ["alumina"]),
    ("黄銅", "material", ["brass"]),
    ("PA66, POM", "material", ["nylon", "pom"]),
    ("S45C / SCM440", "material", ["S45C", "SCM440"]),
    ("ISO9001・14001取得", "certificate", ["iso9001", "iso14001"]),
    ("IATF 16949", "certificate", ["iatf16949"]),
    ("JIS Q 9100認証", "certificate", ["as9100"]),
    ("ผ่าน ISO 13485:2016", "certificate", ["iso13485"]),
    ("มี มอก. และ UL", "certificate", ["tis", "ul"]),
    ("UL508A盤", "certificate", ["ul"]),
    ("RoHS and REACH", "certificate", ["rohs", "reach"]),
]
TRAPS = [
    "2026年11月25日までに",
    "วันที่ 25/11/2569",
    "電話 081-234-5678",
    "+66 2 123 4567",
    "単価500円/個",
    "ราคา 500 บาทต่อชิ้น",
    "M6ねじ",
    "รุ่น R32 และ EE8",
    "型式 AB-5mm2",
    "CNC 34 เครื่อง",
    "マシニング5台",
    "社員50人",
    "毎分120個",
    "3,600 ถ้วย/ชม.",
    "120 ชิ้น/นาที",
    "6,000本/時",
    "風速60m/s",
    "ข้าว 5 W/mK",
    "リップル5mVp-p",
    "UL94 V-0",
    "UL1007の電線",
    "ISO 80369",
    "ISO 2768-m",
    "ฉนวน Class F",
    "バルブ Class 150",
    "ลวด Class 155",
    "±0.5 °C",
    "±30°",
    "±0.3%",
    "精度±0.5%",
    "波長905nm",
    "旧JIS規格",
    "支払い30日以内",
    "ชำระเงินภายใน 30 วัน",
    "รับประกัน 7 ปี",
    "ชิลเลอร์ 3–60 ตันความเย็น",
    "鉄道車両",
    "2×2 MIMO",
    "Rz 3.2",
    "ISO9001取得予定",
    "鉛フリーはんだ",
    "1億円の設備",
    "5G・ミリ波",
    "部品1個の値段",
    "",
    "😀😀",
]


def reading(text):
    return {
        stated.code: list(stated.words) if stated.words else (stated.low, stated.high)
        for stated in read_conditions(text).values()
    }


@pytest.mark.parametrize(("text", "code", "low", "high"), FIGURES)
def test_a_figure_is_read_in_its_unit_and_nothing_else_is(text, code, low, high):
    found = {name: value for name, value in reading(text).items() if name != "material"}
    assert list(found) == [code]
    assert found[code] == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(("text", "code", "words"), WORDS)
def test_a_name_is_read_across_languages(text, code, words):
    assert reading(text) == {code: words}


@pytest.mark.parametrize("text", TRAPS)
def test_dates_numbers_prices_models_and_rates_state_nothing(text):
    assert reading(text) == {}


def test_the_table_has_no_phrase_twice():
    phrases = [row[0] for row in [*FIGURES, *WORDS]] + TRAPS
    assert len(phrases) == len(set(phrases)) >= 120


def test_one_sentence_gives_each_code_once():
    assert reading("กลึงเพลา SUS304 Ø3–32 มม. ±10 µm บางจุด ±5 µm ล็อต 500–20,000 ชิ้น ISO 9001") == {
        "tolerance": (None, 5),
        "diameter": (3, 32),
        "lot": (500, 20000),
        "material": ["SUS304"],
        "certificate": ["iso9001"],
    }


def test_or_is_told_from_and():
    assert read_conditions("SUS303 หรือ SUS304")["material"].any_of
    assert read_conditions("ISO9001またはIATF16949")["certificate"].any_of
    assert not read_conditions("SUS303, SUS304")["material"].any_of


@pytest.mark.parametrize("text", [row[0] for row in [*FIGURES, *WORDS]])
def test_the_words_that_say_it_are_quoted_from_the_text_as_written(text):
    before = "ｶﾞｲﾄﾞ ½ ำ "
    for stated in read_conditions(before + text).values():
        quoted = [(before + text)[start:end] for start, end in stated.spans]
        assert ", ".join(dict.fromkeys(quoted)) == stated.text
        assert stated.text.strip() == stated.text != ""


def test_every_place_of_a_plain_text_is_one_of_the_original():
    text = "ﾐｸﾛﾝ ㎜ ½ ๑๒ ｶﾞ ำ ℃"
    plain = Plain.of(text)
    assert len(plain.starts) == len(plain.text) + 1
    assert list(plain.starts) == sorted(plain.starts)
    assert text[slice(*plain.span(0, len(plain.text)))] == text


def test_long_text_is_read_in_a_moment():
    assert read_conditions("1,000 " * 2000) == {}
    assert read_conditions("±" * 9000 + "2 µm")["tolerance"].high == 2


def test_pages_and_engine_know_the_same_codes_materials_and_certificates():
    assert {code.name for code in CODES} == set(ConditionCode.values)
    assert {item.name for item in FAMILIES} == set(Material.values)
    assert set(NAMES["certificate"]) == set(Standard.values)


def test_every_name_is_stored_as_it_is_spelled():
    grades = [name for name in NAMES["material"] if not re.fullmatch(r"[a-z_]+", name)]
    for name in grades:
        assert reading(name) == {"material": [name]}
