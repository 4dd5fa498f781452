"""What machines read and write of firms; the rules of what is written are those of the forms."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from companies.enums import Audience, CloseReason, ConditionSource, FactGroup, WithdrawCause
from companies.forms import CloseForm, CompanyForm, NeedForm, OfferForm, certificates_of, machines_of
from companies.forms.plant import PLANT, audience_field, sent_rows
from companies.models import (
    Capability,
    Catalogue,
    Certificate,
    Certification,
    Cluster,
    CollaborationType,
    Company,
    Location,
    Machine,
    Need,
    Offer,
    Picture,
    ShowcaseItem,
)
from companies.models.conditions import LONGEST_WORD
from companies.permissions import Viewer, can_edit_company, what_may_be_seen
from companies.queries import partners_of
from companies.seen import seen_by
from config.api.checked import FormCheckedMixin

NAMES = ["name", "name_th", "name_ja", "name_en"]
CONTACTS = ["contact_name", "contact_email", "contact_phone", "address"]


class LocationSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Location
        fields = ["code", "country", *NAMES, "latitude", "longitude"]


class ClusterSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Cluster
        fields = ["code", "parent", "level", *NAMES, "isic_rev4", "tsic2009", "jsic_rev13"]


class CapabilitySerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)
    parent: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Capability
        fields = ["slug", "parent", "level", *NAMES, "synonyms_th", "synonyms_ja", "synonyms_en"]


class CertificationSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Certification
        fields = ["code", "category", "scope", *NAMES]


class CollaborationTypeSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)
    gives = serializers.CharField(read_only=True)
    seeks = serializers.CharField(read_only=True)

    class Meta:
        model = CollaborationType
        fields = ["code", *NAMES, "gives", "seeks"]


class CompanyNameSerializer(serializers.ModelSerializer):
    """A firm where another thing names it."""

    class Meta:
        model = Company
        fields = ["slug", "country", "name_native", "name_roman", "location"]


class ContactsSerializer(serializers.ModelSerializer):
    class Meta:
        model = Company
        fields = CONTACTS


class MachineSerializer(serializers.ModelSerializer):
    """Named by a process of the capability tree, or in the firm's own words."""

    capability: Any = serializers.SlugRelatedField(
        "slug", queryset=Capability.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = Machine
        fields = ["capability", "name", "model", "size", "count"]


class CertificateSerializer(serializers.ModelSerializer):
    is_expired = serializers.BooleanField(read_only=True)

    class Meta:
        model = Certificate
        fields = ["certification", "number", "expires_on", "is_expired"]


class CompanySerializer(serializers.ModelSerializer):
    """A firm as the caller may read it: facts for others only are null or empty. Only valid certificates count."""

    certifications = serializers.SerializerMethodField()
    certificates = CertificateSerializer(many=True, read_only=True)
    machines = MachineSerializer(many=True, read_only=True)
    is_stale = serializers.BooleanField(read_only=True)

    class Meta:
        model = Company
        fields = ["slug", "country", "state", "is_demonstration", "name_native", "name_roman", "name_kana"]
        fields += ["registration_number", "location", "city_native", "city_roman", "founded_year"]
        fields += ["employees", "capital_amount", "profile_lang", "profile", "profile_en", "website"]
        fields += ["clusters", "certifications", "certificates", "collaboration_types", "languages"]
        fields += ["export_level", "export_markets", "thai_base", "japan_base", *PLANT, "machines"]
        fields += ["published_at", "updated_at", "confirmed_at", "is_stale", "version"]

    def get_certifications(self, company: Company) -> list[str]:
        return [row.certification_id for row in company.certificates.all() if not row.is_expired]

    def to_representation(self, company: Company) -> dict[str, Any]:
        shown = company if company.is_redacted else seen_by(viewer_in(self.context), company)
        return super().to_representation(shown)


def viewer_in(context: Mapping[str, Any]) -> Viewer:
    """The caller; nobody where the request never passed the middleware."""
    request = context["request"]
    return getattr(request, "_request", request).viewer


class CompanyDetailSerializer(CompanySerializer):
    """With contacts for the firm itself, the desk of its country and those connected to it; else null."""

    contacts = serializers.SerializerMethodField()
    audiences = serializers.SerializerMethodField()

    class Meta(CompanySerializer.Meta):
        fields = [*CompanySerializer.Meta.fields, "contacts", "audiences"]

    @extend_schema_field(ContactsSerializer(allow_null=True))
    def get_contacts(self, company: Company) -> dict[str, Any] | None:
        is_open = what_may_be_seen(viewer_in(self.context), company).contacts
        return ContactsSerializer(company).data if is_open else None

    def get_audiences(self, company: Company) -> dict[str, str] | None:
        """Who may read each group of facts; the firm's own people alone are told."""
        if not can_edit_company(viewer_in(self.context), company):
            return None
        return {group.value: company.audience_of(group).value for group in FactGroup}


class CompanyEditSerializer(FormCheckedMixin, serializers.ModelSerializer):
    """Rows of machines and certificates are sent whole and take the place of those there are."""

    form_class = CompanyForm
    audiences = serializers.DictField(child=serializers.ChoiceField(Audience.choices), required=False)
    machines = MachineSerializer(many=True, required=False)
    certificates = CertificateSerializer(many=True, required=False)

    class Meta:
        model = Company
        fields = [*CompanyForm.Meta.fields, "audiences", "machines", "certificates"]
        # The form checks this one, also against other firms.
        validators: list[Any] = []

    def validate_audiences(self, sent: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(sent) - set(FactGroup.values)):
            raise serializers.ValidationError(_("There is no such group: %s") % ", ".join(unknown))
        return sent

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        rows = {name: self.checked(name, attrs.pop(name)) for name in ROW_FORMS if name in attrs}
        chosen = attrs.pop("audiences", {})
        by_field = {audience_field(group): audience for group, audience in chosen.items()}
        return super().validate(attrs | by_field) | rows

    def checked(self, name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        assert self.instance is not None
        formset = ROW_FORMS[name](self.instance, sent_rows(name, [cells_of(row) for row in rows]))
        if not formset.is_valid():
            told: list[Any] = [*formset.non_form_errors(), *formset.errors]
            raise serializers.ValidationError({name: told})
        return formset.rows


ROW_FORMS = {"machines": machines_of, "certificates": certificates_of}


def cells_of(row: dict[str, Any]) -> dict[str, Any]:
    """As the form's fields: a process is named, another row is given by its key."""
    cells = {name: getattr(value, "pk", value) for name, value in row.items() if name != "capability"}
    if process := row.get("capability"):
        cells["name"] = process.name_en
    return cells


class ConditionSerializer(serializers.Serializer):
    """One condition: bounds in the unit of its code, or words. What is sent is its author's word."""

    low = serializers.FloatField(required=False, allow_null=True)
    high = serializers.FloatField(required=False, allow_null=True)
    words = serializers.ListField(child=serializers.CharField(max_length=LONGEST_WORD), required=False)
    any_of = serializers.BooleanField(required=False)
    removed = serializers.BooleanField(required=False)
    # DRF gives every field a `source` of its own; this one is a field of the answer.
    source: Any = serializers.ChoiceField(choices=ConditionSource.choices, read_only=True)
    text = serializers.CharField(read_only=True)


class StatementSerializer(FormCheckedMixin, serializers.ModelSerializer):
    company: Any = serializers.SlugRelatedField("slug", read_only=True)
    capabilities: Any = serializers.SlugRelatedField("slug", many=True, queryset=Capability.objects.all())
    conditions = serializers.DictField(child=ConditionSerializer(), required=False)

    def form_options(self) -> dict[str, Any]:
        return {"company": self.context["company"]}


STATEMENT = ["id", "company", "collaboration_type", "text", "lang", "capabilities", "conditions"]
STAMPS = ["created_at", "updated_at", "version"]


class OfferSerializer(StatementSerializer):
    form_class = OfferForm

    class Meta:
        model = Offer
        fields = [*STATEMENT, "paused_at", "withdrawn_at", *STAMPS]
        read_only_fields = ["paused_at", "withdrawn_at", "version"]
        extra_kwargs = {"lang": {"required": False}}


class NeedSerializer(StatementSerializer):
    form_class = NeedForm

    class Meta:
        model = Need
        fields = [*STATEMENT, "state", "open_until", "is_anonymous", "close_reason", "opened_at", *STAMPS]
        read_only_fields = ["state", "close_reason", "opened_at", "version"]
        extra_kwargs = {"lang": {"required": False}}


class CloseSerializer(FormCheckedMixin, serializers.Serializer):
    """How a need of `context["company"]` ended; `partner` is a firm it is or was connected to."""

    form_class = CloseForm

    reason = serializers.ChoiceField(choices=CloseReason.choices)
    partner: Any = serializers.SlugRelatedField(
        "slug", queryset=Company.objects.all(), required=False, allow_null=True
    )
    cause = serializers.ChoiceField(choices=WithdrawCause.choices, required=False, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True)

    def form_options(self) -> dict[str, Any]:
        return {"partners": partners_of(self.context["company"])}


class PictureSerializer(serializers.ModelSerializer):
    """`files` gives the address of the WebP of each width in pixels, narrowest first."""

    files = serializers.SerializerMethodField()

    class Meta:
        model = Picture
        fields = ["id", "alt", "lang", "width", "height", "files"]

    def get_files(self, picture: Picture) -> dict[str, str]:
        return {str(width): picture.address(width) for width in picture.widths}


class ShowcaseItemSerializer(serializers.ModelSerializer):
    capabilities: Any = serializers.SlugRelatedField("slug", many=True, read_only=True)
    pictures = PictureSerializer(many=True, read_only=True, source="shown_pictures")

    class Meta:
        model = ShowcaseItem
        fields = ["id", "kind", "title", "problem", "text", "result", "lang", "year", "shown_to"]
        fields += ["capabilities", "pictures", "changed_at", "version"]


class CatalogueSerializer(serializers.ModelSerializer):
    """`file` is the address of the PDF, `size` its bytes."""

    file = serializers.SerializerMethodField()

    class Meta:
        model = Catalogue
        fields = ["id", "title", "lang", "shown_to", "pages", "size", "sha256", "file"]

    def get_file(self, catalogue: Catalogue) -> str:
        return reverse("companies:catalogue-download", args=[catalogue.pk])


class ShowcaseSerializer(serializers.Serializer):
    """What a firm shows of its work to the one who asks."""

    logo = PictureSerializer(allow_null=True, read_only=True)
    products = ShowcaseItemSerializer(many=True, read_only=True)
    cases = ShowcaseItemSerializer(many=True, read_only=True)
    photos = PictureSerializer(many=True, read_only=True)
    catalogues = CatalogueSerializer(many=True, read_only=True)
