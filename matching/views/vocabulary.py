"""The words of the capability tree: looking them up, and changing a node's after seeing what it does."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies import vocabulary
from companies.lifecycle import EditConflict
from companies.models import Capability, CapabilityEvent
from companies.permissions import Viewer, can_edit_words
from matching import retagging
from matching.engine.text import fold
from matching.forms import WordsForm

LONGEST_QUERY = 120
LATEST = 10
WORDS_A_NODE = 10


@dataclass
class Branch:
    """A trade with the nodes below it, in the order of the tree; the trade itself comes first."""

    trade: Capability
    rows: list[Capability] = field(default_factory=list)


def refuse_others(viewer: Viewer) -> None:
    if not can_edit_words(viewer):
        raise PermissionDenied


@login_required
@require_safe
def capability_list(request: HttpRequest) -> HttpResponse:
    """The whole tree folded by trade, or the nodes in which a word is found."""
    refuse_others(request.viewer)
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    branches = branches_of(list(Capability.objects.order_by("pk")), fold(query))
    context = {
        "branches": branches,
        "query": query,
        "found": sum(len(branch.rows) for branch in branches),
        # The whole tree has some ten thousand words: its page is for finding the node.
        "most_words": None if query else WORDS_A_NODE,
    }
    template = "matching/_capability_tree.html" if request.htmx else "matching/capability_list.html"
    return render(request, template, context)


def branches_of(rows: list[Capability], query: str) -> list[Branch]:
    children: dict[int | None, list[Capability]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)

    def below(row: Capability) -> list[Capability]:
        return [row, *(found for child in children.get(row.pk, []) for found in below(child))]

    branches = [
        Branch(trade, [row for row in below(trade) if is_hit(row, query)]) for trade in children.get(None, [])
    ]
    return [branch for branch in branches if branch.rows]


def is_hit(row: Capability, query: str) -> bool:
    words = [row.slug, *retagging.every_word(row.words)]
    return not query or any(query in fold(word) for word in words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def capability_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """First what the change would do, then saving it."""
    refuse_others(request.viewer)
    row = get_object_or_404(Capability.objects.select_related("parent"), slug=slug)
    form = WordsForm(request.POST or None, row=row)
    if request.method != "POST" or not form.is_valid():
        return show(request, row, form)
    if request.POST.get("step") != "save":
        return show(request, row, form, retagging.preview(row, form.synonyms()))
    try:
        vocabulary.edit_capability(
            row, by=request.user, values=form.values(), version=form.cleaned_data["version"]
        )
    except EditConflict as conflict:
        return show_conflict(request, conflict.row)
    messages.success(request, _("Saved. Texts with these words are read anew within a minute."))
    return redirect("matching:capability-edit", row.slug)


def show_conflict(request: HttpRequest, row: Capability) -> HttpResponse:
    """The words as typed, ready to be saved over the newer ones, which the history below lists."""
    sent = request.POST.copy()
    sent["version"] = str(row.version)
    form = WordsForm(sent, row=row)
    form.add_error(
        None,
        _(
            "Someone else changed these words after you opened the page; see “Changes so far”. Yours are below."
        ),
    )
    return show(request, row, form)


def show(
    request: HttpRequest, row: Capability, form: WordsForm, effect: retagging.Effect | None = None
) -> HttpResponse:
    context = {
        "capability": row,
        "form": form,
        "effect": effect,
        "events": CapabilityEvent.objects.filter(capability=row)
        .select_related("by")
        .order_by("-pk")[:LATEST],
    }
    template = "matching/_words_form.html" if request.htmx else "matching/capability_edit.html"
    # htmx puts only answers of 2xx in place.
    status = 422 if form.errors and not request.htmx else 200
    return render(request, template, context, status=status)
