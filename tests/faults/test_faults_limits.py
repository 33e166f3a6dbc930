"""The vendors' limits: waited for as long as they ask, never shorter, and never in vain."""

import asyncio
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Final

import httpx
import pytest
from faults.figures import Figure
from faults.scene import Site, json_fault
from faults.tiers import crossed
from http_fakes import NOON, FakeTime, Server, line, reply
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import ExitCode, LimitReachedError
from axtui.core.errors import Side as OurSide
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.log import LoggedRequest
from axtui.sources.http import ApiClient
from axtui.sources.xero_answers import judged
from axtui.sources.xero_wire import ORGANISATION

_LONGEST: Final = 15 * 60
_SECONDS: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
"""What RFC 9110 allows, and the fractions that servers send all the same."""
HOUR_USED_UP: Final = (
    b'{"errors": ["The database has exceeded its threshold of 10000 external requests within 60 minutes."]}'
)


# D05: never early


def _asked_seconds(value: str, told_now: datetime) -> float | None:
    """Return what a Retry-After of this test asks for, by the server's own clock; None for nonsense."""
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        moment = datetime.strptime(value, "%a, %d %b %Y %H:%M:%S %z")
    except ValueError:
        return None
    return (moment - told_now).total_seconds()


async def _waited(value: str, *, ahead: float, jitter: float) -> tuple[float, LimitReachedError | None]:
    """Ask a server that is so far ahead and answers once with 429; return how long the client waited."""
    time = FakeTime(jitter=jitter)
    date = format_datetime(NOON + timedelta(seconds=round(ahead)), usegmt=True)
    headers = {"retry-after": value, "date": date, "x-rate-limit-problem": "minute"}
    server = Server(reply(status=429, headers=headers), reply({"Organisations": []}, headers={"date": date}))
    client = ApiClient(
        line(server, side=OurSide.XERO, time=time), httpx.URL("https://api.xero.com"), judge=judged
    )
    try:
        await client.get("/Organisation", ORGANISATION)
    except LimitReachedError as error:
        return 0.0, error
    return time.passed, None


def _date(seconds: float) -> str:
    return format_datetime(NOON + timedelta(seconds=round(seconds)), usegmt=True).replace("GMT", "+0000")


RETRY_AFTER: Final = st.one_of(
    st.integers(0, 2_000).map(str),
    st.floats(0, 2_000).map(lambda seconds: f"{seconds:.3f}"),
    st.integers(-3_600, 4_000).map(_date),
    st.integers(-10_000, -1).map(str),
    st.sampled_from(["0", "-5", "junk", "3.7", "999999999", "1e3", "", "0x10", "9" * 400, "Mon, 99 Foo"]),
)


@pytest.mark.fault("D05")
def test_nothing_is_asked_before_the_server_allows_it(figure: Figure) -> None:
    """Seconds, fractions and dates by the server's clock; nonsense means a pause of our own."""
    tried = []

    @given(
        value=RETRY_AFTER,
        ahead=st.sampled_from([0, -3_600, 3_600, -90, 7, 86_400]),
        jitter=st.floats(0, 1, exclude_max=True),
    )
    def check(value: str, ahead: int, jitter: float) -> None:
        waited, ended = asyncio.run(_waited(value, ahead=ahead, jitter=jitter))
        _is_right(waited, ended, _asked_seconds(value, NOON + timedelta(seconds=ahead)))
        tried.append(value)

    check()
    figure("early", f"0 in {len(tried):,}")


def _is_right(waited: float, ended: LimitReachedError | None, asked: float | None) -> None:
    if ended is not None:
        assert asked is None or asked > _LONGEST - 1
        return
    if asked is None:
        assert waited > 0
        return
    assert waited >= asked, "early"
    assert waited <= max(asked, 0) + 1, "longer than asked"


LIMITED: Final = [
    ("contacts/query$", Side.AUTOTASK),
    ("Companies/entityInformation/fields$", Side.AUTOTASK),
    ("zoneInformation", Side.AUTOTASK),
    ("2.0/Contacts", Side.XERO),
    ("connect/token", Side.XERO),
]


