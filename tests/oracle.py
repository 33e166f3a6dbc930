"""The report's rules told a second time, plainly, to hold the program's own telling against.

Nothing of the program is used but its value types: matching, notes and reasons are written down here from
PRODUCT.md sections 1 and 2 by the longest and simplest road. Every step is a question asked of one company,
in the words of the document; dictionaries stand in only where a list would be asked thousands of times.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from axtui.core.match_by import MatchBy
from axtui.core.models import (
    Company,
    CompanyId,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    CustomerStatus,
    Snapshot,
)
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import ReportRules

_INVISIBLE_LETTERS: Final = frozenset(
    [
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    ]
)
"""Code points for which nothing is drawn although Unicode does not call them control or format characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one row of the report must say."""

    note: Note
    codes: frozenset[ReasonCode] = frozenset()
    customers: frozenset[CustomerId] = frozenset()
    contacts: frozenset[ContactId] = frozenset()
    sole_contact: ContactId | None = None


def naive_notes(snapshot: Snapshot, rules: ReportRules) -> dict[CompanyId, Note]:
    """Return the note of every company."""
    return {at: row.note for at, row in naive_rows(snapshot, rules).items()}


def naive_codes(snapshot: Snapshot, rules: ReportRules) -> dict[CompanyId, frozenset[ReasonCode]]:
    """Return the codes of the reasons of every company."""
    return {at: row.codes for at, row in naive_rows(snapshot, rules).items()}


def naive_counts(snapshot: Snapshot, rules: ReportRules) -> dict[Note, int]:
    """Return how many rows have each note, zero included."""
    counted = Counter(naive_notes(snapshot, rules).values())
    return {note: counted[note] for note in Note}


def naive_rows(snapshot: Snapshot, rules: ReportRules) -> dict[CompanyId, Expected]:
    """Return what the row of every company must say."""
    oracle = _Oracle(snapshot, rules)
    return {company.id: oracle.row(company) for company in snapshot.companies}


class _Oracle:
    def __init__(self, snapshot: Snapshot, rules: ReportRules) -> None:
        self.rules = rules
        self.facts = snapshot.facts
        self.contacts: defaultdict[CompanyId, list[Contact]] = defaultdict(list)
        for contact in snapshot.contacts:
            self.contacts[contact.company_id].append(contact)
        active = [each for each in snapshot.customers if each.status is CustomerStatus.ACTIVE]
        gone = [each for each in snapshot.customers if each.status is not CustomerStatus.ACTIVE]
        self.active = _Customers(active, rules)
        self.gone = _Customers(gone, rules)
        self.reached: defaultdict[CustomerId, set[CompanyId]] = defaultdict(set)
        for company in snapshot.companies:
            if not is_excluded(company):
                for customer in self.matching(company):
                    self.reached[customer.id].add(company.id)

    def row(self, company: Company) -> Expected:
        """Answer for one company: the first line of the decision table that applies."""
        customers = self.matching(company)
        links = [each for each in self.active_contacts(company) if self.carries_link(each)]
        say = _Say(
            customers=frozenset(customer.id for customer in customers),
            contacts=frozenset(contact.id for contact in links),
        )
        if is_excluded(company):
            return say(Note.EXCLUDED, set())
        if not customers:
            return say(Note.NO_MATCH, self.why_no_match(company))
        always = self.why_any_matched(company)
        if why := self.why_ambiguous(company, customers):
            return say(Note.AMBIGUOUS, always | why)
        if len(links) > 1:
            return say(Note.MULTIPLE, always | {ReasonCode.SEVERAL_LINKS})
        if len(links) == 1:
            return say(Note.OK, always | why_ok(links[0]))
        sole = self.only_contact(company)
        if sole and self.rules.sole_contact_is_enough:
            return say(Note.OK, always | why_ok(sole) | {ReasonCode.ONLY_CONTACT}, sole)
        (customer,) = customers
        why = always | self.why_not_importable(customer) | self.why_without_link(company, customer)
        return say(Note.LINK if can_be_imported(customer) else Note.NOT_FOUND, why)

    def matching(self, company: Company) -> list[Customer]:
        """Answer which active customers the rule in force finds."""
        return self.active.found_by(company)

    def active_contacts(self, company: Company) -> list[Contact]:
        return [each for each in self.contacts[company.id] if each.is_active is not False]

    def only_contact(self, company: Company) -> Contact | None:
        active = self.active_contacts(company)
        return active[0] if len(active) == 1 and not self.carries_link(active[0]) else None

    def carries_link(self, contact: Contact) -> bool:
        """Answer whether the value equals the stored value, or a label whose stored value is that."""
        wanted = self.facts.udf_value
        entries = [each for each in self.facts.udf_values if each.stored == wanted]
        labels = [each.display for each in entries if not is_blank(each.display)]
        return contact.udf_value is not None and contact.udf_value in [wanted, *labels]

    def why_any_matched(self, company: Company) -> set[ReasonCode]:
        why = set()
        if any(contact.is_active is None for contact in self.contacts[company.id]):
            why.add(ReasonCode.ACTIVITY_UNKNOWN)
        if self.rules.match.match_by is MatchBy.NUMBER_THEN_NAME and not self.active.by_number(company):
            why.add(ReasonCode.MATCHED_BY_NAME_ONLY)
        return why

    def why_ambiguous(self, company: Company, customers: list[Customer]) -> set[ReasonCode]:
        why = set()
        if len(customers) > 1:
            why.add(ReasonCode.SEVERAL_CUSTOMERS)
        if any(self.reached[customer.id] - {company.id} for customer in customers):
            why.add(ReasonCode.SHARED_CUSTOMER)
        return why

    def why_not_importable(self, customer: Customer) -> set[ReasonCode]:
        limits = self.facts.limits
        why = set()
        if is_blank(customer.first_name):
            why.add(ReasonCode.NO_FIRST_NAME)
        if is_blank(customer.last_name):
            why.add(ReasonCode.NO_LAST_NAME)
        if is_blank(customer.email):
            why.add(ReasonCode.NO_EMAIL)
        if (
            len(customer.first_name) > limits.first_name
            or len(customer.last_name) > limits.last_name
            or len(customer.email) > limits.email
        ):
            why.add(ReasonCode.TOO_LONG)
        return why

    def why_without_link(self, company: Company, customer: Customer) -> set[ReasonCode]:
        why = set()
        contacts = self.contacts[company.id]
        addresses = [email.casefold() for contact in contacts for email in contact.emails]
        if not is_blank(customer.email) and customer.email.casefold() in addresses:
            why.add(ReasonCode.CONTACT_EXISTS)
        if self.only_contact(company):
            why.add(ReasonCode.ONLY_CONTACT)
        if any(each.is_active is False and self.carries_link(each) for each in contacts):
            why.add(ReasonCode.INACTIVE_CONTACT_CARRIES_LINK)
        if not self.active_contacts(company):
            why.add(ReasonCode.NO_CONTACTS)
        return why

    def why_no_match(self, company: Company) -> set[ReasonCode]:
        why = set()
        match_by = self.rules.match.match_by
        if match_by in (MatchBy.NUMBER, MatchBy.NUMBER_THEN_NAME):
            why |= self.why_no_number_match(company)
        if match_by is MatchBy.NUMBER and self.active.by_exact_name(company):
            why.add(ReasonCode.NAME_MATCHES_BUT_NUMBER_DOES_NOT)
        if match_by is not MatchBy.NUMBER:
            why |= self.why_no_name_match(company)
        return why or {ReasonCode.NOT_IN_XERO}

    def why_no_number_match(self, company: Company) -> set[ReasonCode]:
        if is_blank(company.number):
            return {ReasonCode.NO_NUMBER}
        if self.active.by_number_in_any_case(company):
            return {ReasonCode.NUMBER_DIFFERS_IN_CASE}
        if self.gone.by_number(company):
            return {ReasonCode.ARCHIVED_IN_XERO}
        return set()

    def why_no_name_match(self, company: Company) -> set[ReasonCode]:
        """Answer with active customers first, then with archived ones."""
        near = self.active.by_similar_name(company)
        if near:
            return self.differences_from(company, near)
        if self.gone.by_name(company):
            return {ReasonCode.ARCHIVED_IN_XERO}
        near = self.gone.by_similar_name(company)
        if near:
            return {ReasonCode.ARCHIVED_IN_XERO} | self.differences_from(company, near)
        return set()

    def differences_from(self, company: Company, customers: list[Customer]) -> set[ReasonCode]:
        """Answer for the nearest customer: the shortest way to put it right."""
        candidates = []
        for customer in customers:
            kinds = differences(company.name, customer.name)
            if self.rules.match.ignores_case:
                kinds -= {ReasonCode.DIFFERS_IN_CASE}
            candidates.append((len(kinds), customer.name, sorted(kinds)))
        _, _, nearest = min(candidates)
        return set(nearest)


class _Say:
    """Put an answer together from what is known before the note is."""

    def __init__(self, *, customers: frozenset[CustomerId], contacts: frozenset[ContactId]) -> None:
        self.customers = customers
        self.contacts = contacts

    def __call__(self, note: Note, codes: set[ReasonCode], sole: Contact | None = None) -> Expected:
        return Expected(
            note=note,
            codes=frozenset(codes),
            customers=self.customers,
            contacts=self.contacts,
            sole_contact=sole.id if sole else None,
        )


class _Customers:
    """Some customers, and the questions that a company asks of them."""

    def __init__(self, customers: Iterable[Customer], rules: ReportRules) -> None:
        everyone = list(customers)
        rule = rules.match
        self.match_by = rule.match_by
        self.ignores_case = (
            rule.name_ignore_case
            if rule.match_by is MatchBy.NUMBER_THEN_NAME
            else rule.match_by is MatchBy.NAME_IGNORE_CASE
        )
        self._exact = _grouped(everyone, lambda each: each.name)
        self._folded = _grouped(everyone, lambda each: each.name.casefold())
        self._similar = _grouped(everyone, lambda each: similar_form(each.name))
        numbered = [each for each in everyone if not is_blank(each.number(rule.number_field))]
        self._number = _grouped(numbered, lambda each: each.number(rule.number_field))
        self._number_folded = _grouped(numbered, lambda each: each.number(rule.number_field).casefold())

    def found_by(self, company: Company) -> list[Customer]:
        """Answer whom the rule in force finds among these."""
        if self.match_by is MatchBy.NUMBER:
            return self.by_number(company)
        if self.match_by is MatchBy.NUMBER_THEN_NAME:
            return self.by_number(company) or self.by_name(company)
        return self.by_name(company)

    def by_name(self, company: Company) -> list[Customer]:
        if self.ignores_case:
            return self._folded.get(company.name.casefold(), []) if company.name else []
        return self.by_exact_name(company)

    def by_exact_name(self, company: Company) -> list[Customer]:
        return self._exact.get(company.name, []) if company.name else []

    def by_similar_name(self, company: Company) -> list[Customer]:
        form = similar_form(company.name)
        return self._similar.get(form, []) if form else []

    def by_number(self, company: Company) -> list[Customer]:
        return [] if is_blank(company.number) else self._number.get(company.number, [])

    def by_number_in_any_case(self, company: Company) -> list[Customer]:
        return [] if is_blank(company.number) else self._number_folded.get(company.number.casefold(), [])


def _grouped(customers: list[Customer], key: Callable[[Customer], str]) -> dict[str, list[Customer]]:
    groups: defaultdict[str, list[Customer]] = defaultdict(list)
    for customer in customers:
        groups[key(customer)].append(customer)
    return dict(groups)


def is_excluded(company: Company) -> bool:
    """Answer whether the exclude UDF, trimmed and case-folded, is `true`."""
    return company.exclude_value is not None and company.exclude_value.strip().casefold() == "true"


def is_blank(text: str) -> bool:
    """Answer whether there is nothing but white space."""
    return not text.strip()


def can_be_imported(customer: Customer) -> bool:
    """Answer whether the customer has first name, last name and e-mail."""
    return not any(is_blank(each) for each in (customer.first_name, customer.last_name, customer.email))


def why_ok(accounts_contact: Contact) -> set[ReasonCode]:
    """Answer with `no-email` where the accounts contact has no address at all."""
    return set() if any(not is_blank(each) for each in accounts_contact.emails) else {ReasonCode.NO_EMAIL}


def _seen(text: str) -> str:
    return "".join(char for char in text if not _draws_nothing(char))


def _draws_nothing(char: str) -> bool:
    if char.isspace():
        return False
    return unicodedata.category(char) in ("Cc", "Cf") or ord(char) in _INVISIBLE_LETTERS


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _spaced(text: str) -> str:
    return " ".join(text.split())


_STEPS: Final[tuple[tuple[ReasonCode, Callable[[str], str]], ...]] = (
    (ReasonCode.INVISIBLE_CHARACTER, _seen),
    (ReasonCode.DIFFERS_IN_NORMAL_FORM, _composed),
    (ReasonCode.DIFFERS_IN_SPACE, _spaced),
    (ReasonCode.DIFFERS_IN_CASE, str.casefold),
)
"""What may stand between two names that a person would call the same, and what takes it away."""


def similar_form(name: str) -> str:
    """Return the name without anything that the four kinds of difference are about."""
    for _, step in _STEPS:
        name = step(name)
    return name


def differences(one: str, other: str) -> set[ReasonCode]:
    """Return the kinds of difference that must all be taken away before two similar names are equal.

    The Ohm sign and the letter omega are equal in normal form and without case: the form is what differs.
    """
    kinds = set()
    for left_out, _ in _STEPS:
        first, second = one, other
        for kind, step in _STEPS:
            if kind is not left_out:
                first, second = step(first), step(second)
        if first != second:
            kinds.add(left_out)
    return kinds or {ReasonCode.DIFFERS_IN_NORMAL_FORM}
