"""How Thai, Japanese and English say what kind of partner is meant: patterns over lower-case text for kinds.py."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SCRIPTS = {"ja": r"[\u3040-\u30ff\u3400-\u9fff]", "th": r"[\u0e00-\u0e7f]", "en": r"[a-z]{2}"}
PRESENT = {script: re.compile(pattern) for script, pattern in SCRIPTS.items()}


@dataclass(frozen=True)
class Phrases:
    """One pattern a script: a Thai text need not be searched for Japanese words."""

    by_script: dict[str, re.Pattern[str]]

    def said_in(self, text: str, scripts: Iterable[str]) -> bool:
        return any(self.by_script[s].search(text) for s in scripts if s in self.by_script)


def scripts_in(text: str) -> list[str]:
    return [script for script, pattern in PRESENT.items() if pattern.search(text)]


def any_of(*patterns: str) -> Phrases:
    """Each pattern belongs to the first script whose letters it holds."""
    sorted_out: dict[str, list[str]] = {}
    for pattern in patterns:
        script = next(s for s in SCRIPTS if s == "en" or re.search(SCRIPTS[s], pattern))
        sorted_out.setdefault(script, []).append(pattern)
    # Texts are normalised, which writes the Thai vowel of ทำ as two signs.
    return Phrases(
        {
            script: re.compile(unicodedata.normalize("NFKC", "|".join(some)))
            for script, some in sorted_out.items()
        }
    )


BECOMES_AGENT = any_of(
    r"(?:代理店|販売店|ディーラー|特約店|総代理)(?:に|として|を)?(?:なりたい|なります|やり|やら|務め|希望|させ)",
    r"扱わせて|取り扱いたい|仕入れて.{0,6}売り|輸入販売したい|輸入したい",
    r"(?:売ら|販売さ|販売をやら|販売をさ)せて|(?:日本製|御社|貴社|日本の).{0,16}(?:販売したい|売りたい)",
    r"(?:อยาก|สนใจ|ขอ|ต้องการ|ยินดี)(?:จะ)?เป็น(?:ตัวแทน|ดีลเลอร์|ผู้แทน|ผู้จัดจำหน่าย|เอเย่นต์)",
    r"อยากนำเข้า|ต้องการนำเข้า",
    r"ให้เราเป็น(?:ตัวแทน|ดีลเลอร์|ผู้แทน|ผู้จัดจำหน่าย|เอเย่นต์)|นำเข้า.{0,30}มา(?:จำหน่าย|ขาย)|สินค้าญี่ปุ่นมาขาย",
    r"\b(?:become|be|act as|serve as|represent)\b[^.]{0,24}\b(?:distributor|agent|dealer|reseller|representative)\b",
    r"\b(?:wants?|like|wish|hope|ready|happy|glad) to (?:sell for|distribute|represent|import|resell)\b",
)
SELL = any_of(
    r"代理店|販売店|特約店|販売パートナー|共同販売|相互に販売|販売(?:先|網|代行|委託|会社)?を(?:任|担|お願い)",
    r"売ってくれる|商社|販売も|取り?扱って(?:くれる|いただける)|扱ってくれる|販路|工具商|機械商",
    r"を(?:タイ|日本|現地)で(?:販売|売り)",
    r"ตัวแทน|ดีลเลอร์|จัดจำหน่าย|ช่วยขาย|ร่วมขาย|เอเย่นต์|ผู้แทน|นำเข้าและจำหน่าย",
    r"(?:คน|ร้าน|ร้านค้า|บริษัท|พาร์ทเนอร์|พาร์ตเนอร์|เพื่อน|คู่ค้า)(?:ที่|มา|จะ|ช่วย)*ขาย",
    r"\bdistribut(?:or|ors|ion)\b|\bdealers?\b|\bresellers?\b|\b(?:sales|exclusive) (?:agents?|partners?)\b",
    r"\bagents?\b|\btrading (?:company|house|firm)\b|\bimporters?\b",
    r"\b(?:who|that|which|can|could|will|(?:company|firm|partner|shop|someone|trader) to) (?:can |could |will )?"
    r"(?:sell|represent|market|distribute|resell) (?:us|our)\b|\bsales (?:channel|outlet|representative)s?\b",
)
INVEST = any_of(
    r"合弁|出資|資本提携|資本参加|事業承継|後継者?|事業譲渡|譲渡|譲受|m&a|買収|一緒に.{0,12}工場|共同で工場",
    r"ร่วมทุน|ร่วมลงทุน|สืบทอด|รับช่วง|ขายกิจการ|ซื้อกิจการ|ควบรวม|ถือหุ้น",
    r"\bjoint[- ]venture\b|\bjv\b|\bco-?invest|\bequity\b|\bsuccession\b|\bacquisition\b|\btake ?over\b",
    r"\bacquire a\b|\bmerger\b|\bbuy ?out\b|\bshareholder",
)
DEVELOP = any_of(
    r"共同(?:で)?(?:開発|研究|設計|評価|実証)|一緒に(?:開発|量産)|開発パートナー|実証(?:実験)?(?:を|し)|開発したい",
    r"ร่วมพัฒนา|พัฒนาร่วม|ร่วมวิจัย|ร่วมออกแบบ|ร่วมทดลอง|ร่วมทดสอบ",
    r"\bjoint(?:ly)? (?:develop|research|design)|\bco-?develop|\bdevelop(?:ing)? (?:together|with|jointly)",
    r"\bdevelopment partner|\bpilot (?:partner|project)|\bco-?design",
)
KNOW = any_of(
    r"技術(?:移転|供与|提携|導入|指導|協力|支援)|ノウハウ|ライセンス|実施権|特許|研修|講習|教えて|教えます|教育|指導",
    r"学(?:べ|び|ぶ|ばせ)|育成|コンサル|改善(?:指導|支援)|受け入れ",
    r"見学|視察|助言|アドバイス|相談(?:し|に乗|したい|がしたい|相手)|教えに|見に来て|来て(?:ほしい|欲しい|もらい|くれる|いただ)",
    r"(?:技術者|熟練工?|ob|専門家|先生|講師|職人)(?:の方|さん)?(?:を|に|の)(?:派遣|招|来て|紹介|お願い|力)",
    r"ถ่ายทอด|โนว์?ฮาว|ไลเซนส์|สิทธิ|สอน|อบรม|ฝึก|เรียน|ที่ปรึกษา|คำปรึกษา|ผู้เชี่ยวชาญ|โค้ช|ดูงาน|ความรู้",
    r"เทคนิค|วิธี",
    r"แนะนำ(?:เรื่อง|วิธี|การ|ที่|ให้|เรา|$)|และแนะนำ|ชี้แนะ|มาดู(?:ไลน์|งาน|หน้างาน|โรงงาน|เครื่อง)|เยี่ยมชม|ช่วยแก้ปัญหา",
    r"(?:วิศวกร|ช่าง|ครู|อาจารย์|เทคนิเชียน|ช่างเทคนิค)(?:ญี่ปุ่น|ไทย|ที่|ผู้)?(?:มา|ช่วย|เก่ง|เกษียณ)",
    r"\bknow-?how\b|\btechnology transfer\b|\blicen[cs]|\bpatent|\btrain(?:ing|er|ers)?\b|\bteach|\bcoach",
    r"\blearn|\bconsult|\badvice\b|\badvis|\bcourses?\b|\bexpert(?:s|ise)?\b|\binstructors?\b|\bmentor",
    r"\bshow us how\b|\bguide us\b|\bguidance\b|\bretired engineers?\b|\bsee our (?:line|plant|factory|shop)\b",
    r"\bhelp (?:us )?(?:to )?(?:improve|reduce|lower|solve|cut)\b|\b(?:visit|tour)s? (?:to |of )?(?:a|an|your|the)\b",
)
BUYERS = any_of(
    r"(?:お客様|お客さん|顧客|ユーザー?|取引先|販売先|納入先|納め先|供給先|需要家|買い手|発注元)"
    r"(?:を|が|に|様を|企業を|になって)(?:探|求|募|紹介|欲し|ほし|なって|知り)",
    r"(?:当社|弊社|うち|自社|我が社)(?:製|の).{0,24}(?:使って|使う|採用|供給|納め|納入|買って|使用|組み込)",
    r"(?:を|に)(?:供給|納入|納品|販売|提供)したい|採用して(?:くれる|いただける|もらえる)|仕事をください|受注したい",
    r"使って(?:ほしい|欲しい|くれる|いただける|もらえる)|買ってくれる|お使いの(?:会社|工場|企業)",
    r"(?:仕事|注文|受注|案件|引き合い|発注)(?:を|が)(?:探|求|欲し|ほし|受けたい|増や|募|回し|出し|いただ)|受注(?:先|拡大)",
    r"(?:設備|機械|能力|ライン|工場|手)(?:に|が|の)?(?:余力|空き|空いて|余裕)|空き(?:能力|設備|ライン)|売り込み",
    r"(?:หา|มองหา|ต้องการ|อยากได้)\s?(?:ลูกค้า|ผู้ซื้อ|ผู้ใช้|ตลาด|โรงงานที่ใช้|บริษัทที่ใช้)|^\s*ลูกค้า|ลูกค้าญี่ปุ่นที่",
    r"อยากขาย|อยากป้อน|อยากส่ง|เสนอขาย|ที่ต้องการ(?:ใช้|ซื้อ)|ที่จ้างเรา|ส่งงานให้เรา|ให้ใช้.{0,20}ของเรา|ใช้.{0,24}ของเรา",
    r"จ้างเรา|ส่งงาน(?:มา)?ให้|ป้อนงาน|(?:หา|รับ|ต้องการ|อยากได้|ขอ)(?:งาน|ออเดอร์|ออร์เดอร์)(?:เพิ่ม|จาก|มา)"
    r"|(?:ต้องการ|อยากได้|หา|ขอ)(?:ออเดอร์|ออร์เดอร์|คำสั่งซื้อ)|กำลัง(?:การ)?ผลิต(?:ว่าง|เหลือ|ยังว่าง|ยังเหลือ|ส่วนเกิน)",
    r"(?:เครื่อง|ไลน์|โรงงาน)(?:จักร|ผลิต)?.{0,8}ว่าง|หาคน(?:ใช้|ซื้อ)|ผู้ใช้งาน",
    r"\b(?:customers?|users?|buyers?|clients?|adopters?|outlets?|purchasers?)\b"
    r"(?! (?:service|support|drawing|supplied|spec))",
    r"\b(?:companies|firms|makers|factories|plants|manufacturers|brands|shops)\b[^.]{0,12}\b(?:that|which|who|to)\b"
    r"[^.]{0,12}\b(?:use|need|buy|consume|adopt|outsource|require)\b",
    r"\b(?:use|buy|adopt|try)s? our\b",
    r"\b(?:send|give|bring|pass) us\b[^.]{0,12}\b(?:work|orders?|jobs?|parts?|drawings?|enquir|inquir)"
    r"|\b(?:free|spare|open|idle|unused|surplus) (?:\w+ )?capacity\b|\bcapacity (?:is )?(?:free|available|to fill)\b",
    r"\b(?:seek|want|need|receive|take on|looking for|win|get)(?:ing)? (?:more |new )?(?:orders|jobs|work)\b",
    r"\b(?:want|wish|like|looking|hope|seek|seeking) to (?:supply|sell|deliver|export)\b",
)
# Customers who are named, but not sought.
SUPPLIED = any_of(r"customer[- ]supplied", r"customers?' ", r"customer drawing", r"ลูกค้า(?:จัดหา|ส่งแบบ|ส่วนใหญ่)")
MACHINE = any_of(
    r"(?:機械|機|装置|設備|炉|ロボット|ライン)"
    r"(?:$|[、。,/(]|が(?:ほしい|欲しい|必要)|を(?:探|購入|導入|買|求|更新|扱)"
    r"|の(?:購入|導入|メーカー|更新|販売|製造販売|設計製作|製作)|[ \d])",
    r"^\s*(?:ขอ|ต้องการ|อยากได้|หา|มองหา|สนใจ|จัดหา|รับ|ขาย|ซื้อ|ผลิต|ออกแบบ|สร้าง|และ|เช่า|\s)*"
    r"(?:เครื่อง(?!มือ|ใช้|ดื่ม|สำอาง|หมาย|แบบ|แต่ง|หนัง|เรือน)|เตา|หุ่นยนต์|โรบอท|โรบอต)",
    r"มือสอง",
    r"中古",
    r"^[^,.;:]{0,48}\b(?:machines?|equipment|furnaces?|sorters?|robots?|presses|lathes?|ovens?|conveyors?)"
    r"(?=\s*(?:$|[,.;(]|with\b|for\b|from\b|to\b|that\b|\d))",
    r"\bsecond-hand\b|\bused (?:machine|lathe|press|furnace|equipment)",
)
STOCK = any_of(
    r"(?:材料|素材|原料|線材|鋼材|板材|棒材|材|粉末?|ペレット|スクラップ|薬品|薬液|溶剤|塗料|砂|ウェハ|電線|真鍮線)"
    r"(?:$|[、。]|が(?:ほしい|欲しい|必要)|を(?:探|購入|買|求|仕入|調達|供給|扱)"
    r"|の(?:購入|メーカー|販売|製造販売|仕入|調達|供給元))",
    r"^\s*(?:ขอ|ต้องการ|อยากได้|หา|มองหา|สนใจ|จัดหา|จัดซื้อ|ขาย|ซื้อ|ผลิต|นำเข้า|\s)*"
    r"(?:เม็ด|ผง|ลวด|วัตถุดิบ|น้ำยา|สาร|กาว|ทราย|เซลล์(?!เชื่อม)|แกน|สีฝุ่น|ฟิล์ม"
    r"|เหล็ก(?!หล่อ)|แผ่น(?!วงจร|ปรินท์|บอร์ด| ?pcb)|เทป|เรซิน|สายไฟ)",
    r"ตรงจากโรง|วัตถุดิบ",
    r"\b(?:raw materials?|pellets?|powders?|resins?|scrap|ingots?|billets?|bar stock|wafers?|masterbatch|compounds?)\b",
    r"^[^,.;:]{0,40}\b(?:wires?|rods?|sheets?|coils?|foils?|cells?|inks?|adhesives?|chemicals?|steel)\s*(?:$|[,.;(])",
)
