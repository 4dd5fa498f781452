"""Every component in every state: what the design page hands to the real partials."""

import copy
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from companies.enums import AppointmentRole, CompanyState, MemberRole
from companies.models import Appointment, Company, Location, Membership
from companies.permissions import Viewer
from config.text_input import PlainTextMixin
from matching.enums import MatchState, RunState
from matching.mirror import ConditionRow, PartCode, PartRow, Saying
from matching.models import Match, Run

Context = dict[str, Any]
NAMES = {
    "TH": ("บริษัท แหลมทองพรีซิชั่นเวิร์คส์ จำกัด", "Laemthong Precision Works Co., Ltd."),
    "JP": ("株式会社信州丸山精機製作所", "Shinshu Maruyama Seiki Co., Ltd."),
}
TRADE = {"th": "งานกลึง CNC", "ja": "CNC旋盤加工", "en": "CNC turning"}
ICONS = ("met", "unmet", "unknown", "info", "warn", "wait", "stopped", "open", "done")


@dataclass(frozen=True)
class State:
    """One state of a component: how it is called for, what is handed to it, and who is looking."""

    name: str
    context: Callable[[], Context] = dict
    viewer: Callable[[HttpRequest], Viewer] | None = None


@dataclass(frozen=True)
class Specimen:
    template: str
    states: list[State] = field(default_factory=lambda: [State("")])
    # The class of what it stands in on the pages, and whether it takes the whole width there.
    inside: str = ""
    is_wide: bool = False

    @property
    def anchor(self) -> str:
        return self.template.removesuffix(".html").replace("/", "-").replace("_", "")


def with_(**values: Any) -> State:
    """A state whose context is the same for every reader."""
    return State(" ".join(f"{name}={value}" for name, value in values.items()), lambda: values)


def firm(country: str = "TH", **facts: Any) -> Company:
    native, roman = NAMES[country]
    place = Location(code=country, country=country, name_th="", name_ja="", name_en="")
    place.name_th, place.name_ja, place.name_en = (
        ("ระยอง", "ラヨーン県", "Rayong") if country == "TH" else ("นางาโนะ", "長野県", "Nagano")
    )
    known: Context = {"pk": 0, "slug": "specimen", "employees": 48, "founded_year": 1998, **facts}
    return Company(country=country, name_native=native, name_roman=roman, location=place, **known)


class SpecimenForm(PlainTextMixin, forms.Form):
    """One field of each kind, with the words of real forms."""

    name = forms.CharField(label=gettext_lazy("company name"), max_length=200)
    roman = forms.CharField(
        label=gettext_lazy("company name in Latin letters"),
        help_text=gettext_lazy("As on your English business card."),
        required=False,
    )
    profile = forms.CharField(label=gettext_lazy("about the company"), widget=forms.Textarea, required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=CompanyState.choices)
    sides = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you work in"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("role"), choices=MemberRole.choices, widget=forms.RadioSelect, required=False
    )
    base = forms.BooleanField(label=gettext_lazy("has a base in Thailand"), required=False)
    number = forms.CharField(label=gettext_lazy("registration number"), disabled=True, required=False)


def form(*, bound: bool = False) -> SpecimenForm:
    """As it opens, or as it comes back when nothing was filled in."""
    initial = {"name": NAMES["TH"][0], "base": True, "number": "0105555000001"}
    return SpecimenForm({"sides": ["XX"]}) if bound else SpecimenForm(initial=initial)


def fields() -> list[State]:
    names = list(SpecimenForm.base_fields)
    return [
        *(State(f"field={name}", lambda name=name: {"field": form()[name]}) for name in names),  # type: ignore[misc]
        *(
            State(f"field={name} errors", lambda name=name: {"field": form(bound=True)[name]})  # type: ignore[misc]
            for name in ("name", "state", "sides")
        ),
    ]


def pages(number: int) -> Context:
    return {"page_obj": Paginator(range(200), 10).page(number)}


def messages() -> Context:
    said = {
        "success": _("Saved."),
        "info": _("Nothing waits for you"),
        "warning": _("Nothing is proposed, and another run may start at once."),
        "error": _("This did not work. Try again in a while."),
    }
    return {"messages": [Message(text, tag) for tag, text in said.items()]}


