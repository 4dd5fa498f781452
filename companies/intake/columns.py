"""The columns a file of companies may have: what each means, how it is headed, and how its cells are read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.intake import values
from companies.intake.values import Known

READERS = ("th", "ja", "en")
BRACKETS = re.compile(r"\(.*?\)")
NOT_IN_HEADINGS = re.compile(r"[\s*＊※:：._\-/・]+")


@dataclass(frozen=True)
class ImportColumn:
    """`title` and `aliases` are headings we know; `example` is what the template shows, by country."""

    name: str
    title: str | Promise
    read: Callable[[object, Known], object]
    explanation: str | Promise
    aliases: tuple[str, ...] = ()
    required: bool = False
    example: tuple[str, str] = ("", "")


def column(name: str, title: str | Promise, read: Callable, explanation: str | Promise, aliases: str, **more):
    return ImportColumn(name, title, read, explanation, tuple(aliases.split("|")), **more)


TEXT = _("Text.")
COLUMNS = [
    column(
        "external_id",
        _("Key in your list"),
        values.text(60),
        _(
            "Names the company in your own list and never changes. With it the same file changes nothing twice."
        ),
        "external id|id|key|no|code|รหัส|เลขที่|ลำดับ|รหัสบริษัท|รหัสสมาชิก|管理番号|番号|企業コード|会員番号|整理番号",
        required=True,
        example=("DIP-00123", "SMRJ-00123"),
    ),
    column(
        "name_native",
        _("company name"),
        values.text(200),
        _("As registered, in Thai or Japanese."),
        "name|company|company name|firm|ชื่อ|ชื่อบริษัท|ชื่อสถานประกอบการ|"
        "ชื่อนิติบุคคล|ชื่อภาษาไทย|会社名|企業名|社名|商号|名称|法人名",
        required=True,
        example=("บริษัท ตัวอย่างการช่าง จำกัด", "株式会社見本製作所"),
    ),
    column(
        "name_roman",
        _("company name in Latin letters"),
        values.text(200),
        _("As on the English business card."),
        "name in english|english name|name en|ชื่อภาษาอังกฤษ|ชื่อบริษัทภาษาอังกฤษ|英文名|英語名|英文社名|会社名英語|ローマ字",
        required=True,
        example=("Tuayang Engineering Co., Ltd.", "Mihon Seisakusho Co., Ltd."),
    ),
    column(
        "name_kana",
        _("reading in kana"),
        values.text(200),
        _("For Japanese companies, so that names sort rightly."),
        "kana|furigana|フリガナ|ふりがな|カナ|読み|読み仮名|会社名カナ|คำอ่านคานะ",
        example=("", "ミホンセイサクショ"),
    ),
    column(
        "registration_number",
        _("registration number"),
        values.registration_number,
        _("13 digits, checked by its check digit. Format the column as text, so that a first 0 stays."),
        "registration|tax id|corporate number|juristic id|เลขทะเบียน|"
        "เลขทะเบียนนิติบุคคล|เลขนิติบุคคล|ทะเบียนเลขที่|เลขประจำตัวผู้เสียภาษี|法人番号|登録番号",
        example=("0105500000003", "7000012050002"),
    ),
    column(
        "location",
        _("province or prefecture"),
        values.place,
        _("A name or code of the sheet of allowed values, in any of the three languages."),
        "province|prefecture|location|จังหวัด|ที่ตั้ง|都道府県|所在地都道府県|県|県名",
        required=True,
        example=("TH-11", "JP-20"),
    ),
    column(
        "city_native",
        _("city or district"),
        values.text(120),
        TEXT,
        "city|district|amphoe|อำเภอ|เขต|อำเภอเขต|市区町村|市町村",
        example=("บางพลี", "諏訪市"),
    ),
    column(
        "city_roman",
        _("city in Latin letters"),
        values.text(120),
        TEXT,
        "city en|อำเภอภาษาอังกฤษ|市区町村英語|市区町村ローマ字",
        example=("Bang Phli", "Suwa"),
    ),
    column(
        "address",
        _("address"),
        values.text(300),
        _("Shown to nobody outside until both companies agreed."),
        "street|ที่อยู่|住所|所在地",
        example=("99/1 หมู่ 4", "四賀1-2-3"),
    ),
    column(
        "founded_year",
        _("founded in (CE)"),
        values.year,
        _("A year or a date: 1998, พ.ศ. 2541, 平成10年 and 24/11/2541 are all understood."),
        "founded|established|year founded|founded in|ปีที่ก่อตั้ง|ก่อตั้ง|ปีก่อตั้ง|"
        "วันที่จดทะเบียน|วันที่จัดตั้ง|設立|設立年|創業|創業年|設立年月日|設立日",
        example=("พ.ศ. 2541", "平成10年"),
    ),
    column(
        "employees",
        _("employees"),
        values.whole_number(0, 1_000_000),
        _("A whole number."),
        "staff|headcount|จำนวนพนักงาน|พนักงาน|จำนวนคนงาน|従業員数|従業員|社員数",
        example=("45", "38"),
    ),
    column(
        "capital_amount",
        _("capital"),
        values.whole_number(0, 10**15),
        _("In THB for Thai companies, in JPY for Japanese ones. 5 ล้าน and 1,000万円 are understood."),
        "registered capital|ทุนจดทะเบียน|ทุน|資本金",
        example=("5000000", "1000万円"),
    ),
    column(
        "clusters",
        _("clusters and subsectors"),
        values.some_of("clusters"),
        _("Codes or names of the sheet of allowed values; several are divided by a semicolon."),
        "cluster|sector|industry|คลัสเตอร์|สาขา|ประเภทอุตสาหกรรม|อุตสาหกรรม|クラスター|業種|分野",
        example=("MC", "EE"),
    ),
    column(
        "profile_lang",
        _("Language of the text"),
        values.text_language,
        _("th, ja or en. Left out, the text is in the language of the country."),
        "language|text language|ภาษา|ภาษาของข้อความ|言語|本文の言語",
        example=("th", "ja"),
    ),
    column(
        "profile",
        _("about the company"),
        values.text(4000, lines=True),
        _("What it makes and does, in its own words."),
        "profile|about|description|business|รายละเอียด|เกี่ยวกับบริษัท|ลักษณะธุรกิจ|ข้อมูลบริษัท|会社概要|事業内容|概要",
        example=("รับงานกลึงและกัดชิ้นส่วนอะลูมิเนียม", "アルミ部品の切削加工"),
    ),
    column(
        "profile_en",
        _("about the company, in English"),
        values.text(4000, lines=True),
        TEXT,
        "profile en|about en|รายละเอียดภาษาอังกฤษ|事業内容英語|会社概要英語",
        example=("Turning and milling of aluminium parts", "Machining of aluminium parts"),
    ),
    column(
        "website",
        _("website"),
        values.web_address,
        _("With or without https://."),
        "web|url|homepage|เว็บไซต์|เวปไซต์|ホームページ|ウェブサイト|hp",
        example=("https://example.co.th", "https://example.co.jp"),
    ),
    column(
        "languages",
        _("Languages it works in"),
        values.some_of("languages"),
        _("Several are divided by a semicolon."),
        "spoken languages|ภาษาที่ใช้|ภาษาที่ใช้ทำงาน|対応言語",
        example=("th;en", "ja;en"),
    ),
    column(
        "export_level",
        _("Exports"),
        values.one_of("exports"),
        _("A word of the sheet of allowed values."),
        "export|การส่งออก|ส่งออก|輸出",
        example=("direct", "none"),
    ),
    column(
        "thai_base",
        _("has a base in Thailand"),
        values.flag,
        _("yes or no; for Japanese companies."),
        "thai base|ฐานในประเทศไทย|タイ拠点|タイ拠点の有無",
        example=("", "yes"),
    ),
    column(
        "contact_name",
        _("contact person"),
        values.text(120),
        _("Shown to nobody outside until both companies agreed."),
        "contact|contact name|ผู้ติดต่อ|ชื่อผู้ติดต่อ|担当者|担当者名|連絡担当",
        example=("คุณตัวอย่าง", "見本 太郎"),
    ),
    column(
        "contact_email",
        _("contact e-mail"),
        values.email,
        _("Shown to nobody outside until both companies agreed."),
        "email|e-mail|mail|อีเมล|อีเมล์|メール|メールアドレス|電子メール",
        example=("info@example.co.th", "info@example.co.jp"),
    ),
    column(
        "contact_phone",
        _("contact telephone"),
        values.text(40),
        _("Format the column as text, so that a first 0 stays."),
        "phone|telephone|tel|mobile|โทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|โทร|電話|電話番号|tel番号",
        example=("02-000-0000", "0266-00-0000"),
    ),
    column(
        "verified_on",
        _("verified by the source on"),
        values.past_day,
        _("The day the source last verified the company; dates of every era are understood."),
        "verified|verified on|checked on|วันที่ตรวจสอบ|ตรวจสอบเมื่อ|確認日|確認年月日",
        example=("24/11/2568", "令和7年11月24日"),
    ),
]
BY_NAME = {one.name: one for one in COLUMNS}
REQUIRED = tuple(one.name for one in COLUMNS if one.required)
# What is written down of the source and not of the firm.
OF_THE_SOURCE = frozenset({"external_id", "verified_on"})
SETS = frozenset({"clusters"})


def heading_key(text: str) -> str:
    """Headings are compared without case, width, spaces and marks."""
    return NOT_IN_HEADINGS.sub("", unicodedata.normalize("NFKC", text).casefold())


def meaning_of(heading: str) -> str:
    """The column a heading names, with what stands in brackets or without it; empty when we do not know it."""
    key = heading_key(heading)
    return headings().get(key) or headings().get(BRACKETS.sub("", key), "")


@lru_cache(maxsize=1)
def headings() -> Mapping[str, str]:
    """Every known heading, folded, in three languages -> the column's name."""
    found: dict[str, str] = {}
    for one in COLUMNS:
        for alias in (one.name, *one.aliases):
            found.setdefault(heading_key(alias), one.name)
    for language in READERS:
        with translation.override(language):
            for one in COLUMNS:
                found[heading_key(str(one.title))] = one.name
    return found
