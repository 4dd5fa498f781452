"""What a firm shows: to whom, in which order, how much, and gone for good when it is removed."""

import datetime
import os
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfWriter

from accounts.copies import Portion
from companies import lifecycle, personal
from companies.enums import Audience, PictureUse
from companies.imports import showcase as demonstration
from companies.models import Catalogue, Picture, ShowcaseEvent, ShowcaseItem
from companies.search import refresh_search
from companies.showcase import clearing, files, items, pictures
from config.lifecycle import MoveNotAllowed
from outbox.models import Job
from outbox.worker import run_job
from tests.factories.agreements import pdf
from tests.factories.matching import connected
from tests.factories.showcase import catalogue_of, drawn, item_of, photo, picture_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(client_for, nobody, somchai, outsider, yuki, dao, kenji):
    signed_in = {"somchai": somchai, "outsider": outsider, "yuki": yuki, "dao": dao, "kenji": kenji}
    return {"nobody": nobody} | {name: client_for(user) for name, user in signed_in.items()}


def address(name, *args) -> str:
    with translation.override("en"):
        return reverse(f"companies:{name}", args=args)


def picture_address(picture: Picture) -> str:
    return address("picture", picture.pk, picture.widths[-1])


def on_disk() -> list[Path]:
    return sorted(path for path in files.root().glob("*/*"))


def who(people, url) -> set[str]:
    return {name for name, browser in people.items() if browser.get(url).status_code == 200}


@pytest.mark.parametrize(
    ("level", "readers"),
    [
        (Audience.PUBLIC, {"nobody", "somchai", "outsider", "yuki", "dao", "kenji"}),
        (Audience.MEMBERS, {"somchai", "outsider", "yuki", "dao", "kenji"}),
        (Audience.CONNECTED, {"somchai", "dao"}),
    ],
)
def test_page_files_and_api_show_the_same_to_the_same(people, thai_firm, level, readers):
    item = item_of(thai_firm, title="CANARY-title", shown_to=level)
    picture = picture_of(thai_firm, item)
    catalogue = catalogue_of(thai_firm, shown_to=level)
    page, api = address("company-detail", thai_firm.slug), f"/api/v1/companies/{thai_firm.slug}/showcase/"

    assert who(people, picture_address(picture)) == readers
    assert who(people, address("catalogue-download", catalogue.pk)) == readers
    for url in (page, api):
        answers = {name: browser.get(url).content.decode() for name, browser in people.items()}
        assert {name for name, text in answers.items() if "CANARY-title" in text} == readers
        assert {name for name, text in answers.items() if f"/pictures/{picture.pk}/" in text} == readers
        assert {name for name, text in answers.items() if f"/catalogues/{catalogue.pk}/" in text} == readers


def test_who_is_connected_sees_what_is_kept_for_them(people, thai_firm, japanese_firm):
    picture = picture_of(thai_firm, item_of(thai_firm, shown_to=Audience.CONNECTED))
    connected(thai=thai_firm, japanese=japanese_firm)

    assert who(people, picture_address(picture)) == {"somchai", "dao", "yuki"}


def test_a_suspended_firm_shows_nothing(people, thai_firm, dao):
    picture, catalogue = picture_of(thai_firm), catalogue_of(thai_firm)
    lifecycle.suspend(thai_firm, by=dao, reason="x")

    assert who(people, picture_address(picture)) == {"somchai", "dao"}
    assert who(people, address("catalogue-download", catalogue.pk)) == {"somchai", "dao"}
    with pytest.raises(MoveNotAllowed):
        item_of(thai_firm)


@pytest.mark.parametrize(
    ("level", "cache"),
    [
        (Audience.PUBLIC, "public, max-age=604800"),
        (Audience.MEMBERS, "private, no-cache"),
        (Audience.CONNECTED, "private, no-store"),
    ],
)
def test_only_what_everyone_sees_is_kept_by_caches(people, thai_firm, level, cache):
    picture = picture_of(thai_firm, item_of(thai_firm, shown_to=level))
    answer = people["somchai"].get(picture_address(picture))

    assert answer["Cache-Control"] == cache
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.has_header("ETag") == (level != Audience.CONNECTED)
    assert people["somchai"].get(address("picture", picture.pk, 99)).status_code == 404
    if level == Audience.PUBLIC:
        again = people["nobody"].get(picture_address(picture), headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again["Cache-Control"]) == (304, cache)


