from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts import notices
from accounts.forms import MailChoiceForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest) -> HttpResponse:
    """Which notices come by mail, and when."""
    form = MailChoiceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        notices.choose_mail(request.user, form.cleaned_data)
        messages.success(request, gettext("Your settings are saved."))
        return redirect("accounts:mail-choices")
    return render(request, "accounts/mail_choices.html", {"form": form, "hour": notices.DIGEST_HOUR})
