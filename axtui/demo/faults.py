"""Faults that the imitation can be told to have: plain values in an ordered list, no patching.

Some spoil single answers; the first one in the list that fits a request is used for it. Others are a state of
the tenants that lasts until it is taken away. A new kind is a new line in `FaultKind` and one place that asks
for it.
"""

import random
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from enum import StrEnum
from typing import Final

from axtui.demo.damage import Damage, damaged
from axtui.demo.http import Reply, Request
from axtui.demo.spoil import Spoil, spoilt


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
    RESET = "reset"
    """The connection is reset before a byte of the answer; from the loopback it arrives as on a lost line."""
    RESET_LATER = "reset-later"
    """The connection is reset after the headers and `after_bytes` of the body."""
    HOLD = "hold"
    """No answer until the fault is taken away; shows what a client does meanwhile."""
    DAMAGE = "damage"
    """The answer is framed or compressed as `damage` says, and breaks off there."""
    SPOIL = "spoil"
    """What the answer says is changed as `spoil` says."""
    RELABEL = "relabel"
    """The right answer under another `content_type`."""

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
    MULTI_UDF = "multi-udf"
    """The contact UDF is a list of which several values can be chosen, which the API does not support."""
    REFERENCE_UDF = "reference-udf"
    """The contact UDF refers to other records, which the API does not support."""
    VALUE_INACTIVE = "value-inactive"
    """The value `Accounts` can no longer be chosen."""
    VALUE_MISSING = "value-missing"
    """The list has no value `Accounts`."""
    UDF_NEARLY = "udf-nearly"
    """The contact UDF is called `position`: the name differs in case alone."""
    NO_MODIFIED = "no-modified"
    """Nobody knows the fields that hold the time of change, as in a tenant of another version."""

    FALLING_IDS = "falling-ids"
    """Autotask's records come with falling ids, so that only the cursor leads through them."""
    OVERLAP = "overlap"
    """Every page begins with the last record of the page before."""
    SAME_CURSOR = "same-cursor"
    """Every `nextPageUrl` leads to the page that it stands on."""
    CYCLE_OF_2 = "cycle-of-2"
    """The second page's `nextPageUrl` leads to the first page."""
    CYCLE_OF_3 = "cycle-of-3"
    """The third page's `nextPageUrl` leads to the first page."""
    ENDLESS = "endless"
    """The last page is followed by itself, again and again, under an address that is always new."""
    SAME_PAGE = "same-page"
    """Xero gives the first page whatever page is asked for."""
    NO_PAGINATION = "no-pagination"
    """Xero's lists come without their `pagination` block."""

    FOREIGN_ZONE = "foreign-zone"
    """Zone discovery names a host that is not Autotask's."""
    ZONE_MOVED = "zone-moved"
    """The first discovery names the zone that the tenant has left; there every login is refused."""
    ZONE_MOVES = "zone-moves"
    """After `skip` authenticated requests the tenant lives in another zone, which discovery then names."""

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
        FaultKind.MULTI_UDF,
        FaultKind.REFERENCE_UDF,
        FaultKind.VALUE_INACTIVE,
        FaultKind.VALUE_MISSING,
        FaultKind.UDF_NEARLY,
        FaultKind.NO_MODIFIED,
        FaultKind.FALLING_IDS,
        FaultKind.OVERLAP,
        FaultKind.SAME_CURSOR,
        FaultKind.CYCLE_OF_2,
        FaultKind.CYCLE_OF_3,
        FaultKind.ENDLESS,
        FaultKind.SAME_PAGE,
        FaultKind.NO_PAGINATION,
        FaultKind.FOREIGN_ZONE,
        FaultKind.ZONE_MOVED,
        FaultKind.ZONE_MOVES,
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
    damage: Damage | None = None
    spoil: Spoil | None = None
    retry_in: float | None = None
    """A `Retry-After` as a date, so many seconds after the server's time of the answer."""
    share: float = 1.0
    """Only this share of the requests that fit, drawn by `seed`."""
    seed: int = 1

    def fits(self, side: Side, request: Request) -> bool:
        """Say whether the fault is about such a request."""
        if self.kind in STATES or self.side not in (None, side):
            return False
        return re.search(self.path, request.target, re.IGNORECASE) is not None

    def instead(self, now: float) -> Reply | None:
        """Return the reply that is sent instead of an answer; None where the answer itself is spoilt."""
        match self.kind:
            case FaultKind.STATUS:
                return Reply(
                    status=self.status,
                    body=self.body,
                    content_type=self.content_type,
                    headers={**self._retry_after(now), **self.headers},
                )
            case FaultKind.RESET:
                return Reply(reset=True)
            case FaultKind.HTML:
                return Reply(status=self.status or 200, body=self.body or _PAGE, content_type="text/html")
            case FaultKind.CLOSE:
                return Reply(silent=True)
            case FaultKind.REDIRECT:
                headers = {"Location": self.location, **self.headers}
                return Reply(status=self.status or 302, content_type="", headers=headers)
            case _:
                return None

    def _retry_after(self, now: float) -> Mapping[str, str]:
        return {} if self.retry_in is None else {"Retry-After": formatdate(now + self.retry_in, usegmt=True)}

    def spoilt(self, reply: Reply) -> Reply:
        """Return the answer as this fault lets it through."""
        match self.kind:
            case FaultKind.DRIP:
                return replace(reply, drip=self.seconds)
            case FaultKind.CUT:
                return replace(reply, cut_after=self.after_bytes)
            case FaultKind.RESET_LATER:
                return replace(reply, cut_after=self.after_bytes, reset=True)
            case FaultKind.RELABEL:
                return replace(reply, content_type=self.content_type)
            case FaultKind.DAMAGE if self.damage:
                return damaged(reply, self.damage)
            case FaultKind.SPOIL if self.spoil:
                return spoilt(reply, self.spoil)
            case _:
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
        return self.found(kind, side) is not None

    def holds(self, fault: Fault) -> bool:
        """Say whether this very fault is still in the list."""
        with self._lock:
            return any(entry.fault is fault for entry in self._entries)

    def found(self, kind: FaultKind, side: Side) -> Fault | None:
        """Return the first lasting fault of a kind that is set for a side."""
        with self._lock:
            faults = (entry.fault for entry in self._entries)
            return next((each for each in faults if each.kind is kind and each.side in (None, side)), None)

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
        self._draw = random.Random(fault.seed)  # noqa: S311  # no secret

    def is_due(self) -> bool:
        """Count a request that fits, and say whether it is one of those to spoil."""
        met, self._met = self._met, self._met + 1
        end = None if self.fault.times is None else self.fault.skip + self.fault.times
        is_in_reach = met >= self.fault.skip and (end is None or met < end)
        return is_in_reach and (self.fault.share >= 1 or self._draw.random() < self.fault.share)
