"""Values of the domain with anything in them, for property tests of what is kept and of what comes back."""

from datetime import UTC, timedelta, timezone

from hypothesis import strategies as st

from axtui.core.models import Company, Contact, Customer, CustomerStatus

any_text = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["\0", "a\0b", "\ud83d\ude00", "\udfff", "\n", "\u2028"]
)
"""Halves of surrogate pairs, alone and side by side, NUL and line breaks among it."""
any_id = st.integers(-(2**63), 2**63 - 1)
any_time = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30))]))
_maybe_text = st.none() | any_text

any_company = st.builds(Company, id=any_id, name=any_text, number=any_text, exclude_value=_maybe_text)
any_contact = st.builds(
    Contact,
    id=any_id,
    company_id=any_id,
    first_name=any_text,
    last_name=any_text,
    emails=st.lists(any_text, max_size=3).map(tuple),
    is_active=st.none() | st.booleans(),
    udf_value=_maybe_text,
)
any_customer = st.builds(
    Customer,
    id=any_text,
    name=any_text,
    account_number=any_text,
    contact_number=any_text,
    status=st.sampled_from(CustomerStatus),
    first_name=any_text,
    last_name=any_text,
    email=any_text,
    is_customer=st.none() | st.booleans(),
    changed_ms=st.none() | st.integers(0, 2**47),
)
