"""The state of every row of a report as some bytes each: enough to see what has changed, and no name.

A report has a hundred thousand of them, of which hardly any changes between two runs: equal bytes are equal
states, and only the others are unpacked.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

from axtui.core.compare import RowState
from axtui.core.models import CompanyId, Customer, CustomerStatus
from axtui.core.notes import Note, Reason, ReasonCode
from axtui.core.report import Row
from axtui.services.profile_salt import salted

Packed = dict[CompanyId, bytes]
"""The state of each row by the company's id."""

NOTES: Final = (
    *(Note.NO_MATCH, Note.NOT_FOUND, Note.LINK, Note.AMBIGUOUS, Note.MULTIPLE),
    *(Note.OK, Note.EXCLUDED),
)
CODES: Final = (
    *(ReasonCode.DIFFERS_IN_CASE, ReasonCode.DIFFERS_IN_SPACE, ReasonCode.DIFFERS_IN_NORMAL_FORM),
    *(ReasonCode.INVISIBLE_CHARACTER, ReasonCode.ARCHIVED_IN_XERO, ReasonCode.NO_NUMBER),
    *(ReasonCode.NUMBER_DIFFERS_IN_CASE, ReasonCode.NAME_MATCHES_BUT_NUMBER_DOES_NOT),
    *(ReasonCode.NOT_IN_XERO, ReasonCode.SEVERAL_CUSTOMERS, ReasonCode.SHARED_CUSTOMER),
    *(ReasonCode.SEVERAL_LINKS, ReasonCode.NO_FIRST_NAME, ReasonCode.NO_LAST_NAME, ReasonCode.NO_EMAIL),
    *(ReasonCode.TOO_LONG, ReasonCode.CONTACT_EXISTS, ReasonCode.ONLY_CONTACT),
    *(ReasonCode.INACTIVE_CONTACT_CARRIES_LINK, ReasonCode.NO_CONTACTS),
    *(ReasonCode.MATCHED_BY_NAME_ONLY, ReasonCode.ACTIVITY_UNKNOWN),
)
"""The places of notes and codes in what is kept on disk: new ones go to the end, none ever moves."""

_FORM: Final = struct.Struct("<BI6s6s6s")
"""Note and whether it is acknowledged, codes, and three hashes: company name, customer, its name."""
SIZE: Final = _FORM.size
_ACKNOWLEDGED: Final = 0x80
_HASH: Final = 6
"""Bytes. Two names of one company meet in one of 280 million million cases, and then a rename is missed."""
_NONE: Final = bytes(_HASH)
_BIT: Final = {code: 1 << at for at, code in enumerate(CODES)}
_PLACE: Final = {note: at for at, note in enumerate(NOTES)}
_SMALLEST_ID: Final = -(2**63)
_LARGEST_ID: Final = 2**63 - 1


def packed_rows(
    rows: Iterable[Row],
    customers: Iterable[Customer],
    *,
    salt: bytes,
    earlier: Mapping[CompanyId, bytes],
    acknowledged: Set[CompanyId],
    is_complete: bool,
) -> Packed:
    """Return the state of each row; `earlier` are those of the run before it.

    A row that has lost its customer keeps it in mind, with the name that it has by now: else nobody could
    tell on which side the name was changed.
    """
    packing = _Packing(salt)
    packed = {
        row.company.id: packing.pack(row, is_acknowledged=row.company.id in acknowledged)
        for row in rows
        if _SMALLEST_ID <= row.company.id <= _LARGEST_ID
    }
    lost = {
        company: (_customer_of(earlier[company]), _customer_name_of(earlier[company]))
        for company, state in packed.items()
        if _customer_of(state) == _NONE and company in earlier and _customer_of(earlier[company]) != _NONE
    }
    if lost:
        names = packing.names_of(customers, {customer for customer, _ in lost.values()})
        for company, (customer, name) in lost.items():
            last_name = _NONE if is_complete else name
            by_now = names.get(customer, last_name)
            packed[company] = packed[company][: -2 * _HASH] + customer + by_now
    return packed


