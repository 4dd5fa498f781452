"""What part a word plays in its sentence: the trade itself, what it is for, or what is ruled out."""

import re
import unicodedata
from collections.abc import Sequence

from matching.engine.words import Hit

# What a trade is for, or of, tells less than the trade.
APPLICATION, POSSESSOR, RULED_OUT, MAIN = 0.45, 0.75, 0.0, 1.0


def normalised(pattern: str) -> re.Pattern[str]:
    """Compiled as texts are normalised, which writes the Thai vowel of ทำ as two signs."""
    return re.compile(unicodedata.normalize("NFKC", pattern))


CLAUSE = re.compile(r"[。;\n!?]|\.\s|、(?!.{0,12}(?:以外|不可|ません|しない))")
NOT_AFTER = normalised(
    r"^[^。;\n、]{0,8}?(?:は|も|を|の)?[^。;\n、]{0,8}?"
    r"(?:ません|しない|やらない|やっていない|不可|不要|以外|を除く|除外|なし\b|できない|お断り|ではなく|でなく)"
    r"|^レス"
    r"|^[^.;\n,]{0,14}\b(?:not (?:available|offered|done|included|required|needed)|excluded|is not|are not)\b"
    r"|^\S{0,20}\s?(?:ไม่รับ|ไม่ทำ|ไม่มี|ไม่ได้ทำ|ไม่ต้อง)"
)
NOT_BEFORE = normalised(
    r"(?:ไม่(?:ใช่|รับ|ทำ|มี|ได้ทำ|เอา|รวม|ต้องการ|ขาย)|ยกเว้น|นอกจาก|นอกเหนือจาก|แทนที่?|ไม่ใช่งาน)(?:งาน|การ|ทำ|ผลิต|รับ)?\s?\S{0,6}$"
    r"|\b(?:no|not|except|except for|other than|without|excluding|rather than|instead of|don't do|do not do|never)"
    r"(?:\s(?:the|a|an|any|for|do|offer))?(?:\s\w+)?\s$"
)
FOR_AFTER = re.compile(
    r"^(?:用(?![意途紙])|向け|向(?!上)|業界|産業|業者|部品用|(?:加工)?(?:メーカー|会社|工場|企業)(?:様)?(?:の|向け|で)|などの|関連"
    r"|機用|機向け|に(?:使う|使用|使える|載せる|組み込む|施す)|で使う|への|のための|ラインに|を(?:使う|作る|扱う|持つ))"
)
FOR_BEFORE = normalised(
    r"(?:สำหรับ|ใช้(?:กับ|ใน|ทำ)?|ให้(?:กับ)?|เพื่อ|ใส่ใน|ใน(?:งาน|โรงงาน|เครื่อง)?|ของ|เข้ากับ|ป้อน|ก่อน|หลัง)\s?\S{0,5}$"
    r"|\b(?:for|used in|used for|into|inside|in|to|before|after|on)(?:\s(?:the|a|an|our|your|their))?(?:\s[\w-]+)?\s$"
)
# "A supplier for plating", "specialised in plating": what is sought or done, not what it is for.
ITSELF_BEFORE = normalised(
    r"\b(?:looking|search(?:ing)?|suppliers?|(?:sub-?)?contractors?|partners?|makers?|manufacturers?|sources?"
    r"|shops?|vendors?|compan(?:y|ies)|firms?|factor(?:y|ies)|plants?|capacity|quot(?:e|ation)s?|demand|asking"
    r"|speciali[sz](?:ed|ing|ts?)|experts?|expertise|experience[d]?|engaged|skilled|know-?how|interested|invest(?:ing)?)"
    r"\b[^.;,]{0,24}\b(?:for|in|to)\b[^.;,]{0,14}$"
    r"|(?:เชี่ยวชาญ|ชำนาญ|ถนัด|ประสบการณ์|ความรู้)\S{0,8}(?:ใน|ด้าน)\S{0,6}$"
)
OF_AFTER = re.compile(r"^(?:加工品?|部品|製品)?(?:の|、(?=[^。]*の))")


def weights(text: str, hits: Sequence[Hit]) -> list[float]:
    """A factor in [0, 1] for each hit in a normalised text."""
    lowered = text.lower()
    return [weight(lowered, hit, hits) for hit in hits]


def weight(text: str, hit: Hit, hits: Sequence[Hit]) -> float:
    before, after = text[max(0, hit.start - 40) : hit.start], text[hit.end : hit.end + 40]
    if NOT_AFTER.match(after) or NOT_BEFORE.search(before):
        return RULED_OUT
    if FOR_AFTER.match(after) or (FOR_BEFORE.search(before) and not ITSELF_BEFORE.search(before)):
        return APPLICATION
    is_followed = any(other.start > hit.start for other in hits)
    return POSSESSOR if is_followed and OF_AFTER.match(after) else MAIN
