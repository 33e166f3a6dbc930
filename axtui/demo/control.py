"""What a script may ask of an imitation that runs in another process: its counters, and changes of its data.

These paths lie below `/demo/` at the Autotask port, need no login, are not logged and count against no limit.
"""

import random
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from axtui.demo.churn import Churn, Churner, Listing
from axtui.demo.faults import Side
from axtui.demo.http import Reply, Request, json_reply
from axtui.demo.live import LiveTenant
from axtui.demo.log import RequestLog

ROOT: Final = "/demo/"


class Controlled(Protocol):
    """What of an imitation scripts may reach."""

    log: RequestLog
    live: LiveTenant
    churner: Churner

    def warm(self) -> None:
        """Make every record's text now."""


def is_control(request: Request) -> bool:
    """Say whether a request is about the imitation itself."""
    return request.path.startswith(ROOT)


def controlled(request: Request, imitation: Controlled) -> Reply:
    """Answer a request about the imitation itself."""
    act = _ACTS.get((request.method, request.path.removeprefix(ROOT)))
    return act(imitation, request.query) if act else json_reply({"paths": _paths()}, status=404)


def counters(imitation: Controlled) -> dict[str, object]:
    """Return what was asked so far, and which limits were broken."""
    log = imitation.log
    return {
        "requests": {side.value: len(log.to(side)) for side in Side},
        "refused": {breach.value: times for breach, times in log.breaches.items()},
        "most_at_once": log.most_at_once_everywhere(),
        "busiest_minute": {side.value: log.busiest_minute(side) for side in Side},
        "bytes_sent": log.bytes_sent,
    }


def _counters(imitation: Controlled, _query: Mapping[str, str]) -> Reply:
    return json_reply(counters(imitation))


def _forget(imitation: Controlled, _query: Mapping[str, str]) -> Reply:
    """Begin to count anew; what counts against the limits stays."""
    imitation.log.forget()
    return json_reply({})


def _change(imitation: Controlled, query: Mapping[str, str]) -> Reply:
    """Change a share of every list, one of two hundred unless told; `deletions` takes contacts away."""
    share, seed = float(query.get("share", "0.005")), int(query.get("seed", "1"))
    live = imitation.live
    sizes = {
        Listing.COMPANIES: len(live.companies),
        Listing.CONTACTS: len(live.contacts),
        Listing.CUSTOMERS: len(live.customers),
    }
    draw = random.Random(seed)  # noqa: S311  # no secret
    with live.lock:
        for listing, size in sizes.items():
            imitation.churner.change(listing, Churn(updates=int(size * share), inserts=0, archives=0), draw)
        deletions = Churn(updates=0, inserts=0, archives=0, deletions=int(query.get("deletions", "0")))
        imitation.churner.change(Listing.CONTACTS, deletions, draw)
    return json_reply({listing.value: int(size * share) for listing, size in sizes.items()})


def _warm(imitation: Controlled, _query: Mapping[str, str]) -> Reply:
    """Make every record's text now, so that a bench does not measure how they are invented."""
    imitation.warm()
    return json_reply({})


_ACTS: Final[Mapping[tuple[str, str], Callable[[Controlled, Mapping[str, str]], Reply]]] = {
    ("GET", "counters"): _counters,
    ("POST", "counters/forget"): _forget,
    ("POST", "change"): _change,
    ("POST", "warm"): _warm,
}


def _paths() -> list[str]:
    return [f"{method} {ROOT}{path}" for method, path in _ACTS]