@dataclass(frozen=True)
class Message:
    text: str
    level_tag: str

    def __str__(self) -> str:
        return self.text


def dialog(tone: str) -> Context:
    return {
        "id": "specimen-dialog",
        "title": _("Stop this run? It will propose nothing."),
        "text": _("Nothing is proposed, and another run may start at once."),
        "action": _("Stop this run"),
        "tone": tone,
    }


def empty() -> Context:
    text = _("New proposals come with the next matching run, and parked ones on their date.")
    return {"title": _("Nothing waits for you"), "text": text}


def empty_with_action() -> Context:
    return {**empty(), "url": "#empty", "action": _("Partners that fit")}


def chip(*, shared: bool) -> Context:
    return {"name": TRADE[translation.get_language()], "shared": shared}


def state(tone: str) -> State:
    return State(f"tone={tone}", lambda: {"label": pgettext("stage", "Connected"), "tone": tone})


def nobody(_request: HttpRequest) -> Viewer:
    return Viewer(AnonymousUser())


def owner(request: HttpRequest) -> Viewer:
    return Viewer(request.user, membership=Membership(company=firm(), role=MemberRole.OWNER))


def appointed(role: AppointmentRole) -> Callable[[HttpRequest], Viewer]:
    return lambda request: Viewer(request.user, appointment=Appointment(role=role))


def system(request: HttpRequest) -> Viewer:
    return Viewer(User(pk=request.user.pk, name="Root", email="root@example.com", is_system=True))


def match(reached: MatchState) -> Context:
    now = timezone.now()
    times: Context = {"proposed_at": now, "introduced_at": now, "connected_at": now}
    if reached in (MatchState.AGREED, MatchState.SILENT):
        times["ended_at"] = now
    chances = {"p_thai_accepts": 0.72, "p_japanese_accepts": 0.58, "p_both": 0.42}
    due = timezone.localdate() + datetime.timedelta(days=10)
    return {"match": Match(state=reached, answer_due_on=due, **times, **chances)}


def parts() -> Context:
    rows = [
        PartRow(str(PartCode.CAN_SERVE.label), 24, 18, 100, 75),
        PartRow(str(PartCode.COMMON_LANGUAGE.label), 9, 9, 37.5, 37.5),
        PartRow(str(PartCode.SIZE_CLOSENESS.label), -6, 3, 25, 12.5),
    ]
    return {**match(MatchState.PROPOSED), "parts": rows}


def conditions() -> Context:
    said = [("met", "±0.005 mm", "±0.002 mm"), ("unmet", "5,000", "500"), ("unknown", "SUS304", "")]
    rows = [ConditionRow(TRADE[translation.get_language()], *row(*one)) for one in said]
    return {"conditions": rows}


def row(sign: str, thai: str, japanese: str) -> tuple[str, Saying, Saying]:
    return sign, Saying(thai, thai), Saying(japanese, "")


def progress(reached: float, *, can_cancel: bool = False) -> Context:
    done = SimpleNamespace(number=1, done_at=timezone.now())
    shards = [done, *(SimpleNamespace(number=number, done_at=None) for number in (2, 3))]
    counts = {"pairs": 60_000, "thai": 200, "japanese": 300}
    return {
        "run": Run(pk=0, state=RunState.SCORING, counts=counts),
        "progress": reached,
        "pairs_done": int(60_000 * reached),
        "shards": shards if reached else [],
        "next_shard": 2,
        "can_cancel": can_cancel,
    }


def located(country: str) -> Context:
    place = Location.objects.filter(country=country).order_by("code").first()
    return {"company": firm(country), "place": place}


def one_of_each_icon() -> list[State]:
    return [with_(name=name) for name in ICONS]