def test_a_catalogue_is_an_attachment(people, thai_firm):
    answer = people["nobody"].get(address("catalogue-download", catalogue_of(thai_firm).pk))

    assert answer["Content-Disposition"] == 'attachment; filename="catalogue-2026.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_from_the_first_word_to_a_picture_others_see(people, thai_firm):
    browser, nobody = people["somchai"], people["nobody"]
    typed = {"title": "เพลาเจียระไน", "text": "เพลา 3-32 มม.", "lang": "th", "year": "", "shown_to": "public"}
    answer = browser.post(address("item-create") + "?kind=product", typed)
    item = ShowcaseItem.objects.get()
    assert answer["Location"] == address("item-pictures", item.pk)

    sent = {"photos": [photo("a.jpg"), photo("bad.jpg", b"<html>"), photo("b.png", drawn(kind="PNG"))]}
    page = browser.post(answer["Location"], sent, follow=True).content.decode()
    assert "bad.jpg: This is not a photo we can read." in page
    assert page.count("Not shown yet: say what the picture shows.") == 2
    first, second = Picture.objects.all()
    detail = address("company-detail", thai_firm.slug)
    assert "/pictures/" not in nobody.get(detail).content.decode()
    assert nobody.get(picture_address(first)).status_code == 404

    words = {f"alt_{first.pk}": "เพลา", f"alt_{second.pk}": "กล่อง", "do": f"up:{second.pk}"}
    browser.post(answer["Location"], words)
    seen = nobody.get(detail).content.decode()
    assert seen.index(picture_address(second)) < seen.index(picture_address(first))
    assert 'alt="เพลา"' in seen
    assert 'width="120" height="90"' in seen


def test_a_bad_file_does_not_lose_the_words_beside_it(people, thai_firm):
    picture = picture_of(thai_firm, alt="")
    here = address("company-photos")
    words = {
        f"alt_{picture.pk}": "ห้องเครื่อง",
        f"shown_to_{picture.pk}": "members",
        "photos": photo("x.heic", b"x"),
    }
    page = people["somchai"].post(here, words, follow=True).content.decode()

    picture.refresh_from_db()
    assert (picture.alt, picture.own_shown_to) == ("ห้องเครื่อง", Audience.MEMBERS)
    assert "x.heic: This is not a photo" in page


def test_a_form_that_cannot_be_saved_keeps_what_was_typed(people):
    page = people["somchai"].post(address("item-create") + "?kind=case", {"title": "CANARY", "year": "3019"})
    text = page.content.decode()
    assert "CANARY" in text
    assert "Enter a year of the Common Era" in text
    bad = {"title": "CANARY-catalogue", "lang": "ja", "shown_to": "members", "file": pdf(script="x")}
    text = people["somchai"].post(address("catalogue-create"), bad).content.decode()
    assert "CANARY-catalogue" in text
    assert "The PDF holds scripts" in text
    assert not Catalogue.objects.exists()


def test_a_catalogue_of_two_hundred_pages_is_taken(people, thai_firm, tmp_path):
    writer = PdfWriter()
    for _page in range(200):
        writer.add_blank_page(width=200, height=200)
    writer.write(tmp_path / "long.pdf")
    with (tmp_path / "long.pdf").open("rb") as file:
        sent = {"title": "Long", "lang": "en", "shown_to": "public", "file": file}
        people["somchai"].post(address("catalogue-create"), sent)
    assert Catalogue.objects.get().pages == 200
    assert "200 pages" in people["nobody"].get(address("company-detail", thai_firm.slug)).content.decode()


def test_a_case_study_tells_headings_and_words_apart_by_language(people, thai_firm):
    item_of(thai_firm, kind="case", lang="th", problem="ปัญหา", text="แก้ไข", result="ผล")
    page = people["nobody"].get(address("company-detail", thai_firm.slug)).content.decode()
    assert '<dt lang="en">The result</dt><dd>ผล</dd>' in page
    assert '<dl class="study__steps" lang="th">' in page


