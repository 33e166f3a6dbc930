"""What a run remembers of its rows, where thousands of them have the same customers."""

from collections.abc import Iterator

from builders import company, customer

from axtui.core.models import Customer
from axtui.core.notes import Note
from axtui.core.report import Row
from axtui.services.row_states import Packed, packed_rows


class _Counted(tuple[Customer, ...]):
    """Customers that know how often they were gone through."""

    __slots__ = ()
    walks = 0

    def __iter__(self) -> Iterator[Customer]:
        type(self).walks += 1
        return super().__iter__()


def _packed(*rows: Row) -> Packed:
    return packed_rows(rows, (), salt=b"salt", earlier={}, acknowledged=frozenset(), is_complete=True)


def test_customers_of_many_companies_are_gone_through_once() -> None:
    """And every company gets what it would have got alone."""
    shared = _Counted([customer("x1", "Acme"), customer("x2", "Acme")])
    rows = [
        Row(company=company(1, "Acme"), note=Note.AMBIGUOUS, customers=shared),
        Row(company=company(2, "Bolt"), note=Note.NO_MATCH),
        *(Row(company=company(at, "Acme"), note=Note.AMBIGUOUS, customers=shared) for at in range(3, 300)),
        Row(company=company(300, "Acme"), note=Note.OK, customers=(customer("x3", "Acme"),)),
    ]
    together = _packed(*rows)
    assert _Counted.walks == 2
    for row in (*rows[:3], rows[-1]):
        assert together[row.company.id] == _packed(row)[row.company.id]
