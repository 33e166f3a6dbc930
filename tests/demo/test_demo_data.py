"""Invented data: the same every time, of exactly the size asked for, and like a real pair of tenants."""

from collections import Counter
from itertools import pairwise

import pytest

from axtui.demo.data import LARGEST_SIZE, WHOLE_CAST_FROM, Tenant, make_tenant
from axtui.demo.records import Company, CompanyType, Status, UdfForm
from axtui.demo.words import company_name

SIZES = [1, 2, 119, 120, 1000]
ONLY_NAME_TWICE = "doubled up rentals"
"""The one name that two active customers share, on purpose: scenario `two-customers-of-one-name`."""


def in_report(tenant: Tenant) -> list[Company]:
    """Return the companies that belong in the report."""
    return [company for company in tenant.companies if company.in_report]


@pytest.mark.parametrize("size", SIZES)
def test_the_same_size_gives_the_same_records(size: int) -> None:
    """Two tenants of one size are equal record for record."""
    first, second = make_tenant(size), make_tenant(size)

    assert list(first.companies) == list(second.companies)
    assert list(first.contacts) == list(second.contacts)
    assert list(first.customers) == list(second.customers)
    assert first.cast == second.cast


@pytest.mark.parametrize("size", SIZES)
def test_the_size_counts_the_companies_of_the_report(size: int) -> None:
    """The own organisation, other types and inactive companies come on top."""
    tenant = make_tenant(size)

    assert tenant.size == len(in_report(tenant)) == size
    assert len(tenant.companies) == size + 1 + size // 6


@pytest.mark.parametrize("size", SIZES)
def test_ids_rise_and_are_found_again(size: int) -> None:
    """Each sequence is sorted by a unique id, and every look-up by id agrees with the sequence."""
    tenant = make_tenant(size)
    for rows in (tenant.companies, tenant.contacts, tenant.customers):
        assert all(one.id < other.id for one, other in pairwise(rows))  # type: ignore[attr-defined]  # all have ids

    for place, company in enumerate(tenant.companies):
        assert tenant.company_place_from(company.id) == place
        assert tenant.company_place_from(company.id + 1) == place + 1
    for place, contact in enumerate(tenant.contacts):
        assert tenant.contact_place_from(contact.id) == place
    assert all(tenant.customer_with(customer.id.upper()) == customer for customer in tenant.customers)


def test_contacts_of_a_company_are_found_without_looking_at_all() -> None:
    """The short cut by company gives the same contacts as a search."""
    tenant = make_tenant(200)
    for company in tenant.companies:
        short = [tenant.contacts[place] for place in tenant.contact_places_of(company.id)]
        assert short == [each for each in tenant.contacts if each.company_id == company.id]
    assert tenant.contact_places_of(1) == tenant.contact_places_of(10**9) == []


def test_exact_numbers_of_contacts_and_customers() -> None:
    """A scenario of 2,000 companies, 6,000 contacts and 3,000 customers is exactly that."""
    tenant = make_tenant(2000, contacts=6000, customers=3000)
    ids = {company.id for company in in_report(tenant)}

    assert len(ids) == 2000
    assert sum(contact.company_id in ids for contact in tenant.contacts) == 6000
    assert len(tenant.customers) == 3000


def test_about_three_contacts_and_one_and_a_half_customers_a_company() -> None:
    """Unless told otherwise the numbers are those of a usual tenant."""
    tenant = make_tenant(1000)

    assert len(tenant.contacts) == 3000 + 1 + 1000 // 6
    assert len(tenant.customers) == 1500
    assert len(Counter(contact.company_id for contact in tenant.contacts)) > 900


@pytest.mark.parametrize(
    ("size", "more"), [(0, {}), (LARGEST_SIZE + 1, {}), (120, {"contacts": 5}), (120, {"customers": 5})]
)
def test_impossible_sizes_are_refused(size: int, more: dict[str, int]) -> None:
    """A tenant that cannot be has no data."""
    with pytest.raises(ValueError, match="companies"):
        make_tenant(size, **more)


@pytest.mark.parametrize("size", SIZES)
def test_active_names_are_unique_in_xero_whatever_their_case(size: int) -> None:
    """Xero enforces it; the one exception is the scenario that is about it."""
    active = [each.name.lower() for each in make_tenant(size).customers if each.status is Status.ACTIVE]
    twice = {name for name, count in Counter(active).items() if count > 1}

    assert twice <= {ONLY_NAME_TWICE}


def test_names_are_unique_and_varied_at_the_largest_size() -> None:
    """100,000 names differ without regard to case, and no first word or trade stands in many of them."""
    names = [company_name(number) for number in range(3 * LARGEST_SIZE)]

    assert len({name.lower() for name in names}) == len(names)
    assert Counter(name.split()[0] for name in names).most_common(1)[0][1] < len(names) / 100
    assert max(map(len, names)) < 60


def test_the_largest_size_is_made_lazily() -> None:
    """Records anywhere in the largest tenant are at hand without the others."""
    tenant = make_tenant(LARGEST_SIZE)

    assert tenant.companies[-1].id > tenant.companies[0].id == 0
    assert len(tenant.contacts[300_000:300_500]) == 500
    assert tenant.customer_with(tenant.customers[149_999].id) == tenant.customers[-1]


