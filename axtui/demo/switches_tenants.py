"""Switches for how the tenants are: in motion, out of order, or set up in another way."""

from collections.abc import Iterator
from typing import Final

from axtui.demo.churn import Churn
from axtui.demo.faults import FaultKind
from axtui.demo.setup import Setup
from axtui.demo.spoil import Spoil
from axtui.demo.switch import Switch, on_pages, state


def completeness() -> Iterator[Switch]:
    """Yield lists in motion and pages out of order (rows E01 and E02)."""
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
        setup=state(FaultKind.OVERLAP),
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
            setup=Setup(faults=on_pages(FaultKind.SPOIL, spoil=spoil, skip=1, times=1)),
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


def states() -> Iterator[Switch]:
    """Yield states of the tenants and of the sign-in."""
    for name, kind, says in _STATES:
        yield Switch(name=name, says=says, setup=state(kind))
