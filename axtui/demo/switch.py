"""What a switch is, and the few words in which most of them are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.http import JSON
from axtui.demo.setup import Setup


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A fault that can be switched on by name."""

    name: str
    says: str
    """What happens, in a sentence without a full stop."""
    setup: Setup = field(default_factory=Setup)

    @property
    def row(self) -> str:
        """The row of the fault table; empty where there is none."""
        row = self.name.partition("-")[0]
        return row if row[1:].isdecimal() else ""


PAGES: Final = {
    Side.AUTOTASK: r"/(companies|contacts)/query(/next)?(\?|$)",
    Side.XERO: r"/contacts\?",
}
"""Requests for pages of records."""


def on_pages(kind: FaultKind, **more: Any) -> tuple[Fault, ...]:
    """Return a fault for the pages of each side, so that the two are counted apart."""
    return tuple(Fault(kind=kind, side=side, path=path, **more) for side, path in PAGES.items())


def state(*kinds: FaultKind) -> Setup:
    """Return lasting faults of both sides."""
    return Setup(faults=tuple(Fault(kind=kind) for kind in kinds))


def _errors(text: str) -> bytes:
    return f'{{"errors":["{text}"]}}'.encode()


def _problem(status: int, title: str, detail: str) -> bytes:
    return f'{{"Type":null,"Title":"{title}","Status":{status},"Detail":"{detail}"}}'.encode()


def autotask_answers(path: str, status: int, text: str = "", **more: Any) -> Setup:
    """Return a status that Autotask gives instead of what is at a path, with a sentence or without a body."""
    body = _errors(text) if text else b""
    fault = Fault(
        kind=FaultKind.STATUS,
        side=Side.AUTOTASK,
        path=path,
        status=status,
        body=body,
        content_type=JSON if text else "",
        **more,
    )
    return Setup(faults=(fault,))


def xero_answers(status: int, title: str, detail: str, **more: Any) -> Setup:
    """Return a status that Xero gives instead of its contacts, in the shape of its refusals."""
    fault = Fault(
        kind=FaultKind.STATUS,
        side=Side.XERO,
        path=r"/contacts\?",
        status=status,
        body=_problem(status, title, detail),
        content_type=JSON,
        **more,
    )
    return Setup(faults=(fault,))


TIMES: Final[Mapping[str, int | None]] = {"once": 1, "twice": 2, "always": None}
"""How often a fault is met, in the words of its switch."""