@pytest.mark.fault("D05")
@pytest.mark.parametrize(
    ("limited", "value"), crossed(LIMITED, ["26", "0", "-5", "junk", "3.7", "date", "26.5"])
)
def test_a_limit_is_waited_for_at_every_endpoint(
    site: Site, limited: tuple[str, Side], value: str, figure: Figure
) -> None:
    """By the server's count nothing of that endpoint arrives early, and the report is the whole one."""
    path, side = limited
    kept = site.keep_report()
    sent = (
        format_datetime(site.surroundings.now() + timedelta(seconds=40), usegmt=True)
        if value == "date"
        else value
    )
    site.spoil(
        Fault(kind=FaultKind.STATUS, side=side, path=path, status=429, times=1, headers={"Retry-After": sent})
    )
    done = site.full_report().well()
    assert done.rows == kept.rows
    refused = next(each for each in site.asked(side, path) if each.status == 429)
    again = next(each for each in site.asked(side, path) if _is_repeat(each, refused))
    asked = {"26": 26, "3.7": 3.7, "date": 40}.get(value, 0)
    figure("early on the wire", int(again.at - refused.at < asked))
    assert again.at - refused.at >= asked
    if asked > 2:
        assert "limit" in done.err


def _is_repeat(request: LoggedRequest, of: LoggedRequest) -> bool:
    same = (request.path, request.body, request.query) == (of.path, of.body, of.query)
    return same and request.status != of.status


@pytest.mark.fault("D05")
@pytest.mark.parametrize(("limited", "value"), crossed(LIMITED, ["901", "999999999", "9" * 30]))
def test_a_limit_of_hours_ends_the_run_at_once(site: Site, limited: tuple[str, Side], value: str) -> None:
    """With the time to come back where there is one; nobody waits in front of a screen for that long."""
    path, side = limited
    site.keep_report()
    site.spoil(Fault(kind=FaultKind.STATUS, side=side, path=path, status=429, headers={"Retry-After": value}))
    done = site.full_report().refused(ExitCode.UNAVAILABLE, side.value.capitalize(), "Come back")
    assert len([each for each in site.asked(side) if each.status == 429]) <= 3, "what was under way"
    if value == "901":
        assert "12:15" in done.err


# D06: limits that no run can wait for


def _day(headers: dict[str, str]) -> Fault:
    more = {"X-Rate-Limit-Problem": "day", **headers}
    return Fault(kind=FaultKind.STATUS, side=Side.XERO, path="2.0/Contacts", status=429, headers=more)


@pytest.mark.fault("D06")
@pytest.mark.parametrize(
    "headers", [{"Retry-After": "66975"}, {}, {"Retry-After": "5"}, {"Retry-After": "junk"}]
)
def test_a_used_up_day_ends_the_run(site: Site, headers: dict[str, str], figure: Figure) -> None:
    """The time at which to come back is said; Xero hears nothing more."""
    site.keep_report()
    site.spoil(_day(headers))
    done = site.full_report().refused(ExitCode.UNAVAILABLE, "limit of requests a day", "Come back")
    if headers.get("Retry-After") == "66975":
        back = NOON + timedelta(seconds=site.time.passed + 66_975)
        assert f"{back:%Y-%m-%d %H:%M}" in done.err
    statuses = [each.status for each in site.asked(Side.XERO)]
    figure("further calls", len(statuses) - statuses.index(429) - 1)
    assert statuses.index(429) == len(statuses) - 1


@pytest.mark.fault("D06")
@pytest.mark.size(12, 3_000)
def test_a_used_up_hour_ends_the_run(site: Site, figure: Figure) -> None:
    """Every integration of the tenant is cut off then: asking again would only lengthen it."""
    site.keep_report()
    site.spoil(
        Fault(
            kind=FaultKind.STATUS,
            side=Side.AUTOTASK,
            **json_fault("contacts/query$", HOUR_USED_UP, status=429, skip=3),
        )
    )
    done = site.full_report().refused(ExitCode.UNAVAILABLE, "Autotask", "hour")
    assert "Come back" in done.err
    statuses = [each.status for each in site.asked(Side.AUTOTASK)]
    further = len(statuses) - statuses.index(429) - 1
    figure("further calls", further - min(further, 2))
    assert statuses.count(429) <= 2
    assert further <= 2, "no more than was under way"


