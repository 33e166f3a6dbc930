"""What an import of our files has made of Autotask: each row asked for, held against the contacts there.

The sections named here are those of autotask-contact-import.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from axtui.core.contact_import.manifest import Manifest, ManifestRow, RowKind
from axtui.core.models import CompanyId, Contact, ContactId
from axtui.core.text import comparable, in_normal_form, quoted, visible, without_invisible

_BLANK_HIDES: Final = (
    "Autotask gave no contact of these companies at all. If there should be some, the API user's security "
    "level may hide them."
)
_NOT_LOOKED_ELSEWHERE: Final = (
    "Autotask could not be asked whether the missing contacts stand at another company."
)


class Outcome(StrEnum):
    """What became of a row; the first two are what was asked for."""

    CREATED = "created"
    UPDATED = "updated"
    NO_UDF = "no UDF value"
    """The contact is there and does not carry the link."""
    MISSING = "missing"
    TWICE = "twice"
    CHANGED = "changed"
    """The contact is there and carries the link, but is not as the file asked."""


AS_ASKED: Final = frozenset({Outcome.CREATED, Outcome.UPDATED})
"""Outcomes of rows with which nothing is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedRow:
    """One row of the manifest and what it has become."""

    row: ManifestRow
    outcome: Outcome
    text: str
    """Display-safe sentences: what is there, and what is not as asked."""
    contact_ids: tuple[ContactId, ...] = ()
    """The contacts of the company that the row is about; several where it is there twice."""
    needs_a_look: bool = False
    """Whether the text says more than that all is as asked."""

    @property
    def ok(self) -> bool:
        """Whether the row is as asked."""
        return self.outcome in AS_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Every row of a manifest with its outcome, in the manifest's order."""

    manifest: Manifest = field(repr=False)
    rows: tuple[VerifiedRow, ...] = field(repr=False)
    counts: Mapping[Outcome, int]
    """Rows per outcome; every outcome is there, zero included."""
    remarks: tuple[str, ...] = ()
    """Display-safe sentences about the look as a whole."""

    @property
    def ok(self) -> bool:
        """Whether every row is as asked."""
        return all(row.ok for row in self.rows)


