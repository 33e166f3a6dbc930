"""An API that has changed: what is new is ignored, what is no longer as it was is named with its record."""

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
from demo.callers import EVERYTHING, AutotaskCaller, XeroCaller
from faults.figures import Figure
from faults.scene import Site, json_fault
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import DataError, ExitCode
from axtui.demo.data import make_tenant
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.server import DemoServer
from axtui.sources import autotask_wire, xero_wire
from axtui.sources.answers import Answer

_JSON: Final = httpx.Headers({"content-type": "application/json; charset=utf-8"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of page: how it is read, and where its records stand."""

    read: Callable[[Answer], object]
    records: str
    id_key: str
    one: str


def _companies(answer: Answer) -> object:
    page = autotask_wire.COMPANIES(answer)
    return [autotask_wire.company_from(each, exclude_udf="XeroNoSync") for each in page.items]


def _contacts(answer: Answer) -> object:
    return [autotask_wire.contact_from(each, udf="Position") for each in autotask_wire.CONTACTS(answer).items]


def _customers(answer: Answer) -> object:
    return [xero_wire.customer_from(each) for each in xero_wire.CONTACTS(answer).contacts]


KINDS: Final = {
    "companies": Kind(read=_companies, records="items", id_key="id", one="company"),
    "contacts": Kind(read=_contacts, records="items", id_key="id", one="contact"),
    "customers": Kind(read=_customers, records="Contacts", id_key="ContactID", one="customer"),
}


@pytest.fixture(scope="module")
def pages() -> Mapping[str, Any]:
    """Return one real page of each kind."""
    with DemoServer(tenant=make_tenant(12), latency=0) as server:
        autotask, xero = AutotaskCaller(server), XeroCaller(server)
        ask = {"MaxRecords": 12}
        return {
            "companies": autotask.query("Companies", *EVERYTHING["filter"], **ask).json,
            "contacts": autotask.query("Contacts", *EVERYTHING["filter"], **ask).json,
            "customers": xero.contacts("page=1&pageSize=12"),
        }


# D15, one mutation after the other

_ODD: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from([[], {}, "", "ACTIVE", "SOMETHING_NEW", "0", "1", "true", [None], {"a": 1}, [[]], 1e308]),
)


def _places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything in a JSON tree but its root."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from _places(value, (*path, key))


def _mutated(page: Any, draw: st.DrawFn) -> tuple[Any, tuple[Any, ...]]:
    """Return the page with one thing changed, and where."""
    page = deepcopy(page)
    path = draw(st.sampled_from(list(_places(page))))
    parent = page
    for key in path[:-1]:
        parent = parent[key]
    how = draw(st.sampled_from(["odd", "odd", "gone", "new", "turned"]))
    value = parent[path[-1]]
    if how == "gone":
        del parent[path[-1]]
    elif how == "new" and isinstance(parent, dict):
        parent[f"new{draw(st.integers(0, 9))}"] = draw(_ODD)
    elif how == "turned":
        turned = {str: len, int: str, list: lambda each: dict(enumerate(each)), dict: list, bool: str}
        parent[path[-1]] = turned.get(type(value), lambda _: {})(value)  # type: ignore[operator]  # picked by type
    else:
        parent[path[-1]] = draw(_ODD)
    return page, path


def _answer(page: Any) -> Answer:
    return Answer(status=200, headers=_JSON, body=json.dumps(page).encode())


def _check(kind: Kind, before: Any, page: Any, path: tuple[Any, ...]) -> str:
    """Read the page: a value, or an error that names the record and the field."""
    error = _error_of(kind, page)
    if error is None:
        return "read"
    message = str(error)
    assert error.hint
    assert message.isprintable()
    if len(path) >= 3 and path[0] == kind.records:
        record = before[kind.records][path[1]]
        names = f"{kind.one} {record[kind.id_key]}", f"{kind.one} number {path[1] + 1} of a page"
        assert any(each in message for each in names) or path[2] == kind.id_key, message
        assert f"`{path[2]}" in message or "missing required field" in message, message
    return "named"


def _error_of(kind: Kind, page: Any) -> DataError | None:
    """Anything but a DataError is a crash, or a permanent mistake taken for a broken transport."""
    try:
        kind.read(_answer(page))
    except DataError as error:
        return error
    return None


@pytest.mark.fault("D15")
@pytest.mark.parametrize("name", KINDS)
def test_a_page_that_has_changed_is_read_or_named(
    name: str, pages: Mapping[str, Any], figure: Figure
) -> None:
    """One thing of a real page is changed at random; no KeyError, no TypeError, ever."""
    kind, page = KINDS[name], pages[name]
    seen: list[str] = []

    @given(st.data())
    def check(data: st.DataObject) -> None:
        mutated, path = data.draw(st.composite(lambda draw: _mutated(page, draw))())
        seen.append(_check(kind, page, mutated, path))

    check()
    figure("pages", len(seen))
    figure("crashes", 0)
    assert set(seen) == {"read", "named"}


@pytest.mark.fault("D15")
@pytest.mark.parametrize("name", KINDS)
def test_fields_that_are_new_change_nothing(name: str, pages: Mapping[str, Any]) -> None:
    """In the page, in each record and in what a record holds."""
    kind, page = KINDS[name], deepcopy(pages[name])
    before = kind.read(_answer(page))
    page["newThing"] = {"deep": [1, {"deeper": None}]}
    for record in page[kind.records]:
        record |= {"brandNew": "x", "another": {"a": []}, "aNumber": 1.5}
    assert kind.read(_answer(page)) == before


# D15, through the door


def _record(**fields: object) -> dict[str, object]:
    whole = {"id": 30_000_001, "companyID": 29_683_500, "firstName": "Ada", "lastName": "B", "isActive": 1}
    changed = {**whole, **fields}
    return {key: value for key, value in changed.items() if value != "gone"}


DRIFTS: Final = [
    ({"companyID": None}, "companyID"),
    ({"companyID": "29683500"}, "companyID"),
    ({"companyID": "gone"}, "companyID"),
    ({"firstName": {"value": "Ada"}}, "firstName"),
    ({"emailAddress": ["ada@acme.example"]}, "emailAddress"),
    ({"isActive": "perhaps"}, "isActive"),
    ({"userDefinedFields": [{"value": "Accounts"}]}, "userDefinedFields"),
    ({"userDefinedFields": {"Position": "Accounts"}}, "userDefinedFields"),
]


@pytest.mark.fault("D15")
@pytest.mark.parametrize(("fields", "named"), DRIFTS)
def test_a_run_names_the_field_and_the_record(site: Site, fields: dict[str, object], named: str) -> None:
    """So that a person can look the record up."""
    site.keep_report()
    page = {"items": [_record(**fields)], "pageDetails": {"nextPageUrl": None}}
    site.spoil(Fault(kind=FaultKind.STATUS, **json_fault("/contacts/query$", json.dumps(page).encode())))
    done = site.full_report().refused(ExitCode.BAD_DATA, "Autotask sent contact 30000001", named)
    assert "Error" not in done.err


@pytest.mark.fault("D15")
@pytest.mark.parametrize("status", ["SOMETHING_NEW", None, 7, "gone"])
def test_a_status_that_xero_never_had_is_named(site: Site, status: object) -> None:
    """Whether a customer is active decides the note, so nothing is guessed."""
    site.keep_report()
    guid = "00000000-0000-4000-8000-000000000001"
    contact = {"ContactID": guid, "Name": "Acme", "ContactStatus": status}
    if status == "gone":
        del contact["ContactStatus"]
    body = json.dumps({"Contacts": [contact], "pagination": {"pageCount": 1, "itemCount": 1}}).encode()
    site.spoil(Fault(kind=FaultKind.STATUS, **json_fault("2.0/Contacts", body)))
    site.full_report().refused(ExitCode.BAD_DATA, f"Xero sent customer {guid}", "ContactStatus")
