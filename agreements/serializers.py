"""What machines read of the register: papers only for those inside it and the parties."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.models import Agreement, Document, GovernmentMou, Party, Signatory
from agreements.permissions import can_see_papers
from companies.serializers import CompanyNameSerializer


class SignatorySerializer(serializers.ModelSerializer):
    class Meta:
        model = Signatory
        fields = ["name", "name_roman", "position", "signed_on"]


class DocumentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Document
        fields = ["id", "kind", "name", "size", "sha256", "uploaded_at"]


class PartySerializer(serializers.ModelSerializer):
    """`signatory` is null for those who may not see papers, and before the party has signed."""

    company = CompanyNameSerializer(read_only=True)
    signatory = serializers.SerializerMethodField()

    class Meta:
        model = Party
        fields = ["company", "signatory"]

    @extend_schema_field(SignatorySerializer(allow_null=True))
    def get_signatory(self, party: Party) -> dict[str, Any] | None:
        signed = getattr(party, "signatory", None)
        may_see = can_see_papers(self.context["request"].viewer, party.agreement)
        return SignatorySerializer(signed).data if signed and may_see else None


class AgreementSerializer(serializers.ModelSerializer):
    title = serializers.CharField(read_only=True)
    standing = serializers.CharField(read_only=True, allow_null=True)
    parties = PartySerializer(many=True, read_only=True)
    documents = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = ["id", "type", "state", "standing", "title", "title_th", "title_ja", "title_en"]
        fields += ["scope_th", "scope_ja", "scope_en", "place", "facilitator", "signed_on", "valid_from"]
        fields += ["valid_until", "ended_on", "under_mou", "is_public", "is_demonstration", "parties"]
        fields += ["documents", "version"]

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, agreement: Agreement) -> list[dict[str, Any]]:
        if not can_see_papers(self.context["request"].viewer, agreement):
            return []
        return [DocumentSerializer(document).data for document in agreement.documents.all()]


class GovernmentMouSerializer(serializers.ModelSerializer):
    """As its source has it; no source says whether it is in force today."""

    class Meta:
        model = GovernmentMou
        fields = ["id", "thai_party_en", "thai_party_th", "thai_party_ja", "japan_party_en"]
        fields += ["japan_party_th", "japan_party_ja", "prefecture", "signed", "signed_from"]
        fields += ["fields_en", "fields_th", "fields_ja", "source", "confidence"]
