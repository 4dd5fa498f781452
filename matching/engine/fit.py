"""One directed score: how well offers meet needs, from meaning, capabilities, conditions and kind. In [0, 1]."""

import numpy as np

from matching.engine.arrays import RULES, Tables
from matching.engine.constraints.codes import NUMERIC
from matching.engine.constraints.planes import GAINS, SHARES, weigh_conditions
from matching.engine.kinds import ANSWERS, BY_KIND
from matching.engine.market import Group
from matching.engine.tags import Taxonomy
from matching.engine.things import add_shared
from matching.engine.types import Floats

# CSLS of unrelated texts lies near -0.2, of texts about the same work above 0.2;
# the scale goes beyond both, so that few texts stand at its ends.
CSLS_LOW, CSLS_HIGH = -0.45, 0.55
BY_MEANING, BY_TAGS = 0.44, 0.56
DECIMALS = 4
# For the kernels, in the widths in which numpy takes them below.
TABLES = Tables(
    by_meaning=np.float32(BY_MEANING),
    by_tags=np.float32(BY_TAGS),
    csls_low=np.float32(CSLS_LOW),
    csls_span=np.float32(CSLS_HIGH - CSLS_LOW),
    steps=np.float32(10**DECIMALS),
    answers=ANSWERS,
    by_kind=BY_KIND,
    gains=np.asarray(GAINS, np.float64),
    shares=np.asarray(SHARES, np.float64),
    rules=np.array([RULES.index(code.rule) for code in NUMERIC]),
)


def csls(needs: Floats, need_hubness: Floats, offers: Floats, offer_hubness: Floats) -> Floats:
    """Cross-domain similarity local scaling (Conneau et al. 2018): 2 cos - r(need) - r(offer)."""
    return 2 * (needs @ offers.T) - need_hubness[:, None] - offer_hubness[None, :]


def fit_needs_to_offers(needs: Group, offers: Group, taxonomy: Taxonomy, block: slice) -> Floats:
    """Fit of the needs in `block` to every offer, rounded so that order never hangs on the last bit."""
    if not len(offers) or not len(needs):
        return np.zeros((len(needs.vectors[block]), len(offers)), np.float32)
    near = csls(needs.vectors[block], needs.hubness[block], offers.vectors, offers.hubness)
    meaning = np.clip((near - CSLS_LOW) / (CSLS_HIGH - CSLS_LOW), 0, 1)
    agreement = needs.profiles[block] @ offers.profiles.T
    add_shared(agreement, needs.things[block], offers.things)
    trade = BY_MEANING * meaning + BY_TAGS * np.minimum(agreement, 1)
    trade = weigh_conditions(trade, needs.conditions[block], offers.conditions)
    pair = needs.kinds[block, None], offers.kinds[None, :]
    return np.round(np.minimum(trade * ANSWERS[pair] + BY_KIND[pair], 1), DECIMALS)
