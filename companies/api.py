"""API of reference data, firms and their words: the moves and predicates of the pages."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.serializers import BaseSerializer

from accounts.idempotency import IdempotentPostMixin
from companies import lifecycle, serializers
from companies.filters import CompanyFilter
from companies.models import (
    Capability,
    Certification,
    Cluster,
    CollaborationType,
    Company,
    Location,
    Need,
    Offer,
)
from companies.permissions import (
    Viewer,
    can_edit_company,
    can_see_company,
    kept_apart_from,
    published_for,
)
from companies.seen import all_seen_by
from companies.showcase.shown import showcase_for
from config.api.etags import ETagRetrieveMixin, check_if_match, etag_of
from config.api.problems import PreconditionFailed


def viewer_of(request: Request) -> Viewer:
    return request._request.viewer  # type: ignore[attr-defined]


def own_company(request: Request) -> Company:
    """The firm its caller may edit; whoever has none finds nothing."""
    viewer = viewer_of(request)
    if viewer.company is None or not can_edit_company(viewer, viewer.company):
        raise Http404
    return viewer.company


class ReferenceViewSet(viewsets.ReadOnlyModelViewSet):
    permission_classes = [AllowAny]


class LocationViewSet(ReferenceViewSet):
    queryset = Location.objects.all()
    serializer_class = serializers.LocationSerializer
    filterset_fields = ["country"]


class ClusterViewSet(ReferenceViewSet):
    queryset = Cluster.objects.all()
    serializer_class = serializers.ClusterSerializer
    filterset_fields = ["level", "parent"]


class CapabilityViewSet(ReferenceViewSet):
    queryset = Capability.objects.select_related("parent")
    serializer_class = serializers.CapabilitySerializer
    lookup_field = "slug"
    filterset_fields = ["level"]


class CertificationViewSet(ReferenceViewSet):
    queryset = Certification.objects.all()
    serializer_class = serializers.CertificationSerializer


class CollaborationTypeViewSet(ReferenceViewSet):
    queryset = CollaborationType.objects.all()
    serializer_class = serializers.CollaborationTypeSerializer


class CompanyViewSet(mixins.ListModelMixin, ETagRetrieveMixin, viewsets.GenericViewSet):
    """The directory for everyone; each firm's facts to change for its own people."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    queryset = Company.objects.prefetch_related(
        "clusters", "certificates", "machines__capability", "collaboration_types"
    )
    lookup_field = "slug"

    @property
    def filterset_class(self) -> type[CompanyFilter] | None:
        return CompanyFilter if self.action == "list" else None

    def get_queryset(self) -> QuerySet[Company]:
        companies = super().get_queryset()
        shown = published_for(viewer_of(self.request))
        return companies.filter(pk__in=shown.values("pk")) if self.action == "list" else companies

    def paginate_queryset(self, queryset: Any) -> list[Any] | None:
        """Each as the caller may read it."""
        page = super().paginate_queryset(queryset)
        return None if page is None else all_seen_by(viewer_of(self.request), page)

    def get_serializer_class(self) -> type[BaseSerializer]:
        if self.action == "partial_update":
            return serializers.CompanyEditSerializer
        detail = self.action == "retrieve"
        return serializers.CompanyDetailSerializer if detail else serializers.CompanySerializer

    def get_object(self) -> Company:
        company = super().get_object()
        viewer = viewer_of(self.request)
        sees = can_see_company if self.action in ("retrieve", "showcase") else can_edit_company
        if not sees(viewer, company):
            raise Http404
        return company

    @extend_schema(request=serializers.CompanyEditSerializer, responses=serializers.CompanyDetailSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        company = self.get_object()
        check_if_match(request, company)
        sent = self.get_serializer(company, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        try:
            saved = lifecycle.edit(
                company, by=request.user, values=sent.validated_data, version=company.version
            )
        except lifecycle.EditConflict as conflict:
            raise PreconditionFailed from conflict
        body = serializers.CompanyDetailSerializer(saved, context=self.get_serializer_context())
        return Response(body.data, headers={"ETag": etag_of(saved)})

    @extend_schema(responses=serializers.ShowcaseSerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def showcase(self, request: Request, slug: str) -> Response:
        """Products, case studies, pictures and catalogues, as far as they are open to the caller."""
        shown = showcase_for(viewer_of(request), self.get_object())
        return Response(serializers.ShowcaseSerializer(shown).data)


class StatementViewSet(
    IdempotentPostMixin, mixins.ListModelMixin, ETagRetrieveMixin, viewsets.GenericViewSet
):
    """Public ones for everyone, one's own in every state; changed only by the firm's own people."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    filterset_fields = {"company__slug": ["exact"], "capabilities__slug": ["exact"]}

    def public(self) -> Q:
        raise NotImplementedError

    def save(self, sent: BaseSerializer, version: int | None = None) -> Offer | Need:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related("company").prefetch_related("capabilities")
        mine = Q(company=viewer_of(self.request).company or 0)
        changes = self.action not in ("list", "retrieve")
        if changes:
            return rows.filter(mine)
        apart = kept_apart_from(viewer_of(self.request).company)
        return rows.filter(mine | self.public()).exclude(company__in=apart).distinct()

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        is_write = self.request is not None and self.action in ("create", "partial_update")
        return {**context, "company": own_company(self.request)} if is_write else context

    def get_object(self) -> Any:
        if self.action != "retrieve":
            own_company(self.request)
        return super().get_object()

    def answer(self, row: Offer | Need, status: int = 200) -> Response:
        return Response(self.get_serializer_class()(row).data, status=status, headers={"ETag": etag_of(row)})

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return self.answer(self.save(sent), status=201)

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        check_if_match(request, row)
        sent = self.get_serializer(row, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        try:
            return self.answer(self.save(sent, version=row.version))
        except lifecycle.EditConflict as conflict:
            raise PreconditionFailed from conflict


class OfferViewSet(StatementViewSet):
    queryset = Offer.objects.all()
    serializer_class = serializers.OfferSerializer

    def public(self) -> Q:
        return Q(pk__in=Offer.objects.public().values("pk"))

    def save(self, sent: BaseSerializer, version: int | None = None) -> Offer:
        details = {"by": self.request.user, "values": sent.validated_data}
        return lifecycle.save_offer(
            own_company(self.request), **details, offer=sent.instance, version=version
        )

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        return self.answer(lifecycle.pause_offer(self.get_object(), by=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        return self.answer(lifecycle.resume_offer(self.get_object(), by=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self.answer(lifecycle.withdraw_offer(self.get_object(), by=request.user))


class NeedViewSet(StatementViewSet):
    queryset = Need.objects.all()
    serializer_class = serializers.NeedSerializer

    def public(self) -> Q:
        """An anonymous need beside its firm would give its author away."""
        return Q(pk__in=Need.objects.public().filter(is_anonymous=False).values("pk"))

    def save(self, sent: BaseSerializer, version: int | None = None) -> Need:
        details = {"by": self.request.user, "values": sent.validated_data}
        return lifecycle.save_need(own_company(self.request), **details, need=sent.instance, version=version)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        return self.answer(lifecycle.open_need(self.get_object(), by=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        return self.answer(lifecycle.pause_need(self.get_object(), by=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, pk: str) -> Response:
        return self.answer(lifecycle.renew_need(self.get_object(), by=request.user))

    @extend_schema(request=serializers.CloseSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        need = self.get_object()
        if not viewer_of(request).is_owner:
            raise PermissionDenied
        sent = serializers.CloseSerializer(data=request.data, context={"company": need.company})
        sent.is_valid(raise_exception=True)
        return self.answer(lifecycle.close_need(need, by=request.user, **sent.validated_data))


router = SimpleRouter()
router.register("locations", LocationViewSet, "location")
router.register("clusters", ClusterViewSet, "cluster")
router.register("capabilities", CapabilityViewSet, "capability")
router.register("certifications", CertificationViewSet, "certification")
router.register("collaboration-types", CollaborationTypeViewSet, "collaboration-type")
router.register("companies", CompanyViewSet, "company")
router.register("offers", OfferViewSet, "offer")
router.register("needs", NeedViewSet, "need")
urlpatterns = router.urls
