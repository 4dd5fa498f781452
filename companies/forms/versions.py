"""Two versions of one company, field by field: what is saved now, and what somebody typed meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from companies.forms.company import CompanyForm
from companies.forms.plant import BaseRows, sent_rows
from companies.models.company import YEARS
from config.languages import figure_in_words, listed


@dataclass(frozen=True)
class Difference:
    """`theirs` is saved, `mine` was typed; both as a reader reads them, "" for nothing."""

    name: str
    label: str
    theirs: str
    mine: str


def differences(form: CompanyForm, rows: Iterable[BaseRows]) -> list[Difference]:
    """Fields of a sent form, made on the company as it is saved now, that are not as it has them.

    An audience that was not sent stays as it is.
    """
    unsent = {field.name for field in form.openness if not field.value()}
    names = [name for name in form.changed_data if name != "version" and name not in unsent]
    plain = [
        Difference(
            name, str(form.fields[name].label), saved(form, name), said(form[name], form[name].value())
        )
        for name in names
    ]
    return plain + [found for one in rows if (found := difference_of_rows(one))]


def saved(form: CompanyForm, name: str) -> str:
    return said(form[name], form.get_initial_for_field(form.fields[name], name))


def said(bound: forms.BoundField, value: Any) -> str:
    """Keys of a choice by their names, in the order of the menu; yes and no in words."""
    field = bound.field
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.NullBooleanField):
        value = {True: "true", False: "false"}.get(value, "unknown")
    choices = getattr(field.widget, "choices", None)
    if choices is None:
        return written(bound, field.prepare_value(value) if value is not None else "")
    keys = {key_of(one) for one in (value if isinstance(value, (list, tuple)) else [value])}
    return listed(label for key, label in choices if str(key) in keys and str(key))


def written(bound: forms.BoundField, value: Any) -> str:
    """Days and numbers as pages write them; what is no such thing stays as it was typed."""
    try:
        clean = bound.field.to_python(value)
    except ValidationError:
        return str(value)
    is_figure = isinstance(clean, (date, int)) and bound.name not in YEARS
    return figure_in_words(clean) if is_figure else str(value)


def key_of(value: Any) -> str:
    return str(value.pk if isinstance(value, Model) else value)


def difference_of_rows(rows: BaseRows) -> Difference | None:
    saved_rows = [rows.form(initial=values) for values in rows.stated]
    theirs = [said_row(form, form.initial.get) for form in saved_rows]
    first_new = rows.initial_form_count()
    mine = [
        said_row(form, lambda name, form=form: form[name].value())
        for number, form in enumerate(rows.forms)
        if number < first_new or form.has_changed()
    ]
    theirs, mine = [row for row in theirs if row], [row for row in mine if row]
    if theirs == mine:
        return None
    return Difference(str(rows.prefix), rows_label(rows), "\n".join(theirs), "\n".join(mine))


def said_row(form: Any, value: Any) -> str:
    if "DELETE" in form.fields and form["DELETE"].value():
        return ""
    names = [name for name in form.fields if name != "DELETE"]
    return " · ".join(text for name in names if (text := said(form[name], value(name))))


def rows_label(rows: BaseRows) -> str:
    return _("Machines") if rows.prefix == "machines" else _("Certificates")


def with_theirs(sent: QueryDict, company_form: CompanyForm, rows: Iterable[BaseRows]) -> QueryDict:
    """What was sent, with the saved version of each field that was ticked as theirs."""
    chosen, data = set(sent.getlist("theirs")), sent.copy()
    for name in chosen & company_form.fields.keys():
        value = company_form[name].value()
        put(data, name, company_form.fields[name].prepare_value(value))
    for one in rows:
        if one.prefix in chosen:
            put_rows(data, one)
    return data


def put(data: QueryDict, name: str, value: Any) -> None:
    if value is None or value is False:
        data.setlist(name, ["false"] if name == "needs_interpreter" and value is False else [])
        return
    values = value if isinstance(value, (list, tuple)) else [value]
    data.setlist(name, ["true" if one is True else key_of(one) for one in values])


def put_rows(data: QueryDict, rows: BaseRows) -> None:
    for name in [name for name in data if name.startswith(f"{rows.prefix}-")]:
        del data[name]
    for name, value in sent_rows(str(rows.prefix), rows.stated).items():
        put(data, name, value)
