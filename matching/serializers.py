"""What machines read and write of matches, suggestions and runs; each side sees what its page shows it."""

from functools import cached_property
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from companies.models import Company
from companies.permissions import Viewer
from companies.serializers import NAMES, CompanyNameSerializer, ContactsSerializer
from config.api.checked import FormCheckedMixin
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.enums import Answer
from matching.evidence import StatementShown, read_all
from matching.forms import (
    AskFirmForm,
    DeclineForm,
    HandOnForm,
    ParkForm,
    ReasonedForm,
    RejectForm,
    RunForm,
    limits_of,
)
from matching.models import Corridor, Match, NeedWatch, Reason, Run, Suggestion
from matching.permissions import can_see_contacts, can_see_review, hides_partner
from matching.queries import exchanges_of


class CorridorSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Corridor
        fields = ["code", *NAMES, "prefecture", "clusters", "is_open", "budget", "company_cap"]
        fields += ["minimum_probability", "review_days", "answer_days", "cool_off_days"]


class ReasonSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Reason
        fields = ["code", *NAMES, "uses", "bars_pair"]


class WordsSerializer(serializers.Serializer):
    """An offer or need in a pairing; null in its place when its author stays anonymous."""

    id = serializers.IntegerField()
    lang = serializers.CharField()
    text = serializers.CharField(allow_null=True)


class ExchangeSerializer(serializers.Serializer):
    """A need and the offer that meets it."""

    seeker = serializers.CharField(help_text="Country of the side whose need it is.")
    fit = serializers.FloatField()
    need = WordsSerializer(allow_null=True)
    offer = WordsSerializer(allow_null=True)
    shared = serializers.ListField(child=serializers.CharField(), help_text="Slugs of capabilities.")


def words(statement: Any, key: int) -> dict[str, Any]:
    return {"id": key, "lang": statement.lang, "text": statement.text}


class MatchSerializer(serializers.ModelSerializer):
    """A desk reads the whole case; a firm its sheet: no partner while that is anonymous, no reasons."""

    corridor: Any = serializers.SlugRelatedField("code", read_only=True)
    thai = serializers.SerializerMethodField()
    japanese = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField(help_text="Of one's own firm; null for a desk.")
    chance = serializers.SerializerMethodField(help_text="That both sides accept; null for a firm.")
    reason = serializers.SerializerMethodField(help_text="Null for a firm.")
    exchanges = serializers.SerializerMethodField()
    partner_contacts = serializers.SerializerMethodField(help_text="Null until both sides are interested.")

    class Meta:
        model = Match
        fields = ["id", "state", "corridor", "thai", "japanese", "answer", "chance", "reason"]
        fields += ["answer_due_on", "introduced_at", "connected_at", "ended_at", "exchanges"]
        fields += ["partner_contacts"]

    @property
    def viewer(self) -> Viewer:
        return self.context["request"].viewer

    def side_of(self, match: Match) -> Company | None:
        """The caller's own firm, where it is one of the two."""
        own = self.viewer.company
        return own if own is not None and match.involves(own) else None

    def hidden(self, match: Match) -> Company | None:
        own = self.side_of(match)
        return match.partner_of(own) if own is not None and hides_partner(match, own) else None

    @cached_property
    def firm_name(self) -> CompanyNameSerializer:
        """One for all firms of a page: to make its fields takes longer than to fill them."""
        return CompanyNameSerializer()

    def named(self, match: Match, company: Company) -> dict[str, Any] | None:
        return None if self.hidden(match) == company else self.firm_name.to_representation(company)

    @extend_schema_field(CompanyNameSerializer(allow_null=True))
    def get_thai(self, match: Match) -> dict[str, Any] | None:
        return self.named(match, match.thai)

    @extend_schema_field(CompanyNameSerializer(allow_null=True))
    def get_japanese(self, match: Match) -> dict[str, Any] | None:
        return self.named(match, match.japanese)

    def get_answer(self, match: Match) -> str | None:
        own = self.side_of(match)
        return None if own is None else match.answer_of(own)

    def get_chance(self, match: Match) -> float | None:
        return match.p_both if can_see_review(self.viewer, match) else None

    def get_reason(self, match: Match) -> str | None:
        return match.reason_id if can_see_review(self.viewer, match) else None

    @extend_schema_field(ExchangeSerializer(many=True))
    def get_exchanges(self, match: Match) -> list[dict[str, Any]]:
        hidden = self.hidden(match)
        return [
            {
                "seeker": found.need.company.country,
                "fit": found.fit_need_to_offer,
                "need": None if found.need.company == hidden else words(found.need, found.need.pk),
                "offer": None if found.offer.company == hidden else words(found.offer, found.offer.pk),
                "shared": [capability.slug for capability in found.shared],
            }
            for found in exchanges_of(match)
        ]

    @extend_schema_field(ContactsSerializer(allow_null=True))
    def get_partner_contacts(self, match: Match) -> dict[str, Any] | None:
        own = self.side_of(match)
        if own is None or not can_see_contacts(self.viewer, match):
            return None
        return ContactsSerializer(match.partner_of(own)).data


