"""What is counted of every case and its firms, in columns that each process keeps and renews by what changed.

Dates are microseconds of 1970, `NEVER` where there is none; words are numbers of `WORDS`.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.contrib.postgres.aggregates import BoolOr
from django.db.models import BigIntegerField, Expression, F, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from companies.enums import Country
from companies.models import Company
from matching.models import Match, MatchLink
from matching.statistics.changes import (
    EVERY_CASE,
    Changes,
    changes_from_the_beginning,
    changes_since,
)

NEVER = -(2**62)
# Employees of a firm that does not say.
UNTOLD = -1
NOBODY = (False, False)
KEYS = ("pk", "corridor_id", "thai_id", "japanese_id")
SAID = ("state", "thai_answer", "japanese_answer", "reason_id")
MOMENTS = ("proposed_at", "approved_at", "introduced_at", "connected_at", "ended_at")
SEEKS = ("thai_seeks", "japanese_seeks")
CASE = np.dtype(
    [(name, np.int64) for name in (*KEYS, *MOMENTS)]
    + [(name, np.int32) for name in SAID]
    + [(name, np.bool_) for name in SEEKS]
)
FIRM = np.dtype([("pk", np.int64), ("location", np.int32), ("employees", np.int64)])
MEMBER = np.dtype([("firm", np.int64), ("cluster", np.int32)])
Rows = NDArray[Any]


class Words:
    """Codes of states, reasons, places and clusters as small numbers; "" is 0."""

    def __init__(self) -> None:
        self.numbers = {"": 0}
        self.words = [""]

    def learn(self, word: str | None) -> int:
        """Only under the lock of what is kept."""
        word = word or ""
        if word not in self.numbers:
            self.words.append(word)
            self.numbers[word] = len(self.words) - 1
        return self.numbers[word]

    def number(self, word: str) -> int:
        """-1 for a word that no case has."""
        return self.numbers.get(word, -1)


WORDS = Words()


@dataclass(frozen=True)
class Facts:
    """Rows of CASE and of FIRM, each by its key, and the direct clusters of the firms; as of a moment."""

    moment: str
    cases: Rows
    firms: Rows
    members: Rows

    def renewed(self, changes: Changes) -> "Facts":
        """What changed is read anew; nothing is written into arrays that others may be counting."""
        if EVERY_CASE in changes.cases:
            return read_all(changes.moment)
        if not changes.cases and not changes.firms:
            return Facts(changes.moment, self.cases, self.firms, self.members)
        cases = put(self.cases, "pk", changes.cases, read_cases(changes.cases))
        known = set(self.firms["pk"].tolist())
        firms = (firms_of(cases) - known) | (changes.firms & known)
        return Facts(
            changes.moment,
            cases,
            put(self.firms, "pk", firms, read_firms(firms)),
            put(self.members, "firm", firms, read_members(firms)),
        )


def read_all(moment: str) -> Facts:
    cases = read_cases()
    firms = firms_of(cases)
    return Facts(moment, cases, read_firms(firms), read_members(firms))


def put(rows: Rows, name: str, keys: Collection[int], fresh: Rows) -> Rows:
    """The rows with those of some keys replaced, in the order of the keys."""
    if not keys:
        return rows
    kept = rows[~np.isin(rows[name], np.fromiter(keys, np.int64))]
    found = np.concatenate([kept, fresh])
    return found[np.argsort(found[name], kind="stable")]


def firms_of(cases: Rows) -> set[int]:
    return set(np.unique(np.concatenate([cases["thai_id"], cases["japanese_id"]])).tolist())


def microseconds(name: str) -> Expression:
    template = "(extract(epoch FROM %(expressions)s) * 1000000)::bigint"
    moment = Func(F(name), template=template, output_field=BigIntegerField())
    return Coalesce(moment, Value(NEVER), output_field=BigIntegerField())


def read_cases(keys: Collection[int] | None = None) -> Rows:
    """Those with the keys, or every one."""
    times = {f"{name}_us": microseconds(name) for name in MOMENTS}
    found = narrowed(Match.objects.annotate(**times), "pk", keys).order_by("pk")
    seekers = read_seekers(keys)
    learn = WORDS.learn
    rows = [
        (
            *row[:9],
            learn(row[9]),
            learn(row[10]),
            learn(row[11]),
            learn(row[12]),
            *seekers.get(row[0], NOBODY),
        )
        for row in found.values_list(*KEYS, *times, *SAID)
    ]
    return np.array(rows, CASE)


def read_seekers(keys: Collection[int] | None) -> dict[int, tuple[bool, bool]]:
    """Case -> whether its needs are of the Thai firm, of the Japanese firm."""
    links = narrowed(MatchLink.objects.order_by(), "match", keys).values_list("match")
    sides = {
        name: BoolOr(Q(need__company__country=country)) for name, country in zip(SEEKS, Country, strict=True)
    }
    return {case: (thai, japanese) for case, thai, japanese in links.annotate(**sides)}


def read_firms(keys: Collection[int]) -> Rows:
    found = narrowed(Company.objects.order_by("pk"), "pk", keys).values_list("pk", "location_id", "employees")
    rows = [(pk, WORDS.learn(place), UNTOLD if number is None else number) for pk, place, number in found]
    return np.array(rows, FIRM)


def read_members(keys: Collection[int]) -> Rows:
    """(firm, cluster) of each cluster or subsector that a firm names."""
    found = narrowed(Company.clusters.through.objects.order_by("company_id", "cluster_id"), "company", keys)
    rows = [(firm, WORDS.learn(cluster)) for firm, cluster in found.values_list("company_id", "cluster_id")]
    return np.array(rows, MEMBER)


def narrowed(found: QuerySet[Any], name: str, keys: Collection[int] | None) -> QuerySet[Any]:
    return found if keys is None else found.filter(**{f"{name}__in": keys})


LOCK = threading.Lock()
KEPT: list[Facts] = []


def current() -> Facts:
    """As the database tells it now. Kept is only what was committed: what this transaction wrote may be undone."""
    with LOCK:
        changes = changes_since(KEPT[0].moment) if KEPT else changes_from_the_beginning()
        facts = KEPT[0].renewed(changes) if KEPT else read_all(changes.moment)
        if changes.are_final:
            KEPT[:] = [facts]
    return facts
