"""What a log says of requests: endpoint, status, sizes and times; never a query, a header or a body."""

import logging
from typing import Final

from axtui.core.errors import Side

_LOG: Final = logging.getLogger("axtui.http")


def log_answer(side: Side, method: str, endpoint: str, *, status: int, size: int, seconds: float) -> None:
    """Note that an answer has come in full."""
    _LOG.info(
        "answer side=%s %s %s status=%d bytes=%d seconds=%.3f",
        side,
        method,
        _word(endpoint),
        status,
        size,
        seconds,
    )


def log_failure(side: Side, method: str, endpoint: str, *, attempt: int, error: Exception) -> None:
    """Note that an attempt failed, and the kind of trouble; what an error says may be the server's words."""
    cause = type(error.__cause__).__name__ if error.__cause__ else "answer"
    _LOG.info("failed side=%s %s %s attempt=%d cause=%s", side, method, _word(endpoint), attempt, cause)


def log_wait(side: Side, seconds: float) -> None:
    """Note a wait for a limit or before another attempt."""
    _LOG.info("wait side=%s seconds=%.1f", side, seconds)


def _word(endpoint: str) -> str:
    """A server may supply a path; every endpoint that there is is one word."""
    return endpoint if endpoint.isascii() and endpoint.isalpha() else "-"
