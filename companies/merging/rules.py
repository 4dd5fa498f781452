"""What becomes of each row that names a firm when two firms turn out to be one.

Every relation to a company, of any app, has a rule here; a relation without one stops every merge by its name. An
app to the right registers its own when it starts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.enums import InvitationState, JoinRequestState, PictureUse, ReportState
from companies.models import Company


@dataclass(frozen=True)
class Rule:
    """Rows of `relation` (app.Model.field) that go over to the firm that is kept; without `label` they stay.

    once: a row stays where the kept firm has one with the same values, both under `once_where`.
    other: another firm on the row; it stays where that one is the firm kept.
    seen: what of the row must be as it was for the merge to be undone.
    """

    relation: str
    label: str | Promise = ""
    only: Q = field(default_factory=Q)
    once: tuple[str, ...] = ()
    once_where: Q = field(default_factory=Q)
    other: str = ""
    seen: tuple[str, ...] = ()

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.relation.rpartition(".")[0])

    @property
    def name(self) -> str:
        """Of the column that holds the firm."""
        return self.relation.rpartition(".")[2]

    def rows_of(self, company: Company) -> QuerySet:
        return self.model._default_manager.filter(self.only, **{self.name: company})

    def moving(self, gone: Company, kept: Company) -> list[Model]:
        rows = self.rows_of(gone).order_by("pk")
        if self.other:
            rows = rows.exclude(**{self.other: kept})
        return [row for row in rows if row.pk not in self.doubled(gone, kept)] if self.once else list(rows)

    def doubled(self, gone: Company, kept: Company) -> set[int]:
        """Keys of rows the kept firm has already."""
        theirs = set(self.rows_of(kept).filter(self.once_where).values_list(*self.once))
        ours = self.rows_of(gone).filter(self.once_where).values_list("pk", *self.once)
        return {key for key, *values in ours if tuple(values) in theirs}


RULES: dict[str, Rule] = {}
Refusal = Callable[[Company, Company], list[str]]
REFUSALS: list[Refusal] = []


def moves(relation: str, label: str | Promise, **details: object) -> None:
    RULES[relation] = Rule(relation, label, **details)  # type: ignore[arg-type]


def stays(*relations: str) -> None:
    """History, counts, and what is computed anew: it stays with the firm that goes."""
    RULES.update({relation: Rule(relation) for relation in relations})


def refuses_merge(refusal: Refusal) -> Refusal:
    """Registers a reason why two firms (the one that goes, the one kept) cannot become one; [] for none."""
    REFUSALS.append(refusal)
    return refusal


def relations() -> set[str]:
    """Every column, of any app, that names a company."""
    found = set()
    for relation in Company._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.is_relation and not relation.concrete:
            column = relation.field  # type: ignore[union-attr]
            found.add(f"{column.model._meta.label}.{column.name}")
    return found


def unknown_relations() -> list[str]:
    return sorted(relations() - RULES.keys())


moves("companies.Offer.company", _("Offers"), seen=("version", "withdrawn_at"))
moves("companies.Need.company", _("Needs"), seen=("version", "state"))
moves("companies.Need.closed_with", _("Needs closed with it"))
moves("companies.Company.parent", _("Subsidiaries"))
moves("companies.Machine.company", _("Machines"))
moves("companies.Certificate.company", _("Certificates"), once=("certification",))
moves(
    "companies.Membership.company",
    _("People of its team"),
    only=Q(ended_at=None),
    once=("user",),
    seen=("role",),
)
moves(
    "companies.JoinRequest.company",
    _("Requests to join"),
    only=Q(state=JoinRequestState.ASKED),
    once=("user",),
    seen=("state",),
)
moves(
    "companies.Invitation.company",
    _("Invitations"),
    only=Q(state=InvitationState.SENT),
    once=("email",),
    seen=("state",),
)
moves("companies.CompanySource.company", _("Keys in lists it came from"))
moves(
    "companies.Block.blocker",
    _("Companies it blocked"),
    once=("blocked",),
    once_where=Q(lifted_at=None),
    other="blocked",
)
moves(
    "companies.Block.blocked",
    _("Companies that blocked it"),
    once=("blocker",),
    once_where=Q(lifted_at=None),
    other="blocker",
)
moves(
    "companies.Report.company",
    _("Reports about it"),
    once=("reported_by",),
    once_where=Q(state=ReportState.OPEN),
    other="reporter",
)
moves("companies.Report.reporter", _("Reports it made"), other="company")
moves("companies.Question.company", _("Questions to the desk"))
moves("companies.SavedSearch.company", _("Saved searches"))
moves("companies.Shortlisted.company", _("Companies on its shortlist"), once=("firm",), other="firm")
moves("companies.Shortlisted.firm", _("Shortlists it is on"), once=("company",), other="company")
moves("companies.ShowcaseItem.company", _("Products and case studies"))
moves(
    "companies.Picture.company",
    _("Pictures"),
    once=("use",),
    once_where=Q(use=PictureUse.LOGO, removed_at=None),
)
moves("companies.Catalogue.company", _("Catalogues"))
stays(
    # Chosen field by field (`values.py`).
    "companies.Company_clusters.company",
    "companies.Company_collaboration_types.company",
    # Firms that went into it earlier: their address leads on through it.
    "companies.Company.merged_into",
    "companies.Merge.gone",
    "companies.Merge.kept",
    # What happened to it under its own name.
    "companies.CompanyEvent.company",
    "companies.TeamEvent.company",
    "companies.ShowcaseEvent.company",
    "companies.CompanyCheck.company",
    "companies.DeskEntry.company",
    "companies.PaperInvitation.company",
    "companies.CompanyDay.company",
    "companies.ImportRow.company",
    "companies.ProfileDraft.company",
    # Written anew by a job.
    "companies.Meaning.company",
)
