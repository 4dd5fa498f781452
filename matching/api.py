"""API of suggestions, matches and runs: the moves and predicates of the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.serializers import Serializer

from accounts.idempotency import IdempotentPostMixin
from companies.api import ReferenceViewSet, viewer_of
from companies.models import Agency, Need
from config.api.pagination import Cursor
from config.api.problems import Conflict
from matching import firm_questions, lifecycle, queueing, runs, serializers, watches
from matching.filters import ReviewFilter
from matching.handing_on import colleagues, hand_on
from matching.held import UndoTooLate
from matching.models import Corridor, Match, NeedWatch, Reason, Run, Suggestion
from matching.permissions import (
    can_decide,
    can_run_corridor,
    can_see_runs,
    can_see_suggestions,
    can_start_runs,
    is_party,
)
from matching.queries import cases_seen_by, links_read


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def values_of(sent: Serializer) -> dict[str, Any]:
    sent.is_valid(raise_exception=True)
    return sent.validated_data


class CorridorViewSet(ReferenceViewSet):
    queryset = Corridor.objects.prefetch_related("clusters")
    serializer_class = serializers.CorridorSerializer
    lookup_field = "code"


class ReasonViewSet(ReferenceViewSet):
    permission_classes = [AllowAny]
    queryset = Reason.objects.all()
    serializer_class = serializers.ReasonSerializer


class BestFirst(Cursor):
    ordering = ("rank", "pk")


class SuggestionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Partners that fit the caller's own firm, best first."""

    queryset = Suggestion.objects.none()
    serializer_class = serializers.SuggestionSerializer
    pagination_class = BestFirst

    def get_queryset(self) -> QuerySet[Suggestion]:
        viewer = viewer_of(self.request)
        refuse_unless(can_see_suggestions(viewer))
        return Suggestion.objects.for_company(viewer.company)

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if self.request is None:
            return context
        needs = Need.objects.filter(is_anonymous=True).exclude(company=viewer_of(self.request).company)
        return {**context, "anonymous": set(needs.values_list("pk", flat=True))}