@pytest.mark.fault("D06")
def test_an_hour_that_others_have_used_up_is_seen_before_anything_is_read(site: Site) -> None:
    """The threshold is read first; a run that would need what is not there does not begin."""
    threshold = {
        "externalRequestThreshold": 10_000,
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": 9_999,
    }
    body = json.dumps(threshold).encode()
    site.keep_report()
    site.spoil(Fault(kind=FaultKind.STATUS, **json_fault("ThresholdInformation", body)))
    site.full_report().refused(ExitCode.UNAVAILABLE, "Autotask")
    assert site.asked(Side.AUTOTASK, r"(contacts|companies)/query$") == []
    site.full_report("--accept-cost").well()


# D07: a limit that never ends


@pytest.mark.fault("D07")
@pytest.mark.size(12, 3_000)
@pytest.mark.parametrize(
    ("limited", "headers"), crossed(LIMITED, [{"Retry-After": "1"}, {}, {"Retry-After": "60"}])
)
def test_a_limit_that_never_ends_is_given_up(
    site: Site, limited: tuple[str, Side], headers: dict[str, str], figure: Figure
) -> None:
    """Five attempts at one request, and no more retries in all than a tenth of the requests and ten."""
    path, side = limited
    site.keep_report()
    site.spoil(Fault(kind=FaultKind.STATUS, side=side, path=path, status=429, headers=headers))
    site.full_report().refused(ExitCode.UNAVAILABLE, side.value.capitalize(), "limit")
    refused = [each for each in site.asked(side) if each.status == 429]
    attempts = Counter((each.path, each.body, tuple(each.query.items())) for each in refused)
    figure("attempts", max(attempts.values()))
    assert max(attempts.values()) <= 5
    retries = len(refused) - len(attempts)
    assert retries <= 10 + 0.1 * len(site.asked(side))


# D25, clocks


@pytest.mark.fault("D25")
@pytest.mark.parametrize("jump", [3_600.0, -3_600.0])
@pytest.mark.parametrize("value", ["26", "date"])
def test_a_clock_that_is_put_right_changes_no_wait(
    site: Site, jump: float, value: str, figure: Figure
) -> None:
    """The time of day jumps an hour while the run waits; what is measured in seconds does not care."""
    kept = site.keep_report()
    now, slept = site.surroundings.now, site.time
    until = slept.passed

    def jumping() -> datetime:
        return now() + timedelta(seconds=jump if slept.passed > until else 0)

    site.surroundings = replace(site.surroundings, now=jumping)
    sent = format_datetime(now() + timedelta(seconds=26), usegmt=True) if value == "date" else value
    fault = Fault(
        kind=FaultKind.STATUS,
        side=Side.AUTOTASK,
        path="contacts/query$",
        status=429,
        times=2,
        headers={"Retry-After": sent},
    )
    site.spoil(fault)
    assert site.full_report().well().rows == kept.rows
    waited = slept.passed - until
    figure("waited s", f"{waited:g}")
    assert 26 <= waited <= 60


@pytest.mark.fault("D25")
@pytest.mark.size(12, None)
def test_a_token_that_died_in_a_suspended_machine_is_renewed(site: Site) -> None:
    """To us no second has passed, to Xero two hours: one refusal, one new token, and the report is whole."""
    kept = site.keep_report()
    site.heal()
    site.server_time.jump(7_200, after=12)
    site.spoil(Fault(kind=FaultKind.STATUS, side=Side.XERO, path="2.0/Contacts", status=503, times=1))
    assert site.full_report().well().rows == kept.rows
    assert [each.endpoint for each in site.asked(Side.XERO)].count("token") <= 2
