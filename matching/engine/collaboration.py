"""Which kinds of cooperation a text speaks of, by their codes, for its author to confirm or correct."""

from collections.abc import Mapping

from matching.engine.kind_words import BUYERS, Phrases, any_of, scripts_in
from matching.engine.text import fold
from matching.engine.types import Side

LONGEST = 1000


def phrases(*patterns: str) -> Phrases:
    """Folding takes the Thai sara am apart, in patterns as in texts."""
    return any_of(*(pattern.replace("\u0e33", "\u0e4d\u0e32") for pattern in patterns))


# What is rarer and surer stands first: who wants to buy a licence wants a licence.
WORDS: Mapping[str, Phrases] = {
    "back_up": phrases(
        r"代替生産|代替製造|代替供給|バックアップ(?:生産|工場|先|体制)?|緊急時|非常時|被災|bcp|事業継続|二社購買|セカンドソース",
        r"ผลิตสำรอง|โรงงานสำรอง|กำลังการผลิตสำรอง|สำรองยามฉุกเฉิน|ผลิตแทน|ยามฉุกเฉิน|เมื่อเครื่องหยุด"
        r"|แหล่งผลิตสำรอง|แหล่งที่สอง",
        r"\bback-?up (?:production|plant|capacity|supplier|maker|factory|source)\b|\bsecond source\b"
        r"|\bstand(?:s|ing)?[- ]in (?:production|when|if)\b|\bbusiness continuity\b"
        r"|\bemergency production\b|\bbcp\b",
    ),
    "ma_succession": phrases(
        r"事業承継|事業譲渡|事業を?譲|後継者|m&a|買収|会社を?(?:譲|売)|譲受",
        r"สืบทอดกิจการ|รับช่วงกิจการ|ซื้อกิจการ|ขายกิจการ|โอนกิจการ|ส่งต่อกิจการ|ควบรวม|ผู้สืบทอด",
        r"\bsuccession\b|\bm&a\b|\bacquisition\b|\bacquire (?:a|the) (?:company|business|firm)\b"
        r"|\btake ?over\b|\bmerger\b"
        r"|\bhand(?:s|ing)? over (?:a|the|our) (?:business|company)\b|\bsell (?:the|our) (?:business|company)\b",
    ),
    "joint_venture": phrases(
        r"合弁|共同出資|出資|資本提携|資本参加|ジョイントベンチャー",
        r"ร่วมทุน|ร่วมลงทุน|ถือหุ้นร่วม|เข้าหุ้น",
        r"\bjoint[- ]venture\b|\bjv\b|\bco-?invest|\bequity (?:partner|stake)\b",
    ),
    "tech_license": phrases(
        r"ライセンス|実施許諾|実施権|特許(?:を|の)?(?:使用|利用|許諾|導入|提供)|使用許諾",
        r"ไลเซนส์|ไลเซ่นส์|ลิขสิทธิ์|สิทธิบัตร|สิทธิ(?:การ)?ใช้|สิทธิเทคโนโลยี|ใบอนุญาตใช้|ซื้อสิทธิ|ให้สิทธิ",
        r"\blicen[cs](?:e|es|ed|ing|ee|or|s)?\b(?! plate)|\bpatents?\b",
    ),
    "joint_dev": phrases(
        r"共同(?:で)?(?:開発|研究|設計|実証|評価)|一緒に開発|開発パートナー|実証実験|開発(?:を)?(?:一緒|共に)",
        r"ร่วมพัฒนา|พัฒนาร่วม|ร่วมวิจัย|วิจัยร่วม|ร่วมออกแบบ|ออกแบบร่วม|ร่วมทดลอง|ร่วมคิดค้น|พัฒนาด้วยกัน",
        r"\bjoint(?:ly)? (?:develop|research|design)|\bco-?develop|\bco-?design|\bdevelopment partner"
        r"|\bdevelop(?:ing)?\b[^.]{0,40}\b(?:together|jointly)\b|\bpilot (?:partner|project)",
    ),
    "distributor": phrases(
        r"代理店|販売店|特約店|総代理|販売パートナー|販売(?:先|網|代行|委託)|販路|ディストリビューター|売ってくれる",
        r"ตัวแทน(?:จำหน่าย|ขาย|นำเข้า)?|ดีลเลอร์|ผู้จัดจำหน่าย|จัดจำหน่าย|ผู้แทนจำหน่าย|เอเย่นต์"
        r"|เอเยนต์|ช่วยขาย|ทำตลาดให้",
        r"\bdistribut(?:or|ors|ion|es?)\b|\bdealers?\b|\bresellers?\b"
        r"|\bsales (?:agents?|partners?|representatives?)\b"
        r"|\bexclusive agents?\b|\bagents?\b",
    ),
    "tech_transfer": phrases(
        r"技術移転|技術供与|技術導入|ノウハウ|技術提携|技術を(?:移転|提供|導入)",
        r"ถ่ายทอด|โนว์?ฮาว|ความรู้|รับเทคโนโลยี|เทคโนโลยีการผลิตจาก",
        r"\bknow-?how\b|\btechnology transfer\b|\btransfer (?:of )?(?:technology|know)"
        r"|\btransfers? (?:its|our|the) (?:technology|process)",
    ),
    "training": phrases(
        r"研修|指導|講習|セミナー|教育|人材育成|コンサル|教えて|教えます|教わ|工場診断|改善支援",
        r"อบรม|ฝึกงาน|สอน|ที่ปรึกษา|ค(?:ำ|ํา)ปรึกษา|โค้ช|ดูงาน|ผู้เชี่ยวชาญ",
        r"\btrain(?:ing|er|ers|s)?\b(?! (?:parts?|components?|wheels?))|\bcoach"
        r"|\bconsult(?:ing|ant|ants|ancy)?\b|\bcourses?\b|\bworkshops?\b"
        r"|\bteach(?:es|ing)?\b",
    ),
    "equipment": phrases(
        r"中古(?:機|設備)|(?:加工機|成形機|旋盤|機械|装置|設備|炉|ロボット|測定機|プレス機)(?:を|の)"
        r"(?:探|購入|導入|買|求|販売|製造|製作|設計|供給|更新|譲)",
        r"เครื่องมือสอง|เครื่องจักรมือสอง"
        r"|(?:ซื้อ|หา|ขาย|เช่า|ผลิต|สร้าง|จำหน่าย|ต้องการ|จัดหา)\s?(?:เครื่อง(?!หมาย|ดื่ม|สำอาง|แต่ง|หนัง|เรือน|แบบ)|เตา|หุ่นยนต์|โรบอท)",
        r"\b(?:second-hand|used) (?:machine|lathe|press|furnace|equipment)"
        r"|\b(?:buy|sell|sells|supply|supplies|need|seek|looking for|want)\b"
        r"[^.]{0,30}\b(?:machines?|equipment|furnaces?|robots?|lathes?|presses|ovens?|conveyors?)\b",
    ),
    "contract_mfg": phrases(
        r"委託|受託|外注|下請|oem|odm|(?:加工|製造|生産|量産|めっき|切削|研削|成形|組立|鋳造|鍛造)"
        r"(?:を|が)?(?:して(?:くれる|いただける|もらえる)|お願い|依頼|承り|請け負|引き受け|できる(?:会社|工場|企業)|対応)|加工先|製造先|量産します|試作",
        r"รับจ้าง|จ้างผลิต|จ้างทำ|จ้างกลึง|จ้างชุบ|รับผลิต|รับงาน|รับกลึง|รับชุบ|รับทำ|รับเจียร|โออีเอ็ม|oem"
        r"|(?:หา|ต้องการ|มองหา)\s?(?:โรงงาน|ผู้|บริษัท)(?:ที่)?(?:รับ|ผลิต|กลึง|ชุบ|ฉีด|ขึ้นรูป|เจียร|ปั๊ม|หล่อ|ประกอบ|เชื่อม)",
        r"\bcontract manufactur|\boem\b|\bodm\b|\bsubcontract|\boutsourc|\bmakes? to order\b"
        r"|\bjob shop\b|\btoll (?:manufactur|process)"
        r"|\b(?:who|that|to|can|could|we) (?:can |could )?"
        r"(?:machine|grind|plate|mould|mold|cast|forge|stamp|weld|assemble|coat|turn|mill)"
        r"s?\b",
    ),
    "parts": phrases(
        r"調達|購入|仕入|供給(?:元|先|します|できます|可能)?|買いたい|サプライヤー|販売(?:します|しています|いたします)|納入(?:します|できます)|製造販売",
        r"ต้องการซื้อ|จัดซื้อ|จัดหา|หาซื้อ|อยากซื้อ|ผู้ขาย|ซัพพลายเออร์|ผู้จำหน่าย|จำหน่าย|ขาย|ส่งออก",
        r"\bbuy(?:s|ing|ers?)?\b|\bpurchas|\bprocure|\bsuppl(?:y|ies|ier|iers)\b|\bsource\b"
        r"|\bsourcing\b|\bsells?\b|\bfor sale\b",
    ),
}