class MatchViewSet(IdempotentPostMixin, viewsets.ReadOnlyModelViewSet):
    """Cases of the caller's corridors, or matches its firm knows of."""

    queryset = Match.objects.none()
    serializer_class = serializers.MatchSerializer

    @property
    def filterset_class(self) -> type[ReviewFilter] | None:
        return ReviewFilter if self.action == "list" else None

    def get_queryset(self) -> QuerySet[Match]:
        return cases_seen_by(viewer_of(self.request)).prefetch_related("corridor__desks", links_read())

    def case_to_decide(self) -> Match:
        match = self.get_object()
        refuse_unless(can_decide(viewer_of(self.request), match))
        return match

    @property
    def agency(self) -> Agency:
        """The desk the officer decides for."""
        return viewer_of(self.request).appointment.agency

    def show(self, match: Match) -> Response:
        return Response(self.get_serializer(match).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        match = self.case_to_decide()
        return self.show(lifecycle.approve(match, by=request.user, agency=self.agency))

    @extend_schema(request=serializers.RejectSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        match = self.case_to_decide()
        values = values_of(serializers.RejectSerializer(data=request.data))
        return self.show(lifecycle.reject(match, by=request.user, agency=self.agency, **values))

    @extend_schema(request=serializers.ParkSerializer)
    @action(detail=True, methods=["post"])
    def park(self, request: Request, pk: str) -> Response:
        match = self.case_to_decide()
        values = values_of(serializers.ParkSerializer(data=request.data))
        return self.show(lifecycle.park(match, by=request.user, agency=self.agency, **values))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take back the caller's own decision in its ten seconds; afterwards 409."""
        match = self.case_to_decide()
        held = match.held.filter(by=request.user).order_by("pk").last()
        if held is None:
            raise UndoTooLate(match, "undo", match.state)
        return self.show(lifecycle.undo(held, by=request.user))

    @extend_schema(request=serializers.AskFirmSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: str) -> Response:
        """Ask one firm; the case waits for its answer."""
        match = self.case_to_decide()
        values = values_of(serializers.AskFirmSerializer(data=request.data, context={"match": match}))
        return self.show(firm_questions.ask(match, by=request.user, agency=self.agency, **values).match)

    @extend_schema(responses=serializers.ColleagueSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def colleagues(self, request: Request, pk: str) -> Response:
        """To whom the case may be handed."""
        found = colleagues(self.case_to_decide(), of=request.user, agency=self.agency)
        return Response(serializers.ColleagueSerializer(found, many=True).data)

    @extend_schema(request=serializers.HandOnSerializer)
    @action(detail=True, methods=["post"], url_path="hand-on")
    def hand_on(self, request: Request, pk: str) -> Response:
        match = self.case_to_decide()
        known = {"colleagues": colleagues(match, of=request.user, agency=self.agency)}
        to = values_of(serializers.HandOnSerializer(data=request.data, context=known))["colleague"]
        return self.show(hand_on(match, to=to, by=request.user, agency=self.agency))

    @extend_schema(request=serializers.AnswerSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        match, viewer = self.get_object(), viewer_of(request)
        refuse_unless(viewer.is_owner and is_party(viewer, match))
        values = values_of(serializers.AnswerSerializer(data=request.data))
        return self.show(lifecycle.answer(match, by=request.user, company=viewer.company, **values))


class RunViewSet(IdempotentPostMixin, viewsets.ReadOnlyModelViewSet):
    """A desk starts a run, watches it and may stop it."""

    queryset = Run.objects.light().with_shards_done().select_related("corridor")
    serializer_class = serializers.RunSerializer

    def get_queryset(self) -> QuerySet[Run]:
        refuse_unless(can_see_runs(viewer_of(self.request)))
        return super().get_queryset()

    @extend_schema(request=serializers.RunStartSerializer, responses={201: serializers.RunSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        viewer = viewer_of(request)
        refuse_unless(can_start_runs(viewer))
        corridors = Corridor.objects.open().filter(desks__agency=viewer.appointment.agency)
        values = values_of(
            serializers.RunStartSerializer(data=request.data, context={"corridors": corridors})
        )
        try:
            run = runs.start(by=request.user, **values)
        except runs.RunRefused as refusal:
            raise Conflict(refusal.sentence) from refusal
        return Response(self.get_serializer(run).data, status=201)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        run = self.get_object()
        refuse_unless(can_run_corridor(viewer_of(request), run.corridor))
        return Response(self.get_serializer(runs.cancel(run, by=request.user)).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def commit(self, request: Request, pk: str) -> Response:
        """Put the pairs of a finished simulation in the review queue."""
        run = self.get_object()
        refuse_unless(can_run_corridor(viewer_of(request), run.corridor))
        try:
            return Response(self.get_serializer(queueing.commit(run, by=request.user)).data)
        except queueing.CommitRefused as refusal:
            raise Conflict(refusal.sentence) from refusal


class NeedWatchViewSet(IdempotentPostMixin, viewsets.GenericViewSet):
    """Hear once when a need of the caller's own firm that has no partner yet gets one."""

    queryset = Need.objects.none()
    serializer_class = serializers.NeedWatchSerializer
    filterset_class = None

    def get_queryset(self) -> QuerySet[Need]:
        return Need.objects.filter(company=viewer_of(self.request).company or 0)

    @extend_schema(request=None, responses=serializers.NeedWatchSerializer)
    @action(detail=True, methods=["get", "post", "delete"])
    def watch(self, request: Request, pk: str) -> Response:
        """Read the standing watch, set one, or stop it; without one 404."""
        need = self.get_object()
        if request.method == "POST":
            return Response(self.get_serializer(watches.watch(need, by=request.user)).data)
        standing = get_object_or_404(NeedWatch.objects.standing(), need=need)
        if request.method == "DELETE":
            standing = watches.end(standing, by=request.user)
        return Response(self.get_serializer(standing).data)


router = SimpleRouter()
router.register("corridors", CorridorViewSet, "corridor")
router.register("reasons", ReasonViewSet, "reason")
router.register("suggestions", SuggestionViewSet, "suggestion")
router.register("matches", MatchViewSet, "match")
router.register("needs", NeedWatchViewSet, "need-watch")
router.register("runs", RunViewSet, "run")
urlpatterns = router.urls
