"""Logins that are refused, at the first request or in the middle, wholly or for one list."""

import re

import pytest
from faults.figures import Figure
from faults.scene import Site, json_fault, records_read

from axtui.core.errors import ExitCode
from axtui.demo.faults import Fault, FaultKind, Side

UNKNOWN_TOKEN = b'{"Type":null,"Title":"Unauthorized","Status":401,"Detail":"AuthenticationUnsuccessful"}'
FORBIDDEN = b'{"Type":null,"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}'


@pytest.mark.fault("D01")
def test_a_refused_login_is_sent_once_and_not_again_in_later_runs(site: Site, figure: Figure) -> None:
    """Three strikes lock the API user for every integration, so the second run asks for nothing with it."""
    site.keep_report()
    site.spoil(Fault(kind=FaultKind.REFUSE_LOGIN, side=Side.AUTOTASK))
    site.full_report().refused(ExitCode.NOT_AUTHORISED, "Autotask refused the login")
    figure("logins", len(site.logins()))
    assert len(site.logins()) == 1
    site.full_report().refused(ExitCode.NOT_AUTHORISED, "Autotask")
    figure("in the next run", len(site.logins()) - 1)
    assert len(site.logins()) == 1


@pytest.mark.fault("D01")
def test_a_refused_login_is_sent_again_when_it_is_asked_for_or_has_changed(site: Site) -> None:
    """With `--retry-auth`, and with other credentials; after a success nothing is held against it."""
    site.spoil(Fault(kind=FaultKind.REFUSE_LOGIN, side=Side.AUTOTASK))
    site.report().refused(ExitCode.NOT_AUTHORISED)
    site.report("--retry-auth").refused(ExitCode.NOT_AUTHORISED)
    assert len(site.logins()) == 2
    site.heal()
    site.report().refused(ExitCode.NOT_AUTHORISED)
    assert site.logins() == []
    site.report("--retry-auth").well()
    site.report().well()


@pytest.mark.fault("D01")
def test_a_check_does_not_repeat_a_refused_login_either(site: Site) -> None:
    """Both doors to a login know of it."""
    site.spoil(Fault(kind=FaultKind.REFUSE_LOGIN, side=Side.AUTOTASK))
    assert site.command("check").code == ExitCode.FOUND
    assert site.command("check").code == ExitCode.FOUND
    assert len(site.logins()) == 1


@pytest.mark.fault("D01")
def test_an_unknown_integration_code_is_not_repeated(site: Site) -> None:
    """It is a login, too: a 500 with `errors` is how Autotask refuses it."""
    body = b'{"errors": ["IntegrationCode is invalid"]}'
    site.spoil(Fault(kind=FaultKind.STATUS, **json_fault("entityinformation", body, status=500)))
    site.report().refused(ExitCode.NOT_AUTHORISED, "integration code")
    site.report().refused(ExitCode.NOT_AUTHORISED)
    assert len(site.logins()) == 1


@pytest.mark.fault("D02")
@pytest.mark.size(900, 6_000)
def test_a_login_that_dies_in_mid_fetch_ends_every_lane(site: Site, figure: Figure) -> None:
    """The first 401 stops what waits in the lanes; the pages that were read are not asked for again."""
    site.change(autotask={"lanes": 3})
    site.spoil(
        Fault(
            kind=FaultKind.STATUS,
            side=Side.AUTOTASK,
            path=r"(contacts|companies)/query$",
            status=401,
            skip=13,
        )
    )
    site.report().refused(ExitCode.NOT_AUTHORISED, "Autotask refused the login")
    statuses = [each.status for each in site.logins()]
    after = len(statuses) - statuses.index(401) - 1
    figure("requests after", after)
    assert after <= 3
    asked = [(each.path, each.body) for each in site.logins() if each.status == 401]
    assert len(set(asked)) == len(asked), "the same request twice"
    before = records_read(site.server, site.asked(Side.AUTOTASK))
    site.heal()
    site.report("--resume", "--retry-auth").well()
    known = frozenset[int]().union(*before)
    again = [page for page in records_read(site.server, site.asked(Side.AUTOTASK)) if page & known]
    figure("pages read again", len(again))
    assert len(again) <= 6, "one page a lane of each list"


