"""A desk writes for a firm that telephones; the firm confirms it, and takes its page over with a letter."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import telephone
from companies.forms.telephone import EnterForm
from companies.lifecycle import EditConflict
from companies.merging.values import label_of, said
from companies.middleware import ACTING_AS
from companies.models import Capability, Company
from companies.permissions import can_answer_letter, can_write_for
from companies.views.access import for_members
from companies.views.joining import owns_address
from companies.views.profile import Typed, with_version
from config.lifecycle import MoveNotAllowed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company_enter(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    if not viewer.is_desk or viewer.appointment is None:
        raise Http404
    agency = viewer.appointment.agency
    first = {"profile_lang": "th" if agency.country == "TH" else "ja"}
    form = EnterForm(request.POST or None, country=agency.country, initial=first)
    if request.method == "POST" and form.is_valid():
        company = telephone.enter(by=request.user, agency=agency, values=form.values)
        messages.success(request, _("Entered. Complete it here, or print the letter to the company."))
        return redirect("companies:company-mend", company.pk)
    return render(request, "companies/company_enter.html", {"form": form})


def find_firm(request: HttpRequest, pk: int) -> Company:
    company = get_object_or_404(Company.objects.select_related("location"), pk=pk)
    if not can_write_for(request.viewer, company):
        raise Http404
    return company


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company_mend(request: HttpRequest, pk: int) -> HttpResponse:
    company = find_firm(request, pk)
    if request.method != "POST":
        return show_mend(request, company, Typed(company))
    typed = Typed(company, request.POST)
    if not typed.is_valid:
        return show_mend(request, company, typed)
    try:
        telephone.mend(
            company,
            by=request.user,
            agency=request.viewer.appointment.agency,
            values=typed.values,
            fields=changed_in(typed),
            version=typed.form.cleaned_data["version"],
        )
    except EditConflict as conflict:
        messages.error(
            request, _("Someone else saved this in the meantime. Look at the page, then save again.")
        )
        again = Typed(company, with_version(request.POST.copy(), conflict.row.version))
        return show_mend(request, company, again, status=409)
    messages.success(request, _("Saved on behalf of the company. Its people are asked to confirm it."))
    return redirect("companies:company-mend", company.pk)


def changed_in(typed: Typed) -> list[str]:
    names = [name for name in typed.form.changed_data if name in typed.form.Meta.fields]
    return names + [str(rows.prefix) for rows in typed.rows if rows.has_changed()]


def show_mend(request: HttpRequest, company: Company, typed: Typed, status: int = 200) -> HttpResponse:
    context = {
        "company": company,
        "form": typed.form,
        "machines": typed.machines,
        "certificates": typed.certificates,
        "processes": Capability.objects.all(),
        "has_owner": company.memberships.owners().exists(),
    }
    return render(request, "companies/company_mend.html", context, status=status)


@require_POST
@never_cache
@login_required
def company_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet with a new code; it is shown this once."""
    company = find_firm(request, pk)
    try:
        code = telephone.write_letter(company, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("companies:company-mend", company.pk)
    language = company.native_lang
    address = f"{settings.SITE_URL}/{language}/letter/{code}/"
    with translation.override(language):
        context = {
            "company": company,
            "code": code,
            "address": address,
            "days": telephone.LETTER_VALID.days,
            "agency": request.viewer.appointment.agency,
            "facts": facts_of(company),
        }
        return render(request, "companies/company_letter.html", context)


def facts_of(company: Company) -> list[tuple[str, str]]:
    names = ["name_native", "name_roman", "registration_number", "location", "city_native", "clusters"]
    names += ["employees", "profile", "website", "contact_name", "contact_email", "contact_phone", "address"]
    return [(label_of(name), text) for name in names if (text := said(company, name))]


@require_safe
@for_members
def desk_entry(request: HttpRequest, company: Company) -> HttpResponse:
    """What the desk wrote for the firm, with the button that says it is right."""
    company = Company.objects.select_related("location").get(pk=company.pk)
    waiting = company.desk_entries.unconfirmed().select_related("by", "agency")
    context = {"company": company, "entries": waiting, "facts": facts_of(company)}
    return render(request, "companies/desk_entry.html", context)


@require_POST
@for_members
def desk_entry_confirm(request: HttpRequest, company: Company) -> HttpResponse:
    telephone.confirm(company, by=request.user)
    messages.success(request, _("Thank you. What the desk wrote counts as your own word now."))
    return redirect("companies:my-company")


@never_cache
@require_safe
def letter_detail(request: HttpRequest, code: str) -> HttpResponse:
    letter = telephone.letter_of(code)
    context = {
        "letter": letter,
        "company": letter and letter.company,
        "code": code,
        "may_answer": can_answer_letter(request.viewer),
        "is_verified": request.user.is_authenticated and owns_address(request.user),
    }
    return render(request, "companies/letter_detail.html", context)


@require_POST
@login_required
def letter_answer(request: HttpRequest, code: str) -> HttpResponse:
    letter = telephone.letter_of(code)
    if letter is None or not can_answer_letter(request.viewer):
        raise Http404
    if not owns_address(request.user):
        messages.error(
            request, _("Confirm your e-mail address first: open the link in the mail we sent you.")
        )
        return redirect("companies:letter-detail", code)
    try:
        member = telephone.answer_letter(letter, by=request.user)
    except MoveNotAllowed:
        messages.error(request, _("Somebody was faster: the company has an owner now. Ask them to add you."))
        return redirect("companies:letter-detail", code)
    request.session[ACTING_AS] = f"membership:{member.pk}"
    return redirect("companies:desk-entry")
