"""What is said beside a report: nothing for an ordinary one, and words for everything that is missing."""

from dataclasses import replace

from builders import company, contact, customer, facts, rules, snapshot

from axtui.core.models import Snapshot
from axtui.core.remarks import remarks_on
from axtui.core.report import build_report


def _remarks(read: Snapshot) -> tuple[str, ...]:
    return remarks_on(build_report(read, rules()))


def test_an_ordinary_report_needs_no_remark() -> None:
    """Both sides have something, and there is a row to export."""
    assert _remarks(snapshot([company()], [contact(emails=())], [customer()])) == ()


def test_no_companies_hints_at_permissions_and_is_not_said_twice() -> None:
    """Without companies there are no contacts and no Link rows either: one sentence is enough."""
    (said,) = _remarks(snapshot([], [], [customer()]))
    assert said.startswith("Autotask returned no companies")
    assert "permissions" in said


def test_no_contacts_hints_at_permissions() -> None:
    """Companies without a single contact are suspicious."""
    (said,) = _remarks(snapshot([company()], [], [customer()]))
    assert said.startswith("Autotask returned no contacts")
    assert "permissions" in said


def test_no_customers_names_the_organisation_display_safe() -> None:
    """The usual cause is a login to another organisation."""
    tenant = replace(facts(), organisation="Wrong\x1b Ltd")
    said = _remarks(snapshot([company()], [contact()], [], tenant=tenant))
    assert said[0] == "Xero returned no customers. Check that this is the right organisation: Wrong␛ Ltd."


def test_no_link_row_is_said() -> None:
    """There is nothing to export."""
    read = snapshot([company(1, "Not Known Ltd")], [contact()], [customer()])
    assert _remarks(read) == ("No row has the note Link, so there is nothing to export.",)


def test_every_gap_of_an_incomplete_report_is_said_first() -> None:
    """The report may be wrong in every other respect."""
    read = snapshot([company()], [contact(emails=())], [customer()], incomplete_because=["One.", "Two."])
    assert _remarks(read) == ("This report is incomplete: One.", "This report is incomplete: Two.")
