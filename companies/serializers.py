"""What machines read and write of firms; the rules of what is written are those of the forms."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from companies.enums import CloseReason, ConditionSource
from companies.forms import CompanyForm, NeedForm, OfferForm
from companies.models import (
    Capability,
    Catalogue,
    Certification,
    Cluster,
    CollaborationType,
    Company,
    Location,
    Need,
    Offer,
    Picture,
    ShowcaseItem,
)
from companies.models.conditions import LONGEST_WORD
from companies.permissions import Viewer, what_may_be_seen
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


class CompanySerializer(serializers.ModelSerializer):
    """The public page of a firm."""

    certifications: Any = serializers.SlugRelatedField("code", many=True, read_only=True)

    class Meta:
        model = Company
        fields = ["slug", "country", "state", "is_demonstration", "name_native", "name_roman", "name_kana"]
        fields += ["registration_number", "location", "city_native", "city_roman", "founded_year"]
        fields += ["employees", "capital_amount", "profile_lang", "profile", "profile_en", "website"]
        fields += ["clusters", "certifications", "collaboration_types", "languages", "export_level"]
        fields += ["export_markets", "thai_base", "published_at", "updated_at", "version"]


class CompanyDetailSerializer(CompanySerializer):
    """With contacts for the firm itself, the desk of its country and those connected to it; else null."""

    contacts = serializers.SerializerMethodField()

    class Meta(CompanySerializer.Meta):
        fields = [*CompanySerializer.Meta.fields, "contacts"]

    @extend_schema_field(ContactsSerializer(allow_null=True))
    def get_contacts(self, company: Company) -> dict[str, Any] | None:
        viewer: Viewer = self.context["request"].viewer
        return ContactsSerializer(company).data if what_may_be_seen(viewer, company).contacts else None


class CompanyEditSerializer(FormCheckedMixin, serializers.ModelSerializer):
    form_class = CompanyForm

    class Meta:
        model = Company
        fields = CompanyForm.Meta.fields
        # The form checks this one, also against other firms.
        validators: list[Any] = []


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
        fields = [*STATEMENT, "withdrawn_at", *STAMPS]
        read_only_fields = ["withdrawn_at", "version"]
        extra_kwargs = {"lang": {"required": False}}


class NeedSerializer(StatementSerializer):
    form_class = NeedForm

    class Meta:
        model = Need
        fields = [*STATEMENT, "state", "open_until", "is_anonymous", "close_reason", "opened_at", *STAMPS]
        read_only_fields = ["state", "close_reason", "opened_at", "version"]
        extra_kwargs = {"lang": {"required": False}}


class CloseSerializer(serializers.Serializer):
    reason = serializers.ChoiceField(choices=CloseReason.choices)


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