SEEKS = phrases(
    r"探し(?:て|たい|ます)|求め(?:て|ます)|募集|(?:ほしい|欲しい)|希望し|調達したい|購入したい|お願いしたい",
    r"^\s*(?:เรา|บริษัท(?:ของเรา)?)?\s?(?:กำลัง)?(?:ต้องการ|หา|มองหา|อยากได้|สนใจ|ขอ)",
    r"\b(?:look(?:s|ing)? for|seek(?:s|ing)?|in search of|wanted|want to buy|we need|require)\b",
)
GIVES = phrases(
    r"(?:受託|対応|供給|提供|製造|加工|生産|販売)(?:し(?:ます|ています|ております)|いたします|致します|可能|できます)"
    r"|承ります|お任せ|請け負います|引き受けます|お受け",
    r"^\s*(?:เรา|บริษัท(?:ของเรา)?)?\s?(?:รับ(?:จ้าง|ผลิต|งาน|กลึง|ชุบ|ทำ|เจียร|ออกแบบ)|ผลิต|จำหน่าย|ให้บริการ|ขาย|พร้อม)",
    r"\bwe (?:make|offer|supply|sell|provide|produce|machine|manufacture|specialise|specialize|can)\b",
)


def reads_as(text: str) -> Side | None:
    """Whether a text plainly seeks or plainly offers; None where it does both or does not say."""
    folded = fold(text)[:LONGEST]
    scripts = scripts_in(folded)
    seeks, gives = SEEKS.said_in(folded, scripts), GIVES.said_in(folded, scripts)
    if BUYERS.said_in(folded, scripts):
        return "offer"
    return None if seeks == gives else "need" if seeks else "offer"


def read_types(text: str) -> list[str]:
    """Codes of collaboration types, the surest first; empty where the text does not say."""
    folded = fold(text)[:LONGEST]
    scripts = scripts_in(folded)
    return [code for code, words in WORDS.items() if words.said_in(folded, scripts)]
