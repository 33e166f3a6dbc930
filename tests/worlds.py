"""Random small worlds in which companies meet their customers, and every set of rules, for property tests."""

from typing import Final

from builders import facts, snapshot
from hypothesis import strategies as st

from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.models import (
    Company,
    CompanyId,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    CustomerStatus,
    FieldLimits,
    NumberField,
)
from axtui.core.report import ReportRules

TENANT: Final = facts(
    udf_values=[("Accounts", "Accounts Contact"), ("Other", "Accounts?")],
    limits=FieldLimits(first_name=5, last_name=5, email=8),
)
COMMON_NAMES: Final = st.sampled_from(["Acme", "ACME", "Groß", "GROSS"])
ODD_NAMES: Final = st.sampled_from(
    ["acme ", " Acme", "Ac\u200bme", "Caf\u00e9", "Cafe\u0301", "CAF\u00c9", "Caf\u00e9  ", "Gros", ""]
)
NAMES: Final = COMMON_NAMES | COMMON_NAMES | ODD_NAMES
NUMBERS: Final = st.sampled_from(["C-1", "c-1", "C-2", "7", "", "  "])
PERSONS: Final = st.sampled_from(["Ada", "Byron", "Ada", "Byron", "Longer", "", " "])
EMAILS: Final = st.sampled_from(["a@b.ex", "A@B.EX", "c@d.ex", "too@long.ex", ""])
LINKS: Final = st.sampled_from(["Accounts", "Accounts", "Accounts Contact", "Other", "Accounts?", "", None])
"""Few values, so that they meet: with free text no company would ever find a customer."""

COMPANIES: Final = st.builds(
    Company,
    id=st.integers(1, 4).map(CompanyId),
    name=NAMES,
    number=NUMBERS,
    exclude_value=st.sampled_from([None, None, None, "false", " True"]),
)
CONTACTS: Final = st.builds(
    Contact,
    id=st.integers(1, 30).map(ContactId),
    company_id=st.sampled_from([1, 1, 1, 2, 2, 3, 4, 5]).map(CompanyId),
    first_name=PERSONS,
    last_name=PERSONS,
    emails=st.lists(EMAILS, max_size=3).map(tuple),
    is_active=st.sampled_from([True, True, False, None]),
    udf_value=LINKS,
)
CUSTOMERS: Final = st.builds(
    Customer,
    id=st.integers(1, 30).map(lambda at: CustomerId(f"x{at}")),
    name=NAMES,
    account_number=NUMBERS,
    contact_number=NUMBERS,
    status=st.sampled_from([CustomerStatus.ACTIVE, *CustomerStatus]),
    first_name=PERSONS,
    last_name=PERSONS,
    email=EMAILS,
)
WORLDS: Final = st.builds(
    lambda companies, contacts, customers: snapshot(companies, contacts, customers, tenant=TENANT),
    st.lists(COMPANIES, min_size=1, max_size=4, unique_by=lambda each: each.id),
    st.lists(CONTACTS, max_size=14, unique_by=lambda each: each.id),
    st.lists(CUSTOMERS, max_size=8, unique_by=lambda each: each.id),
)
RULES: Final = st.builds(
    ReportRules,
    match=st.builds(
        MatchRule,
        match_by=st.sampled_from(MatchBy),
        name_ignore_case=st.booleans(),
        number_field=st.sampled_from(NumberField),
    ),
    sole_contact_is_enough=st.booleans(),
)
