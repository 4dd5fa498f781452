"""Pages of the desk as its tests ask for them."""

from django.urls import reverse


def url(name, *args):
    return reverse(f"matching:{name}", args=args)


def listed(desk, **asked):
    return [case.pk for case in desk.get(url("review-queue"), asked).context["page_obj"]]
