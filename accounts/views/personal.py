"""A person's own data: fetching all of it, and having it deleted."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import copies, erasure
from accounts.models import PersonalCopy
from config.languages import date_in_words


@login_required
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    context = {"copies": request.user.copies.all(), "days": copies.OPEN_FOR.days}
    return render(request, "accounts/personal_data.html", context)


@login_required
@require_POST
def copy_ask(request: HttpRequest) -> HttpResponse:
    copies.ask(request.user)
    messages.success(request, gettext("Your copy is being made. You are told as soon as it is ready."))
    return redirect("accounts:personal-data")


@login_required
@require_safe
def copy_download(request: HttpRequest, pk: int) -> FileResponse:
    """Nobody else's, and nothing after it expired."""
    copy = get_object_or_404(PersonalCopy, pk=pk, user=request.user)
    if not copy.is_open:
        raise Http404
    name = f"otagai-{timezone.localdate(copy.ready_at)}.zip"
    answer = FileResponse(copies.path_to(copy).open("rb"), as_attachment=True, filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_delete(request: HttpRequest) -> HttpResponse:
    """What deleting does, spelt out, then done; the person has just shown again who they are."""
    obstacles = erasure.look_for_obstacles(request.user)
    if request.method != "POST" or obstacles:
        context = {"obstacles": obstacles, "days": erasure.GRACE.days}
        status = 409 if request.method == "POST" else 200
        return render(request, "accounts/account_delete.html", context, status=status)
    leaving = erasure.ask(request.user)
    logout(request)
    text = gettext("You are signed out. The account is deleted on %(date)s unless you sign in before.")
    messages.warning(request, text % {"date": date_in_words(leaving.erasure_due_at)})
    return redirect("home")
