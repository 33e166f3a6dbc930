"""One company's verdict: its note by one decision table, and the reasons for it (PRODUCT.md section 2)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from axtui.core.explain import NoMatchExplainer
from axtui.core.matching import Match
from axtui.core.models import Company, Contact, Customer, FieldLimits, TenantFacts
from axtui.core.notes import Note, Reason, ReasonCode
from axtui.core.text import ignoring_case, quoted, visible

T = TypeVar("T")

_MOST_NAMED: Final = 10
"""Records that a reason names one by one; the others are counted, or the report would grow by the square."""


def is_excluded(company: Company) -> bool:
    """Say whether the exclude UDF keeps the company out (autotask-contact-import.md section 12)."""
    return company.exclude_value is not None and ignoring_case(company.exclude_value.strip()) == "true"


def link_values(facts: TenantFacts) -> frozenset[str]:
    """Return the UDF values that mark an accounts contact: the stored value, and labels stored as that value.

    Whether a record holds the stored or the display form is not certain (autotask-api.md section 9.3).
    """
    labels = {value.display for value in facts.udf_values if value.stored == facts.udf_value}
    return frozenset({facts.udf_value, *labels})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that is known about one company when its note is decided."""

    company: Company
    match: Match
    sharing: tuple[Company, ...]
    """Companies of the report, not excluded, that match one of the same customers; this one among them."""
    contacts: tuple[Contact, ...]
    """Every contact of the company, active or not."""
    active: tuple[Contact, ...]
    links: tuple[Contact, ...]
    """The active contacts that carry the link."""
    link_values: frozenset[str]
    limits: FieldLimits
    sole_contact_is_enough: bool

    @classmethod
    def of(
        cls,
        company: Company,
        match: Match,
        *,
        sharing: tuple[Company, ...],
        contacts: tuple[Contact, ...],
        link_values: frozenset[str],
        limits: FieldLimits,
        sole_contact_is_enough: bool,
    ) -> "Case":
        """Work out once what the table and the reasons ask several times."""
        active = tuple(contact for contact in contacts if contact.is_active is not False)
        return cls(
            company=company,
            match=match,
            sharing=sharing,
            contacts=contacts,
            active=active,
            links=tuple(contact for contact in active if contact.udf_value in link_values),
            link_values=link_values,
            limits=limits,
            sole_contact_is_enough=sole_contact_is_enough,
        )

    @property
    def only_contact(self) -> Contact | None:
        """The one active contact, where it does not carry the link."""
        return self.active[0] if len(self.active) == 1 and not self.links else None


def decide(case: Case) -> Note:
    """Give the note: the first line of the decision table that applies (PRODUCT.md section 2)."""
    customers, links = case.match.customers, len(case.links)
    stands_alone = case.sole_contact_is_enough and case.only_contact is not None
    table = (
        (Note.EXCLUDED, is_excluded(case.company)),
        (Note.NO_MATCH, not customers),
        (Note.AMBIGUOUS, len(customers) > 1 or len(case.sharing) > 1),
        (Note.MULTIPLE, links > 1),
        (Note.OK, links == 1 or stands_alone),
        (Note.LINK, bool(customers) and not _missing_fields(customers[0])),
        (Note.NOT_FOUND, True),
    )
    return next(note for note, applies in table if applies)


def reasons_for(case: Case, note: Note, explainer: Callable[[], NoMatchExplainer]) -> tuple[Reason, ...]:
    """Say why the note was given; the explainer is only built when a row found nothing."""
    return tuple(_reasons(case, note, explainer))


def _reasons(case: Case, note: Note, explainer: Callable[[], NoMatchExplainer]) -> Iterator[Reason]:
    if note is Note.EXCLUDED:
        return
    if note is Note.NO_MATCH:
        yield from explainer().reasons(case.company)
        return
    if note is Note.AMBIGUOUS:
        yield from _ambiguous_reasons(case)
    if note is Note.MULTIPLE:
        yield _several_links(case)
    if note is Note.OK:
        yield from _ok_reasons(case)
    if note in (Note.LINK, Note.NOT_FOUND):
        yield from _import_reasons(case)
    yield from _matched_reasons(case)


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
        text=f"{len(case.links)} active contacts carry the link, one may: {names}.",
    )


def _ok_reasons(case: Case) -> Iterator[Reason]:
    contact = case.links[0] if case.links else case.only_contact
    if not case.links and contact is not None:
        yield Reason(
            code=ReasonCode.ONLY_CONTACT,
            text=f"{_contact_words(contact)} is the only active contact and needs no link.",
        )
    if contact is not None and not contact.emails:
        yield Reason(
            code=ReasonCode.NO_EMAIL,
            text=f"{_contact_words(contact)} has no e-mail address in Autotask.",
        )


def _import_reasons(case: Case) -> Iterator[Reason]:
    yield from _missing_fields(case.match.customers[0])
    yield from _long_fields(case.match.customers[0], case.limits)
    yield from _existing_contact(case)
    if case.only_contact is not None:
        yield Reason(
            code=ReasonCode.ONLY_CONTACT,
            text=f"{_contact_words(case.only_contact)} is the only active contact and does not carry "
            "the link; a sync takes a sole contact without it.",
        )
    idle = [c for c in case.contacts if c.is_active is False and c.udf_value in case.link_values]
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


def _missing_fields(customer: Customer) -> tuple[Reason, ...]:
    fields = (
        (ReasonCode.NO_FIRST_NAME, customer.first_name, "first name"),
        (ReasonCode.NO_LAST_NAME, customer.last_name, "last name"),
        (ReasonCode.NO_EMAIL, customer.email, "e-mail address"),
    )
    return tuple(
        Reason(code=code, text=f"The Xero customer's primary person has no {words}; add it in Xero.")
        for code, value, words in fields
        if not value.strip()
    )


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
    address = _comparable_address(case.match.customers[0].email)
    if not address:
        return
    for contact in case.contacts:
        if any(_comparable_address(email) == address for email in contact.emails):
            state = "inactive contact" if contact.is_active is False else "contact"
            yield Reason(
                code=ReasonCode.CONTACT_EXISTS,
                text=f"The {state} {_contact_words(contact)} has this e-mail address already; "
                "set the link there instead of importing a second one.",
            )
            return


def _matched_reasons(case: Case) -> Iterator[Reason]:
    if case.match.by_name_only:
        why = "its number is on no active customer" if case.company.number.strip() else "it has no number"
        yield Reason(code=ReasonCode.MATCHED_BY_NAME_ONLY, text=f"Matched by name only: {why}.")
    unknown = [contact for contact in case.contacts if contact.is_active is None]
    if unknown:
        yield Reason(
            code=ReasonCode.ACTIVITY_UNKNOWN,
            text="Autotask does not say whether these contacts are active, they count as active: "
            f"{_named(_contact_words, unknown)}.",
        )


def _comparable_address(email: str) -> str:
    return ignoring_case(email.strip())


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
