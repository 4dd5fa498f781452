"""What a statement states: read when it is saved, corrected by its author, kept through every new reading."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from companies import lifecycle
from companies.conditions import said, words_text
from companies.enums import ConditionCode, Material, Standard
from companies.forms.conditions import rows, words_of
from companies.models import Need, Offer
from companies.models.conditions import checked
from tests.companies.test_statements import NEW, need_values
from tests.factories.companies import NeedFactory, OfferFactory

pytestmark = pytest.mark.django_db
TEXT = "ต้องการเจียระไนเซ็นเตอร์เลสเพลา Ø2–6 มม. ±2 µm ล็อต 500 ชิ้น"
READ = "/th/conditions/read/"


def shown(**cells):
    """The hidden and typed fields of one row, as the browser sends them."""
    code = cells.pop("code")
    return {f"conditions-{code}-{part}": value for part, value in cells.items()}


def values(statement) -> dict:
    return {
        code: "out" if item.get("removed") else (item["source"], item.get("low"), item.get("high"))
        for code, item in statement.conditions.items()
    }


def test_a_text_is_read_when_it_is_saved_without_any_script(client_for, somchai):
    client_for(somchai).post(NEW, need_values(text=TEXT))
    need = Need.objects.get()
    assert values(need) == {
        "tolerance": ("read", None, 2),
        "diameter": ("read", 2, 6),
        "lot": ("read", 500, 500),
    }
    assert need.conditions["diameter"]["text"] == "Ø2–6 มม."
    start, end = need.conditions["diameter"]["spans"][0]
    assert need.text[start:end] == "Ø2–6 มม."


def test_corrections_survive_a_new_reading_and_what_was_left_out_stays_out(client_for, somchai):
    browser = client_for(somchai)
    sent = need_values(text=TEXT)
    sent |= shown(code="tolerance", low="", high="3", was="|2|")
    sent |= shown(code="diameter", low="2", high="6", was="2|6|", out="on")
    sent |= shown(code="lot", low="500", high="500", was="500|500|", sure="on")
    sent |= shown(code="lead_time", low="", high="30", was="||")
    browser.post(NEW, sent)
    expected = {
        "tolerance": ("author", None, 3),
        "diameter": "out",
        "lot": ("author", 500, 500),
        "lead_time": ("author", None, 30),
    }
    need = Need.objects.get()
    assert values(need) == expected
    assert need.conditions["lot"]["text"] == "500 ชิ้น"
    page = browser.get(f"/th/needs/{need.pk}/edit/").content.decode()
    assert 'name="conditions-tolerance-high" id="condition-tolerance-high" value="3"' in page
    lifecycle.save_need(
        need.company, by=somchai, values={"text": TEXT + " φ9mm ล็อต 900 ชิ้น Ra 0.1"}, need=need
    )
    need.refresh_from_db()
    assert values(need) == expected | {"roughness": ("read", 0.1, 0.1)}
    call_command("read_conditions")
    need.refresh_from_db()
    assert values(need) == expected | {"roughness": ("read", 0.1, 0.1)}


def test_a_row_left_as_it_was_read_follows_the_text(client_for, somchai):
    sent = need_values(text="±5 µm") | shown(code="tolerance", low="", high="2", was="|2|")
    client_for(somchai).post(NEW, sent)
    assert values(Need.objects.get()) == {"tolerance": ("read", None, 5)}


@pytest.mark.parametrize(
    ("row", "typed"),
    [
        (shown(code="diameter", low="6", high="2", was="||"), 'value="6"'),
        (shown(code="diameter", low="wide", high="", was="||"), 'value="wide"'),
        (shown(code="diameter", low="-1", high="", was="||"), 'value="-1"'),
        (shown(code="diameter", low="inf", high="", was="||"), 'value="inf"'),
        (shown(code="diameter", low="1e99", high="", was="||"), 'value="1e99"'),
        (shown(code="sheet", low="5", high="", was="||"), 'value="5"'),
        (shown(code="material", words="ไม้สัก", was="||"), 'value="ไม้สัก"'),
    ],
)
def test_a_slip_is_named_and_what_was_typed_stays(client_for, somchai, row, typed):
    answer = client_for(somchai).post(NEW, need_values() | row)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["conditions"]
    assert typed in page
    assert 'aria-invalid="true"' in page
    assert not Need.objects.exists()


def test_thai_and_full_width_digits_are_digits(client_for, somchai):
    sent = need_values(text="เจียระไน") | shown(code="lot", low="๑,๐００", high="", was="||")
    client_for(somchai).post(NEW, sent)
    assert values(Need.objects.get()) == {"lot": ("author", 1000, None)}


def test_rows_are_read_live_and_keep_what_the_author_said(client_for, somchai):
    browser = client_for(somchai)
    sent = {"text": "±5 µm SUS304"} | shown(code="tolerance", low="", high="3", was="|2|")
    page = browser.post(READ, sent).content.decode()
    assert 'id="condition-tolerance-high" value="3"' in page
    assert 'id="condition-material-words" value="SUS304"' in page
    sent = {"text": "±5 µm"} | shown(code="tolerance", low="", high="2", was="|2|")
    page = browser.post(READ, sent).content.decode()
    assert 'id="condition-tolerance-high" value="5"' in page
    assert 'name="conditions-tolerance-was" value="|5|"' in page


def test_what_was_left_out_shows_to_be_brought_back():
    kept = {"tolerance": {"removed": True, "source": "author"}}
    row = next(row for row in rows("±5 µm", {}, kept) if row.code == "tolerance")
    assert (row.is_removed, row.is_shown, row.typed.high) == (True, True, "5")


@pytest.mark.parametrize(
    "conditions",
    [
        [],
        "tolerance",
        {"colour": {"low": 1, "source": "read"}},
        {"tolerance": {"low": 1}},
        {"tolerance": {"low": "1", "source": "read"}},
        {"tolerance": {"low": True, "source": "read"}},
        {"tolerance": {"low": float("nan"), "source": "read"}},
        {"tolerance": {"low": -1, "source": "read"}},
        {"tolerance": {"low": 2, "high": 1, "source": "read"}},
        {"tolerance": {"source": "read"}},
        {"tolerance": {"removed": True, "source": "read"}},
        {"tolerance": {"removed": True, "low": 1, "source": "author"}},
        {"material": {"words": [], "source": "read"}},
        {"material": {"words": [5], "source": "read"}},
        {"tolerance": {"low": 1, "source": "read", "more": 1}},
    ],
)
def test_nothing_else_is_ever_written(conditions):
    with pytest.raises(ValidationError):
        checked(conditions)
    with pytest.raises(ValidationError):
        OfferFactory(conditions=conditions)


def test_the_database_refuses_what_is_no_object():
    offer = OfferFactory()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE companies_offer SET conditions = '[]' WHERE id = %s", [offer.pk])


def test_statements_of_before_are_read_by_the_command(capsys):
    offer, need = OfferFactory(text="±5µm"), NeedFactory(text="Ra 0.1", conditions={})
    call_command("read_conditions", "--missing")
    offer.refresh_from_db()
    need.refresh_from_db()
    assert values(offer) == {"tolerance": ("read", None, 5)}
    assert need.conditions == {}
    assert capsys.readouterr().out == "offer: 1 read, 1 changed\nneed: 0 read, 0 changed\n"


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("th", ["±2 µm", "Ø 2–6 มม.", "500 ชิ้น ขึ้นไป", "ไม่เกิน 30 วัน", "สเตนเลส หรือ A5052"]),
        ("ja", ["±2 µm", "Ø 2–6 mm", "500 個以上", "30 日以下", "ステンレス鋼 または A5052"]),
        ("en", ["±2 µm", "Ø 2–6 mm", "500 pieces or more", "30 days at most", "Stainless steel or A5052"]),
    ],
)
def test_a_condition_is_said_in_the_readers_language(lang, texts):
    items = [
        ("tolerance", {"high": 2}),
        ("diameter", {"low": 2, "high": 6}),
        ("lot", {"low": 500}),
        ("lead_time", {"high": 30}),
        ("material", {"words": ["stainless", "A5052"], "any_of": True}),
    ]
    with translation.override(lang):
        assert [said(code, item) for code, item in items] == texts


@pytest.mark.parametrize("lang", ["th", "ja", "en"])
@pytest.mark.parametrize(("code", "names"), [("material", Material.values), ("certificate", Standard.values)])
def test_every_name_shown_is_one_that_may_be_typed(lang, code, names):
    with translation.override(lang):
        for name in names:
            assert words_of(ConditionCode(code), words_text(code, [name]))["words"] == [name]


def test_machines_read_and_write_conditions(client_for, somchai):
    browser = client_for(somchai)
    body = need_values(text=TEXT, capabilities=["centerless-grinding"]) | {
        "conditions": {
            "tolerance": {"high": 3},
            "lot": {"removed": True},
            "material": {"words": ["stainless"]},
        }
    }
    answer = browser.post("/api/v1/needs/", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    found = answer.json()["conditions"]
    assert found["tolerance"] == {"high": 3.0, "low": None, "source": "author"} | found["tolerance"]
    assert found["lot"]["removed"]
    assert found["material"]["words"] == ["stainless"]
    assert found["diameter"]["source"] == "read"
    need = Need.objects.get()
    wrong = browser.patch(
        f"/api/v1/needs/{need.pk}/",
        {"conditions": {"colour": {"low": 1}}},
        content_type="application/json",
        headers={"If-Match": answer["ETag"]},
    )
    assert wrong.status_code == 400
    assert list(wrong.json()["errors"]) == ["conditions"]
    kept = browser.patch(
        f"/api/v1/needs/{need.pk}/",
        {"text": "เจียระไน"},
        content_type="application/json",
        headers={"If-Match": answer["ETag"]},
    )
    assert list(kept.json()["conditions"]) == ["tolerance", "material", "lot"]
    assert Offer.objects.count() == 0
