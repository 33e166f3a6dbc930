"""How much a test does: the full figure of its row in the long run, a taste of it in the quick one."""

import os
from collections.abc import Sequence
from itertools import cycle, islice, product
from typing import Any, Final

LONG: Final = os.environ.get("AXTUI_LONG") == "1"


def times(full: int, *, quick: int) -> int:
    """Return the row's own figure in the long run, a smaller one otherwise."""
    return full if LONG else quick


def foremost(values: Sequence[Any], *, quick: int = 1) -> Sequence[Any]:
    """Return all values in the long run, those that tell most, which stand first, otherwise."""
    return values if LONG else values[:quick]


def crossed(*lists: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return every combination in the long run; otherwise each value at least once, side by side."""
    if LONG:
        return list(product(*lists))
    most = max(map(len, lists))
    return list(zip(*(islice(cycle(each), most) for each in lists), strict=True))
