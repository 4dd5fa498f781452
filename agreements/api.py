"""API of the register, to read: public agreements for everyone, all of it for those inside."""

from django.db.models import Q, QuerySet
from rest_framework import viewsets
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from agreements import serializers
from agreements.filters import AgreementFilter, MouFilter
from agreements.models import Agreement, GovernmentMou
from agreements.permissions import can_read_register
from companies.api import viewer_of
from config.api.etags import ETagRetrieveMixin


class AgreementViewSet(ETagRetrieveMixin, viewsets.ReadOnlyModelViewSet):
    """The register of agreements between firms."""

    permission_classes = [AllowAny]
    queryset = Agreement.objects.with_parties().prefetch_related("documents")
    serializer_class = serializers.AgreementSerializer
    filterset_class = AgreementFilter

    def get_queryset(self) -> QuerySet[Agreement]:
        """As `can_see_agreement` judges one by one."""
        viewer, agreements = viewer_of(self.request), super().get_queryset()
        if can_read_register(viewer):
            return agreements
        seen = Q(pk__in=Agreement.objects.public().values("pk"))
        if viewer.company is not None:
            seen |= Q(parties__company=viewer.company)
        return agreements.filter(seen).distinct()


class GovernmentMouViewSet(viewsets.ReadOnlyModelViewSet):
    """Government memoranda, as far as a public source shows them."""

    permission_classes = [AllowAny]
    queryset = GovernmentMou.objects.all()
    serializer_class = serializers.GovernmentMouSerializer
    filterset_class = MouFilter


router = SimpleRouter()
router.register("agreements", AgreementViewSet, "agreement")
router.register("mous", GovernmentMouViewSet, "mou")
urlpatterns = router.urls
