"""Switches for where answers lead and whom to trust: redirects, cursors, zones, certificates, proxies."""

from collections.abc import Iterator
from typing import Final

from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.proxy import ProxyState
from axtui.demo.setup import Setup
from axtui.demo.switch import Switch, on_pages, state
from axtui.demo.tls import Certificate

_ELSEWHERE: Final = {
    "other-host": "https://elsewhere.example/",
    "other-port": "http://127.0.0.1:1/",
    "plain": "http://webservices.autotask.net/",
    "same-host": "/atservicesrest/v1.0/elsewhere",
}


def ways() -> Iterator[Switch]:
    """Yield ways that lead elsewhere or round in circles (rows D16, D18, D19)."""
    for status in (301, 302, 307, 308):
        yield Switch(
            name=f"D16-{status}",
            says=f"pages of each side are redirected to another host with {status}",
            setup=Setup(
                faults=on_pages(FaultKind.REDIRECT, status=status, location=_ELSEWHERE["other-host"])
            ),
        )
    for name, location in _ELSEWHERE.items():
        yield Switch(
            name=f"D16-{name}",
            says=f"pages of each side are redirected to {location}",
            setup=Setup(faults=on_pages(FaultKind.REDIRECT, location=location)),
        )
    yield Switch(
        name="D18-falling",
        says="Autotask's ids fall, so that only the cursor leads through them; nothing else is wrong",
        setup=state(FaultKind.FALLING_IDS),
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
            setup=state(FaultKind.FALLING_IDS, kind),
        )
    yield Switch(
        name="D18-same-page",
        says="Xero gives its first page whatever page is asked for",
        setup=state(FaultKind.SAME_PAGE),
    )
    yield Switch(
        name="D19",
        says="zone discovery names a host that is not Autotask's",
        setup=state(FaultKind.FOREIGN_ZONE),
    )
    yield Switch(
        name="zone-moved",
        says="the first zone discovery names the zone that the tenant has left, which refuses every login",
        setup=state(FaultKind.ZONE_MOVED),
    )
    yield Switch(
        name="zone-moves",
        says="after eight requests the tenant lives in another zone",
        setup=Setup(faults=(Fault(kind=FaultKind.ZONE_MOVES, side=Side.AUTOTASK, skip=8),)),
    )


def trust() -> Iterator[Switch]:
    """Yield certificates and proxies (rows D20 to D22)."""
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
