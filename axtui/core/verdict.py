"""One company's verdict: its note by one decision table, and the reasons for it (PRODUCT.md section 2)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from axtui.core.explain import NoMatchExplainer
from axtui.core.matching import Match
from axtui.core.models import Company, Contact, Customer, FieldLimits, TenantFacts
from axtui.core.notes import Note, Reason, ReasonCode
from axtui.core.record import record
from axtui.core.text import comparable, quoted, visible

T = TypeVar("T")

_MOST_NAMED: Final = 10
"""Records that a reason names one by one; the others are counted, or the report would grow by the square."""


def _missing(code: ReasonCode, words: str) -> Reason:
    return Reason(code=code, text=f"The Xero customer's primary person has no {words}; add it in Xero.")


_NO_FIRST_NAME: Final = _missing(ReasonCode.NO_FIRST_NAME, "first name")
_NO_LAST_NAME: Final = _missing(ReasonCode.NO_LAST_NAME, "last name")
_NO_NUMBER: Final = "the company has no number in Autotask"
_NO_EMAIL: Final = _missing(ReasonCode.NO_EMAIL, "e-mail address")


def is_excluded(company: Company) -> bool:
    """Say whether the exclude UDF keeps the company out (autotask-contact-import.md section 12)."""
    return company.exclude_value is not None and comparable(company.exclude_value) == "true"


def link_values(facts: TenantFacts) -> frozenset[str]:
    """Return the UDF values that mark an accounts contact: the stored value, and labels stored as that value.

    Whether a record holds the stored or the display form is not certain (autotask-api.md section 9.3). A
    blank label is none: contacts with a blank value would carry the link.
    """
    labels = {value.display for value in facts.udf_values if value.stored == facts.udf_value}
    labels = set(filter(str.strip, labels))
    return frozenset({facts.udf_value, *labels})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What every company of a report is measured by."""

    link_values: frozenset[str]
    limits: FieldLimits
    sole_contact_is_enough: bool


@record
class Case:
    """Everything that is known about one company when its note is decided."""

    company: Company
    match: Match
    sharing: tuple[Company, ...]
    """Companies of the report, not excluded, that match one of the same customers, this one among them;
    empty where there is no other."""
    contacts: tuple[Contact, ...]
    """Every contact of the company, active or not."""
    active: tuple[Contact, ...]
    links: tuple[Contact, ...]
    """The active contacts that carry the link."""
    measures: Measures

    @classmethod
    def of(
        cls,
        company: Company,
        match: Match,
        *,
        sharing: tuple[Company, ...],
        contacts: tuple[Contact, ...],
        measures: Measures,
    ) -> "Case":
        """Work out once what the table and the reasons ask several times."""
        active = tuple([contact for contact in contacts if contact.is_active is not False])
        return cls(
            company=company,
            match=match,
            sharing=sharing,
            contacts=contacts,
            active=active,
            links=tuple([contact for contact in active if contact.udf_value in measures.link_values]),
            measures=measures,
        )

    @property
    def only_contact(self) -> Contact | None:
        """The one active contact, where it does not carry the link."""
        return self.active[0] if len(self.active) == 1 and not self.links else None

    @property
    def has_accounts_contact(self) -> bool:
        """Whether somebody carries the link, or need not."""
        return bool(self.links) or (self.measures.sole_contact_is_enough and self.only_contact is not None)


def decide(case: Case) -> Note:
    """Give the note: the first line of the decision table that applies (PRODUCT.md section 2)."""
    customers = case.match.customers
    if is_excluded(case.company):
        return Note.EXCLUDED
    if not customers:
        return Note.NO_MATCH
    if len(customers) > 1 or len(case.sharing) > 1:
        return Note.AMBIGUOUS
    if len(case.links) > 1:
        return Note.MULTIPLE
    if case.has_accounts_contact:
        return Note.OK
    return Note.NOT_FOUND if any(_missing_fields(customers[0])) else Note.LINK


def reasons_for(case: Case, note: Note, explainer: Callable[[], NoMatchExplainer]) -> tuple[Reason, ...]:
    """Say why the note was given; the explainer is only built when a row found nothing."""
    if note is Note.EXCLUDED:
        return ()
    if note is Note.NO_MATCH:
        return explainer().reasons(case.company)
    return (*_reasons(case, note), *_matched_reasons(case))


def _reasons(case: Case, note: Note) -> Iterable[Reason]:
    if note is Note.OK:
        return _ok_reasons(case)
    if note is Note.AMBIGUOUS:
        return _ambiguous_reasons(case)
    if note is Note.MULTIPLE:
        return (_several_links(case),)
    return _import_reasons(case)


