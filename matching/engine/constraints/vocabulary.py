"""Materials and certificates by their names in three languages. A grade belongs to one family."""

import re
from dataclasses import dataclass

from matching.engine.constraints.spelling import plain


@dataclass(frozen=True)
class Word:
    """`name` is what is stored; `family` the wider material a grade belongs to, "" for none."""

    name: str
    pattern: re.Pattern[str]
    family: str = ""


def latin(pattern: str) -> str:
    """Standing alone among Latin letters and digits."""
    return rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"


def word(name: str, *spellings: str, family: str = "") -> Word:
    return Word(name, re.compile("|".join(plain(spelling) for spelling in spellings)), family)


# Names of families are shown translated (companies/conditions.py), grades as they are.
FAMILIES = (
    word(
        "stainless",
        r"ステンレス|สแตนเลส|สเตนเลส|(?i:stainless)",
        latin(r"(?:SUS|SS(?=\s?304|\s?316))(?!\s?\d)"),
    ),
    word("aluminium", r"アルミ(?!ナ)|อะลูมิเนียม|อลูมิเนียม|อลูมินั่ม|(?i:alumin(?:i)?um)"),
    word("copper", r"(?<![黄青])銅(?!めっき|メッキ|箔)|ทองแดง(?!แถบ)|(?i:copper)"),
    word("brass", r"真鍮|黄銅|ทองเหลือง|(?i:brass)"),
    word("bronze", r"青銅|ブロンズ|บรอนซ์|(?i:bronze)"),
    word("tool_steel", r"工具鋼|ハイス|เหล็กเครื่องมือ|เหล็กทำแม่พิมพ์|(?i:tool steel|high[- ]speed steel)"),
    word("alloy_steel", r"合金鋼|クロモリ|เหล็กอัลลอย|เหล็กกล้าผสม|(?i:alloy steel)"),
    word("carbon_steel", r"炭素鋼|軟鋼|快削鋼|เหล็กคาร์บอน|เหล็กกล้าคาร์บอน|(?i:carbon steel|mild steel)"),
    word("cast_iron", r"鋳鉄|ダクタイル|เหล็กหล่อ|เหล็กเหนียว|(?i:cast iron|ductile iron)"),
    word("titanium", r"チタン(?!酸)|ไทเทเนียม|ไทเทเนี่ยม|(?i:titanium)(?! dioxide)"),
    word(
        "nickel_alloy",
        r"インコネル|ハステロイ|ニッケル合金|อินโคเนล|นิกเกิลอัลลอย|(?i:inconel|hastelloy|nickel alloy)",
    ),
    word("magnesium", r"(?<!酸化)マグネシウム|แมกนีเซียม|(?i:magnesium)"),
    word("zinc", r"亜鉛(?!めっき|メッキ)|สังกะสี(?<!ชุบสังกะสี)|(?i:zinc)(?! plating|-plat)"),
    word("carbide", r"超硬|(?<!ซิลิกอน)คาร์ไบด์|(?i:tungsten carbide|cemented carbide)"),
    word("peek", latin("PEEK"), r"ピーク樹脂|พีค"),
    word("pom", latin("POM"), r"ジュラコン|ポリアセタール|(?i:polyacetal|delrin)"),
    word("abs", latin("ABS")),
    word(
        "polycarbonate",
        r"ポリカーボネート|ポリカ|โพลีคาร์บอเนต|(?i:polycarbonate)",
        latin(r"PC(?=樹脂|/ABS|/PMMA)"),
        latin(r"(?<=/)PC"),
    ),
    word("nylon", latin(r"PA\s?(?:6|66|46|12|9T|6T)"), r"ナイロン|ไนลอน|(?i:nylon)"),
    word("pps", latin("PPS")),
    word("ptfe", latin("PTFE"), r"テフロン|เทฟลอน|(?i:teflon)"),
    word("polypropylene", latin("PP"), r"ポリプロピレン|โพลีโพรพิลีน|(?i:polypropylene)"),
    word("polyethylene", latin(r"(?:HDPE|LDPE|LLDPE|UHMW-?PE)"), r"ポリエチレン|โพลีเอทิลีน|(?i:polyethylene)"),
    word("acrylic", latin("PMMA"), r"アクリル|อะคริลิก|อะคริลิค|(?i:acrylic)"),
    word("pbt", latin("PBT")),
    word("lcp", latin("LCP")),
    word("polyimide", r"ポリイミド|โพลีอิไมด์|(?i:polyimide)"),
    word("epoxy", r"エポキシ|อีพ็อกซี|อีพอกซี|(?i:epoxy)"),
    word("pvc", latin("PVC"), r"塩ビ|พีวีซี"),
    word("tpu", latin("TPU")),
    word("silicone", r"シリコーン|シリコンゴム|ซิลิโคน|(?i:silicone)"),
    word("nbr", latin("NBR"), r"ニトリルゴム|(?i:nitrile)"),
    word("epdm", latin("EPDM")),
    word("fkm", latin("FKM"), r"フッ素ゴム|バイトン|(?i:viton)"),
    word("natural_rubber", r"天然ゴム|ยางธรรมชาติ|(?i:natural rubber)"),
    word("alumina", r"アルミナ|อะลูมินา|(?i:alumina)(?!\w)"),
    word("zirconia", r"ジルコニア|เซอร์โคเนีย|(?i:zirconia)"),
    word("quartz", r"石英|ควอตซ์|(?i:quartz)"),
    word("glass", r"ガラス(?!繊維|エポ)|กระจก|(?i:glass)(?! ?fib)"),
    word("ceramic", r"セラミック|เซรามิก|(?i:ceramic)"),
    word("cfrp", latin("CFRP"), r"炭素繊維|カーボンファイバ|คาร์บอนไฟเบอร์|(?i:carbon fib(?:er|re))"),
    word("graphite", r"黒鉛|グラファイト|กราไฟต์|(?i:graphite)"),
)
GRADE_LISTS = {
    "stainless": "SUS201 SUS301 SUS303 SUS304L SUS304 SUS310S SUS316L SUS316 SUS321 SUS410 SUS416 SUS420J2 SUS430 "
    "SUS440C SUS630",
    "aluminium": "A1050 A2017 A2024 A5052 A5083 A6061 A6063 A7075 ADC12 AC4CH AC4C",
    "copper": "C1020 C1100",
    "brass": "C2801 C3604",
    "carbon_steel": "S45C S50C S55C SS400 SPCC SPHC SECC SGCC",
    "alloy_steel": "SCM415 SCM435 SCM440 SUJ2",
    "tool_steel": "SKD11 SKD61 SKH51 NAK80 HAP10",
    "cast_iron": "FC250 FCD450 FCD500",
    "magnesium": "AZ91D",
}
# Other names of a grade: AISI 304, 17-4PH, AL6061.
ALSO = {
    "SUS304": r"(?:AISI|SS|(?i:stainless))[\s-]?304",
    "SUS316": r"(?:AISI|SS|(?i:stainless))[\s-]?316",
    "SUS316L": r"(?:AISI|SS|(?i:stainless))[\s-]?316L",
    "SUS630": r"17-4\s?PH",
    "A5052": r"(?:AL|Al|アルミ)[\s-]?5052",
    "A6061": r"(?:AL|Al|アルミ)[\s-]?6061",
    "A7075": r"(?:AL|Al|アルミ)[\s-]?7075",
}
SPLIT = re.compile(r"([A-Z]+)(\d.*)")


