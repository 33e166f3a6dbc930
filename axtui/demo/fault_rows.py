"""The catalogue of switches: every row of the fault table that a server can produce, by name.

A name begins with its row (reliability-bar.md section 4), or says in words what is wrong where no row does.
`NAME@autotask` and `NAME@xero` are the switch on one side alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import reduce
from http import HTTPStatus
from typing import Any, Final

from axtui.demo.churn import Churn
from axtui.demo.damage import Damage
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.http import JSON
from axtui.demo.proxy import ProxyState
from axtui.demo.setup import Setup
from axtui.demo.spoil import Spoil
from axtui.demo.tls import Certificate


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


class UnknownSwitchError(Exception):
    """There is no switch of this name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nearest = tuple(get_close_matches(name.partition("@")[0], SWITCHES, n=3, cutoff=0.4))
        super().__init__(name)


def setup_of(names: Iterable[str]) -> Setup:
    """Return what switches of these names set, one after the other."""
    return reduce(Setup.and_then, map(_setup_called, names), Setup())


def _setup_called(name: str) -> Setup:
    plain, _, side = name.partition("@")
    switch = SWITCHES.get(plain)
    if switch is None or side not in ("", *Side):
        raise UnknownSwitchError(name)
    return switch.setup.on(Side(side)) if side else switch.setup


_PAGES: Final = {
    Side.AUTOTASK: r"/(companies|contacts)/query(/next)?(\?|$)",
    Side.XERO: r"/contacts\?",
}
"""Requests for pages of records."""


def _on_pages(kind: FaultKind, **more: Any) -> tuple[Fault, ...]:
    """Return a fault of the pages of each side, so that the two are counted apart."""
    return tuple(Fault(kind=kind, side=side, path=path, **more) for side, path in _PAGES.items())


def _state(*kinds: FaultKind) -> Setup:
    return Setup(faults=tuple(Fault(kind=kind) for kind in kinds))


def _errors(text: str) -> bytes:
    return f'{{"errors":["{text}"]}}'.encode()


def _problem(status: int, title: str, detail: str) -> bytes:
    return f'{{"Type":null,"Title":"{title}","Status":{status},"Detail":"{detail}"}}'.encode()


def _autotask(path: str, status: int, text: str = "", **more: Any) -> Setup:
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


def _xero(status: int, title: str, detail: str, **more: Any) -> Setup:
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


_NO_PERMISSION: Final = "The logged in Resource does not have the adequate permissions."


