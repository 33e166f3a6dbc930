"""What a script may ask of an imitation that runs in another process: its counters, changes of its data,
and the contact import that a person would use in a browser.

These paths lie below `/demo/` at the Autotask port, need no login, are not logged and count against no limit.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final, Protocol

from axtui.demo.churn import Churn, Churner, Listing
from axtui.demo.contact_import import ContactImports, Mishap
from axtui.demo.faults import Side
from axtui.demo.http import Reply, Request, json_reply
from axtui.demo.import_columns import ImportRefusedError
from axtui.demo.import_file import BlankCell, Encoding, ImportSetup, ListCell
from axtui.demo.live import LiveTenant
from axtui.demo.log import RequestLog

ROOT: Final = "/demo/"


class Controlled(Protocol):
    """What of an imitation scripts may reach."""

    log: RequestLog
    live: LiveTenant
    churner: Churner
    imports: ContactImports

    def warm(self) -> None:
        """Make every record's text now."""


def is_control(request: Request) -> bool:
    """Say whether a request is about the imitation itself."""
    return request.path.startswith(ROOT)


def controlled(request: Request, imitation: Controlled) -> Reply:
    """Answer a request about the imitation itself."""
    act = _ACTS.get((request.method, request.path.removeprefix(ROOT)))
    return act(imitation, request) if act else json_reply({"paths": _paths()}, status=404)


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


def _counters(imitation: Controlled, _request: Request) -> Reply:
    return json_reply(counters(imitation))


def _forget(imitation: Controlled, _request: Request) -> Reply:
    """Begin to count anew; what counts against the limits stays."""
    imitation.log.forget()
    return json_reply({})


def _change(imitation: Controlled, request: Request) -> Reply:
    """Change a share of every list, one of two hundred unless told; `deletions` takes contacts away."""
    query = request.query
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


def _warm(imitation: Controlled, _request: Request) -> Reply:
    """Make every record's text now, so that a bench does not measure how they are invented."""
    imitation.warm()
    return json_reply({})


def _import(imitation: Controlled, request: Request) -> Reply:
    """Import the body; `failure=twice@3,drop-udf@all` lets rows fail, the rest says how the tenant reads."""
    query = request.query
    try:
        setup = ImportSetup(
            encoding=Encoding(query.get("encoding", Encoding.UTF_8)),
            delimiter=query.get("delimiter", ","),
            blank=BlankCell(query.get("blank", BlankCell.KEEP)),
            list_cell=ListCell(query.get("list", ListCell.DISPLAY)),
        )
        mishaps = [Mishap.of(each) for each in query.get("failure", "").split(",") if each]
        return json_reply(asdict(imitation.imports.take(request.body, setup=setup, mishaps=mishaps)))
    except (ImportRefusedError, ValueError) as error:
        return _not_taken(error)


def _history(imitation: Controlled, _request: Request) -> Reply:
    return json_reply([asdict(batch) for batch in imitation.imports.history])


def _undo(imitation: Controlled, request: Request) -> Reply:
    """Delete the contacts that `batch=NUMBER` created."""
    try:
        return json_reply(asdict(imitation.imports.undo(int(request.query.get("batch", "0")))))
    except (ImportRefusedError, ValueError) as error:
        return _not_taken(error)


def _not_taken(error: Exception) -> Reply:
    return json_reply({"refused": str(error)}, status=400)


_ACTS: Final[Mapping[tuple[str, str], Callable[[Controlled, Request], Reply]]] = {
    ("GET", "counters"): _counters,
    ("POST", "counters/forget"): _forget,
    ("POST", "change"): _change,
    ("POST", "warm"): _warm,
    ("POST", "import"): _import,
    ("GET", "imports"): _history,
    ("POST", "imports/undo"): _undo,
}


def _paths() -> list[str]:
    return [f"{method} {ROOT}{path}" for method, path in _ACTS]
