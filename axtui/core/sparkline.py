"""A row of numbers as a row of characters, one each: how something has gone over time, at a glance."""

from collections.abc import Sequence
from typing import Final

_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_ASCII: Final = "_.:-=+*#"
"""From little to much ink."""


def sparkline(numbers: Sequence[int], *, ascii: bool = False) -> str:  # noqa: A002  # the setting's own name
    """Return a character for each number, from the least to the most of them; all alike at the bottom."""
    signs = _ASCII if ascii else _BLOCKS
    least, most = min(numbers, default=0), max(numbers, default=0)
    steps = (len(signs) - 1) / (most - least) if most > least else 0.0
    return "".join(signs[round((number - least) * steps)] for number in numbers)