def _ambiguous_reasons(case: Case) -> Iterator[Reason]:
    if len(case.match.customers) > 1:
        names = _named(_customer_words, case.match.customers)
        yield Reason(
            code=ReasonCode.SEVERAL_CUSTOMERS,
            text=f"{len(case.match.customers)} active Xero customers match: {names}.",
        )
    if len(case.sharing) > 1:
        names = _named(_company_words, case.sharing, leaving_out=case.company)
        yield Reason(
            code=ReasonCode.SHARED_CUSTOMER,
            text=f"The same Xero customer is matched by another Autotask company: {names}.",
        )


def _several_links(case: Case) -> Reason:
    names = _named(_contact_words, case.links)
    return Reason(
        code=ReasonCode.SEVERAL_LINKS,
        text=f"{len(case.links)} active contacts carry the link, but only one may: {names}.",
    )


def _ok_reasons(case: Case) -> Iterator[Reason]:
    contact = case.links[0] if case.links else case.only_contact
    if not case.links and contact is not None:
        yield Reason(
            code=ReasonCode.ONLY_CONTACT,
            text=f"{_contact_words(contact)} is the only active contact and needs no link.",
        )
    if contact is not None and not contact.email:
        yield Reason(
            code=ReasonCode.NO_EMAIL,
            text=f"{_contact_words(contact)} has no e-mail address in Autotask.",
        )


def _import_reasons(case: Case) -> Iterator[Reason]:
    yield from _missing_fields(case.match.customers[0])
    yield from _long_fields(case.match.customers[0], case.measures.limits)
    yield from _existing_contact(case)
    if case.only_contact is not None:
        yield Reason(
            code=ReasonCode.ONLY_CONTACT,
            text=f"{_contact_words(case.only_contact)} is the only active contact and does not carry "
            "the link; a sync takes a sole contact without it.",
        )
    idle = [c for c in case.contacts if c.is_active is False and c.udf_value in case.measures.link_values]
    if idle:
        yield Reason(
            code=ReasonCode.INACTIVE_CONTACT_CARRIES_LINK,
            text=f"The link stands on an inactive contact: {_named(_contact_words, idle)}.",
        )
    if not case.active:
        inactive = f"; {len(case.contacts)} inactive" if case.contacts else ""
        yield Reason(
            code=ReasonCode.NO_CONTACTS, text=f"The company has no active contact in Autotask{inactive}."
        )


def _missing_fields(customer: Customer) -> Iterator[Reason]:
    if not customer.first_name.strip():
        yield _NO_FIRST_NAME
    if not customer.last_name.strip():
        yield _NO_LAST_NAME
    if not customer.email.strip():
        yield _NO_EMAIL


def _long_fields(customer: Customer, limits: FieldLimits) -> Iterator[Reason]:
    fields = (
        ("first name", customer.first_name, limits.first_name),
        ("last name", customer.last_name, limits.last_name),
        ("e-mail address", customer.email, limits.email),
    )
    for words, value, limit in fields:
        if len(value) > limit:
            yield Reason(
                code=ReasonCode.TOO_LONG,
                text=f"The {words} in Xero has {len(value)} characters; Autotask takes {limit}.",
            )


def _existing_contact(case: Case) -> Iterator[Reason]:
    address = comparable(case.match.customers[0].email)
    if not address:
        return
    for contact in case.contacts:
        if any(comparable(email) == address for email in contact.emails):
            is_inactive = contact.is_active is False
            state, first = ("inactive contact", "activate it and ") if is_inactive else ("contact", "")
            yield Reason(
                code=ReasonCode.CONTACT_EXISTS,
                text=f"The {state} {_contact_words(contact)} has this e-mail address already; "
                f"{first}set the link there instead of importing a second one.",
            )
            return


def _matched_reasons(case: Case) -> Iterator[Reason]:
    if case.match.by_name_only:
        number = case.company.number
        has = f"no active Xero customer has the number {quoted(number)}" if number.strip() else _NO_NUMBER
        yield Reason(code=ReasonCode.MATCHED_BY_NAME_ONLY, text=f"Matched by name only: {has}.")
    if unknown := [contact for contact in case.active if contact.is_active is None]:
        yield Reason(
            code=ReasonCode.ACTIVITY_UNKNOWN,
            text="Autotask does not say whether these contacts are active, they count as active: "
            f"{_named(_contact_words, unknown)}.",
        )


def _named(words: Callable[[T], str], records: Sequence[T], *, leaving_out: T | None = None) -> str:
    """Name the records in a row, the first ones at least."""
    first = [record for record in records[: _MOST_NAMED + 1] if record != leaving_out][:_MOST_NAMED]
    more = len(records) - len(first) - (leaving_out is not None)
    return ", ".join(map(words, first)) + (f" and {more:,} more" if more else "")


def _company_words(company: Company) -> str:
    return f"{quoted(company.name)} (id {company.id})"


def _customer_words(customer: Customer) -> str:
    number = customer.account_number or customer.contact_number
    return f"{quoted(customer.name)} ({visible(number)})" if number else quoted(customer.name)


def _contact_words(contact: Contact) -> str:
    return visible(contact.called)
