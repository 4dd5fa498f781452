"""The words around a figure that say what it measures. Patterns are written for plain text (spelling.py)."""

import re

from matching.engine.constraints.spelling import plain

# Between the word and its figure: a particle, a sign, a word like "size", never another number.
FILLER = (
    r"(?:は|が|を|:|=|\s|\(|ที่|ขนาด|ประมาณ|ราว|約|of|is|are|size|in|Ra|±|φ|ตั้งแต่|ระหว่าง|between|from|"
    r"ranging|ผิว|ภายใน|ใน|within){0,3}\s*"
)


def left(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{plain(words)}){plain(FILLER)}$", re.IGNORECASE)


def right(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:の)?(?:{plain(words)})", re.IGNORECASE)


# In this order: a film thickness is no thickness of a plate, a tolerance of a length no length.
LENGTHS_LEFT = (
    ("roughness", left(r"面粗[さ度]|表面粗さ|粗さ|ความหยาบ(?:ของ)?(?:ผิว)?|(?:surface )?roughness")),
    (
        "tolerance",
        left(
            r"公差|交差|寸法精度|加工精度|(?<!面)(?<!圧)精度|ค่า(?:ความ)?เผื่อ|ความเผื่อ|พิกัด|ความเที่ยง(?:ตรง)?|ความแม่นยำ|ความคลาดเคลื่อน|"
            r"คลาดเคลื่อน|toleranc(?:e|es)|accuracy|precision"
        ),
    ),
    (
        "coating",
        left(
            r"膜厚|(?:めっき|メッキ|皮膜|被膜|塗膜|層)(?:厚さ?|厚み)|ชั้น(?:เคลือบ|ชุบ|ฟิล์ม|ผิว)?(?:หนา|ความหนา)|(?:ชุบ|เคลือบ|ฟิล์ม)หนา|"
            r"ความหนา(?:ชั้น|ฟิล์ม|เคลือบ|ชุบ|ผิวชุบ|ผิวเคลือบ)\S{0,6}|(?:coating|film|plating|layer) thickness"
        ),
    ),
    (
        "diameter",
        left(
            r"直径|外径|内径|線径|穴径|軸径|(?<![半粒口])径|เส้นผ่าน?ศูนย์กลาง|(?<!semi)diameter(?:s)?|dia\.?|o\.?d\.?"
        ),
    ),
    (
        "thickness",
        left(r"板厚|肉厚|厚み|厚さ|(?<!膜)厚|薄板|ความหนา|(?<!ไม่)หนา|thickness(?:es)?|(?<![a-z])t"),
    ),
    ("width", left(r"(?<!線)幅|หน้ากว้าง|ความกว้าง|กว้าง|width")),
    ("length", left(r"長さ|全長|(?<![波成延伸特身焦])長|ความยาว|(?<!ความ)ยาว|length|(?<![a-z])L")),
)
LENGTHS_RIGHT = (
    ("tolerance", right(r"(?:以内|以下)?(?:の)?(?:公差|精度)|(?:of )?toleranc(?:e|es)|accuracy")),
    ("diameter", right(r"径|(?:in )?diameter|dia(?:\.|\s|$)")),
    ("thickness", right(r"厚|thick|(?:電磁)?鋼?板(?!厚)|sheet(?:s)?(?![a-z])")),
    ("width", right(r"幅|wide|in width")),
    ("length", right(r"長(?![期時])|long(?![a-z-])|in length")),
)
PERIODS_LEFT = (
    (1.0, left(r"月産|月間|毎月|月に|(?<![\d])月|เดือนละ|ต่อเดือน|monthly|per month")),
    (1 / 12, left(r"年産|年間|毎年|年に|(?<!\d)年|ปีละ|ต่อปี|annually|per year")),
    (25.0, left(r"日産|日量|毎日|1日|วันละ|ต่อวัน|daily|per day")),
)
PERIODS_RIGHT = (
    (1.0, right(r"(?:/|ต่อ|per|a|each|every)\s*(?:เดือน|か?月|months?|mo(?![a-z]))|monthly")),
    (1 / 12, right(r"(?:/|ต่อ|per|a|each|every)\s*(?:ปี|年|years?|yr(?![a-z]))|annually")),
    (25.0, right(r"(?:/|ต่อ|per|a|each|every)\s*(?:วัน|日|days?)|daily")),
)
RATE = re.compile(
    plain(r"(?:毎分|毎時|毎秒|1秒|1分|1時間|分間|นาทีละ|ชั่วโมงละ|วินาทีละ|per minute|per hour)\s*$"),
    re.IGNORECASE,
)
RATE_RIGHT = right(
    r"(?:/|ต่อ|per|an?)\s*(?:分|時|秒|h(?![a-z])|min|s(?![a-z])|sec|hour|minute|ชม|ชั่วโมง|นาที|วินาที)"
)
LOT_LEFT = left(
    r"(?:最小|最低)?(?:ロット|発注|注文|受注|購入)(?:数量?|サイズ)?|少量(?:受注|生産|対応)?|小口|小ロット|数量|ล็อต(?:ละ|ทดลอง|เล็ก)?|ล๊อต(?:ละ)?|"
    r"ครั้งละ|จำนวน|สั่ง(?:ขั้นต่ำ)?|ขั้นต่ำ|(?<![a-z])lots?(?: size)?|MOQ|batch(?:es)?|"
    r"order(?:s)?(?: quantity)?|quantit(?:y|ies)"
)
LOT_RIGHT = right(r"(?:/|ต่อ|per|a)?\s*(?:ロット|ล็อต|lots?(?![a-z])|batch|order|per order|MOQ)")
PLAIN_PIECES = re.compile(plain(r"(?:個|ชิ้น|pcs|pieces)"), re.IGNORECASE)
EACH = right(r"(?:あたり|当たり|ごと|につき|[@¥฿]?\d+\s?(?:円|บาท)|ละ\d)")
MACHINES = re.compile(
    plain(
        r"(?:CNC|マシニング(?:センタ)?|旋盤|プレス(?:機)?|成形機|ロボット|設備|機械|工場|拠点|เครื่อง\S{0,12}|machines?|หุ่นยนต์|โรงงาน|สาขา)\s*$"
    ),
    re.IGNORECASE,
)
PAYMENT = re.compile(
    plain(r"支払|入金|返品|保証|保管|ชำระ|จ่าย|เครดิต|รับประกัน|คืนสินค้า|payment|credit|warranty|invoice|net"),
    re.IGNORECASE,
)
LEAD_LEFT = left(
    r"(?:最短|標準|短)?納期|リードタイム|納品(?:まで)?|納入|出荷まで|試作(?:品)?(?:は|を)?|ส่งมอบ|ส่ง(?:งาน|ของ|คืน|สินค้า|ได้)?(?:ภายใน|ใน)|ระยะเวลา(?:ส่ง|ผลิต|ส่งมอบ)?|"
    r"(?:เสร็จ|ทำเสร็จ|ผลิตเสร็จ)(?:ใน|ภายใน)?|ส่งงาน|ส่งของ|lead\s?time|deliver(?:y|ed|ies)?(?: time)?(?: in| within)?|"
    r"ship(?:s|ped|ping|ment)?(?: in| within)?|turnaround|กำหนดส่ง(?:งาน)?"
)
LEAD_RIGHT = right(
    r"(?:以内|まで)?\s?(?:で|に|の)?\s?(?:納期|納品|出荷|納入|試作|仕上げ)|lead\s?time|delivery|turnaround|หลัง(?:รับแบบ|สั่ง|ยืนยัน)"
)
DATED = re.compile(plain(r"[\d]\s?(?:年|月|/)\s?$"))
FORCE = re.compile(
    plain(
        r"プレス|型締|成形|射出|鍛造|ダイカスト|加圧|ปั๊ม|เพรส|ฉีด|ทุบ|แรง|ไดคาสท์|อัด(?!ลม)|press|clamp|inject|die.?cast|forg"
    ),
    re.IGNORECASE,
)
WORKING_HEAT = re.compile(
    plain(r"動作|使用温度|使用環境|耐熱|耐える|(?<!ความ)ทน|ใช้งาน|ทำงาน|operat|withstand|heat.?resist|rated"),
    re.IGNORECASE,
)
# A thickness in microns beside one of these is that of a film.
COATED = re.compile(
    plain(
        r"めっき|メッキ|コート|コーティング|塗|蒸着|アルマイト|皮膜|ชุบ|เคลือบ|อโนไดซ์|พ่น|plat|coat|anodi|paint"
    ),
    re.IGNORECASE,
)
DIFFERENCE = re.compile(plain(r"^\s*(?:の)?(?:温度差|差)"))
VOLTAGE = re.compile(
    plain(r"電圧|電源|入力|出力|定格|AC|DC|แรงดัน|ไฟ|โวลต์|voltage|input|output|rated|supply"), re.IGNORECASE
)
PLATE = re.compile(
    plain(
        r"最大|サイズ|板|シート|ワーク|テーブル|定盤|基板|ไม่เกิน|สูงสุด|ขนาด|แผ่น|โต๊ะ|ชิ้นงาน|ถึง|โต|"
        r"sheet|plate|table|size|bed|up to|max|panel|work"
    ),
    re.IGNORECASE,
)
GROUND = re.compile(plain(r"พื้นที่|設置面積|床面積|敷地|floor|footprint"), re.IGNORECASE)
