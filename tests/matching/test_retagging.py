"""A word added or removed counts at once, and only what it touches is read anew."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from companies import vocabulary
from companies.models import Capability, CapabilityEvent, Company
from matching import market, retagging
from matching.engine.reading import suggest_capabilities
from matching.models import PartnerSearch, TextVector
from outbox.models import Job
from tests.factories.companies import CapabilityFactory, CompanyFactory, NeedFactory, OfferFactory
from tests.matching.market import capability, work_off

pytestmark = pytest.mark.django_db(transaction=True)
SLANG = "ขัดเพลาไร้ศูนย์"
TEXT = f"รับ{SLANG} ส่งไว"
ELSEWHERE = "ทำอาหารกล่อง"


def firm_offering(text: str, *capabilities: Capability) -> Company:
    company = CompanyFactory()
    OfferFactory(company=company, text=text, lang="th", capabilities=list(capabilities))
    return company


def words_read(text: str) -> dict[str, float]:
    return dict(TextVector.objects.get(text=text).tags)


def add_word(by, word: str = SLANG) -> None:
    row = capability()
    vocabulary.edit_capability(row, by=by, values={"synonyms_th": [*row.synonyms_th, word]})


@pytest.fixture
def texts() -> list[Company]:
    capability(), CapabilityFactory()
    firms = [firm_offering(TEXT), firm_offering(ELSEWHERE), firm_offering(f"{TEXT} มาก", capability())]
    market.snapshot(Company.objects.all())
    return firms


def test_an_added_word_reads_the_texts_with_it_anew_and_no_others(root, texts):
    TextVector.objects.filter(text=ELSEWHERE).update(tags=[["kept", 0.5]])
    before = words_read(TEXT)
    add_word(root)
    assert words_read(TEXT) == before
    assert work_off(retagging.FIND) == 1
    assert Job.objects.get(kind=retagging.READ).payload["texts"]
    work_off(retagging.READ)
    assert words_read(TEXT)["centerless-grinding"] > before["centerless-grinding"]
    assert words_read(ELSEWHERE) == {"kept": 0.5}


def test_a_removed_word_is_no_longer_read(root, texts):
    before = words_read(TEXT)
    add_word(root)
    work_off(retagging.FIND, retagging.READ)
    assert words_read(TEXT) != before
    row = capability()
    kept = [word for word in row.synonyms_th if word != SLANG]
    vocabulary.edit_capability(row, by=root, values={"synonyms_th": kept})
    work_off(retagging.FIND, retagging.READ)
    assert words_read(TEXT) == before


def test_only_firms_that_rest_on_the_reading_get_new_suggestions(root, texts):
    add_word(root)
    work_off(retagging.FIND, retagging.READ)
    assert list(PartnerSearch.objects.values_list("company_id", flat=True)) == [texts[0].pk]
    work_off()
    assert not PartnerSearch.objects.get(company=texts[0]).is_looking


def test_a_second_edit_before_the_worker_comes_loses_nothing(root, texts):
    add_word(root)
    add_word(root, "อาหารกล่อง")
    work_off(retagging.FIND, retagging.READ)
    assert words_read(TEXT)["centerless-grinding"] > 0.6
    assert words_read(ELSEWHERE)["centerless-grinding"] > 0.6


def test_an_edit_that_is_rolled_back_asks_for_nothing(root, texts):
    with transaction.atomic():
        add_word(root)
        transaction.set_rollback(True)
    assert not Job.objects.filter(kind=retagging.FIND).exists()
    assert not suggest_capabilities(SLANG, market.taxonomy())


def test_another_process_reads_the_new_word_without_a_restart(root):
    row = capability()
    kept = market.taxonomy()
    assert market.taxonomy() is kept
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE companies_capability SET synonyms_th = ARRAY[%s] WHERE id = %s", [SLANG, row.pk]
        )
    assert [tag.slug for tag in suggest_capabilities(SLANG, market.taxonomy())] == [row.slug]


@pytest.mark.parametrize("holds", [True, False], ids=["held", "twin without the lock"])
def test_a_text_stored_with_the_old_words_at_the_same_time_is_found(root, texts, monkeypatch, holds):
    """A worker read the tree before the edit and commits after it: the search waits for it, or misses it."""
    if not holds:
        monkeypatch.setattr(market, "wait_for_readers", lambda: None)
    late = f"{TEXT} ช้า"
    stored, release = threading.Event(), threading.Event()

    def slow_worker():
        with transaction.atomic():
            market.embed_missing([(late, "th")])
            stored.set()
            release.wait(10)
        connection.close()

    worker = threading.Thread(target=slow_worker)
    worker.start()
    assert stored.wait(20)
    add_word(root)
    threading.Timer(0.5, release.set).start()
    work_off(retagging.FIND)
    worker.join()
    work_off(retagging.READ)
    assert (words_read(late).get("centerless-grinding", 0) > 0.6) is holds


def test_a_word_that_changes_only_the_case_of_the_tree_touches_what_holds_it(root):
    row = CapabilityFactory(synonyms_en=["Wire EDM"])
    holds = retagging.reader_of({"th": [], "ja": [], "en": row.synonyms_en})
    assert holds("WIRE edm up to 300 mm")
    assert not holds("wired media")


# The page


def edit_url(row: Capability, language: str = "en") -> str:
    return f"/{language}/desk/capabilities/{row.slug}/"


def sent(row: Capability, **changes) -> dict[str, object]:
    words = {name: "\n".join(getattr(row, name)) for name in ("synonyms_th", "synonyms_ja", "synonyms_en")}
    return words | {"version": row.version} | changes


def test_the_preview_counts_and_quotes_and_writes_nothing(client_for, dao, texts):
    row = capability()
    page = client_for(dao).post(edit_url(row), sent(row, synonyms_th=SLANG, step="preview")).content.decode()
    assert f"2 more texts would be read as {row.name_en}" in page
    assert "Of these, 1 carries capabilities" in page
    assert TEXT in page
    assert 'value="save"' in page
    assert not CapabilityEvent.objects.exists()


def test_what_the_preview_says_is_what_happens(client_for, dao, texts):
    row = capability()
    effect = retagging.preview(row, {"th": [SLANG], "ja": row.synonyms_ja, "en": row.synonyms_en})
    client_for(dao).post(edit_url(row), sent(row, synonyms_th=SLANG, step="save"))
    work_off(retagging.FIND, retagging.READ)
    read = TextVector.objects.filter(text__contains=SLANG)
    assert (
        effect.gained
        == sum(dict(tags).get(row.slug, 0) > 0.6 for tags in read.values_list("tags", flat=True))
        == 2
    )


def test_saving_records_the_officer_and_shows_the_history(client_for, dao):
    row, browser = capability(), client_for(dao)
    saved = browser.post(edit_url(row), sent(row, synonyms_ja="通し研削", step="save"), follow=True)
    assert CapabilityEvent.objects.get().by == dao
    assert "通し研削" in saved.content.decode()
    assert dao.name in saved.content.decode()


def test_words_of_an_anonymous_need_are_counted_and_not_quoted(client_for, dao):
    row = capability()
    NeedFactory(company=CompanyFactory(), text=f"หา{SLANG}ด่วนลับ", is_anonymous=True)
    page = client_for(dao).post(edit_url(row), sent(row, synonyms_th=SLANG, step="preview")).content.decode()
    assert "1 more text would be read" in page
    assert "ด่วนลับ" not in page


def test_a_word_another_node_has_is_a_warning_with_that_node(client_for, dao):
    row = capability()
    CapabilityFactory(slug="honing", name_en="Honing", synonyms_en=["Fine Grind"])
    page = client_for(dao).post(edit_url(row), sent(row, synonyms_en="fine ｇｒｉｎｄ", step="preview"))
    assert "is also a word of Honing" in page.content.decode()
    client_for(dao).post(edit_url(row), sent(row, synonyms_en="fine grind", step="save"))
    row.refresh_from_db()
    assert row.synonyms_en == ["fine grind"]


@pytest.mark.parametrize("step", ["preview", "save"])
def test_a_bad_word_is_named_and_nothing_is_saved(client_for, dao, step):
    row = capability()
    page = client_for(dao).post(edit_url(row), sent(row, synonyms_ja="研", step=step))
    assert page.status_code == 422
    assert "“研” is too short" in page.content.decode()
    assert not CapabilityEvent.objects.exists()


def test_an_officer_who_was_overtaken_keeps_what_was_typed(client_for, dao, root):
    row = capability()
    add_word(root)
    page = client_for(dao).post(edit_url(row), sent(row, synonyms_th="คำใหม่", step="save"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Someone else changed these words" in text
    assert "คำใหม่" in text
    row.refresh_from_db()
    assert f'value="{row.version}"' in text
    assert row.synonyms_th[-1] == SLANG


def test_the_list_finds_a_word_in_any_language_and_width(client_for, dao):
    CapabilityFactory(slug="plating", synonyms_ja=["メッキ"]), CapabilityFactory(slug="milling")
    page = client_for(dao).get(reverse("matching:capability-list"), {"q": "ﾒｯｷ"}).content.decode()
    assert "capabilities/plating/" in page
    assert "capabilities/milling/" not in page
    part = client_for(dao).get(
        reverse("matching:capability-list"), {"q": "zzz"}, headers={"hx-request": "true"}
    )
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_both_pages_open_in_every_language(client_for, dao, language):
    browser: Client = client_for(dao)
    assert browser.get(f"/{language}/desk/capabilities/").status_code == 200
    assert browser.get(edit_url(capability(), language)).status_code == 200
