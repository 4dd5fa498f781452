"""Serializers that put what was sent through the form of the page, so that both have the same rules."""

from typing import Any

from django import forms
from rest_framework import serializers


class FormCheckedMixin:
    """The serializer checks types, the form the rest; an edit starts from what the row holds now."""

    form_class: type[forms.BaseForm]

    def form_options(self) -> dict[str, Any]:
        return {}

    def fresh_instance(self) -> dict[str, Any]:
        """A form writes on its instance before it is valid, so it gets its own copy."""
        row = getattr(self, "instance", None)
        return {} if row is None else {"instance": type(row).objects.get(pk=row.pk)}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        options = self.form_options()
        blank = self.form_class(**options, **self.fresh_instance())
        data = {
            blank.add_prefix(name): field.prepare_value(
                attrs.get(name, blank.get_initial_for_field(field, name))
            )
            for name, field in blank.fields.items()
        }
        form = self.form_class(data, **options, **self.fresh_instance())
        if not form.is_valid():
            raise serializers.ValidationError(form.errors)
        return getattr(form, "values", form.cleaned_data)
