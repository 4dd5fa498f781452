"""One directed score: how well offers meet needs, from meaning, capabilities, conditions and kind. In [0, 1]."""

import numpy as np

from matching.engine.constraints.planes import weigh_conditions
from matching.engine.market import Group
from matching.engine.tags import Taxonomy
from matching.engine.types import Floats

# CSLS of unrelated texts lies near LOW, of texts about the same work near HIGH.
CSLS_LOW, CSLS_HIGH = -0.2, 0.4
BY_MEANING, BY_TAGS = 0.5, 0.5
OTHER_KIND = 0.4
DECIMALS = 4


def csls(needs: Group, offers: Group, block: slice) -> Floats:
    """Cross-domain similarity local scaling (Conneau et al. 2018): 2 cos - r(need) - r(offer)."""
    similarity = needs.vectors[block] @ offers.vectors.T
    return 2 * similarity - needs.hubness[block, None] - offers.hubness[None, :]


def tag_fit(needs: Group, offers: Group, taxonomy: Taxonomy, block: slice) -> Floats:
    """Best closeness of a need's tag to an offer's, weighted by both confidences, shape (needs, offers)."""
    closeness = np.pad(taxonomy.matrix, ((0, 1), (0, 1)))
    reach = (closeness[needs.tags[block]] * needs.confidence[block, :, None]).max(axis=1)
    best = np.zeros((len(reach), len(offers)), np.float32)
    for column in range(offers.tags.shape[1]):
        np.maximum(best, reach[:, offers.tags[:, column]] * offers.confidence[:, column], out=best)
    return best


def kind_factor(needs: Group, offers: Group, block: slice) -> Floats:
    """1 for the same kind or none named, less where the two speak of different things."""
    need, offer = needs.kinds[block, None], offers.kinds[None, :]
    return np.where((need < 0) | (offer < 0) | (need == offer), 1.0, OTHER_KIND).astype(np.float32)


def fit_needs_to_offers(needs: Group, offers: Group, taxonomy: Taxonomy, block: slice) -> Floats:
    """Fit of the needs in `block` to every offer, rounded so that order never hangs on the last bit."""
    if not len(offers) or not len(needs):
        return np.zeros((len(needs.vectors[block]), len(offers)), np.float32)
    meaning = np.clip((csls(needs, offers, block) - CSLS_LOW) / (CSLS_HIGH - CSLS_LOW), 0, 1)
    fit = BY_MEANING * meaning + BY_TAGS * tag_fit(needs, offers, taxonomy, block)
    fit = weigh_conditions(fit, needs.conditions[block], offers.conditions)
    return np.round(fit * kind_factor(needs, offers, block), DECIMALS)