@pytest.mark.fault("D03")
@pytest.mark.parametrize(("path", "beside"), [("2.0/Contacts", 0), ("2.0/", 1)])
def test_a_token_that_xero_refuses_is_renewed_once(
    site: Site, path: str, beside: int, figure: Figure
) -> None:
    """One new token, one more try, then the end: a loop of logins would be worse than none."""
    site.keep_report()
    site.spoil(Fault(kind=FaultKind.STATUS, **json_fault(path, UNKNOWN_TOKEN, status=401), side=Side.XERO))
    site.full_report().refused(ExitCode.NOT_AUTHORISED, "Xero")
    asked = [each.endpoint for each in site.asked(Side.XERO)]
    first = next(at for at, each in enumerate(site.asked(Side.XERO)) if each.status == 401)
    figure("requests", len(asked) - first - beside)
    assert len(asked) - first - beside <= 3, "but for what was under way beside the first one"
    assert asked[first:].count("token") == 1


@pytest.mark.fault("D03")
def test_a_token_that_is_refused_once_costs_two_requests(site: Site) -> None:
    """The report is that of an undisturbed read."""
    kept = site.keep_report()
    site.spoil(
        Fault(
            kind=FaultKind.STATUS,
            side=Side.XERO,
            **json_fault("2.0/Contacts", UNKNOWN_TOKEN, status=401, times=1),
        )
    )
    assert site.full_report().well().rows == kept.rows
    assert [each.endpoint for each in site.asked(Side.XERO)].count("token") == 2


STOPS = [
    ("Companies/", "companies", Side.AUTOTASK),
    ("Contacts/query", "contacts", Side.AUTOTASK),
    ("Contacts/entityInformation/userDefinedFields", "contacts", Side.AUTOTASK),
    ("2.0/Contacts", "organisation", Side.XERO),
]
GOES_ON = [
    ("UserDefinedFieldDefinitions", Side.AUTOTASK),
    ("ThresholdInformation", Side.AUTOTASK),
    ("2.0/Organisation", Side.XERO),
]


def _forbidden(path: str, side: Side) -> Fault:
    body = FORBIDDEN if side is Side.XERO else b'{"errors": ["You do not have permission."]}'
    return Fault(kind=FaultKind.STATUS, side=side, **json_fault(path, body, status=403))


@pytest.mark.fault("D04")
@pytest.mark.parametrize(("path", "what", "side"), STOPS)
def test_what_may_not_be_read_is_named_and_not_asked_for_twice(
    site: Site, path: str, what: str, side: Side, figure: Figure
) -> None:
    """A report without it would be wrong, so the run ends; another try would change nothing."""
    site.keep_report()
    site.spoil(_forbidden(path, side))
    site.full_report().refused(ExitCode.NOT_AUTHORISED, side.value.capitalize(), what)
    refused = [each for each in site.asked(side) if each.status == 403]
    figure("requests", len({(each.path, each.body) for each in refused}))
    assert len(refused) == len({(each.path, each.body) for each in refused}), "one each, no retry"
    assert len(refused) <= 2, "at most what was under way beside it"


@pytest.mark.fault("D04")
@pytest.mark.parametrize(("path", "side"), GOES_ON)
def test_what_the_report_can_do_without_stops_nothing(site: Site, path: str, side: Side) -> None:
    """Asked for once, refused, and the report is the same."""
    kept = site.keep_report()
    site.spoil(_forbidden(path, side))
    assert site.full_report().well().rows == kept.rows
    refused = [each for each in site.asked(side) if each.status == 403]
    assert len(refused) == len({each.path for each in refused})
    assert all(re.search(path, each.path) for each in refused)