class SuggestionSerializer(serializers.ModelSerializer):
    """A partner that fits; null with its words where one of the pairings is its anonymous need."""

    partner = serializers.SerializerMethodField()
    exchanges = serializers.SerializerMethodField()

    class Meta:
        model = Suggestion
        fields = ["id", "rank", "partner", "p_both", "exchanges", "computed_at"]

    def is_hidden(self, suggestion: Suggestion) -> bool:
        needs = {int(link["need"].partition(":")[2]) for link in suggestion.evidence.get("links", [])}
        return bool(needs & self.context["anonymous"])

    @extend_schema_field(CompanyNameSerializer(allow_null=True))
    def get_partner(self, suggestion: Suggestion) -> dict[str, Any] | None:
        return None if self.is_hidden(suggestion) else CompanyNameSerializer(suggestion.partner).data

    @extend_schema_field(ExchangeSerializer(many=True))
    def get_exchanges(self, suggestion: Suggestion) -> list[dict[str, Any]]:
        hidden = suggestion.partner.country if self.is_hidden(suggestion) else None
        return [
            {
                "seeker": str(link.seeker),
                "fit": link.fit,
                "need": None if link.seeker == hidden else self.said(link.need),
                "offer": None if hidden and link.seeker != hidden else self.said(link.offer),
                "shared": [capability.slug for capability in link.shared],
            }
            for link in read_all([suggestion.evidence])[0]
            if link.fit >= NO_PARTNER_BELOW
        ]

    def said(self, statement: StatementShown) -> dict[str, Any]:
        return words(statement, statement.key)


class RejectSerializer(FormCheckedMixin, serializers.Serializer):
    form_class: type[ReasonedForm] = RejectForm
    reason = serializers.PrimaryKeyRelatedField(queryset=Reason.objects.all())
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class DeclineSerializer(RejectSerializer):
    form_class = DeclineForm


class ParkSerializer(FormCheckedMixin, serializers.Serializer):
    form_class = ParkForm
    until = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class AskFirmSerializer(FormCheckedMixin, serializers.Serializer):
    """A question to one firm of `context["match"]`; it does not learn who the partner is."""

    form_class = AskFirmForm
    company: Any = serializers.SlugRelatedField("slug", queryset=Company.objects.all())
    text = serializers.CharField(max_length=1000)
    lang = serializers.ChoiceField(choices=settings.LANGUAGES)

    def form_options(self) -> dict[str, Any]:
        return {"match": self.context["match"]}


class ColleagueSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "name"]


class HandOnSerializer(FormCheckedMixin, serializers.Serializer):
    """To one of `context["colleagues"]`."""

    form_class = HandOnForm
    colleague: Any = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())

    def form_options(self) -> dict[str, Any]:
        return {"colleagues": self.context["colleagues"]}


class AnswerSerializer(serializers.Serializer):
    """Declining asks for a reason as well."""

    answer = serializers.ChoiceField(choices=[Answer.INTERESTED, Answer.DECLINED])
    reason = serializers.PrimaryKeyRelatedField(queryset=Reason.objects.all(), required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        answer = Answer(attrs["answer"])
        if answer == Answer.INTERESTED:
            return {"answer": answer}
        declined = DeclineSerializer(data=self.initial_data)
        declined.is_valid(raise_exception=True)
        return {"answer": answer, **declined.validated_data}


class RunSerializer(serializers.ModelSerializer):
    corridor: Any = serializers.SlugRelatedField("code", read_only=True)
    shards_done = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = ["id", "corridor", "state", "is_simulation", "committed_at", "queued_at"]
        fields += ["parameters", "engine_version", "weights_version"]
        fields += [
            "shards_total",
            "shards_done",
            "counts",
            "report",
            "timings",
            "failure",
            "created_at",
            "finished_at",
        ]

    def get_shards_done(self, run: Run) -> int:
        counted: int | None = getattr(run, "counted_shards", None)
        return run.shards.filter(done_at__isnull=False).count() if counted is None else counted


class NeedWatchSerializer(serializers.ModelSerializer):
    """The wish to hear when a need without a partner gets one."""

    class Meta:
        model = NeedWatch
        fields = ["id", "need", "state", "set_at", "answered_at"]


class RunStartSerializer(FormCheckedMixin, serializers.Serializer):
    """Without a corridor every open one is run; what is left out is as the corridor says."""

    form_class = RunForm
    corridor: Any = serializers.SlugRelatedField(
        "code", queryset=Corridor.objects.all(), required=False, allow_null=True
    )
    budget = serializers.IntegerField(required=False, allow_null=True)
    company_cap = serializers.IntegerField(required=False, allow_null=True)
    minimum_percent = serializers.IntegerField(required=False, allow_null=True)
    crowding_percent = serializers.IntegerField(required=False, allow_null=True)
    new_firm_percent = serializers.IntegerField(required=False, allow_null=True)
    small_firm_percent = serializers.IntegerField(required=False, allow_null=True)
    is_simulation = serializers.BooleanField(required=False, default=False)

    def form_options(self) -> dict[str, Any]:
        return {"corridors": self.context["corridors"]}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        values = super().validate(attrs)
        return {
            "corridor": values["corridor"],
            "limits": limits_of(values),
            "is_simulation": values["is_simulation"],
        }
