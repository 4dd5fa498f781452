"""Conditions a statement states (figures with units, materials, certificates), and whether an offer meets them."""

from matching.engine.constraints.comparing import compare, stated_by
from matching.engine.constraints.reading import read_conditions

__all__ = ["compare", "read_conditions", "stated_by"]
