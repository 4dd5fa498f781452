"""What a desk changes of its settings: guarded, kept with before and after, and never lost to a release."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.mail_texts import REWORDABLE, mail_words
from accounts.models import MailText, User
from companies.models import Agency
from matching import imports, lifecycle, steering
from matching.enums import SettingKind
from matching.models import Corridor, Reason, SettingEvent
from tests.factories.accounts import UserFactory
from tests.factories.companies import AgencyFactory
from tests.factories.matching import CorridorFactory, ReasonFactory, propose

pytestmark = pytest.mark.django_db

CONNECTED = "matching/notices/connected"


def terms_of(corridor: Corridor, **changes) -> dict[str, object]:
    return {**{name: getattr(corridor, name) for name in steering.TERMS}, **changes}


def desks_of(corridor: Corridor) -> list[Agency]:
    return list(Agency.objects.filter(pk__in=corridor.desks.values("agency")))


def change(corridor: Corridor, *, desks=None, version=0, **changes) -> SettingEvent | None:
    return steering.change_corridor(
        corridor,
        by=UserFactory(),
        version=version,
        terms=terms_of(corridor, **changes),
        desks=desks if desks is not None else desks_of(corridor),
    )


def test_a_change_keeps_what_stood_there_before(dip, smrj):
    corridor = CorridorFactory(desks=[dip], budget=40)
    event = change(corridor, budget=12, desks=[dip, smrj])
    assert event.before == {"budget": 40, "desks": ["dip"]}
    assert event.after == {"budget": 12, "desks": ["dip", "smrj"]}
    corridor.refresh_from_db()
    assert (corridor.budget, len(desks_of(corridor))) == (12, 2)


def test_saving_what_stands_there_is_no_change():
    assert change(CorridorFactory()) is None
    assert not SettingEvent.objects.exists()


def test_who_comes_second_is_told():
    corridor = CorridorFactory()
    first = change(corridor, budget=1)
    with pytest.raises(steering.ChangedMeanwhile):
        change(corridor, budget=2)
    assert change(corridor, budget=2, version=first.pk)


def test_events_are_not_rewritten():
    event = change(CorridorFactory(), budget=1)
    for rewrite in (lambda: event.delete(), lambda: SettingEvent.objects.update(key="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            rewrite()


def test_a_corridor_keeps_a_desk(dip):
    with pytest.raises(ValidationError, match="at least one desk"):
        change(CorridorFactory(desks=[dip]), desks=[])


def test_a_desk_whose_decision_alone_is_missing_stays(dip, smrj):
    corridor = CorridorFactory(desks=[dip, smrj])
    match = propose(corridor=corridor)
    lifecycle.approve(match, by=UserFactory(), agency=dip)
    with pytest.raises(ValidationError, match="1 cases wait"):
        change(corridor, desks=[dip])
    other = AgencyFactory()
    assert change(corridor, desks=[dip, other])


def test_a_release_leaves_reworded_reasons_alone():
    imports.load_reasons()
    reason, other = Reason.objects.order_by("pk")[:2]
    names = {"name_th": "ไม่ใช่ตอนนี้", "name_ja": "今回は見送り", "name_en": "Not now"}
    steering.reword_reason(reason, by=UserFactory(), version=0, names=names)
    Reason.objects.filter(pk=other.pk).update(name_en="stale")
    imports.load_reasons()
    reason.refresh_from_db()
    other.refresh_from_db()
    assert (reason.name_ja, other.name_en == "stale") == ("今回は見送り", False)


def reword(subject="", intro="", language="en", version=0) -> SettingEvent | None:
    return steering.reword_mail(
        REWORDABLE[CONNECTED],
        language,
        by=UserFactory(),
        version=version,
        subject=subject,
        intro=intro,
    )


def test_a_mail_says_it_in_the_desks_words_before_the_facts():
    standard = mail_words(CONNECTED, {"partner": "Yuki"}, "en")
    reword(subject="Good news of {partner}", intro="Dear owner,\nmeet {partner}.")
    assert mail_words(CONNECTED, {"partner": "Yuki"}, "en") == (
        "Good news of Yuki",
        f"Dear owner,\nmeet Yuki.\n\n{standard[1]}",
    )
    assert mail_words(CONNECTED, {"partner": "Yuki"}, "ja")[0] != "Good news of Yuki"


def test_a_name_that_must_stay_hidden_brings_the_standard_text():
    reword(subject="Good news of {partner}", intro="Meet {partner}.")
    assert "Good news" not in "".join(mail_words(CONNECTED, {"partner": ""}, "en"))


def test_a_name_is_never_read_as_a_template():
    reword(subject="News of {partner}")
    for name in ("{partner}", "{0.__class__}", "{{ 7|add:7 }}", "a\nBcc: x@y.example"):
        subject = mail_words(CONNECTED, {"partner": name}, "en")[0]
        assert subject == " ".join(f"News of {name}".split())


@pytest.mark.parametrize("words", ["{person}", "{partner.pk}", "{}", "{partner", "partner}", "{{partner}}"])
def test_what_means_nothing_is_refused(words):
    with pytest.raises(ValidationError):
        reword(intro=words)
    assert not MailText.objects.exists()


def test_a_mail_goes_back_to_the_standard_text():
    event = reword(subject="Own")
    reword(version=event.pk)
    assert not MailText.objects.exists()
    assert SettingEvent.objects.filter(kind=SettingKind.MAIL).count() == 2


def test_the_subject_reaches_the_mail(somchai: User, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from accounts.notices import notify

    reword(subject="ข่าวดีจาก{partner}", language="th")
    notify(somchai, CONNECTED, {"partner": "Yuki"}, "/x/")
    assert mail.outbox[-1].subject == "ข่าวดีจากYuki"


def test_an_officer_changes_a_corridor_and_reads_the_change(dao: User, dip, client_for):
    corridor, browser = CorridorFactory(desks=[dip]), client_for(dao)
    address = reverse("matching:corridor-edit", args=[corridor.code])
    form = browser.get(address).context["form"]
    typed = {
        **{name: form.get_initial_for_field(field, name) for name, field in form.fields.items()},
        "budget": "7",
        "is_open": "on",
        "second_percent": 5,
        "has_anonymous_sheets": "",
    }
    assert browser.post(address, typed).status_code == 302
    corridor.refresh_from_db()
    assert corridor.budget == 7
    page = browser.get(reverse("matching:setting-changes")).content.decode()
    assert corridor.name in page
    wrong = browser.post(address, typed | {"budget": "2001", "version": "0"})
    assert wrong.status_code == 422
    assert "from 0 to 2,000" in wrong.content.decode()
    stale = browser.post(address, typed | {"budget": "8", "version": "0"})
    assert "saved this meanwhile" in stale.content.decode()
    assert 'value="8"' in stale.content.decode()


def test_an_officer_previews_before_saving(dao: User, client_for):
    address = reverse("matching:mail-edit", args=["connected", "en"])
    browser = client_for(dao)
    typed = {"version": "0", "subject": "Hello {partner}", "intro": "", "look": "yes"}
    page = browser.post(address, typed)
    assert (page.status_code, MailText.objects.count()) == (200, 0)
    assert "Hello Nagano Seimitsu" in page.content.decode()
    assert browser.post(address, typed | {"subject": "Hello {x}"}).status_code == 422
    browser.post(address, {name: value for name, value in typed.items() if name != "look"})
    assert MailText.objects.get().subject == "Hello {partner}"
    assert browser.get(reverse("matching:mail-edit", args=["connected", "xx"])).status_code == 404


def test_an_officer_rewords_a_reason(dao: User, client_for):
    reason = ReasonFactory()
    address = reverse("matching:reason-edit", args=[reason.code])
    names = {"name_th": "ก", "name_ja": "あ", "name_en": "b"}
    client_for(dao).post(address, {"version": "0", **names})
    assert Reason.objects.get(pk=reason.pk).name_ja == "あ"
    assert client_for(dao).get(reverse("matching:settings")).status_code == 200
