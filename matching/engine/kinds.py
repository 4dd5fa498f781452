"""What a statement is about besides the trade: making, a machine, knowledge, money, selling, or customers."""

import re
from functools import lru_cache

import numpy as np

from matching.engine.text import normalise
from matching.engine.types import Floats, Side

# How the engine groups collaboration types; "open" is where neither author nor text says.
KINDS = ("open", "make", "machine", "know", "develop", "invest", "sell", "buyers")
KIND_OF_TYPE = {
    "parts": "make",
    "contract_mfg": "make",
    "back_up": "make",
    "equipment": "machine",
    "tech_license": "know",
    "tech_transfer": "know",
    "training": "know",
    "joint_dev": "develop",
    "joint_venture": "invest",
    "ma_succession": "invest",
    "distributor": "sell",
}

BECOMES_AGENT = re.compile(
    r"(?:代理店|販売店|ディーラー|特約店)(?:に|として)?(?:なりたい|なります|をやり|をやら|を務め|を希望|をさせ)|扱わせて|取り扱いたい|仕入れて.{0,6}売り"
    r"|(?:อยาก|สนใจ|ขอ|ต้องการ|ยินดี)(?:จะ)?เป็น(?:ตัวแทน|ดีลเลอร์|ผู้แทน|ผู้จัดจำหน่าย|เอเย่นต์)"
    r"|ขอเป็นตัวแทน|\b(?:become|be|act as|serve as|represent)\b[^.]{0,24}\b(?:distributor|agent|dealer|reseller|representative)\b"
    r"|\bwant(?:s)? to (?:sell|distribute|represent|import)\b",
    re.IGNORECASE,
)
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "sell",
            r"代理店|販売店|特約店|販売パートナー|共同販売|相互に販売|販売(?:先|網|代行|委託|会社)?を(?:任|担|お願い)|売ってくれる|商社"
            r"|販売も|取り?扱って(?:くれる|いただける)|販路"
            r"|ตัวแทน|ดีลเลอร์|จัดจำหน่าย|ช่วยขาย|ร่วมขาย|เอเย่นต์|ผู้แทน"
            r"|\bdistribut(?:or|ors|ion)\b|\bdealers?\b|\bresellers?\b|\b(?:sales|local|exclusive) (?:agents?|partners?)\b|\bagents?\b|\btrading (?:company|house)\b",
        ),
        (
            "invest",
            r"合弁|出資|資本提携|資本参加|事業承継|後継者?|事業譲渡|譲渡|譲受|M&A|買収|工場を(?:共同|一緒)|一緒に.{0,12}工場"
            r"|ร่วมทุน|ร่วมลงทุน|สืบทอด|รับช่วง|ขายกิจการ|ซื้อกิจการ|ควบรวม|ถือหุ้น"
            r"|\bjoint[- ]venture\b|\bJV\b|\bco-?invest|\bequity\b|\bsuccession\b|\bacquir|\bacquisition\b|\btake ?over\b|\bmerger\b",
        ),
        (
            "develop",
            r"共同(?:で)?(?:開発|研究|設計|評価|実証)|一緒に(?:開発|量産)|開発パートナー|実証(?:実験)?(?:を|し)|開発したい"
            r"|ร่วมพัฒนา|พัฒนาร่วม|ร่วมวิจัย|ร่วมออกแบบ|ร่วมทดลอง|ร่วมทดสอบ"
            r"|\bjoint(?:ly)? (?:develop|research|design)|\bco-?develop|\bdevelop(?:ing)? (?:together|with)|\bdevelopment partner|\bpilot (?:partner|project)",
        ),
        (
            "know",
            r"技術(?:移転|供与|提携|導入|指導|協力|支援)|ノウハウ|ライセンス|実施権|特許|研修|講習|教えて|教えます|教育|指導|学(?:べ|び|ぶ|ばせ)|育成|コンサル|改善(?:指導|支援)|受け入れ"
            r"|ถ่ายทอด|โนว์?ฮาว|ไลเซนส์|สิทธิ|สิทธิบัตร|สอน|อบรม|ฝึก|เรียน|ที่ปรึกษา|คำปรึกษา|คําปรึกษา|ผู้เชี่ยวชาญ|โค้ช|ดูงาน|ความรู้|เทคนิค|วิธี"
            r"|\bknow-?how\b|\btechnology transfer\b|\blicen[cs]|\bpatent|\btrain(?:ing|er|ers)?\b|\bteach|\bcoach|\blearn|\bconsult|\badvice\b|\badvis|\bcourses?\b|\bexpert",
        ),
    )
)
BUYERS = re.compile(
    r"(?:お客様|お客さん|顧客|ユーザー|ユーザ|取引先|販売先|納入先|納め先|供給先|需要家|買い手|発注元)(?:を|が|に|様を|企業を|になって)(?:探|求|募|紹介|欲し|ほし|なって|知り)"
    r"|(?:当社|弊社|うち|自社|我が社)(?:製|の).{0,24}(?:使って|使う|採用|供給|納め|納入|買って|使用)|(?:を|に)(?:供給|納入|納品|販売|提供)したい"
    r"|採用して(?:くれる|いただける|もらえる)|お客様を|使って(?:ほしい|欲しい|くれる|いただける|もらえる)|仕事をください|受注したい"
    r"|(?:หา|มองหา|ต้องการ|อยากได้)\s?(?:ลูกค้า|ผู้ซื้อ|ผู้ใช้|ตลาด|โรงงานที่ใช้|บริษัทที่ใช้)|^\s*ลูกค้า|ลูกค้าญี่ปุ่นที่|อยากขาย|อยากป้อน|อยากส่ง|เสนอขาย|ที่ต้องการ(?:ใช้|ซื้อ)|ที่จ้างเรา|ส่งงานให้เรา|ให้ใช้.{0,20}ของเรา"
    r"|\b(?:customers?|users?|buyers?|clients?|adopters?|takers?|outlets?|purchasers?)\b(?! (?:service|support|drawing|supplied|spec))"
    r"|\b(?:companies|firms|makers|factories|plants|manufacturers|brands|shops)\b[^.]{0,12}\b(?:that|which|who|to)\b[^.]{0,12}\b(?:use|need|buy|consume|adopt|outsource|require)\b"
    r"|\b(?:use|buy|adopt|try)s? our\b|\b(?:want|wish|like|looking|hope|seek|seeking) to (?:supply|sell|deliver|export)\b",
    re.IGNORECASE,
)
SUPPLIED = re.compile(r"customer[- ]supplied|customers?' |ลูกค้า(?:จัดหา|ส่งแบบ)", re.IGNORECASE)
MACHINE = re.compile(
    r"(?:[一-鿿ァ-ヺー]{1,12}(?:機|装置|設備|炉|ロボット|ライン|システム|ユニット製造機)|機械|中古機|自動機|専用機)"
    r"(?:$|[、。,/(（・]|が(?:ほしい|欲しい|必要)|を(?:探|購入|導入|買|求|更新)|の(?:購入|導入|メーカー|更新|販売|製造販売|設計製作|製作)|[ \d])"
    r"|^\s*(?:ขอ|ต้องการ|อยากได้|หา|มองหา|สนใจ|จัดหา|รับ|ขาย|ผลิต|ออกแบบ|สร้าง|และ)*\s?(?:ซื้อ|ซื้อ|ผลิต|สร้าง|ขาย)?\s?(?:เครื่อง(?!มือ|ใช้|ดื่ม|สำอาง|หมาย|แบบ|แต่ง)|เตา|หุ่นยนต์|โรบอท|โรบอต)"
    r"|มือสอง"
    r"|\b(?:machines?|equipment|furnaces?|sorters?|robots?|presses|lathes?|ovens?|conveyors?|second-hand|used)\b(?= *(?:$|[,.;(]|with|for|from|to|in|of|made|that|maker|\d))",
    re.IGNORECASE,
)


