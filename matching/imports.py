"""Reasons, the expert prior of the acceptance model, and the corridors of the demonstration."""

from collections.abc import Mapping
from pathlib import Path

from companies.imports.registry import loads_demonstration, loads_reference
from companies.imports.tables import Row, read_csv
from companies.models import Agency, Location
from matching import steering, weights
from matching.enums import ReasonRaisedBy, ReasonUse
from matching.models import Corridor, CorridorDesk, Reason

REASONS = Path(__file__).parent / "reference" / "decline_reasons.csv"
# Code, prefecture, desks, names. In Aichi the Japan desk (SMRJ) decides as well.
CORRIDORS = (
    ("japan-smrj", None, ("dip",), "ญี่ปุ่น (SMRJ)", "日本（中小機構）", "Japan (SMRJ)"),
    ("nagano", "JP-20", ("dip",), "นางาโนะ", "長野", "Nagano"),
    ("aichi", "JP-23", ("dip", "smrj"), "ไอจิ", "愛知", "Aichi"),
)


@loads_reference("decline reasons", order=20)
def load_reasons() -> None:
    worded = steering.reworded_reasons()
    reasons = [read_reason(row, worded) for row in read_csv(REASONS)]
    Reason.objects.bulk_create(
        reasons,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            "raised_by",
            "uses",
            "bars_pair",
            "is_about_fit",
            "name_th",
            "name_ja",
            "name_en",
            "position",
        ],
    )


def read_reason(row: Row, worded: Mapping[str, Mapping[str, str]]) -> Reason:
    """With the names of the desk where it gave some."""
    return Reason(
        code=row["code"],
        raised_by=row.code("raised_by", ReasonRaisedBy.values),
        uses=row.codes("uses", ReasonUse.values),
        bars_pair=row.code("bars_pair", ("yes", "no")) == "yes",
        is_about_fit=row.code("about_fit", ("yes", "no")) == "yes",
        position=row.number,
        **(worded.get(row["code"]) or row.names()),
    )


@loads_reference("the expert's weights", order=20)
def load_weights() -> None:
    """A new release's prior takes the place of an older prior; weights learnt from decisions stay."""
    weights.load_prior()


@loads_demonstration("corridors", order=20)
def load_corridors() -> None:
    """Only where a corridor is missing: what staff changed since stays."""
    for code, prefecture, desks, thai, japanese, english in CORRIDORS:
        corridor, is_new = Corridor.objects.get_or_create(
            code=code,
            defaults={
                "prefecture": Location.objects.get(pk=prefecture) if prefecture else None,
                "name_th": thai,
                "name_ja": japanese,
                "name_en": english,
            },
        )
        for desk in desks if is_new else ():
            CorridorDesk.objects.create(corridor=corridor, agency=Agency.objects.get(code=desk))
