"""The stored comparison of a version with the one in use before it, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.enums import Country
from companies.models import Region
from matching.engine.accept import FEATURES, PRIOR, Weights
from matching.engine.gate import GROUP_TOLERANCE, LEAST_HELD_OUT, LEAST_IN_GROUP, LEAST_LEARNT, LEAST_OF_EACH
from matching.engine.learn import DEVIATIONS
from matching.enums import GroupKind, SizeBand, Verdict
from matching.mirror import PartCode, label_of
from matching.models import WeightsVersion

# Half of a bar picture 100 wide, and the side of the reliability plot.
HALF, PLOT = 50.0, 100.0
LEAST_DOT, MOST_DOT = 1.2, 4.5

LANGUAGE_PAIRS: dict[str, str | Promise] = {
    "th>ja": gettext_lazy("Thai need, Japanese offer"),
    "th>en": gettext_lazy("Thai need, English offer"),
    "ja>th": gettext_lazy("Japanese need, Thai offer"),
    "ja>en": gettext_lazy("Japanese need, English offer"),
    "en>th": gettext_lazy("English need, Thai offer"),
    "en>ja": gettext_lazy("English need, Japanese offer"),
    "en>en": gettext_lazy("English need and offer"),
    "th>th": gettext_lazy("Thai need and offer"),
    "ja>ja": gettext_lazy("Japanese need and offer"),
}


@dataclass(frozen=True)
class Bar:
    """A bar that grows from the middle of a picture 100 wide, to the left where negative."""

    value: float
    start: float
    width: float


@dataclass(frozen=True)
class CoefficientRow:
    label: str
    before: Bar
    after: Bar
    deviation: float

    @property
    def change(self) -> float:
        return self.after.value - self.before.value


@dataclass(frozen=True)
class Dot:
    """A bin of the reliability plot: across what was shown, up what was said."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class BinRow:
    """Decisions whose chance lay between two per cents, by the version before and by this one."""

    low: int
    high: int
    before: Mapping[str, float] | None
    after: Mapping[str, float] | None


@dataclass(frozen=True)
class GroupShown:
    kind: str
    label: str
    count: int
    before: float
    after: float
    judged: bool
    worse: bool


def coefficients_of(version: WeightsVersion | None) -> dict[str, float]:
    weights = Weights.from_json(version.coefficients) if version else PRIOR
    return {"base": weights.base, **{name: weights.coefficients[name] for name in FEATURES}}


def coefficient_rows(version: WeightsVersion) -> list[CoefficientRow]:
    """Each coefficient before and after, in logits, in the engine's order."""
    after, before = coefficients_of(version), coefficients_of(version.compared_with)
    longest = max(abs(value) for value in [*after.values(), *before.values()]) or 1.0
    return [
        CoefficientRow(
            label_of(PartCode, name),
            bar(before[name], longest),
            bar(value, longest),
            version.deviations.get(name, DEVIATIONS[name]),
        )
        for name, value in after.items()
    ]


def bar(value: float, longest: float) -> Bar:
    width = HALF * abs(value) / longest
    return Bar(value, round(HALF - width if value < 0 else HALF, 2), round(width, 2))


def dots(bins: list[Mapping[str, float]]) -> list[Dot]:
    """Larger where more decisions lie."""
    most = max((one["count"] for one in bins), default=1)
    return [
        Dot(
            round(PLOT * one["shown"], 2),
            round(PLOT * (1 - one["said_yes"]), 2),
            round(LEAST_DOT + (MOST_DOT - LEAST_DOT) * (one["count"] / most) ** 0.5, 2),
        )
        for one in bins
    ]


def bin_rows(report: Mapping[str, Any]) -> list[BinRow]:
    """Both sets of bins side by side, lowest first."""
    sides = [{round(100 * one["low"]): one for one in report[name]} for name in ("bins_before", "bins_after")]
    before, after = sides
    lows = sorted(before.keys() | after.keys())
    return [BinRow(low, low + 10, before.get(low), after.get(low)) for low in lows]


def group_rows(report: Mapping[str, Any]) -> list[GroupShown]:
    """Language pairs, sizes from small to large, then regions of one country after the other."""
    order = [*GroupKind.values, *SizeBand.values]
    rows = sorted(
        report.get("groups", []),
        key=lambda row: (
            order.index(row["kind"]),
            order.index(row["code"]) if row["code"] in order else 0,
            row["code"],
        ),
    )
    regions = {
        f"{region.country}/{region.code}": f"{Country(region.country).label}: {region.name}"
        for region in Region.objects.all()
    }
    return [
        GroupShown(
            str(GroupKind(row["kind"]).label),
            group_label(row["kind"], row["code"], regions),
            *(row[name] for name in ("count", "before", "after", "judged", "worse")),
        )
        for row in rows
    ]


def group_label(kind: str, code: str, regions: Mapping[str, str]) -> str:
    if kind == GroupKind.SIZE:
        return str(SizeBand(code).label)
    names = regions if kind == GroupKind.REGION else LANGUAGE_PAIRS
    return str(names.get(code) or code or _("Not known"))


def verdict_in_words(version: WeightsVersion) -> str:
    """What the comparison found and what follows, in two or three plain sentences."""
    if version.verdict == Verdict.NONE:
        return _("An expert's estimate, from before there were decisions. It was compared with nothing.")
    report = version.report
    figures = {
        "count": intcomma(report["after"]["count"]),
        "before": f"{report['before']['log_loss']:.3f}",
        "after": f"{report['after']['log_loss']:.3f}",
    }
    if version.verdict == Verdict.BETTER:
        return (
            _(
                "On the %(count)s newest decisions, which it had not seen, its chances came closer to what was "
                "decided: log loss %(after)s instead of %(before)s. No language pair, size or region does worse."
            )
            % figures
        )
    if version.verdict == Verdict.NOT_BETTER:
        return (
            _(
                "On the %(count)s newest decisions, which it had not seen, its chances came no closer to what was "
                "decided than chance would explain: log loss %(after)s instead of %(before)s."
            )
            % figures
        )
    if version.verdict == Verdict.WORSE_FOR_GROUP:
        return (
            _(
                "Over all %(count)s newest decisions it came closer (log loss %(after)s instead of %(before)s), but "
                "for at least one language pair, size or region it would be worse. Those are marked below."
            )
            % figures
        )
    return _(
        "There were %(learnt)s decisions to learn from and %(count)s to check with. At least %(least)s and "
        "%(held)s are needed, among the latter %(each)s yes and %(each)s no."
    ) % {
        **figures,
        "learnt": intcomma(report["learnt"]),
        "least": LEAST_LEARNT,
        "held": LEAST_HELD_OUT,
        "each": LEAST_OF_EACH,
    }


def page_of(version: WeightsVersion) -> dict[str, Any]:
    """Everything the page of a version draws besides the version itself."""
    report = version.report
    return {
        "sentence": verdict_in_words(version),
        "coefficients": coefficient_rows(version),
        "bins": bin_rows(report) if report else [],
        "dots_before": dots(report["bins_before"]) if report else [],
        "dots_after": dots(report["bins_after"]) if report else [],
        "groups": group_rows(report) if report else [],
        "least_in_group": LEAST_IN_GROUP,
        "group_tolerance": GROUP_TOLERANCE,
    }
