"""What pages that were read at different moments say about the list that they are pages of.

Contacts never leave the list when archived ones are included; new ones push the rows behind them to later
places. So a page shows rows twice when it was made after the page before it, and leaves a gap when it was
made before: then Xero had counted fewer contacts for it (xero-api.md section 3.2).
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

from axtui.sources.xero import CustomersPage


def stale_page(pages: Sequence[CustomersPage]) -> int | None:
    """Return the first page, of all in their order, before which rows may be missing; None where none may.

    It is one for which fewer contacts were counted than for a page before it.
    """
    most = 0
    for page in pages:
        if page.total is not None and page.total < most:
            return page.number
        most = max(most, page.total or 0)
    return None


def are_in_order(pages: Sequence[CustomersPage]) -> bool:
    """Say whether ids rise within each page and from page to page, so that nothing was left out in between.

    Xero says that it orders by id, not how: as text, or as its data base SQL Server does. Either one will do,
    as long as it is the same for all pages.
    """
    return any(_rise(pages, key) for key in (str.lower, _sql_server_key))


def _rise(pages: Sequence[CustomersPage], key: Callable[[str], str]) -> bool:
    last, counted = "", 0
    for page in pages:
        keys = [key(customer.id) for customer in page.items]
        if any(one >= following for one, following in pairwise(keys)):
            return False
        repeated = bisect_right(keys, last)
        if page.total is not None and repeated > page.total - counted:
            return False
        if keys:
            last = max(last, keys[-1])
        elif page.total and not page.is_last:
            return False  # nothing in the middle
        counted = page.total or 0
    return True


def _sql_server_key(text: str) -> str:
    """Return what SQL Server compares of a `uniqueidentifier`: its groups from the right, bytes as stored.

    The first three groups are stored with their bytes turned round.
    """
    lower = text.lower()
    groups = lower.split("-")
    if [len(group) for group in groups] != [8, 4, 4, 4, 12]:
        return lower
    turned = ("".join(group[at : at + 2] for at in range(len(group) - 2, -1, -2)) for group in groups[2::-1])
    return "".join((groups[4], groups[3], *turned))
