"""What the shared partials need to draw fields, pages and meters."""

from collections.abc import Iterator

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()
PIPS = 10
PIPS_A_ROW = 5
PIP_STEP = 14


@register.filter
def control_kind(field: BoundField) -> str:
    """Which of the five ways a field is drawn."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "select" if isinstance(widget, forms.Select) else "text"


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget with the kit's class in front of its own, without a placeholder that repeats the label."""
    if control_kind(field) == "tick":
        return field.as_widget()
    own = field.field.widget.attrs
    attrs: dict[str, str | bool] = {"class": f"input {own.get('class', '')}".strip()}
    if own.get("placeholder") == field.label:
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)


@register.filter
def focused_control(field: BoundField) -> SafeString:
    """The widget where a new form begins; one that came back has its errors to be read first."""
    if not field.form.is_bound:
        field.field.widget.attrs["autofocus"] = True
    return control(field)


@register.filter
def most(field: BoundField) -> int | None:
    """Signs that a box of text takes."""
    return field.field.widget.attrs.get("data-most")


@register.filter
def elided_pages(page: Page) -> Iterator[int | str]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def pips(value: float | None) -> list[dict[str, object]]:
    """Ten squares in two rows; the share of those that are on is `value`."""
    lit = round((value or 0) * PIPS)
    return [
        {"x": number % PIPS_A_ROW * PIP_STEP, "y": number // PIPS_A_ROW * PIP_STEP, "on": number < lit}
        for number in range(PIPS)
    ]