def _logins() -> Iterator[Switch]:
    yield Switch(
        name="D01",
        says="Autotask refuses the login from the first call on",
        setup=Setup(faults=(Fault(kind=FaultKind.REFUSE_LOGIN, side=Side.AUTOTASK),)),
    )
    yield Switch(
        name="D02",
        says="after four pages Autotask refuses the login, in the middle of the read",
        setup=_autotask(_PAGES[Side.AUTOTASK], 401, skip=4),
    )
    yield Switch(
        name="D03-expired",
        says="Xero says once that the token has expired",
        setup=_xero(401, "Unauthorized", "TokenExpired: token expired", times=1),
    )
    yield Switch(
        name="D03-always",
        says="Xero says of every token that it has expired",
        setup=_xero(401, "Unauthorized", "TokenExpired: token expired"),
    )
    yield Switch(
        name="D03-scope",
        says="Xero's token lacks the scope for contacts",
        setup=_xero(401, "Unauthorized", "AuthorizationUnsuccessful"),
    )
    for entity in ("companies", "contacts"):
        yield Switch(
            name=f"D04-{entity}",
            says=f"Autotask answers everything about {entity} with 403",
            setup=_autotask(f"/{entity}/", 403, _NO_PERMISSION),
        )
    yield Switch(
        name="D04-permission",
        says="Autotask refuses pages of contacts as it mostly does: with 500 and a sentence",
        setup=_autotask(r"/contacts/query(\?|$)", 500, _NO_PERMISSION),
    )
    yield Switch(
        name="D04-customers",
        says="Xero answers the list of contacts with 403",
        setup=_xero(403, "Forbidden", "AuthenticationUnsuccessful"),
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


def _limits() -> Iterator[Switch]:
    for name, value in _RETRY_AFTER.items():
        headers = {"Retry-After": value, "X-Rate-Limit-Problem": "minute"}
        yield Switch(
            name=f"D05-{name}",
            says=f"the first page of each side is answered once with 429 and `Retry-After: {value}`",
            setup=Setup(faults=_on_pages(FaultKind.STATUS, status=429, times=1, headers=headers)),
        )
    yield Switch(
        name="D05-date",
        says="the same, with the time three seconds later as a date",
        setup=Setup(
            faults=_on_pages(
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
        setup=Setup(faults=_on_pages(FaultKind.STATUS, status=429, times=1)),
    )
    yield Switch(
        name="D06-day",
        says="after two pages Xero's day is used up, for another eight hours",
        setup=Setup(
            faults=(
                Fault(
                    kind=FaultKind.STATUS,
                    side=Side.XERO,
                    path=_PAGES[Side.XERO],
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
        setup=Setup(faults=_on_pages(FaultKind.STATUS, status=429, headers={"Retry-After": "1"})),
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


_TIMES: Final[Mapping[str, int | None]] = {"once": 1, "twice": 2, "always": None}


def _failures() -> Iterator[Switch]:
    for status in (
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    ):
        for word, times in _TIMES.items():
            yield Switch(
                name=f"D08-{status.value}-{word}",
                says=f"pages of each side are answered {word} with {status.value} and no body",
                setup=Setup(faults=_on_pages(FaultKind.STATUS, status=status.value, times=times)),
            )
    yield Switch(
        name="D08-500-errors",
        says="Autotask answers pages with 500 and a sentence, which is a refusal",
        setup=_autotask(_PAGES[Side.AUTOTASK], 500, "Unable to find isActive in the Company Entity."),
    )
    yield Switch(
        name="D08-5-percent",
        says="one page of twenty is answered with 503",
        setup=Setup(faults=_on_pages(FaultKind.STATUS, status=503, share=0.05)),
    )


def _lines() -> Iterator[Switch]:
    yield Switch(
        name="D09-refused",
        says="nobody listens at the ports",
        setup=Setup(closed=frozenset(Side)),
    )
    for name, kind, more, says in (
        ("close", FaultKind.CLOSE, {}, "closes without a word"),
        ("reset-before", FaultKind.RESET, {}, "is reset before the headers"),
        ("reset-after", FaultKind.RESET_LATER, {}, "is reset behind the headers"),
        ("reset-within", FaultKind.RESET_LATER, {"after_bytes": 2_000}, "is reset within the body"),
    ):
        yield Switch(
            name=f"D09-{name}",
            says=f"the connection of the first page of each side {says}",
            setup=Setup(faults=_on_pages(kind, times=1, **more)),
        )
    yield Switch(
        name="D09-half-open",
        says="the first page of each side is never answered",
        setup=Setup(faults=_on_pages(FaultKind.HOLD, times=1)),
    )
    yield Switch(
        name="D10",
        says="the first page of each side comes at a byte each half second",
        setup=Setup(faults=_on_pages(FaultKind.DRIP, seconds=0.5, times=1)),
    )
    yield Switch(
        name="D10-always",
        says="every page does",
        setup=Setup(faults=_on_pages(FaultKind.DRIP, seconds=0.5)),
    )
    for damage in Damage:
        if damage is not Damage.GZIP:
            yield Switch(
                name=f"D11-{damage.value}",
                says=f"the first page of each side breaks off: {damage.value.replace('-', ' ')}",
                setup=Setup(faults=_on_pages(FaultKind.DAMAGE, damage=damage, times=1)),
            )
    yield Switch(
        name="D26",
        says="300 ms for each request, 5 MB a second for all, one connection of a hundred is reset",
        setup=Setup(
            latency=0.3,
            bytes_per_second=5_000_000,
            faults=tuple(Fault(kind=FaultKind.RESET, side=side, share=0.01, seed=26) for side in Side),
        ),
    )


def _bodies() -> Iterator[Switch]:
    for word, times in _TIMES.items():
        yield Switch(
            name=f"D13-html-{word}",
            says=f"pages of each side come {word} as a web page with status 200",
            setup=Setup(faults=_on_pages(FaultKind.HTML, times=times)),
        )
    for name, status, content_type in (("empty", 200, JSON), ("204", 204, "")):
        yield Switch(
            name=f"D13-{name}",
            says=f"the first page of each side is answered with {status} and nothing else",
            setup=Setup(
                faults=_on_pages(FaultKind.STATUS, status=status, content_type=content_type, times=1)
            ),
        )
    yield Switch(
        name="D13-text",
        says="the first page of each side comes as plain text",
        setup=Setup(faults=_on_pages(FaultKind.RELABEL, content_type="text/plain", times=1)),
    )
    for spoil in (
        Spoil.NULL,
        Spoil.MISSING_ID,
        Spoil.LIST_TO_OBJECT,
        Spoil.NUMBER_AS_TEXT,
        Spoil.TEXT_AS_NUMBER,
        Spoil.UNKNOWN_WORD,
        Spoil.NEW_FIELD,
    ):
        yield Switch(
            name=f"D15-{spoil.value}",
            says=f"one record of every page has another shape: {spoil.value.replace('-', ' ')}",
            setup=Setup(faults=_on_pages(FaultKind.SPOIL, spoil=spoil)),
        )


_ELSEWHERE: Final = {
    "other-host": "https://elsewhere.example/",
    "other-port": "http://127.0.0.1:1/",
    "plain": "http://webservices.autotask.net/",
    "same-host": "/atservicesrest/v1.0/elsewhere",
}


def _ways() -> Iterator[Switch]:
    for status in (301, 302, 307, 308):
        yield Switch(
            name=f"D16-{status}",
            says=f"pages of each side are redirected to another host with {status}",
            setup=Setup(
                faults=_on_pages(FaultKind.REDIRECT, status=status, location=_ELSEWHERE["other-host"])
            ),
        )
    for name, location in _ELSEWHERE.items():
        yield Switch(
            name=f"D16-{name}",
            says=f"pages of each side are redirected to {location}",
            setup=Setup(faults=_on_pages(FaultKind.REDIRECT, location=location)),
        )
    yield Switch(
        name="D18-falling",
        says="Autotask's ids fall, so that only the cursor leads through them; nothing else is wrong",
        setup=_state(FaultKind.FALLING_IDS),
    )
    for name, kind, says in (
        ("same", FaultKind.SAME_CURSOR, "always leads to the page that it stands on"),
        ("cycle-2", FaultKind.CYCLE_OF_2, "leads from the second page to the first"),
        ("cycle-3", FaultKind.CYCLE_OF_3, "leads from the third page to the first"),
        ("endless", FaultKind.ENDLESS, "leads from the last page to itself, each time under another address"),
    ):
        yield Switch(
            name=f"D18-{name}",
            says=f"Autotask's ids fall, and the cursor {says}",
            setup=_state(FaultKind.FALLING_IDS, kind),
        )
    yield Switch(
        name="D18-same-page",
        says="Xero gives its first page whatever page is asked for",
        setup=_state(FaultKind.SAME_PAGE),
    )
    yield Switch(
        name="D19",
        says="zone discovery names a host that is not Autotask's",
        setup=_state(FaultKind.FOREIGN_ZONE),
    )
    yield Switch(
        name="zone-moved",
        says="the first zone discovery names the zone that the tenant has left, which refuses every login",
        setup=_state(FaultKind.ZONE_MOVED),
    )
    yield Switch(
        name="zone-moves",
        says="after eight requests the tenant lives in another zone",
        setup=Setup(faults=(Fault(kind=FaultKind.ZONE_MOVES, side=Side.AUTOTASK, skip=8),)),
    )


def _trust() -> Iterator[Switch]:
    for certificate in (Certificate.EXPIRED, Certificate.WRONG_NAME, Certificate.SELF_SIGNED):
        yield Switch(
            name=f"D20-{certificate.value}",
            says=f"TLS with a certificate that must be refused: {certificate.value.replace('-', ' ')}",
            setup=Setup(certificate=certificate),
        )
    yield Switch(
        name="D20-untrusted",
        says="TLS with a good certificate of an authority that nobody here trusts",
        setup=Setup(certificate=Certificate.GOOD, is_trusted=False),
    )
    yield Switch(
        name="D21",
        says="TLS with a good certificate, whose authority is trusted: nothing is wrong",
        setup=Setup(certificate=Certificate.GOOD),
    )
    for name, proxy, says in (
        ("works", ProxyState.WORKS, "which works"),
        ("407", ProxyState.WANTS_LOGIN, "which lets nobody through without another login"),
        ("down", ProxyState.DOWN, "which is down"),
    ):
        yield Switch(
            name=f"D22-{name}",
            says=f"the vendors' own addresses over TLS, by way of a proxy {says}",
            setup=Setup(certificate=Certificate.GOOD, proxy=proxy),
        )


def _completeness() -> Iterator[Switch]:
    yield Switch(
        name="E01",
        says="3 updates, 1 insert and 1 archive after every page that has a next one",
        setup=Setup(churn=Churn()),
    )
    yield Switch(
        name="E01-deletions",
        says="the same with a deletion at Autotask, for three pages of each list",
        setup=Setup(churn=Churn(deletions=1, pages=3)),
    )
    yield Switch(
        name="E01-restless",
        says="the same after every page, the last one too: no two counts agree",
        setup=Setup(churn=Churn(last_pages_too=True)),
    )
    yield Switch(
        name="E02-overlap",
        says="every page begins with the last record of the page before",
        setup=_state(FaultKind.OVERLAP),
    )
    for spoil, says in (
        (Spoil.EMPTY, "is empty, and others follow"),
        (Spoil.WRONG_ORDER, "comes in the opposite order"),
        (Spoil.ROW_LOST, "lacks a record"),
    ):
        name = "E02-empty-middle" if spoil is Spoil.EMPTY else f"E02-{spoil.value}"
        yield Switch(
            name=name,
            says=f"the second page of each side {says}",
            setup=Setup(faults=_on_pages(FaultKind.SPOIL, spoil=spoil, skip=1, times=1)),
        )


_STATES: Final = (
    ("udf-missing", FaultKind.NO_UDF, "the contact UDF was never created"),
    ("udf-nearly", FaultKind.UDF_NEARLY, "the contact UDF is called `position`"),
    ("udf-text", FaultKind.TEXT_UDF, "the contact UDF is a text field, which is allowed"),
    ("udf-multi", FaultKind.MULTI_UDF, "the contact UDF takes several values at once"),
    ("udf-reference", FaultKind.REFERENCE_UDF, "the contact UDF refers to other records"),
    ("udf-value-missing", FaultKind.VALUE_MISSING, "the contact UDF has no value `Accounts`"),
    ("udf-value-inactive", FaultKind.VALUE_INACTIVE, "the value `Accounts` can no longer be chosen"),
    ("udf-display-differs", FaultKind.DISPLAY_DIFFERS, "the value `Accounts` is shown as `Accounts Contact`"),
    ("no-modified", FaultKind.NO_MODIFIED, "Autotask does not know the fields with the time of change"),
    ("no-companies", FaultKind.NO_COMPANIES, "no company is there, or may be seen"),
    ("no-contacts", FaultKind.NO_CONTACTS, "no Autotask contact is there, or may be seen"),
    ("no-customers", FaultKind.NO_CUSTOMERS, "the Xero organisation has no contacts"),
    ("no-pagination", FaultKind.NO_PAGINATION, "Xero's lists come without their `pagination` block"),
    ("login-refused", FaultKind.REFUSE_LOGIN, "the credentials open nothing"),
    ("consent-refused", FaultKind.REFUSE_CONSENT, "the person says no on Xero's sign-in page"),
    ("web-app", FaultKind.WEB_APP, "the app that people sign in with is of the wrong type"),
    (
        "several-organisations",
        FaultKind.SEVERAL_ORGANISATIONS,
        "the person's login reaches two organisations",
    ),
    ("A08", FaultKind.SINGLE_USE, "a refresh token works once, and a second use ends the login"),
    ("A14", FaultKind.SAME_REFRESH_TOKEN, "a refresh brings no new refresh token"),
)


def _states() -> Iterator[Switch]:
    for name, kind, says in _STATES:
        yield Switch(name=name, says=says, setup=_state(kind))


SWITCHES: Final[Mapping[str, Switch]] = {
    switch.name: switch
    for group in (
        _logins,
        _limits,
        _failures,
        _lines,
        _bodies,
        _ways,
        _trust,
        _completeness,
        _states,
    )
    for switch in group()
}

NOT_OF_A_SERVER: Final[Mapping[str, str]] = {
    "D09 (name)": "a host that no name server knows is a wrong address in the configuration",
    "D23": "every imitation counts what is asked of it; its figures are printed at the end",
    "D24": "two programs at one imitation share its limits without any switch",
    "D25": "a clock that jumps is the client's own",
    "E04": "the program is killed and started again; any imitation serves",
    "E05": "a damaged or foreign checkpoint is a file of the client's",
    "E06": "signals go to the program",
    "E08": "a terminal that stands still is the program's",
    "E10": "draws switches of this list at random",
    "E11": "the program starts and cancels again and again; any imitation serves",
    "E12": "two programs use one profile; any imitation serves",
}
"""Rows that no server can produce, and why."""


def catalogue() -> str:
    """Return the whole list for people, a switch a line."""
    width = max(map(len, SWITCHES))
    switches = (f"{each.name:{width}}  {each.says}" for each in SWITCHES.values())
    others = (f"{row:{width}}  {why}" for row, why in NOT_OF_A_SERVER.items())
    return "\n".join(
        [
            "Switches (NAME@autotask and NAME@xero: on that side alone):",
            *switches,
            "",
            "Rows without a switch:",
            *others,
            "",
        ]
    )
