"""Products of many rows with many others for the first pass: eight-bit whole numbers where numkong is, else float32.

A row in eight bits is its values divided by a 127th of the largest, rounded; what that loses is stated by `ERROR`
and repaired by scoring what is near the top again in float32 (allpairs.py).
"""

import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.engine.types import Floats

log = logging.getLogger(__name__)
LARGEST = 127


@dataclass(frozen=True)
class Coded:
    """n rows as codes; row times its scale is nearly what it was."""

    codes: NDArray[Any]  # (n, d) int8 or float32
    scales: Floats  # (n,)

    def __getitem__(self, rows: Any) -> "Coded":
        return Coded(np.ascontiguousarray(self.codes[rows]), self.scales[rows])

    def __len__(self) -> int:
        return len(self.codes)


class Products(Protocol):
    """`error`: what a fit computed from these products may be off by, in either direction."""

    name: str
    error: float

    def code(self, rows: Floats) -> Coded: ...

    def pack(self, coded: Coded) -> Any: ...

    def dots(self, rows: Coded, packed: Any, room: dict[Any, Any]) -> NDArray[Any]:
        """Products of codes, without scales, (rows, packed), good until the next call with this `room`."""
        ...


class EightBits:
    """Through numkong's packed kernels, chosen by it for the processor it runs on."""

    name = "int8"
    # Four times the largest seen among 900,000 pairs of firms (0.0021; a standard deviation is 0.0003).
    error = 0.008

    def __init__(self) -> None:
        import numkong

        self._kernels = numkong

    def code(self, rows: Floats) -> Coded:
        largest = np.abs(rows).max(axis=1, initial=0.0)
        scales = (largest / LARGEST).astype(np.float32)
        steps = np.divide(1, scales, out=np.zeros_like(scales), where=scales > 0)
        return Coded(np.rint(rows * steps[:, None]).astype(np.int8), scales)

    def pack(self, coded: Coded) -> Any:
        return self._kernels.dots_pack(coded.codes, dtype="int8")

    def dots(self, rows: Coded, packed: Any, room: dict[Any, Any]) -> NDArray[Any]:
        shape = len(rows), packed.width
        if shape not in room:
            room[shape] = self._kernels.zeros(shape, dtype="int32")
        self._kernels.dots_packed(rows.codes, packed, out=room[shape])
        return np.asarray(room[shape])


class Plain:
    """numpy's float32, exact on the engine's grid."""

    name = "float32"
    # Fits are rounded to four decimals.
    error = 0.0002

    def code(self, rows: Floats) -> Coded:
        return Coded(rows.astype(np.float32), np.ones(len(rows), np.float32))

    def pack(self, coded: Coded) -> Any:
        return coded.codes.T

    def dots(self, rows: Coded, packed: Any, room: dict[Any, Any]) -> NDArray[Any]:
        shape = len(rows), packed.shape[1]
        if shape not in room:
            room[shape] = np.zeros(shape, np.float32)
        return np.matmul(rows.codes, packed, out=room[shape])


@lru_cache(maxsize=1)
def products() -> Products:
    """The fastest this machine has; one line in the log where that is numpy."""
    try:
        return EightBits()
    except ImportError as error:
        log.warning("numkong cannot be used (%s): the first pass runs in numpy's float32, slower", error)
        return Plain()
