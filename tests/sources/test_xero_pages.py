"""What pages that were made at different moments say about the list that they are pages of."""

import random
import uuid
from collections.abc import Callable, Sequence

import pytest

from axtui.core.models import Customer, CustomerId
from axtui.sources.xero import CustomersPage
from axtui.sources.xero_pages import are_in_order, stale_page


def page(number: int, ids: Sequence[str], *, total: int | None = 6, pages: int | None = 3) -> CustomersPage:
    """Return a page with these customers."""
    items = tuple(Customer(id=CustomerId(at), name=at) for at in ids)
    return CustomersPage(items=items, total=total, number=number, pages=pages)


def pages_of(ids: Sequence[str], *, size: int = 10) -> list[CustomersPage]:
    """Return the pages of a list."""
    count = -(-len(ids) // size)
    return [
        page(number + 1, ids[number * size : (number + 1) * size], total=len(ids), pages=count)
        for number in range(count)
    ]


def sql_server(text: str) -> bytes:
    """Return what SQL Server compares, by the bytes that it stores."""
    stored = uuid.UUID(text).bytes_le
    return stored[10:] + stored[8:10] + stored[6:8] + stored[4:6] + stored[:4]


@pytest.mark.parametrize(
    ("totals", "stale"),
    [
        ([6, 6, 6], None),
        ([6, 7, 8], None),
        ([7, 6, 7], 2),
        ([6, 7, 6], 3),
        ([8, 6, 7], 2),
        ([None, None], None),
    ],
)
def test_a_page_that_was_counted_fewer_is_stale(totals: list[int | None], stale: int | None) -> None:
    """It was made before the page in front of it, from which contacts may have slid behind it."""
    pages = [page(number, [str(number)], total=total) for number, total in enumerate(totals, start=1)]
    assert stale_page(pages) == stale


@pytest.mark.parametrize("key", [str, str.upper, sql_server])
def test_either_order_of_ids_is_one(key: Callable[[str], str | bytes]) -> None:
    """As text, or as SQL Server has them."""
    chance = random.Random(7)  # noqa: S311  # no secret
    ids = [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(200)]
    ids += [f"{at:08x}-1234-5678-9abc-def012345678" for at in range(1, 600, 7)]
    ids += [f"00000001-{at:04x}-{at // 3:04x}-9abc-def012345679" for at in range(1, 600, 7)]
    assert are_in_order(pages_of(sorted(ids, key=key)))


def test_no_order_is_none() -> None:
    """Neither as text nor as SQL Server has them."""
    chance = random.Random(7)  # noqa: S311  # no secret
    ids = [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(30)]
    assert not are_in_order(pages_of(ids))
    assert not are_in_order(pages_of(sorted(ids, reverse=True)))
    halves = [*sorted(ids[:15]), *sorted(ids[15:], key=sql_server)]
    assert not are_in_order(pages_of(halves))


@pytest.mark.parametrize(
    ("second", "total", "fine"),
    [
        (["3", "4"], 6, True),
        (["2", "3"], 6, False),
        (["2", "3"], 7, True),
        (["1", "2"], 7, False),
        (["1", "2"], 8, True),
        (["0", "3"], 6, False),
        (["2", "3"], None, True),
    ],
)
def test_as_many_may_come_again_as_were_added(second: list[str], total: int | None, fine: bool) -> None:
    """A contact that slid to the next page is there twice, once for each that was added before it."""
    assert are_in_order([page(1, ["1", "2"]), page(2, second, total=total)]) is fine


@pytest.mark.parametrize(("pages", "fine"), [(3, False), (2, True), (None, True)])
def test_only_the_last_page_may_be_empty(pages: int | None, fine: bool) -> None:
    """One in the middle hides what should be on it."""
    assert are_in_order([page(1, ["1"]), page(2, [], pages=pages)]) is fine
