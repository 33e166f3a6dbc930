"""Faults that the imitation can be told to have: plain values in an ordered list, no patching.

Some spoil single answers; the first one in the list that fits a request is used for it. Others are a state of
the tenants that lasts until it is taken away. A new kind is a new line in `FaultKind` and one place that asks
for it.
"""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from axtui.demo.http import Reply, Request


class Side(StrEnum):
    """Which of the two imitations."""

    AUTOTASK = "autotask"
    XERO = "xero"


class FaultKind(StrEnum):
    """What goes wrong."""

    STATUS = "status"
    """This status, body and headers instead of an answer."""
    HTML = "html"
    """A web page with status 200, as a proxy or a maintenance page sends it."""
    DRIP = "drip"
    """The answer byte by byte, `seconds` apart."""
    CUT = "cut"
    """The answer breaks off after `after_bytes`."""
    CLOSE = "close"
    """The connection closes without an answer."""
    REDIRECT = "redirect"
    """A redirect to `location`, by `status` (302 unless given)."""
    HOLD = "hold"
    """No answer until the fault is taken away; shows what a client does meanwhile."""

    REFUSE_LOGIN = "refuse-login"
    """The side's credentials no longer open anything; existing access tokens neither."""
    NO_COMPANIES = "no-companies"
    """No company is there, or may be seen: a narrow security level looks the same."""
    NO_CONTACTS = "no-contacts"
    """No Autotask contact is there, or may be seen."""
    NO_CUSTOMERS = "no-customers"
    """The Xero organisation has no contacts."""
    NO_UDF = "no-udf"
    """The contact UDF was never created."""
    DISPLAY_DIFFERS = "display-differs"
    """The list value that is stored as `Accounts` is shown as `Accounts Contact`."""
    TEXT_UDF = "text-udf"
    """The contact UDF is a text field, not a list."""

    REFUSE_CONSENT = "refuse-consent"
    """The person says no on Xero's sign-in page."""
    WEB_APP = "web-app"
    """The app that people sign in with is of the type "Web app", which asks for a secret."""
    SEVERAL_ORGANISATIONS = "several-organisations"
    """The person's login reaches two organisations and a practice."""
    SINGLE_USE = "single-use"
    """A refresh token works once, without Xero's grace; a second use ends the whole login."""
    SAME_REFRESH_TOKEN = "same-refresh-token"  # noqa: S105  # a kind's name
    """A refresh brings no new refresh token; the old one goes on."""


STATES: Final = frozenset(
    {
        FaultKind.REFUSE_LOGIN,
        FaultKind.NO_COMPANIES,
        FaultKind.NO_CONTACTS,
        FaultKind.NO_CUSTOMERS,
        FaultKind.NO_UDF,
        FaultKind.DISPLAY_DIFFERS,
        FaultKind.TEXT_UDF,
        FaultKind.REFUSE_CONSENT,
        FaultKind.WEB_APP,
        FaultKind.SEVERAL_ORGANISATIONS,
        FaultKind.SINGLE_USE,
        FaultKind.SAME_REFRESH_TOKEN,
    }
)
"""Kinds that last instead of spoiling single answers."""

_PAGE: Final = b"<!DOCTYPE html><html><head><title>Please wait</title></head><body>Back soon.</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: what, on which side, for which requests, and how often."""

    kind: FaultKind
    side: Side | None = None
    """Both sides unless given."""
    path: str = ""
    """A pattern that is looked for anywhere in the path and query, whatever the case; empty fits all."""
    skip: int = 0
    """So many requests that fit are answered properly first."""
    times: int | None = None
    """So many requests are spoilt; None spoils all."""
    status: int = 0
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    location: str = ""
    seconds: float = 0.0
    after_bytes: int = 0

    def fits(self, side: Side, request: Request) -> bool:
        """Say whether the fault is about such a request."""
        if self.kind in STATES or self.side not in (None, side):
            return False
        return re.search(self.path, request.target, re.IGNORECASE) is not None

    def instead(self) -> Reply | None:
        """Return the reply that is sent instead of an answer; None where the answer itself is spoilt."""
        match self.kind:
            case FaultKind.STATUS:
                return Reply(
                    status=self.status,
                    body=self.body,
                    content_type=self.content_type,
                    headers=self.headers,
                )
            case FaultKind.HTML:
                return Reply(status=self.status or 200, body=self.body or _PAGE, content_type="text/html")
            case FaultKind.CLOSE:
                return Reply(silent=True)
            case FaultKind.REDIRECT:
                headers = {"Location": self.location, **self.headers}
                return Reply(status=self.status or 302, content_type="", headers=headers)
            case _:
                return None

    def spoilt(self, reply: Reply) -> Reply:
        """Return the answer as this fault lets it through."""
        if self.kind is FaultKind.DRIP:
            return replace(reply, drip=self.seconds)
        if self.kind is FaultKind.CUT:
            return replace(reply, cut_after=self.after_bytes)
        return reply


class FaultPlan:
    """The ordered list of faults in force, shared by the server's thread and whoever sets them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[_Entry] = []

    def add(self, *faults: Fault) -> None:
        """Put faults at the end of the list."""
        with self._lock:
            self._entries += [_Entry(fault) for fault in faults]

    def clear(self) -> None:
        """Take every fault away; held requests go on."""
        with self._lock:
            self._entries = []

    def take_away(self, kind: FaultKind) -> None:
        """Take every fault of a kind away."""
        with self._lock:
            self._entries = [entry for entry in self._entries if entry.fault.kind is not kind]

    def in_force(self, kind: FaultKind, side: Side) -> bool:
        """Say whether a lasting fault is set for a side."""
        with self._lock:
            return any(
                entry.fault.kind is kind and entry.fault.side in (None, side) for entry in self._entries
            )

    def holds(self, fault: Fault) -> bool:
        """Say whether this very fault is still in the list."""
        with self._lock:
            return any(entry.fault is fault for entry in self._entries)

    def take(self, side: Side, request: Request) -> Fault | None:
        """Return the fault for a request, and count that it was used."""
        with self._lock:
            for entry in self._entries:
                if entry.fault.fits(side, request) and entry.is_due():
                    return entry.fault
        return None


class _Entry:
    """A fault with the number of requests that it has met."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self._met = 0

    def is_due(self) -> bool:
        """Count a request that fits, and say whether it is one of those to spoil."""
        met, self._met = self._met, self._met + 1
        end = None if self.fault.times is None else self.fault.skip + self.fault.times
        return met >= self.fault.skip and (end is None or met < end)
