"""Exact float32 fits of chosen pairs of firms: the same sums in the same order as fit.py, bit for bit."""

import numpy as np

from matching.engine.arrays import Numbers
from matching.engine.fit import TABLES
from matching.engine.market import Group
from matching.engine.types import Floats

# What so many givers say stays in the cache while all their seekers are looked at.
AT_ONCE = 256


def best_fits(needs: Group, offers: Group, seekers: Numbers, givers: Numbers) -> Floats:
    """Best fit of any need of each seeker to any offer of the giver beside it; 0 where one says nothing."""
    # Only who scores pairs loads a compiler.
    from matching.engine.kernels import fits_of_pairs

    found = np.zeros(len(seekers), np.float32)
    order = np.lexsort((givers, seekers, givers // AT_ONCE))
    of_both = spans(needs, seekers), spans(offers, givers)
    fits_of_pairs(needs.said, offers.said, *of_both, order, TABLES, found)
    return found


def spans(group: Group, firms: Numbers) -> Numbers:
    """(2, firms): where the statements of each firm begin and end."""
    return np.stack([np.searchsorted(group.owners, firms), np.searchsorted(group.owners, firms + 1)])
