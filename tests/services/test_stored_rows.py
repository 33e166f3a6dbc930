"""Rows made from their packed form when they are asked for: the same ones, and no more than that."""

import json
from collections.abc import Sequence

import pytest
from builders import contact
from hypothesis import given
from hypothesis import strategies as st
from small_reports import report_of

from axtui.core.models import CompanyId, Contact
from axtui.services.stored_rows import AT_ONCE, StoredContacts, StoredItems, blocks_of, packed


class Decoder:
    """Makes the items of a block, and counts the blocks."""

    def __init__(self) -> None:
        self.blocks = 0

    def __call__(self, data: bytes) -> Sequence[int]:
        self.blocks += 1
        found: list[int] = json.loads(data)
        return found


def _encode(items: object) -> bytes:
    return json.dumps(items).encode()


def stored(items: Sequence[int]) -> tuple[StoredItems[int], Decoder]:
    """Return the items as they come back, and who makes them."""
    decoder = Decoder()
    return StoredItems(tuple(packed(items, _encode)), decoder, length=len(items)), decoder


SIZES = st.sampled_from([0, 1, 2, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE + 5])
BOUNDS = st.one_of(st.none(), st.integers(-500, 500))


@given(size=SIZES, start=BOUNDS, stop=BOUNDS, step=st.sampled_from([None, 1, 2, -1, 130]))
def test_they_are_a_sequence_like_the_one_they_were_packed_from(
    size: int, start: int | None, stop: int | None, step: int | None
) -> None:
    """One by one, from the end, in slices, and as a whole."""
    items = list(range(0, 3 * size, 3))
    kept, _ = stored(items)
    assert list(kept) == items
    assert len(kept) == len(items)
    assert [kept[at] for at in range(-size, size)] == [items[at] for at in range(-size, size)]
    assert list(kept[start:stop:step]) == items[start:stop:step]


@given(size=SIZES, at=st.integers(0, 1_000))
def test_they_equal_the_same_items_only(size: int, at: int) -> None:
    """One other item, one more or one fewer is another sequence; what is no sequence is something else."""
    items = tuple(range(size))
    kept, _ = stored(items)
    assert kept == items
    assert items == kept
    assert kept != (*items, 1)
    assert kept != size
    if items:
        assert kept != items[:-1]
        assert kept != tuple(-1 if each == at % size else each for each in items)


@pytest.mark.parametrize("at", [5, -6])
def test_an_item_that_is_not_there_is_an_error(at: int) -> None:
    """As for any sequence: the items of a block that is not full are no exception."""
    kept, _ = stored([0, 1, 2, 3, 4])
    with pytest.raises(IndexError):
        kept[at]


def test_only_what_is_asked_for_is_made() -> None:
    """A screenful takes the block or two that it stands in, once."""
    kept, decoder = stored(list(range(100 * AT_ONCE)))
    assert decoder.blocks == 0
    assert [kept[at] for at in range(1_000, 1_040)] == list(range(1_000, 1_040))
    assert [kept[at] for at in range(1_000, 1_040)] == list(range(1_000, 1_040))
    assert decoder.blocks == len({at // AT_ONCE for at in range(1_000, 1_040)})


def test_a_walk_through_all_of_them_makes_each_block_once() -> None:
    """And keeps none of them."""
    kept, decoder = stored(list(range(20 * AT_ONCE)))
    assert sum(kept) == sum(range(20 * AT_ONCE))
    assert decoder.blocks == blocks_of(20 * AT_ONCE) == 20


@given(having=st.sets(st.integers(1, 9)))
def test_contacts_are_found_by_company(having: set[int]) -> None:
    """Companies without one are left out, as they are in a report that was built."""
    plain: dict[CompanyId, tuple[Contact, ...]] = {CompanyId(at): (contact(at, at),) for at in sorted(having)}
    lines = report_of(9).lines
    by_row = [plain.get(company, ()) for company in lines.companies]
    kept = StoredContacts(by_row, lines, companies=len(plain))
    assert kept == plain
    assert (len(kept), bool(kept)) == (len(plain), bool(plain))
    assert [kept.get(CompanyId(at), ()) for at in range(12)] == [
        plain.get(CompanyId(at), ()) for at in range(12)
    ]
