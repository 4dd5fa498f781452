"""The owner's pictures: several at once from a phone, words for each, their order, and the way back.

One form does it all, and every button of it saves the words first, so that nothing typed is lost.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from companies.enums import PictureUse
from companies.forms import PicturesForm
from companies.forms.showcase import STEPS
from companies.models import Company, Picture, ShowcaseItem
from companies.showcase import encoding, pictures
from companies.showcase.limits import MOST_PICTURES, UNDO_DAYS, pictures_beside
from companies.views.access import for_members


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def item_pictures(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    item = get_object_or_404(company.showcase_items.standing(), pk=pk)
    return edit_pictures(
        request, company, PictureUse.ITEM, reverse("companies:item-pictures", args=[pk]), item
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def company_photos(request: HttpRequest, company: Company) -> HttpResponse:
    return edit_pictures(request, company, PictureUse.PLANT, reverse("companies:company-photos"))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def company_logo(request: HttpRequest, company: Company) -> HttpResponse:
    return edit_pictures(request, company, PictureUse.LOGO, reverse("companies:company-logo"))


def edit_pictures(
    request: HttpRequest, company: Company, use: PictureUse, here: str, item: ShowcaseItem | None = None
) -> HttpResponse:
    beside = pictures_beside(company, use, item)
    form = PicturesForm(request.POST or None, request.FILES or None, pictures=beside, use=use)
    if request.method != "POST" or not form.is_valid():
        return show(request, company, form, here, item)
    pictures.describe(company, by=request.user, texts=form.texts(), shown_to=form.readers())
    take_in_all(request, company, use, item, form.sent)
    verb, _colon, key = request.POST.get("do", "").partition(":")
    if key.isdecimal():
        return redirect(here + act(request, company.pictures.filter(use=use, item=item), verb, int(key)))
    if not form.sent:
        messages.success(request, _("Saved."))
    return redirect(here)


def take_in_all(
    request: HttpRequest,
    company: Company,
    use: PictureUse,
    item: ShowcaseItem | None,
    sent: list[UploadedFile],
) -> None:
    """The good ones are kept; each of the others is named with what is wrong with it."""
    good = 0
    for file in sent:
        try:
            pictures.take_in(company, by=request.user, file=file, use=use, item=item)  # type: ignore[arg-type]
            good += 1
        except ValidationError as wrong:
            messages.error(request, f"{file.name}: {' '.join(wrong.messages)}")
    if good:
        text = ngettext(
            "%(count)s picture is here. Say what it shows, and others see it.",
            "%(count)s pictures are here. Say what each shows, and others see them.",
            good,
        )
        messages.success(request, text % {"count": good})


def act(request: HttpRequest, rows: QuerySet[Picture], verb: str, key: int) -> str:
    """Up, down, remove or restore one picture; answers what follows the page's address."""
    picture = get_object_or_404(rows, pk=key)
    if verb in STEPS:
        pictures.move(picture, by=request.user, step=STEPS[verb])  # type: ignore[arg-type]
    elif verb == "remove":
        pictures.remove(picture, by=request.user)  # type: ignore[arg-type]
        return f"?removed={key}"
    elif verb == "restore":
        bring_back(request, picture)
    return f"#picture-{key}"


def bring_back(request: HttpRequest, picture: Picture) -> None:
    try:
        pictures.restore(picture, by=request.user)  # type: ignore[arg-type]
    except ValidationError as full:
        messages.error(request, " ".join(full.messages))
    else:
        messages.success(request, _("It is back on your page."))


def show(
    request: HttpRequest, company: Company, form: PicturesForm, here: str, item: ShowcaseItem | None
) -> HttpResponse:
    key = request.GET.get("removed", "")
    gone = company.pictures.removed().filter(use=form.use, item=item)
    context = {
        "form": form,
        "item": item,
        "here": here,
        "company": company,
        "room": MOST_PICTURES[form.use] - len(form.pictures),
        "most": MOST_PICTURES[form.use],
        "most_megabytes": encoding.MOST_BYTES // 1_048_576,
        "removed": gone.filter(pk=key).first() if key.isdecimal() else None,
        "undo_days": UNDO_DAYS,
    }
    return render(request, "companies/pictures.html", context)