def test_order_removal_and_undo_by_plain_forms(people, thai_firm):
    browser = people["somchai"]
    first, second = item_of(thai_firm, title="First"), item_of(thai_firm, title="Second")
    browser.post(address("shown-move", "item", second.pk), {"step": "up"})
    assert list(thai_firm.showcase_items.values_list("title", flat=True)) == ["Second", "First"]

    answer = browser.post(address("shown-remove", "item", first.pk))
    assert "is removed. You can bring it back" in browser.get(answer["Location"]).content.decode()
    assert "First" not in people["nobody"].get(address("company-detail", thai_firm.slug)).content.decode()
    browser.post(address("shown-restore", "item", first.pk))
    assert thai_firm.showcase_items.standing().count() == 2
    assert list(ShowcaseEvent.objects.values_list("move", flat=True)) == [
        "add",
        "add",
        "move",
        "remove",
        "restore",
    ]


def test_the_second_to_save_is_shown_what_the_first_wrote(people, thai_firm, malee):
    item = item_of(thai_firm, title="Mine")
    items.save_item(
        thai_firm, by=malee, values={"title": "Theirs", "text": "CANARY-theirs"}, item=item, version=1
    )
    typed = {"title": "Typed", "text": "x", "lang": "th", "shown_to": "public", "version": "1"}
    answer = people["somchai"].post(address("item-edit", item.pk), typed)

    assert answer.status_code == 409
    assert "CANARY-theirs" in answer.content.decode()
    assert ShowcaseItem.objects.get().title == "Theirs"


def test_limits_hold_also_for_what_comes_back(thai_firm, somchai):
    item = item_of(thai_firm)
    gone = picture_of(thai_firm, item)
    pictures.remove(gone, by=somchai)
    for _each in range(6):
        picture_of(thai_firm, item)
    with pytest.raises(ValidationError, match="There is room for 6"):
        picture_of(thai_firm, item)
    with pytest.raises(ValidationError, match="There is room for 6"):
        pictures.restore(gone, by=somchai)
    for _each in range(2):
        picture_of(thai_firm, use=PictureUse.LOGO)
    assert thai_firm.pictures.standing().filter(use=PictureUse.LOGO).count() == 1


def test_a_firm_is_found_by_the_titles_everyone_sees(thai_firm, somchai):
    item_of(thai_firm, title="Zirconia ferrule")
    item_of(thai_firm, title="Hidden bellows", shown_to=Audience.MEMBERS)
    refresh_search(thai_firm)
    thai_firm.refresh_from_db()
    assert "zirconia ferrule" in thai_firm.search_text
    assert "bellows" not in thai_firm.search_text


def test_what_was_removed_goes_for_good_with_its_files(
    thai_firm, somchai, django_capture_on_commit_callbacks
):
    item = item_of(thai_firm, by=somchai)
    kept, gone = picture_of(thai_firm), picture_of(thai_firm, item)
    assert kept.sha256 == gone.sha256
    items.remove_item(item, by=somchai)
    with django_capture_on_commit_callbacks(execute=True):
        assert clearing.delete_removed() == 0
    later = timezone.now() + datetime.timedelta(days=8)
    with time_machine.travel(later), django_capture_on_commit_callbacks(execute=True):
        clearing.delete_removed()
    assert not ShowcaseItem.objects.exists()
    assert on_disk() == files.paths_of(kept)


def test_an_archived_firm_keeps_no_pictures(thai_firm, somchai, django_capture_on_commit_callbacks):
    picture_of(thai_firm, item_of(thai_firm))
    catalogue_of(thai_firm)
    lifecycle.archive(thai_firm, by=somchai)
    with django_capture_on_commit_callbacks(execute=True):
        run_job(Job.objects.get(kind=clearing.CLEAR).pk)
    assert on_disk() == []
    assert not Picture.objects.exists()
    assert not ShowcaseItem.objects.exists()
    assert not Catalogue.objects.exists()


