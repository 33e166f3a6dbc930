"""Addresses and names that look alike: what an import would mistake, or make a second time."""

from collections import Counter
from collections.abc import Iterable, Sequence

from axtui.core.models import Contact
from axtui.core.report_row import Row
from axtui.core.text import comparable, in_normal_form, quoted, visible, without_invisible


def why_like_another(address: str, contacts: Sequence[Contact]) -> str:
    """Say which contact of the company has an address that nobody can tell from this one; empty for none.

    Which of the two is right only a person can say; created beside it, the contact would be there twice.
    """
    looks = _as_seen(address)
    for contact in contacts:
        if any(_as_seen(email) == looks for email in contact.emails if email):
            return (
                f"The contact {visible(contact.called)} (id {contact.id}) has an e-mail address that looks "
                f"the same as {quoted(address)}, but differs where it cannot be seen; correct one of them."
            )
    return ""


def names_of_several(rows: Iterable[Row]) -> frozenset[str]:
    """Return the names that more than one of the rows' companies has, as two of them are compared."""
    named = {row.company.id: comparable(row.company.name) for row in rows}
    return frozenset(name for name, times in Counter(named.values()).items() if times > 1)


def _as_seen(address: str) -> str:
    """Return an address without what cannot be seen in it."""
    shown = without_invisible(address)
    return comparable(shown if shown.isascii() else in_normal_form(shown))
