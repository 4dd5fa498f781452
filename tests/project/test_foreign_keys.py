"""String references hide from the import linter, so every model's relations are walked here."""

from django.apps import apps

ORDER = ["outbox", "accounts", "companies", "matching", "agreements"]
OF_THE_PERSON_ONLY = "accounts"


def relations_to_the_right() -> list[str]:
    wrong = []
    for app in ORDER:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if target is None or field.auto_created or target._meta.app_label not in ORDER:
                    continue
                if ORDER.index(target._meta.app_label) > ORDER.index(app):
                    wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return wrong


def test_foreign_keys_point_to_the_left_only():
    assert relations_to_the_right() == []


def test_users_and_companies_are_never_deleted_by_cascade():
    """Erasure empties a row and keeps its key, so nothing may cascade from them or set them null."""
    loose = []
    for app in ORDER:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                target = field.related_model and field.related_model._meta.label
                if target in {"accounts.User", "companies.Company"}:
                    rule = field.remote_field.on_delete.__name__
                    if rule != "PROTECT":
                        loose.append(f"{model._meta.label}.{field.name}: {rule}")
    assert loose == []
