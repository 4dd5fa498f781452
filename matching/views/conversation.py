"""What two connected firms write to each other and owe each other."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import next_steps
from matching.forms import MessageForm
from matching.models import Match
from matching.permissions import can_converse, can_see_contacts
from matching.views.matches import connection_context, find_match, show_match, step_form


def find_conversation(request: HttpRequest, pk: int) -> Match:
    match = find_match(request, pk)
    if not can_converse(request.viewer, match):
        raise Http404
    return match


@require_safe
@login_required
def conversation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The messages alone, for htmx to look for new ones."""
    match = find_match(request, pk)
    if not can_see_contacts(request.viewer, match):
        raise Http404
    if not request.htmx:
        return redirect(match)
    return render(request, "matching/_talk.html", connection_context(request, match))


@require_POST
@login_required
def message_create(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_conversation(request, pk)
    form = MessageForm(request.POST)
    if form.is_valid():
        next_steps.send_message(match, by=request.user, company=request.viewer.company, **form.cleaned_data)
        form = MessageForm(initial={"lang": get_language()})
        if not request.htmx:
            return redirect(f"{match.get_absolute_url()}#write")
    if request.htmx:
        context = connection_context(request, match) | {"message_form": form}
        return render(request, "matching/_conversation.html", context)
    return show_match(request, match, message_form=form)


@require_POST
@login_required
def step_create(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_conversation(request, pk)
    form = step_form(match, request.POST)
    if not form.is_valid():
        return show_match(request, match, step_form=form)
    next_steps.add_step(match, by=request.user, **form.cleaned_data)
    messages.success(request, _("The step is noted, and the other company is told."))
    return redirect(match)


@require_POST
@login_required
def step_done(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    match = find_conversation(request, pk)
    next_steps.complete_step(get_object_or_404(match.next_steps, pk=step), by=request.user)
    return redirect(match)