def test_rows_behave_like_a_sequence() -> None:
    """Slices and negative places work, places beyond the end are refused."""
    companies = make_tenant(6).companies

    assert companies[-1] == list(companies)[7]
    assert companies[2:4] == [companies[2], companies[3]]
    with pytest.raises(IndexError):
        companies[8]


@pytest.mark.parametrize("size", [120, 1000])
def test_there_are_companies_outside_the_report_of_every_kind(size: int) -> None:
    """Own organisation, every company type, inactive customers, and one with an active company's name."""
    tenant = make_tenant(size)
    outside = [company for company in tenant.companies if not company.in_report]
    inside_names = {company.name for company in in_report(tenant)}

    assert outside[0].id == 0
    assert outside[0].company_type is CompanyType.PARTNER
    assert {company.company_type for company in outside} == set(CompanyType)
    inactive = [each for each in outside if each.company_type is CompanyType.CUSTOMER and not each.is_active]
    assert any(company.name in inside_names for company in inactive)
    ids = {company.id for company in outside}
    assert {contact.company_id for contact in tenant.contacts} >= ids


@pytest.mark.parametrize("size", [120, 1000])
def test_contacts_and_customers_of_every_kind_occur(size: int) -> None:
    """Activity 1, 0 and missing; every form of UDFs; every status; namesakes; strangers; no value."""
    tenant = make_tenant(size)
    assert {contact.is_active for contact in tenant.contacts} == {0, 1, None}
    assert {contact.udf_form for contact in tenant.contacts} == set(UdfForm)
    assert {customer.status for customer in tenant.customers} == set(Status)
    assert {None, ""} < {customer.email for customer in tenant.customers}

    active = {customer.name for customer in tenant.customers if customer.status is Status.ACTIVE}
    archived = {customer.name for customer in tenant.customers if customer.status is Status.ARCHIVED}
    assert active & archived
    assert active - {company.name for company in tenant.companies}


def test_every_address_is_under_the_reserved_domain() -> None:
    """No address of the imitation can belong to anybody."""
    tenant = make_tenant(2000)
    addresses = [
        address
        for contact in tenant.contacts
        for address in (contact.email, contact.email2, contact.email3)
        if address
    ]
    addresses += [customer.email for customer in tenant.customers if customer.email]

    assert len(addresses) > 6000
    assert all(address.lower().endswith(".example") for address in addresses)
    assert all("@" in address and " " not in address for address in addresses)


def test_lengths_are_those_that_the_vendors_keep() -> None:
    """No value is longer than the field that holds it (autotask-api.md 9, xero-api.md 3.4)."""
    tenant = make_tenant(1000)
    for company in tenant.companies:
        assert len(company.name) <= 100
        assert len(company.number or "") <= 50
    for contact in tenant.contacts:
        assert max(len(contact.first_name), len(contact.last_name)) <= 50
    for customer in tenant.customers:
        assert len(customer.email or "") <= 255
        assert len(customer.account_number or "") <= 50


def test_the_cast_is_whole_from_a_certain_size_on() -> None:
    """Below that size the cast is a beginning of the whole; keys are unique."""
    whole = [played.scenario.key for played in make_tenant(WHOLE_CAST_FROM).cast]
    some = [played.scenario.key for played in make_tenant(10).cast]

    assert len(set(whole)) == len(whole)
    assert some == whole[: len(some)]
    assert make_tenant(1000).cast[0].scenario.company.name == "Bad [/close] Ltd"


@pytest.mark.parametrize("size", [120, 5000])
def test_who_plays_what_is_told_truly(size: int) -> None:
    """The company of a scenario bears its name, and has its contacts and customers."""
    tenant = make_tenant(size)
    companies = {company.id: company for company in tenant.companies}
    customers = {customer.name for customer in tenant.customers}
    for played in tenant.cast:
        assert companies[played.company_id].name == played.scenario.company.name
        contacts = [tenant.contacts[place] for place in tenant.contact_places_of(played.company_id)]
        names = sorted(contact.last_name for contact in contacts)
        assert names == sorted(contact.last_name for contact in played.scenario.contacts)
        assert {customer.name for customer in played.scenario.customers} <= customers


def test_hostile_texts_are_there() -> None:
    """Each family of dangerous text stands in the name of a company, a contact or a customer."""
    tenant = make_tenant(120)
    names = "\n".join(company.name for company in in_report(tenant))
    people = "\n".join(f"{each.first_name} {each.last_name}" for each in tenant.contacts)
    payers = "\n".join(f"{each.first_name} {each.last_name}" for each in tenant.customers)
    for piece in (
        "[/close]",
        "[red]Acme[/red]",
        "[@click=app.quit]x[/]",
        "\x1b[31m",
        "\x1b]52;c;",
        "\x00",
        "\x9b",
    ):
        assert piece in names
    for piece in (
        "\u202e",
        "שלום",
        "\u200b",
        "\u00a0",
        "\ufeff",
        "e\u0301",
        "=cmd()",
        '"Big Jim"',
        ", Inc",
        "\r\n",
    ):
        assert piece in names
    assert "\x1b]0;" in people
    assert "@SUM(A1)" in payers
    assert any(len(each.first_name or "") > 50 for each in tenant.customers)
    assert any(len(each.last_name or "") > 50 for each in tenant.customers)
    assert any(len(each.email or "") == 255 for each in tenant.customers)