def verify_rows(
    manifest: Manifest,
    contacts: Iterable[Contact],
    *,
    looked_elsewhere: bool = True,
    remarks: Sequence[str] = (),
) -> Verification:
    """Hold every row against the contacts of the manifest's companies.

    Contacts of other companies may be among them: one with the address of a missing row is named. Where
    nobody could look for those, `looked_elsewhere` is False and the result says so.
    """
    found = _Found(manifest, {each.id: each for each in contacts}.values())
    rows = tuple(found.verified(row) for row in manifest.rows)
    counts = {outcome: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
    said = [*remarks]
    if rows and found.is_empty:
        said.append(_BLANK_HIDES)
    if counts[Outcome.MISSING] and not looked_elsewhere:
        said.append(_NOT_LOOKED_ELSEWHERE)
    return Verification(manifest=manifest, rows=rows, counts=counts, remarks=tuple(said))


class _Found:
    """The contacts that were read, as one row after the other asks for them."""

    def __init__(self, manifest: Manifest, contacts: Iterable[Contact]) -> None:
        self._udf_name = manifest.udf_name
        self._udf_value = manifest.udf_value
        self._links = {manifest.udf_value, manifest.udf_cell} - {""}
        self._of_company: dict[CompanyId, list[Contact]] = defaultdict(list)
        self._with_address: dict[str, list[Contact]] = defaultdict(list)
        companies = {row.company_id for row in manifest.rows}
        self.is_empty = True
        for contact in sorted(contacts, key=lambda each: each.id):
            self._of_company[contact.company_id].append(contact)
            self.is_empty = self.is_empty and contact.company_id not in companies
            for address in {comparable(email) for email in contact.emails} - {""}:
                self._with_address[address].append(contact)

    def verified(self, row: ManifestRow) -> VerifiedRow:
        """Return what has become of a row."""
        there = self._contacts_for(row)
        if not there:
            outcome, sentences = Outcome.MISSING, tuple(self._missing(row))
        else:
            outcome, sentences = self._judged(row, there)
        return VerifiedRow(
            row=row,
            outcome=outcome,
            text=" ".join(sentences),
            contact_ids=tuple(contact.id for contact in there),
            needs_a_look=outcome not in AS_ASKED or len(sentences) > 1,
        )

    def _contacts_for(self, row: ManifestRow) -> list[Contact]:
        """Return the contacts that the row is about: the one to update first, then those of its address.

        Before the export nobody of the company had the address of a contact to create. Beside a contact to
        update there may have been others all along; one that the import has made is younger, or linked.
        """
        at_company = self._of_company.get(row.company_id, [])
        with_address = self._with_address.get(comparable(row.email), ())
        sharing = [each for each in with_address if each.company_id == row.company_id]
        if row.contact_id is None:
            return sharing
        updated = [each for each in at_company if each.id == row.contact_id]
        others = [each for each in sharing if each.id > row.contact_id or self._is_linked(each)]
        return updated + [each for each in others if each.is_active is not False and each not in updated]

    def _judged(self, row: ManifestRow, there: Sequence[Contact]) -> tuple[Outcome, tuple[str, ...]]:
        contact = there[0]
        if row.contact_id is not None and contact.id != row.contact_id:
            return Outcome.MISSING, tuple(self._replaced(row, there))
        if len(there) > 1:
            return Outcome.TWICE, tuple(self._twice(there))
        doubts = (*_differences(row, contact), *self._other_links(contact))
        if not self._is_linked(contact):
            return Outcome.NO_UDF, (self._unlinked(contact), *doubts)
        if any(_differences(row, contact)):
            named = f"Contact {contact.id} is there and carries the link, but not as the file asked."
            return Outcome.CHANGED, (named, *doubts)
        done = Outcome.CREATED if row.kind is RowKind.CREATE else Outcome.UPDATED
        return done, (f"Contact {contact.id} is as the file asked.", *doubts)

    def _is_linked(self, contact: Contact) -> bool:
        return contact.udf_value in self._links

    def _unlinked(self, contact: Contact) -> str:
        value = contact.udf_value
        held = f"is {quoted(value)}" if value and value.strip() else "is empty"
        return (
            f"Contact {contact.id} is there, but its {visible(self._udf_name)} {held} instead of "
            f"{quoted(self._udf_value)}."
        )

    def _twice(self, there: Sequence[Contact]) -> Iterator[str]:
        yield f"{_named(there)} of the company have this address."
        if linked := [each for each in there if self._is_linked(each)]:
            yield f"{visible(self._udf_name)} is set on {_ids(linked)}."
        else:
            yield f"{visible(self._udf_name)} is set on none of them."

    def _replaced(self, row: ManifestRow, there: Sequence[Contact]) -> Iterator[str]:
        yield f"Contact {row.contact_id} is not at the company; its address is that of {_named(there)} there."

    def _missing(self, row: ManifestRow) -> Iterator[str]:
        if row.kind is RowKind.UPDATE:
            yield f"Contact {row.contact_id} is not at the company."
        else:
            yield "No contact of the company has this address."
        for contact in self._with_address.get(comparable(row.email), ()):
            yield f"Contact {contact.id} of company {contact.company_id} has this address{_state(contact)}."
        for contact in self._of_company.get(row.company_id, ()):
            if _names(contact) == (comparable(row.first_name), comparable(row.last_name)):
                yield (
                    f"Contact {contact.id} of the company has the same name{_state(contact)} and "
                    f"{f'the address {quoted(contact.email)}' if contact.email else 'no address'}."
                )

    def _other_links(self, contact: Contact) -> Iterator[str]:
        """Name further accounts contacts: a company may have only one (section 11)."""
        others = [
            each
            for each in self._of_company[contact.company_id]
            if self._is_linked(each) and each.is_active is not False and each.id != contact.id
        ]
        if others:
            yield (
                f"{_named(others)} of the company {'carries' if len(others) == 1 else 'carry'} "
                f"{visible(self._udf_name)} as well: the sync takes only one per company."
            )


def _differences(row: ManifestRow, contact: Contact) -> Iterator[str]:
    """Say what is not as asked; addresses without case and outer spaces, names to the character."""
    if contact.is_active is False:
        yield "It is inactive, so the link does not count."
    for what, asked, held in (
        ("first name", row.first_name, contact.first_name),
        ("last name", row.last_name, contact.last_name),
    ):
        if held != asked:
            yield f"Its {what} is {quoted(held)} instead of {quoted(asked)}{_only_in(held, asked)}."
    if comparable(contact.email) != comparable(row.email):
        yield f"Its first e-mail address is {quoted(contact.email)} instead of {quoted(row.email)}."


def _only_in(held: str, asked: str) -> str:
    """Name a difference that nobody can see."""
    if held.strip() == asked.strip():
        return " (only outer spaces differ)"
    if without_invisible(held) == without_invisible(asked):
        return " (only invisible characters differ)"
    if in_normal_form(held) == in_normal_form(asked):
        return " (accented letters are written in another way)"
    return ""


def _names(contact: Contact) -> tuple[str, str]:
    return comparable(contact.first_name), comparable(contact.last_name)


def _state(contact: Contact) -> str:
    return " and is inactive" if contact.is_active is False else ""


def _named(contacts: Sequence[Contact]) -> str:
    return f"{'Contact' if len(contacts) == 1 else 'Contacts'} {_ids(contacts)}"


def _ids(contacts: Sequence[Contact]) -> str:
    *others, last = (str(each.id) for each in contacts)
    return f"{', '.join(others)} and {last}" if others else last