def test_files_nobody_knows_are_swept_once_they_are_old(thai_firm):
    picture = picture_of(thai_firm)
    orphan, fresh = files.picture_path(picture, 1), files.picture_path(picture, 2)
    orphan, fresh = orphan.with_name("0" * 64 + "-1.webp"), fresh.with_name("1" * 64 + "-1.webp")
    old = (timezone.now() - datetime.timedelta(days=2)).timestamp()
    for path in (orphan, fresh):
        path.write_bytes(b"x")
    for path in (orphan, *files.paths_of(picture)):
        os.utime(path, (old, old))
    assert files.sweep() == 1
    assert on_disk() == sorted([fresh, *files.paths_of(picture)])


def test_a_persons_copy_holds_what_they_put_in(thai_firm, somchai, malee):
    picture = picture_of(thai_firm, item_of(thai_firm, by=somchai, title="Mine"), by=somchai)
    catalogue = catalogue_of(thai_firm, by=somchai)
    portion: Portion = personal.portion_of(somchai)
    assert [row["title"] for row in portion.records["showcase_items"]] == ["Mine"]
    assert set(portion.documents) == {f"picture-{picture.pk}.webp", f"catalogue-{catalogue.pk}.pdf"}
    assert all(path.is_file() for path in portion.documents.values())
    assert personal.portion_of(malee).documents == {}


def test_leaving_takes_what_was_removed_and_leaves_the_firms_own(
    thai_firm, malee, django_capture_on_commit_callbacks
):
    stands, gone = item_of(thai_firm, by=malee), item_of(thai_firm, by=malee)
    items.remove_item(gone, by=malee)
    with django_capture_on_commit_callbacks(execute=True):
        personal.forget(malee, malee.email, malee.name)
    assert list(ShowcaseItem.objects.all()) == [stands]


def test_the_record_of_changes_cannot_be_rewritten(thai_firm):
    item_of(thai_firm)
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE companies_showcaseevent SET move = 'x'")


def test_an_empty_showcase_is_a_note_to_its_owner_only(people, thai_firm):
    page = address("company-detail", thai_firm.slug)
    assert "Nothing to look at yet" in people["somchai"].get(page).content.decode()
    assert "Nothing to look at yet" not in people["yuki"].get(page).content.decode()


def test_several_pictures_in_one_form_are_kept_in_their_order_and_bad_ones_named(people, thai_firm):
    sent = [photo("a.jpg", drawn(120)), photo("bad.jpg", b"<html>"), photo("b.png", drawn(130, kind="PNG"))]
    sent += [photo("cut.jpg", drawn()[:500]), photo("c.webp", drawn(140, kind="WEBP"))]
    answer = people["somchai"].post(address("company-photos"), {"photos": sent}, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert [said[0].split(" ")[0], said[1].split(" ")[0]] == ["bad.jpg:", "cut.jpg:"]
    assert said[2:] == ["3 pictures are here. Say what each shows, and others see them."]
    assert [picture.width for picture in thai_firm.pictures.standing()] == [120, 130, 140]


def test_what_there_is_no_room_for_is_named_and_the_rest_is_kept(people, thai_firm):
    item = item_of(thai_firm)
    sent = {"photos": [photo(f"{number}.jpg") for number in range(8)]}
    page = people["somchai"].post(address("item-pictures", item.pk), sent, follow=True).content.decode()
    assert item.pictures.count() == 6
    assert [name for name in range(8) if f"{name}.jpg: There is room for 6 here" in page] == [6, 7]


def test_the_demonstrations_pictures_are_drawn_once_by_a_job(thai_firm):
    thai_firm.external_id = "th-demo-001"
    thai_firm.save()
    demonstration.load_showcases()
    shown = ShowcaseItem.objects.filter(company=thai_firm)
    assert [(item.kind, item.pictures.count()) for item in shown] == [("product", 0), ("case", 0)]

    run_job(Job.objects.get(kind=demonstration.DRAW).pk)
    drawings = [item.pictures.get() for item in shown]
    assert all(picture.alt and (picture.width, picture.height) == (1200, 900) for picture in drawings)
    assert on_disk() == sorted({path for picture in drawings for path in files.paths_of(picture)})

    demonstration.load_showcases()
    demonstration.draw_pictures(thai_firm)
    assert (shown.count(), Picture.objects.count()) == (2, 2)
