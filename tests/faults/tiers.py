"""How much a test does: the full figure of its row in the long run, a taste of it in the quick one."""

import os
from typing import Final

LONG: Final = os.environ.get("AXTUI_LONG") == "1"


def times(full: int, *, quick: int) -> int:
    """Return the row's own figure in the long run, a smaller one otherwise."""
    return full if LONG else quick
