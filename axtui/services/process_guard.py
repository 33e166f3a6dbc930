"""What is settled for the process before it knows a secret: no core file, no look into it, no leaking switch.

On a host that technicians share, perhaps under one account, permissions of files do not protect a process.
"""

from collections.abc import MutableMapping
from typing import Final

_SET_DUMPABLE: Final = 4
"""PR_SET_DUMPABLE of prctl(2)."""
_LEAKS: Final = frozenset(
    {
        *("TEXTUAL_LOG", "TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_DRIVER", "TEXTUAL_PRESS"),
        *("SSLKEYLOGFILE", "HTTPX_LOG_LEVEL"),
    }
)
"""Textual would write every key to a file (terminal.md section 7), Python the keys of every connection."""
_LEAKING_PREFIX: Final = "TEXTUAL_SCREENSHOT"


def drop_leaks(env: MutableMapping[str, str]) -> tuple[str, ...]:
    """Take away what makes a library write down what is typed or sent; return the names, in order."""
    found = sorted(name for name in env if name in _LEAKS or name.startswith(_LEAKING_PREFIX))
    for name in found:
        del env[name]
    return tuple(found)


def close_to_others() -> None:
    """Let no core file be written, and no other process of this user read memory or environment.

    A child that is started gets neither: the kernel makes it open again when it runs another program, with an
    environment that is chosen for it. Root can look all the same.
    """
    import resource  # `axtui --version` does without these
    import sys

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
