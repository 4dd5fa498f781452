from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import consents
from accounts.enums import ConsentPurpose
from accounts.forms import SettingsForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, appearance, and what was agreed to."""
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        with translation.override(person.language):
            messages.success(request, gettext("Your settings are saved."))
            return HttpResponseRedirect(reverse("accounts:settings"))
    shares = consents.has_given(request.user, ConsentPurpose.CROSS_BORDER)
    context = {"form": form, "consents": request.user.consents.all(), "shares_across_border": shares}
    return render(request, "accounts/settings.html", context)


@login_required
@require_POST
def change_consent(request: HttpRequest) -> HttpResponse:
    """Give or withdraw the sharing with the other country; the terms end with the account."""
    if request.POST.get("give") == "yes":
        language = translation.get_language() or "en"
        consents.give(request.user, [ConsentPurpose.CROSS_BORDER], language)
        messages.success(request, gettext("Your agreement is recorded."))
    elif consents.withdraw(request.user, ConsentPurpose.CROSS_BORDER):
        messages.warning(
            request, gettext("Withdrawn. Ask your desk to take the company out of view if it is published.")
        )
    return redirect("accounts:settings")
