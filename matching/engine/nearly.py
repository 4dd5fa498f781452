"""Fits of a block of firms to another, off by no more than the products' error: the first pass over a market."""

from dataclasses import dataclass, field
from typing import Any

from matching.engine.arrays import Columns, Rows
from matching.engine.fit import TABLES
from matching.engine.products import Coded, Products
from matching.engine.types import Floats


@dataclass
class Bench:
    """Room for products, used again for every block: fresh memory costs more than the sums."""

    products: Products
    room: dict[Any, Any] = field(default_factory=dict)

    def best_fits(
        self, codes: Coded, rows: Rows, packed: Any, columns: Columns, *, needs_first: bool, out: Floats
    ) -> Floats:
        """Best fit of any need to any offer for every firm of `rows` and of `columns`; 0 where one says nothing.

        `needs_first`: the rows are needs and the columns offers, else the other way round. `packed` holds the columns.
        """
        # Only who scores pairs loads a compiler.
        from matching.engine.kernels import near_fits

        out.fill(0)
        if len(rows.kinds) and len(columns.scales):
            dots = self.products.dots(codes, packed, self.room)
            near_fits(dots, rows, columns, needs_first, TABLES, out)
        return out