def grade(name: str, family: str) -> Word:
    letters, digits = SPLIT.fullmatch(name).groups() if SPLIT.fullmatch(name) else (name, "")  # type: ignore[union-attr]
    spelled = latin(rf"{letters}[\s-]?{digits}")
    return word(name, *[spelled, *([latin(ALSO[name])] if name in ALSO else [])], family=family)


GRADES = (
    *(grade(name, family) for family, names in GRADE_LISTS.items() for name in names.split()),
    word("Ti-6Al-4V", latin(r"Ti-?6Al-?4V"), latin("64チタン"), family="titanium"),
    # A listed shorthand of several grades: SUS303・304.
    *(
        word(name, rf"(?<=SUS30\d[・/、,])\s?{name[3:]}(?!\d)", family="stainless")
        for name in ("SUS304", "SUS316", "SUS316L")
    ),
)
AND = r"[/・、,&+]"


def iso(number: str, *, prefix: str = "ISO") -> str:
    """ISO 9001, ISO-9001, ISO9001:2015, and a bare number after another one of a list."""
    return rf"(?:{prefix}\s?[-:]?\s?|(?<=\d{AND})\s?){number}(?!\d)(?::\d{{4}})?"


CERTIFICATES = (
    word("iso9001", iso("9001", prefix=r"(?:ISO|JIS\s?Q)")),
    word("iso14001", iso("14001")),
    word("iso45001", iso("45001")),
    word("iso50001", iso("50001")),
    word("iatf16949", iso("16949", prefix=r"(?:IATF|ISO/TS|TS|ISO)")),
    word("iso13485", iso("13485")),
    word("as9100", r"(?<![A-Za-z])AS\s?-?9100[A-D]?(?!\d)|JIS\s?Q\s?9100(?!\d)"),
    word("nadcap", r"(?i:nadcap)"),
    word("iso27001", iso("27001", prefix="ISO(?:/IEC)?")),
    word("iso17025", iso("17025", prefix="ISO(?:/IEC)?")),
    word("iso3834", iso("3834")),
    word("cqi9", r"CQI-?9(?!\d)"),
    word("ipc610", r"IPC-?A-?610[A-Z]?(?!\d)"),
    word("ipc620", r"IPC(?:/WHMA)?-?A-?620(?!\d)"),
    word("jstd001", r"J-?STD-?001"),
    word("haccp", latin("HACCP")),
    word("ul", latin(r"UL(?!\s?94)(?!\s?1\d{3})(?:\s?\d{3}[A-Z]?)?(?:認証|規格|認定)?")),
    word("ce", r"CEマーク|CEマーキング|เครื่องหมาย CE|(?<![A-Za-z])CE (?i:mark(?:ing)?)"),
    word("rohs", latin("(?i:rohs)")),
    word("reach", latin("REACH")),
    word("tis", r"มอก\.?(?!\s?เอส)", latin("TIS")),
    word("pse", latin("(?:PSE|PSEマーク)")),
    word("jis-mark", r"JISマーク|เครื่องหมาย JIS|JIS (?i:mark)"),
)
# What is not held yet, or not wanted, is not stated.
PENDING = re.compile(
    plain(
        r"^.{0,4}(?:取得予定|取得中|取得支援|準備中|申請|事前試験|試験代行|"
        r"不可|フリー|レス化|-free|\s?free(?![a-z])|(?:กำลัง)?(?:ขอ|อยู่ระหว่าง)|pending|in progress)"
    ),
    re.IGNORECASE,
)
REFUSED = re.compile(
    plain(r"(?:ไม่ใช้|ไม่รับ|ยกเว้น|ปลอด|except|without|(?<![a-z])no|non-|not)\s?$"), re.IGNORECASE
)
OR = re.compile(plain(r"^\s*(?:または|もしくは|あるいは|か|or|หรือ)\s*$"), re.IGNORECASE)
FAMILY_OF = {grade.name: grade.family for grade in GRADES}
MATERIALS = (*GRADES, *FAMILIES)
NAMES = {
    "material": tuple(dict.fromkeys(item.name for item in MATERIALS)),
    "certificate": tuple(item.name for item in CERTIFICATES),
}
