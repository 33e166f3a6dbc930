"""Short cuts and memories of the query answer what a look at every record would, whatever has changed."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from axtui.demo.autotask_entities import UdfState, companies, contacts
from axtui.demo.data import make_tenant
from axtui.demo.entity import Entity, Query
from axtui.demo.finding import count, page_of
from axtui.demo.live import LiveTenant
from axtui.demo.query import test_of as whole_test_of
from axtui.demo.records import Company, Contact

TENANT = make_tenant(12)
NOW = 1_790_000_000
COMPANY_IDS = TENANT.company_ids()
CONTACT_IDS = TENANT.contact_ids()


def ids_near(ids: list[int]) -> st.SearchStrategy[int]:
    """Return ids that are there, and their neighbours."""
    return st.builds(lambda key, by: key + by, st.sampled_from(ids), st.integers(-2, 2))


def by_id(ids: list[int]) -> st.SearchStrategy[Any]:
    """Return conditions on the id, in each way to write one."""
    compared = st.builds(
        lambda op, value: {"op": op, "field": "id", "value": value},
        st.sampled_from(["gt", "gte", "lt", "lte", "eq"]),
        ids_near(ids),
    )
    return (
        compared
        | st.just({"op": "exist", "field": "ID"})
        | st.just({"op": "gte", "field": "id", "value": "0"})
    )


def by_time(field: str) -> st.SearchStrategy[dict[str, object]]:
    """Return conditions on the time of change: before all, among the invented ones, and among the changes."""
    times = [
        "2020-01-01T00:00:00Z",
        "2024-05-01",
        "2026-09-21T14:13:20.000Z",
        "2026-09-21T14:13:21.500",
        "2030-01-01",
    ]
    return st.builds(
        lambda op, value: {"op": op, "field": field, "value": value},
        st.sampled_from(["gt", "gte", "lt", "lte"]),
        st.sampled_from(times),
    )


COMPANY_CONDITIONS = (
    by_id(COMPANY_IDS)
    | by_time("lastTrackedModifiedDateTime")
    | st.sampled_from(
        [
            {"op": "eq", "field": "isActive", "value": True},
            {"op": "in", "field": "companyType", "value": [1, 7]},
            {"op": "contains", "field": "companyName", "value": "changed"},
            {"op": "notExist", "field": "companyNumber"},
        ]
    )
)
CONTACT_CONDITIONS = (
    by_id(CONTACT_IDS)
    | by_time("lastModifiedDate")
    | st.builds(
        lambda owners: {"op": "in", "field": "companyID", "value": owners},
        st.lists(ids_near(COMPANY_IDS), min_size=1, max_size=4),
    )
    | st.builds(lambda owner: {"op": "eq", "field": "companyID", "value": owner}, ids_near(COMPANY_IDS))
    | st.sampled_from(
        [
            {"op": "eq", "field": "isActive", "value": 1},
            {"op": "eq", "field": "Position", "value": "Accounts", "udf": True},
        ]
    )
)


def change_company(live: LiveTenant, key: int) -> None:
    """Give a company another name."""
    live.companies.change(key, name="Changed")


def archive_company(live: LiveTenant, key: int) -> None:
    """Make a company inactive."""
    live.companies.archive(key)


def insert_company(live: LiveTenant, _key: int) -> None:
    """Add a company."""
    live.companies.insert(Company(name="New"))


def insert_contact(live: LiveTenant, key: int) -> None:
    """Add a contact to a company."""
    live.contacts.insert(Contact(company_id=key, first_name="N", last_name="N"))


def change_contact(live: LiveTenant, key: int) -> None:
    """Make some contact an accounts contact."""
    ids = live.contacts.ids
    live.contacts.change(ids[key % len(ids)], position="Accounts")


def delete_contact(live: LiveTenant, key: int) -> None:
    """Take some contact away."""
    ids = live.contacts.ids
    live.contacts.delete(ids[key % len(ids)])


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                change_company,
                archive_company,
                insert_company,
                insert_contact,
                change_contact,
                delete_contact,
            ]
        ),
        st.sampled_from(COMPANY_IDS),
        st.integers(0, 2_000),  # milliseconds until the next one
    ),
    max_size=6,
)


def found_naively(entity: Entity[Any], rows: tuple[Any, ...], conditions: list[object]) -> list[int]:
    """Put every record to the whole test."""
    holds = whole_test_of(conditions, entity.vocabulary)
    return [row.id for row in rows if holds(row)]


def found_in_pages(entity: Entity[Any], query: Query) -> list[int]:
    """Follow the pages to their end."""
    ids: list[int] = []
    from_id: int | None = None
    while True:
        page = page_of(entity, query, from_id=from_id)
        ids += [json.loads(item)["id"] for item in page.items]
        from_id = page.next_id
        if from_id is None:
            return ids


def check(
    entity: Callable[[], Entity[Any]], rows: Callable[[], tuple[Any, ...]], conditions: list[object]
) -> None:
    """Compare pages, count and a look at every record."""
    query = Query.of(json.dumps({"filter": conditions, "MaxRecords": 7}))
    expected = found_naively(entity(), rows(), conditions)
    assert found_in_pages(entity(), query) == expected
    assert count(entity(), query) == len(expected)


@settings(max_examples=min(2_000, settings().max_examples))  # each example asks some thirty queries
@given(
    of_companies=st.lists(COMPANY_CONDITIONS, min_size=1, max_size=3),
    of_contacts=st.lists(CONTACT_CONDITIONS, min_size=1, max_size=3),
    rounds=st.lists(CHANGES, max_size=3),
)
def test_short_cuts_find_what_a_look_at_everything_finds(
    of_companies: list[object], of_contacts: list[object], rounds: list[list[tuple[Any, int, int]]]
) -> None:
    """Before, between and after changes, so that memories of an earlier state would be noticed."""
    now = [NOW * 1_000]
    live = LiveTenant(lambda: TENANT, clock=lambda: now[0] / 1_000)
    for changes in [[], *rounds]:
        for change, key, wait in changes:
            change(live, key)
            now[0] += wait
        check(lambda: companies(live, visible=True), live.companies.all, of_companies)
        check(lambda: contacts(live, visible=True, udf=UdfState()), live.contacts.all, of_contacts)
