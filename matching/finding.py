"""What matching tells the directory: the encoder, the open corridors, and how well partners fit a firm."""

from collections.abc import Mapping, Sequence

import numpy as np

from companies.models import Company
from companies.search.meaning import register_encoder
from companies.search.providers import Lane, knows_fits, offers_lanes
from config.warming import before_serving
from matching.engine.background import background
from matching.engine.embed import default_embedder, unit_rows
from matching.engine.types import Floats
from matching.models import Corridor, Suggestion


class CentredEncoder:
    """The engine's encoder without the usual mean of each language and side: see engine/background.py.

    The means are shipped, so a stored vector stays right while the market around it changes.
    """

    def encode(self, texts: Sequence[tuple[str, str, str]]) -> Floats:
        model, prior = default_embedder(), background()
        rows = model.embed([text for text, _lang, _side in texts])
        for row, (_text, lang, side) in zip(rows, texts, strict=True):
            row -= prior.mean(lang, None if side == "profile" else side, np.zeros_like(row))
        return unit_rows(rows)


register_encoder(CentredEncoder())


@before_serving
def load_encoder() -> None:
    """Its weights are read once and shared: eight visitors at once would else load them eight times."""
    CentredEncoder().encode([("Otagai", "en", "profile")])


@offers_lanes
def open_corridors() -> list[Lane]:
    corridors = Corridor.objects.open().prefetch_related("clusters")
    return [
        Lane(
            corridor.code,
            corridor.name,
            corridor.prefecture_id,
            frozenset(cluster.pk for cluster in corridor.clusters.all()),
        )
        for corridor in corridors
    ]


@knows_fits
def suggested_to(company: Company) -> Mapping[int, float]:
    return dict(Suggestion.objects.filter(company=company).values_list("partner_id", "p_both"))
