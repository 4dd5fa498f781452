"""Thailand's holidays in Japanese, which the package `holidays` has in Thai and English only."""

# How the package says that a day is off in place of a holiday on a weekend, and how it joins two holidays of one day.
IN_LIEU, JOINED = " (in lieu)", "; "
IN_JAPANESE = {
    "Asarnha Bucha": "三宝節",
    "Bridge Public Holiday": "特別休日",
    "Buddhist Lent Day": "入安居",
    "Chakri Memorial Day": "チャクリー王朝記念日",
    "Constitution Day": "憲法記念日",
    "Coronation Day": "戴冠記念日",
    "HM King Bhumibol Adulyadej Memorial Day": "プミポン前国王記念日",
    "HM King Bhumibol Adulyadej the Great's Birthday": "プミポン前国王誕生日",
    "HM King Chulalongkorn Memorial Day": "チュラロンコーン大王記念日",
    "HM King Maha Vajiralongkorn's Birthday": "国王誕生日",
    "HM Queen Sirikit The Queen Mother's Birthday": "シリキット王太后誕生日",
    "HM Queen Suthida's Birthday": "王妃誕生日",
    "Makha Bucha": "万仏節",
    "National Children's Day": "子供の日",
    "National Day": "国家の日",
    "National Father's Day": "父の日",
    "National Labor Day": "労働者の日",
    "National Mother's Day": "母の日",
    "New Year's Day": "元日",
    "New Year's Eve": "大晦日",
    "Songkran Festival": "ソンクラーン（タイ正月）",
    "Visakha Bucha": "仏誕節",
}


def in_japanese(name: str) -> str | None:
    """None where a part of the name is not known."""
    parts = [part.removesuffix(IN_LIEU) for part in name.split(JOINED)]
    if not all(part in IN_JAPANESE for part in parts):
        return None
    instead = "（振替休日）" if name.endswith(IN_LIEU) else ""
    return "・".join(IN_JAPANESE[part] for part in parts) + instead
