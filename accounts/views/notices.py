from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Notice
from accounts.rendering import render_notice

NOTICES_A_PAGE = 20


@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first, in the language they read now."""
    page = Paginator(request.user.notices.all(), NOTICES_A_PAGE).get_page(request.GET.get("page"))
    language = translation.get_language() or "en"
    told = [(notice, *render_notice(notice.template, notice.context, language)) for notice in page]
    return render(request, "accounts/notice_list.html", {"page_obj": page, "told": told})


@login_required
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark it read and go to what it is about."""
    notice = get_object_or_404(Notice, pk=pk, user=request.user)
    Notice.objects.filter(pk=pk, read_at__isnull=True).update(read_at=timezone.now())
    return HttpResponseRedirect(f"/{translation.get_language()}{notice.path}")


@login_required
@require_POST
def read_all_notices(request: HttpRequest) -> HttpResponse:
    request.user.notices.filter(read_at__isnull=True).update(read_at=timezone.now())
    return redirect("accounts:notice-list")
