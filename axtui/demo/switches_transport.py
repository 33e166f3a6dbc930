"""Switches for what goes wrong on the way: failing servers, broken lines, bodies that are no answer."""

from collections.abc import Iterator
from http import HTTPStatus

from axtui.demo.damage import Damage
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.http import JSON
from axtui.demo.setup import Setup
from axtui.demo.spoil import Spoil
from axtui.demo.switch import PAGES, TIMES, Switch, autotask_answers, on_pages


def failures() -> Iterator[Switch]:
    """Yield failures that may pass (row D08)."""
    for status in (
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    ):
        for word, times in TIMES.items():
            yield Switch(
                name=f"D08-{status.value}-{word}",
                says=f"pages of each side are answered {word} with {status.value} and no body",
                setup=Setup(faults=on_pages(FaultKind.STATUS, status=status.value, times=times)),
            )
    yield Switch(
        name="D08-500-errors",
        says="Autotask answers pages with 500 and a sentence, which is a refusal",
        setup=autotask_answers(PAGES[Side.AUTOTASK], 500, "Unable to find isActive in the Company Entity."),
    )
    yield Switch(
        name="D08-5-percent",
        says="one page of twenty is answered with 503",
        setup=Setup(faults=on_pages(FaultKind.STATUS, status=503, share=0.05)),
    )


def lines() -> Iterator[Switch]:
    """Yield what happens on the line (rows D09 to D11 and D26)."""
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
            setup=Setup(faults=on_pages(kind, times=1, **more)),
        )
    yield Switch(
        name="D09-half-open",
        says="the first page of each side is never answered",
        setup=Setup(faults=on_pages(FaultKind.HOLD, times=1)),
    )
    yield Switch(
        name="D10",
        says="the first page of each side comes at a byte each half second",
        setup=Setup(faults=on_pages(FaultKind.DRIP, seconds=0.5, times=1)),
    )
    yield Switch(
        name="D10-always",
        says="every page does",
        setup=Setup(faults=on_pages(FaultKind.DRIP, seconds=0.5)),
    )
    for damage in Damage:
        if damage is not Damage.GZIP:
            yield Switch(
                name=f"D11-{damage.value}",
                says=f"the first page of each side breaks off: {damage.value.replace('-', ' ')}",
                setup=Setup(faults=on_pages(FaultKind.DAMAGE, damage=damage, times=1)),
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


def bodies() -> Iterator[Switch]:
    """Yield bodies that are no pages, and odd records (rows D13 and D15)."""
    for word, times in TIMES.items():
        yield Switch(
            name=f"D13-html-{word}",
            says=f"pages of each side come {word} as a web page with status 200",
            setup=Setup(faults=on_pages(FaultKind.HTML, times=times)),
        )
    for name, status, content_type in (("empty", 200, JSON), ("204", 204, "")):
        yield Switch(
            name=f"D13-{name}",
            says=f"the first page of each side is answered with {status} and nothing else",
            setup=Setup(faults=on_pages(FaultKind.STATUS, status=status, content_type=content_type, times=1)),
        )
    yield Switch(
        name="D13-text",
        says="the first page of each side comes as plain text",
        setup=Setup(faults=on_pages(FaultKind.RELABEL, content_type="text/plain", times=1)),
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
            setup=Setup(faults=on_pages(FaultKind.SPOIL, spoil=spoil)),
        )