def components() -> Iterator[Specimen]:
    """In the order of their names: one for each file of templates/components that draws something."""
    yield Specimen("components/_arrow.html", [with_(direction="left"), with_(direction="right")])
    yield Specimen("components/_ask.html", [State("owner", viewer=owner)])
    yield Specimen("components/_bell.html", [with_(unread_notices=count) for count in (0, 7, 120)])
    yield Specimen(
        "components/_chip.html",
        [State("", lambda: chip(shared=False)), State("shared", lambda: chip(shared=True))],
    )
    yield Specimen("components/_confirm.html")
    yield Specimen(
        "components/_dialog.html",
        [State("tone=do", lambda: dialog("do")), State("tone=stop", lambda: dialog("stop"))],
    )
    yield Specimen("components/_download.html", [with_(name="companies:company-export", pk="")])
    yield Specimen("components/_empty.html", [State("", empty), State("action", empty_with_action)])
    yield Specimen("components/_field.html", fields())
    yield Specimen(
        "components/_field_notes.html",
        [
            State("help", lambda: {"field": form()["roman"]}),
            State("errors", lambda: {"field": form(bound=True)["name"]}),
        ],
    )
    yield Specimen(
        "components/_firmname.html",
        [State(code, lambda code=code: {"company": firm(code)}) for code in NAMES],  # type: ignore[misc]
    )
    yield Specimen("components/_footer.html", [State("nobody", viewer=nobody), State("owner", viewer=owner)])
    yield Specimen("components/_form_errors.html", [State("", lambda: {"form": form(bound=True)})])
    yield Specimen("components/_icon.html", one_of_each_icon())
    yield Specimen("components/_joint.html", [with_(stage=stage) for stage in range(1, 6)])
    yield Specimen("components/_languages.html")
    yield Specimen("components/_mark.html")
    yield Specimen("components/_messages.html", [State("", messages)])
    yield Specimen("components/_meter.html", [with_(value=value) for value in (0, 0.42, 1)], inside="odds")
    yield Specimen(
        "components/_nav.html",
        [
            State("nobody", viewer=nobody),
            State("owner", viewer=owner),
            State("desk", viewer=appointed(AppointmentRole.DESK_OFFICER)),
            State("registrar", viewer=appointed(AppointmentRole.REGISTRAR)),
            State("system", viewer=system),
        ],
    )
    yield Specimen(
        "components/_pagination.html",
        [State(f"page={number}", lambda number=number: pages(number)) for number in (1, 9, 20)],  # type: ignore[misc]
    )
    yield Specimen("components/_person_menu.html", [State("owner", viewer=owner)])
    yield Specimen(
        "components/_place.html",
        [State(code, lambda code=code: {"company": firm(code)}) for code in NAMES],  # type: ignore[misc]
    )
    yield Specimen("components/_save_search.html", [with_(place="directory", suggested_name="CNC")])
    yield Specimen("components/_seam.html")
    yield Specimen("components/_sign.html", [with_(state=sign) for sign in ("met", "unmet", "unknown")])
    yield Specimen(
        "components/_state.html", [state(tone) for tone in ("open", "wait", "done", "bad", "stopped", "over")]
    )
    yield Specimen("components/_themes.html", [with_(theme=theme) for theme in ("light", "dark", "")])
    yield Specimen("components/_thumb.html", [State("owner", viewer=owner)])


def joints() -> Iterator[Specimen]:
    """Where two firms meet, and what is built from classes alone."""
    yield Specimen("matching/design/_buttons.html")
    yield Specimen("matching/design/_table.html", [State("", lambda: {"trade": TRADE})])
    yield Specimen(
        "matching/_track.html",
        [
            State(reached.value, lambda reached=reached: match(reached))  # type: ignore[misc]
            for reached in (MatchState.CONNECTED, MatchState.AGREED, MatchState.SILENT)
        ],
        is_wide=True,
    )
    yield Specimen(
        "matching/_match_state.html",
        [State(reached.value, lambda reached=reached: match(reached)) for reached in MatchState],  # type: ignore[misc]
    )
    yield Specimen("matching/_mirror_parts.html", [State("", parts)], inside="mirror", is_wide=True)
    yield Specimen("matching/_mirror_conditions.html", [State("", conditions)], inside="mirror", is_wide=True)
    yield Specimen(
        "matching/_run_progress.html",
        [
            State("0%", lambda: progress(0)),
            State("40%", lambda: progress(0.4, can_cancel=True)),
            State("100%", lambda: progress(1)),
        ],
        is_wide=True,
    )
    yield Specimen(
        "matching/design/_point_map.html",
        [State(code, lambda code=code: located(code)) for code in NAMES],  # type: ignore[misc]
    )


def as_seen_by(request: HttpRequest, viewer: Viewer) -> HttpRequest:
    seen = copy.copy(request)
    seen.viewer, seen.user = viewer, viewer.user  # type: ignore[attr-defined]
    return seen
