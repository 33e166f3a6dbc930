"""How well the running process keeps what it knows to itself."""

import ctypes
import resource
import sys
from collections.abc import Sequence
from typing import Final

from axtui.core.doctor import Fact, Section

_GET_DUMPABLE: Final = 3
"""PR_GET_DUMPABLE of prctl(2)."""


def facts_of_process(*, dropped: Sequence[str]) -> Section:
    """Return what protects the memory of this process, and which variables were taken away from it."""
    return Section(
        title="Process",
        facts=(
            Fact(label="core files", value=_core_files()),
            Fact(label="memory", value=_memory()),
            Fact(label="dropped variables", value=", ".join(dropped) or "none"),
        ),
    )


def _core_files() -> str:
    soft, _ = resource.getrlimit(resource.RLIMIT_CORE)
    return "may be written" if soft else "none are written"


def _memory() -> str:
    if sys.platform != "linux":
        return "the system says nothing about it"
    dumpable = ctypes.CDLL(None).prctl(_GET_DUMPABLE, 0, 0, 0, 0)
    return "can be read by other processes of this user" if dumpable == 1 else "closed to other processes"