@lru_cache(maxsize=200_000)
def read_kind(text: str, side: Side) -> str:
    """The kind a text speaks of by its own words, "open" where it does not say."""
    text = normalise(text)
    if BECOMES_AGENT.search(text):
        return "make" if side == "need" else "sell"
    named = next((kind for kind, pattern in PATTERNS if pattern.search(text)), None)
    if side == "need" and named in (None, "make") and BUYERS.search(text) and not SUPPLIED.search(text):
        return "buyers"
    return named or ("machine" if MACHINE.search(text) else "open")


def kind_of(collaboration_type: str | None, text: str, side: Side) -> str:
    """What the author chose, read with its direction: who would sell for others seeks goods, not sellers."""
    chosen = KIND_OF_TYPE.get(collaboration_type or "")
    if chosen is None:
        return read_kind(text, side)
    read = read_kind(text, side)
    if chosen == "sell" and side == "need" and read == "make":
        return "make"
    if chosen == "make" and side == "need" and read in ("buyers", "machine"):
        return read
    return chosen


# How well an offer of a kind (column) answers a need of a kind (row), where trades agree.
ANSWERS: Floats = np.array(
    [
        # open  make  machine know  develop invest sell  buyers
        [1.00, 1.00, 0.80, 0.80, 0.90, 0.80, 0.70, 1.00],  # open
        [1.00, 1.00, 0.65, 0.60, 0.80, 0.80, 0.70, 1.00],  # make
        [0.70, 0.55, 1.00, 0.50, 0.70, 0.60, 0.80, 0.70],  # machine
        [0.85, 0.80, 0.80, 1.00, 0.95, 0.80, 0.50, 0.80],  # know
        [0.95, 0.90, 0.90, 0.95, 1.00, 0.95, 0.50, 0.90],  # develop
        [0.95, 0.95, 0.85, 0.85, 0.95, 1.00, 0.50, 0.90],  # invest
        [0.40, 0.40, 0.40, 0.35, 0.40, 0.50, 1.00, 0.40],  # sell
        [0.80, 0.80, 0.75, 0.60, 0.80, 0.80, 0.85, 0.80],  # buyers
    ],
    np.float32,
)
# What the kinds alone are worth: who sells for others is found by what it does, not by a trade.
BY_KIND: Floats = np.zeros_like(ANSWERS)
BY_KIND[KINDS.index("sell"), KINDS.index("sell")] = 0.25
