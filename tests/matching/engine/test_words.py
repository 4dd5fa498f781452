"""Words of the tree in any spelling, at word boundaries, in their parts; kinds in three languages."""

import pytest

from matching.engine.kinds import ANSWERS, BY_KIND, KINDS, kind_of
from matching.engine.reading import suggest_capabilities
from matching.engine.roles import APPLICATION, MAIN, RULED_OUT, weights
from matching.engine.tags import Taxonomy
from matching.engine.text import normalise, script_language
from matching.engine.words import fold_words
from matching.evaluation.files import read_taxonomy

TREE = Taxonomy(read_taxonomy())


def first(text: str) -> str:
    return suggest_capabilities(text, TREE)[0].slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("めっき", "plating"),
        ("メッキ", "plating"),
        ("ねじ", "cold-heading"),
        ("板金", "sheet-metal"),
        ("鋳造", "casting"),
        ("鍛造", "forging-forming"),
        ("ばね", "spring-forming"),
        ("金型", "mould-die"),
        ("巻線", "coil-winding"),
        ("塗装", "painting"),
        ("旋盤", "turning"),
        ("歯車", "gear-cutting"),
        ("溶接", "joining"),
        ("ชุบ", "plating"),
        ("กลึง", "turning"),
        ("งานกลึง", "turning"),
        ("หล่อ", "casting"),
        ("เชื่อม", "joining"),
        ("ไวร์คัท", "wire-edm"),
        ("พ่นสี", "painting"),
        ("สปริง", "spring-forming"),
        ("ฉีดพลาสติก", "injection-moulding"),
        ("plating", "plating"),
        ("castings", "casting"),
        ("aluminium die casting", "aluminium-die-casting"),
    ],
)
def test_a_trade_of_one_word_is_read(text, slug):
    assert first(text) == slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("injection moulds", "injection mold"),
        ("fibre-optic", "fiber optic"),
        ("anodising", "anodizing"),
        ("温度センサー", "温度センサ"),
        ("ニッケルメッキ", "ニッケルめっき"),
        ("ไดคาสติ้ง", "ไดคาสติง"),
        ("5 軸", "5軸"),
        ("กลึง CNC", "กลึงcnc"),
    ],
)
def test_spellings_of_one_word_are_one(one, other):
    assert fold_words(normalise(one)).text == fold_words(normalise(other)).text


@pytest.mark.parametrize("text", ["น้ำมันหล่อลื่น", "เชื่อมต่ออินเทอร์เน็ต", "ねじれ試験", "リレーション管理"])
def test_a_piece_of_another_word_is_no_trade(text):
    found = [hit.slugs for hit in TREE.words.find(text)]
    assert ("casting",) not in found
    assert ("joining",) not in found
    assert ("cold-heading",) not in found
    assert ("relay-switch",) not in found


@pytest.mark.parametrize(
    ("text", "word", "part"),
    [
        ("亜鉛めっきは行っておりません", "亜鉛めっき", RULED_OUT),
        ("ไม่รับชุบสังกะสี", "ชุบสังกะสี", RULED_OUT),
        ("all machining except wire EDM", "wire EDM", RULED_OUT),
        ("コネクタ用のめっき", "コネクタ", APPLICATION),
        ("กลึงพินสำหรับคอนเนกเตอร์", "คอนเนกเตอร์", APPLICATION),
        ("plating for connectors", "connectors", APPLICATION),
        ("コネクタ用のめっき", "めっき", MAIN),
    ],
)
def test_what_a_trade_is_for_and_what_is_ruled_out_count_less(text, word, part):
    hits = TREE.words.find(text)
    words = [normalise(text)[hit.start : hit.end] for hit in hits]
    factors = dict(zip(words, weights(normalise(text), hits), strict=True))
    assert factors[word] == part


@pytest.mark.parametrize(
    ("text", "side", "kind"),
    [
        ("タイで当社の軸受を売ってくれる代理店を募集", "need", "sell"),
        ("หาตัวแทนจำหน่ายปั๊มในญี่ปุ่น", "need", "sell"),
        ("Distributor wanted for our pumps in Japan", "need", "sell"),
        ("切削工具の代理店になりたい", "need", "make"),
        ("อยากเป็นตัวแทนจำหน่ายเซนเซอร์ญี่ปุ่น", "need", "make"),
        ("We want to become a distributor of Japanese sensors", "need", "make"),
        ("当社の軸受を使ってくれるお客様を探しています", "need", "buyers"),
        ("หาลูกค้าที่ใช้แม่เหล็ก", "need", "buyers"),
        ("Users of our linear encoders", "need", "buyers"),
        ("中古の射出成形機を購入したい", "need", "machine"),
        ("หาเครื่องตัดเลเซอร์มือสอง", "need", "machine"),
        ("Vacuum furnace for hardening", "need", "machine"),
        ("再生樹脂ペレットを調達したい", "need", "stock"),
        ("เม็ดพลาสติก ABS", "need", "stock"),
        ("焼入れの技術指導をしてほしい", "need", "know"),
        ("หาคนสอนเชื่อมอะลูมิเนียม", "need", "know"),
        ("共同開発の相手", "need", "develop"),
        ("ร่วมทุนตั้งโรงชุบ", "need", "invest"),
        ("รับกลึงเพลา", "offer", "open"),
        ("旋盤加工", "offer", "open"),
    ],
)
def test_a_kind_is_read_where_its_author_named_none(text, side, kind):
    assert kind_of(None, text, side) == kind


def test_what_an_author_chose_is_kept_and_only_its_direction_is_read():
    assert kind_of("training", "切削工具の代理店", "need") == "know"
    assert kind_of("distributor", "อยากเป็นตัวแทนจำหน่ายเซนเซอร์ญี่ปุ่น", "need") == "make"
    assert kind_of("distributor", "軸受の代理店を募集", "need") == "sell"


def test_every_kind_is_answered_best_by_its_own():
    assert ANSWERS.shape == BY_KIND.shape == (len(KINDS), len(KINDS))
    assert (ANSWERS > 0).all()
    assert (ANSWERS <= 1).all()
    for kind in ("machine", "stock", "know", "develop", "invest", "sell"):
        row = KINDS.index(kind)
        assert ANSWERS[row, row] == ANSWERS[row].max()


@pytest.mark.parametrize(
    ("text", "lang"),
    [("SUS304 旋盤", "ja"), ("กลึง CNC", "th"), ("CNC turning", "en"), ("", "en"), ("😀", "en")],
)
def test_the_language_of_a_text_is_that_of_its_letters(text, lang):
    assert script_language(text) == lang


@pytest.mark.parametrize(
    ("text", "slug", "factor"),
    [
        ("円筒研削・センタレス研削", "cylindrical-grinding", MAIN),
        ("精密板金(ステンレス)", "sheet-metal", MAIN),
        ("順送型で量産プレス", "progressive-die", MAIN),
        ("めっきレス", "plating", RULED_OUT),
        ("Sub-contractor in Thailand for milled aluminium", "milling", MAIN),
        ("specialised in electroplating", "plating", MAIN),
        ("a tray for electroplating", "plating", APPLICATION),
    ],
)
def test_less_is_a_word_of_its_own_and_a_supplier_for_a_trade_is_no_application(text, slug, factor):
    hits = TREE.words.find(normalise(text))
    roles = [
        role for hit, role in zip(hits, weights(normalise(text), hits), strict=True) if slug in hit.slugs
    ]
    assert roles == [factor]


def test_what_a_trade_is_for_does_not_lead_although_it_is_named_first():
    assert first("モータ用の巻線受託") == "coil-winding"
