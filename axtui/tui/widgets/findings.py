"""What a test of the connections found, line by line, or what failed and what to do about it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from textual.content import Content

from axtui.core.errors import AxtuiError
from axtui.tui.widgets.panel import Line

if TYPE_CHECKING:
    from axtui.services.connections import SideFindings  # brings httpx, which a screen need not wait for

_LABEL_WIDTH: Final = 16


def finding_lines(sides: "tuple[SideFindings, ...]") -> tuple[Line, ...]:
    """Return both sides one under the other; every state is a word or a sign before it is a colour."""
    return tuple(line for side in sides for line in _side_lines(side))


def _side_lines(side: "SideFindings") -> Iterator[Line]:
    verdict = ("works", "bold $text-success") if side.ok else ("does not work yet", "bold $text-error")
    yield Line(Content.styled(f"{side.side.value}: ", "bold"), Content.styled(*verdict))
    for each in side.findings:
        sign = ("  ok ", "$text-success") if each.ok else ("   ! ", "bold $text-error")
        yield Line(Content.assemble(sign, (f"{each.label:<{_LABEL_WIDTH}} ", "dim")), each.text)
    if side.error:
        yield from error_lines(side.error, indent="   ")


def error_lines(error: AxtuiError, *, indent: str = "") -> Iterator[Line]:
    """Return what failed and, under it, what to do about it."""
    yield Line(Content.styled(f"{indent}! ", "bold $text-error"), Content.styled(error.message, "bold"))
    if error.hint:
        yield Line(f"{indent}  ", error.hint)
