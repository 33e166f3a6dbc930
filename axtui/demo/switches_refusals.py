"""Switches for what the vendors refuse: logins, permissions, and requests above a limit."""

from collections.abc import Iterator
from typing import Final

from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.setup import Setup
from axtui.demo.switch import PAGES, Switch, autotask_answers, on_pages, xero_answers

_NO_PERMISSION: Final = "The logged in Resource does not have the adequate permissions."


def logins() -> Iterator[Switch]:
    """Yield refused logins and permissions (rows D01 to D04)."""
    yield Switch(
        name="D01",
        says="Autotask refuses the login from the first call on",
        setup=Setup(faults=(Fault(kind=FaultKind.REFUSE_LOGIN, side=Side.AUTOTASK),)),
    )
    yield Switch(
        name="D02",
        says="after four pages Autotask refuses the login, in the middle of the read",
        setup=autotask_answers(PAGES[Side.AUTOTASK], 401, skip=4),
    )
    yield Switch(
        name="D03-expired",
        says="Xero says once that the token has expired",
        setup=xero_answers(401, "Unauthorized", "TokenExpired: token expired", times=1),
    )
    yield Switch(
        name="D03-always",
        says="Xero says of every token that it has expired",
        setup=xero_answers(401, "Unauthorized", "TokenExpired: token expired"),
    )
    yield Switch(
        name="D03-scope",
        says="Xero's token lacks the scope for contacts",
        setup=xero_answers(401, "Unauthorized", "AuthorizationUnsuccessful"),
    )
    for entity in ("companies", "contacts"):
        yield Switch(
            name=f"D04-{entity}",
            says=f"Autotask answers everything about {entity} with 403",
            setup=autotask_answers(f"/{entity}/", 403, _NO_PERMISSION),
        )
    yield Switch(
        name="D04-permission",
        says="Autotask refuses pages of contacts as it mostly does: with 500 and a sentence",
        setup=autotask_answers(r"/contacts/query(\?|$)", 500, _NO_PERMISSION),
    )
    yield Switch(
        name="D04-customers",
        says="Xero answers the list of contacts with 403",
        setup=xero_answers(403, "Forbidden", "AuthenticationUnsuccessful"),
    )


_RETRY_AFTER: Final = {
    "seconds": "2",
    "zero": "0",
    "minus": "-5",
    "junk": "soon",
    "fraction": "3.7",
    "huge": "999999999",
    "long": "600",
}


def limits() -> Iterator[Switch]:
    """Yield limits, and how they are told (rows D05 to D07 and D23)."""
    for name, value in _RETRY_AFTER.items():
        headers = {"Retry-After": value, "X-Rate-Limit-Problem": "minute"}
        yield Switch(
            name=f"D05-{name}",
            says=f"the first page of each side is answered once with 429 and `Retry-After: {value}`",
            setup=Setup(faults=on_pages(FaultKind.STATUS, status=429, times=1, headers=headers)),
        )
    yield Switch(
        name="D05-date",
        says="the same, with the time three seconds later as a date",
        setup=Setup(
            faults=on_pages(
                FaultKind.STATUS,
                status=429,
                times=1,
                retry_in=3.0,
                headers={"X-Rate-Limit-Problem": "minute"},
            )
        ),
    )
    yield Switch(
        name="D05-none",
        says="the same, without a word about when to come back",
        setup=Setup(faults=on_pages(FaultKind.STATUS, status=429, times=1)),
    )
    yield Switch(
        name="D06-day",
        says="after two pages Xero's day is used up, for another eight hours",
        setup=Setup(
            faults=(
                Fault(
                    kind=FaultKind.STATUS,
                    side=Side.XERO,
                    path=PAGES[Side.XERO],
                    status=429,
                    skip=2,
                    headers={"Retry-After": "28800", "X-Rate-Limit-Problem": "day"},
                ),
            )
        ),
    )
    yield Switch(
        name="D06-day-count",
        says="Xero allows three requests a day",
        setup=Setup(limits={"xero_per_day": 3}),
    )
    yield Switch(
        name="D06-threshold",
        says="ten requests are left of Autotask's hour; each takes a second longer",
        setup=Setup(limits={"autotask_used_before": 9_990}),
    )
    yield Switch(
        name="D06-nearly",
        says="a hundred requests are left of Autotask's hour; each takes a second longer",
        setup=Setup(limits={"autotask_used_before": 9_900}),
    )
    yield Switch(
        name="D07",
        says="every page is answered with 429 and `Retry-After: 1`",
        setup=Setup(faults=on_pages(FaultKind.STATUS, status=429, headers={"Retry-After": "1"})),
    )
    yield Switch(
        name="D23-threads",
        says="Autotask allows one thread per endpoint",
        setup=Setup(limits={"autotask_threads": 1}),
    )
    yield Switch(
        name="D23-concurrent",
        says="Xero allows one request at a time",
        setup=Setup(limits={"xero_at_once": 1}),
    )
    yield Switch(
        name="D23-minute",
        says="Xero allows three requests a minute",
        setup=Setup(limits={"xero_per_minute": 3}),
    )
    yield Switch(
        name="slow-down",
        says="six tenths of Autotask's hour are used: each call takes half a second longer",
        setup=Setup(limits={"autotask_used_before": 6_000}),
    )
