"""Reference data is kept by the system mark alone, and never deleted."""

import pytest
from django.contrib import admin
from django.urls import reverse

from companies.models import Capability
from tests.factories.companies import grinding

pytestmark = pytest.mark.django_db
KEPT = [model for model in admin.site._registry if model._meta.app_label == "companies"]


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_each_table_has_its_list_and_form_and_no_delete(model, client_for, root):
    name = f"admin:companies_{model._meta.model_name}"
    browser = client_for(root)
    assert browser.get(reverse(f"{name}_changelist"), {"q": "x"}).status_code == 200
    assert browser.get(reverse(f"{name}_add")).status_code == 200
    assert browser.get(reverse(f"{name}_delete", args=["1"])).status_code in (302, 403)


@pytest.mark.parametrize("name", ["somchai", "dao", "arisa"])
def test_nobody_else_gets_in(name, request, client_for):
    browser = client_for(request.getfixturevalue(name))
    assert browser.get(reverse("admin:companies_capability_changelist")).status_code == 302


def test_synonyms_are_edited_one_a_line(client_for, root):
    row = grinding()
    form = {
        "slug": row.slug,
        "level": 3,
        "name_th": row.name_th,
        "name_ja": row.name_ja,
        "name_en": row.name_en,
        "synonyms_th": "เจียรเซ็นเตอร์เลส\nเจียรไร้ศูนย์",
        "synonyms_ja": "",
        "synonyms_en": "through-feed, in-feed",
    }
    client_for(root).post(reverse("admin:companies_capability_change", args=[row.pk]), form)
    row = Capability.objects.get()
    assert row.synonyms_th == ["เจียรเซ็นเตอร์เลส", "เจียรไร้ศูนย์"]
    assert row.synonyms_en == ["through-feed, in-feed"]
