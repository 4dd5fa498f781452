"""The kind of a demonstration statement, read from its words; none where the words do not tell."""

import re

# The first pattern that is found decides, so what is rarer and surer stands first.
KINDS = {
    "ma_succession": r"สืบทอดกิจการ|ซื้อกิจการ|ควบรวม|事業承継|M&A|事業譲渡|succession",
    "joint_venture": r"ร่วมทุน|ร่วมลงทุน|合弁|共同出資|joint venture",
    "tech_license": r"สิทธิใช้งาน|สิทธิเทคโนโลยี|ซื้อสิทธิ|ให้สิทธิ|ライセンス|実施許諾|licen[cs]",
    "training": r"สอน|อบรม|ฝึก|ที่ปรึกษา|คำปรึกษา|ผู้เชี่ยวชาญ|ดูโรงงาน|ดูงาน|研修|指導|教え|見学|人材育成|training",
    "tech_transfer": r"ถ่ายทอด|โนว์ฮาว|ความรู้|技術移転|ノウハウ|know-how",
    "joint_dev": r"ร่วมพัฒนา|พัฒนาร่วม|ร่วมออกแบบ|共同開発|共同設計|共同実証|共同評価|共に開発|実証先|共同開拓",
    "distributor": r"ตัวแทนจำหน่าย|ตัวแทนขาย|ผู้ร่วมขาย|ทำตลาด|代理店|販売権|販売を担う|販売先|拡販|distribut",
    "equipment": r"มือสอง|หาเครื่อง|ขายเครื่อง|เช่าเครื่อง|中古機|中古設備|設備の譲渡|second-hand",
    "contract_mfg": r"รับจ้าง|จ้างผลิต|OEM|委託|受託|外注|量産してくれる|現地製作|contract manufactur",
    "parts": r"ต้องการซื้อ|จัดหา|調達|購入|供給元|仕入|buy |supplier",
}
PATTERNS = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in KINDS.items()}

# The source's two codes for one trade seen from either side.
SOURCE_CODES = {"sell_parts": "parts", "buy_parts": "parts"}


def kind_of(text: str) -> str | None:
    return next((code for code, pattern in PATTERNS.items() if pattern.search(text)), None)
