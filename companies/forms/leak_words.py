"""Words by which texts in three languages give addresses, numbers and names, and words that name nobody."""

import re

# Trades, forms and places that many names share: alone they point to no firm.
GENERIC_LATIN = frozenset(
    re.findall(
        r"\w+",
        """
        precision industry industries industrial engineering works work parts part metal metals steel
        plastic plastics tech technology technologies technic technics machine machinery manufacturing mfg
        products product electric electronics electronic chemical auto automotive mold mould tool tools
        group international trading global asia thai thailand japan siam bangkok tokyo nagano the and of for
        new first general national special food foods rubber casting forging plating coating heat treatment
        service services solution solutions system systems supply seiki seisakusho kogyo kinzoku denki kiko
        giken sangyo tekko kagaku seimitsu kikai shoji gomu kasei seikan
        """,
    )
)
GENERIC_JAPANESE = re.compile(
    r"(?:精機|精密|精工|製作所|工業|鉄工所|鉄工|金属|産業|技研|電機|電子|電気|化学|化成|機械|機工|商事|商会|工作所|製鋼|鋳造|鍛造"
    r"|プレス|ゴム|樹脂|メッキ|鍍金|熱処理|研削|研磨|塗装|テック|エンジニアリング|インダストリー|工機|組)$"
)
GENERIC_THAI = re.compile(
    r"พรีซิชั่?น|อินดัสท?รี่?|อินดัสเตรียล|เอ็นจิเนียริ่?ง|เมทัล|สตีล|พลาสติก|เทค(?:โนโลยี)?|แมชชีน|พาร์ท|อุตสาหกรรม|โลหะ"
    r"|การช่าง|โรงงาน|(?:แห่ง)?ประเทศไทย|ออโต้|โมลด์|กรุ๊ป|เวิร์คส?|อิเล็กทรอนิกส์|เคมี|ยาง|เซอร์วิส|เทรดดิ้ง|แอนด์"
)

EMAIL = re.compile(
    r"[\w.+-]+\s*(?:@|[\[(（]\s*(?:at|アット|แอท)\s*[\])）]|アット(?:マーク)?|แอท|\sat\s)\s*[\w-]+"
    r"(?:\s*(?:\.|[\[(]\s*dot\s*[\])]|\sdot\s|ドット|ดอท)\s*[a-z][\w-]+)+",
    re.I,
)
TLD = r"(?:com|net|org|info|biz|asia|io|co|example|ac|or|go|in|ne|jp|th)"
LINK = re.compile(
    rf"(?:https?://|www\.)\S+|(?<![\w@])[a-z0-9][a-z0-9-]+(?:\.[a-z0-9-]+)*\.{TLD}(?:\.(?:th|jp))?(?![\w])(?:/\S*)?",
    re.I,
)
# Two to four groups of digits, nine to twelve in all; figures with a unit or a decimal point are no number to call.
PHONE = re.compile(
    r"(?<![\d.,±~\-])(?:\(?\+?\(?(?:66|81)\)?[\s\-.()]*(?:\(0\))?|\(?0)\d{1,4}\)?(?:[\s\-.()]{0,2}\d{2,4}){1,4}(?![\d.,]*\d)"
)
SPACED_PHONE = re.compile(r"(?<![\d.,])0(?:[\s\-._・]\d){8,10}(?!\d)")
CALLED = re.compile(
    r"(?:โทร(?:ศัพท์|สาร)?|มือถือ|เบอร์|แฟกซ์|tel(?:ephone)?|phone|mobile|fax|call|デンワ|電話|携帯|ファックス|fax)[\s.:：)番号はหมายเลขที่]*"
    r"(\+?[\d(][\d\s\-().]{5,}\d)",
    re.I,
)
UNIT = re.compile(
    r"^\s*(?:mm|cm|m\b|มม|ซม|µm|um|ミクロン|kg|กก|ton|ตัน|t\b|個|本|枚|台"
    r"|pcs|pieces|ชิ้น|ตัว|อัน|rpm|v\b|hz|บาท|円|thb|jpy|%)",
    re.I,
)
HANDLE = r"@?[a-z0-9][a-z0-9._\-]{2,}"
CHAT = re.compile(
    rf"(?:(?<![a-z])line|ไลน์|ไลน|ライン)\s*(?:(?:id|ไอดี|アイディー)\s*(?:is|คือ|ハ)?\s*[:：=]?\s*{HANDLE}|[:：=]?\s*@[a-z0-9][a-z0-9._\-]{{2,}}"
    rf"|[:：=]\s*(?=[a-z0-9._\-]*[\d_.])[a-z][a-z0-9._\-]{{3,}})"
    rf"|(?:whatsapp|wechat|weixin|微信|telegram|skype|kakao ?talk|facebook|fb"
    rf"|เฟซบุ๊?ก|เฟส|フェイスブック|instagram|ig|ไอจี|インスタ(?:グラム)?)"
    rf"\s*(?:id|ไอดี|page|เพจ)?\s*(?:[:：=]|คือ)\s*[\w@][\w.\-]{{2,}}",
    re.I,
)
ADDRESS = re.compile(
    r"〒\s*\d{3}-?\d{4}|\d+\s*丁目|\d+\s*番地|(?:[都道府県][^\s、。]{1,6}[市区郡][^\s、。]{1,8}(?:町|村|丁目|\d+[-‐ー]\d+))"
    r"|[市区町村][^\s、。]{0,8}\d+[-‐]\d+(?:[-‐]\d+)?"
    r"|(?:บ้าน)?เลขที่\s*\d+(?:/\d+)?|\d+(?:/\d+)?\s*(?:หมู่|ม\.)\s*(?:ที่)?\s*\d+|(?:ถนน|ถ\.|ซอย|ซ\.)\s?[ก-๙]{2,}"
    r"|(?:ต\.|ตำบล|แขวง)\s?[ก-๙]{2,}[\s,]*(?:อ\.|อำเภอ|เขต)\s?[ก-๙]{2,}|(?:จ\.|จังหวัด)\s?[ก-๙]{2,}\s*[1-9]\d{4}(?!\d)"
    r"|(?<![\d.])\d+(?:/\d+)?\s+(?:moo|soi|village no\.?)\s*\.?\s*\d+|\bsoi\s+[a-z]+\s*\d+"
    r"|(?<![\d.])\d+(?:/\d+)?[, ]+(?:[a-z]+ ){1,3}(?:road|rd|street|st|avenue|ave)\b",
    re.I,
)
NUMBER = re.compile(r"(?<!\d)\d(?:[\s-]?\d){12}(?!\d)")
# Thirteen digits are a register's number where such a word or nothing else stands beside them.
MARKED = re.compile(r"([\w฀-๿぀-ヿ一-鿿-]{3,})\s?[®™]")