class _Packing:
    """Packs rows, and says of customers what was packed of them."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt
        self._customers: tuple[Customer, ...] = ()
        self._hashes = _NONE, _NONE

    def pack(self, row: Row, *, is_acknowledged: bool) -> bytes:
        """Return the state of a row."""
        hashed = self._hash(row.company.name)
        customer, customer_name = self._hashes_of(row, hashed)
        note = _PLACE[row.note] | (_ACKNOWLEDGED if is_acknowledged else 0)
        return _FORM.pack(note, _mask_of(row.reasons), hashed, customer, customer_name)

    def _hashes_of(self, row: Row, name: bytes) -> tuple[bytes, bytes]:
        """Return what identifies the customers of a row, and their names.

        Neighbours of one name have the same customers, and there may be thousands of either.
        """
        customers = row.customers
        if not customers:
            return _NONE, _NONE
        if customers is not self._customers:
            names = "\n".join(each.name for each in customers)
            customer = self._hash("\n".join(each.id for each in customers))
            self._customers = customers
            self._hashes = customer, name if names == row.company.name else self._hash(names)
        return self._hashes

    def names_of(self, customers: Iterable[Customer], wanted: Set[bytes]) -> dict[bytes, bytes]:
        """Return the names of those active customers that are wanted, all of them as they are packed."""
        active = (each for each in customers if each.status is CustomerStatus.ACTIVE)
        found = ((self._hash(each.id), each.name) for each in active)
        return {hashed: self._hash(name) for hashed, name in found if hashed in wanted}

    def _hash(self, text: str) -> bytes:
        return salted(self._salt, text, size=_HASH)


def _mask_of(reasons: Iterable[Reason]) -> int:
    mask = 0
    for reason in reasons:
        mask |= _BIT[reason.code]
    return mask


def _customer_of(state: bytes) -> bytes:
    return state[-2 * _HASH : -_HASH]


def _customer_name_of(state: bytes) -> bytes:
    return state[-_HASH:]


def unpacked(state: bytes) -> RowState:
    """Return a state as a value."""
    note, mask, *hashes = _FORM.unpack(state)
    company_name, customer, customer_name = (b"" if each == _NONE else each for each in hashes)
    return RowState(
        note=NOTES[note & ~_ACKNOWLEDGED],
        codes=frozenset(code for at, code in enumerate(CODES) if mask >> at & 1),
        company_name=company_name,
        customer=customer,
        customer_name=customer_name,
        is_acknowledged=bool(note & _ACKNOWLEDGED),
    )


def is_whole(state: bytes) -> bool:
    """Say whether bytes of the right length are a state that this version knows."""
    return state[0] & ~_ACKNOWLEDGED < len(NOTES)


_PROBLEMS: Final = bytes(_PLACE[note] for note in NOTES if note.is_problem)


def is_open(state: bytes) -> bool:
    """Say whether the row is a problem that nobody has acknowledged."""
    return state[0] in _PROBLEMS


def is_problem(state: bytes) -> bool:
    """Say whether the row is a problem, acknowledged or not."""
    return state[0] & ~_ACKNOWLEDGED in _PROBLEMS


def problems_in(rows: Mapping[CompanyId, bytes]) -> Iterator[CompanyId]:
    """Yield the companies whose rows are a problem, acknowledged or not."""
    return (company for company, state in rows.items() if state[0] & ~_ACKNOWLEDGED in _PROBLEMS)


def open_among(rows: Mapping[CompanyId, bytes]) -> Iterator[CompanyId]:
    """Yield the companies whose rows are a problem that nobody has acknowledged."""
    return (company for company, state in rows.items() if state[0] in _PROBLEMS)


def acknowledging(rows: Mapping[CompanyId, bytes], acknowledged: Set[CompanyId]) -> Packed:
    """Return the same states, acknowledged where they are meant, and nowhere else."""
    return {company: _acknowledged(state, company in acknowledged) for company, state in rows.items()}


def _acknowledged(state: bytes, is_acknowledged: bool) -> bytes:
    if bool(state[0] & _ACKNOWLEDGED) is is_acknowledged:
        return state
    return bytes([state[0] ^ _ACKNOWLEDGED]) + state[1:]
