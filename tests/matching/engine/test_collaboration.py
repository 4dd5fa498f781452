"""Kinds of cooperation read from a text in three languages, and whether it seeks or offers."""

import pytest

from matching.engine.collaboration import read_types, reads_as

KINDS = [
    ("parts", "ต้องการซื้อสลักเกลียวสแตนเลส M6"),
    ("parts", "精密ばねを供給します。"),
    ("parts", "ステンレスねじの調達先を探しています"),
    ("parts", "We want to buy stainless bolts"),
    ("parts", "เราจำหน่ายสปริงความแม่นยำสูง"),
    ("contract_mfg", "หาโรงงานรับจ้างผลิตเพลาเจียระไน"),
    ("contract_mfg", "รับจ้างกลึงชิ้นส่วนอะลูมิเนียม"),
    ("contract_mfg", "シャフト研削の委託先を探しています"),
    ("contract_mfg", "アルミ切削加工を受託します"),
    ("contract_mfg", "Contract manufacturing of die-cast housings"),
    ("tech_license", "ต้องการสิทธิใช้เทคโนโลยีการเคลือบ DLC"),
    ("tech_license", "DLC成膜技術のライセンスを供与します"),
    ("tech_license", "We license our coating patent"),
    ("joint_dev", "หาผู้ร่วมพัฒนาเซ็นเซอร์วัดความชื้น"),
    ("joint_dev", "湿度センサーの共同開発の相手を探しています"),
    ("joint_dev", "Seeking a partner to develop a humidity sensor together"),
    ("distributor", "หาตัวแทนจำหน่ายเครื่องวัดในญี่ปุ่น"),
    ("distributor", "タイの販売代理店を探しています"),
    ("distributor", "Looking for a distributor in Japan"),
    ("tech_transfer", "ต้องการรับถ่ายทอดเทคโนโลยีชุบแข็ง"),
    ("tech_transfer", "真空浸炭の技術移転を希望しています"),
    ("tech_transfer", "Technology transfer of vacuum carburising"),
    ("training", "หาที่ปรึกษาด้าน TPM มาฝึกอบรมหัวหน้างาน"),
    ("training", "金型保全の研修を行います"),
    ("training", "Training for mould maintenance staff"),
    ("back_up", "หาโรงงานสำรองยามฉุกเฉินสำหรับงานชุบ"),
    ("back_up", "めっき工程の緊急時の代替生産先を探しています"),
    ("back_up", "Back-up plant for our plating line"),
    ("joint_venture", "หาผู้ร่วมทุนตั้งโรงงานในระยอง"),
    ("joint_venture", "タイで合弁の相手を探しています"),
    ("ma_succession", "หาผู้สืบทอดกิจการโรงกลึง"),
    ("ma_succession", "事業承継の相手を探しています"),
    ("equipment", "หาเครื่องจักรมือสองสำหรับปั๊มโลหะ"),
    ("equipment", "中古機のプレスを探しています"),
    ("equipment", "Looking for a used press, 400 t"),
]
SIDES = [
    ("need", "ต้องการเจียระไนเพลา"),
    ("need", "研削の委託先を探しています"),
    ("need", "We are looking for a plating shop"),
    ("offer", "รับจ้างเจียระไนเพลา Ø2–6 มม."),
    ("offer", "研削加工を承ります。"),
    ("offer", "We make precision shafts"),
    ("offer", "当社の治具を使ってくれる会社を探しています"),
    (None, "เจียระไนเพลา Ø2–6 มม."),
    (None, "センタレス研削 φ2"),
    (None, ""),
]


@pytest.mark.parametrize(("kind", "text"), KINDS)
def test_the_first_kind_read_is_the_one_meant(kind, text):
    assert read_types(text)[:1] == [kind]


@pytest.mark.parametrize("text", ["", "φ3", "ทดสอบ", "アルミ A5052"])
def test_a_text_that_does_not_say_is_left_to_its_author(text):
    assert read_types(text) == []


@pytest.mark.parametrize(("side", "text"), SIDES)
def test_whether_it_seeks_or_offers(side, text):
    assert reads_as(text) == side
