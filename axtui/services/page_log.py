"""What an interrupted run has read already, page by page, as the readers of both sides see it.

A page covers a stretch of its list: ids above `after` up to `up_to` on Autotask, one page number on Xero.
What the noted pages cover is not asked for again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from axtui.core.errors import Side

T = TypeVar("T")


class ListName(StrEnum):
    """The three lists that are read."""

    COMPANIES = "companies"
    CONTACTS = "contacts"
    CUSTOMERS = "customers"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedPage(Generic[T]):
    """One page as it is kept for a resumed run."""

    after: int
    """Autotask: ids above this one. Xero: the number of the page."""
    up_to: int | None
    """Autotask: ids up to this one; None for all that follow. Xero: how many contacts Xero counted then."""
    items: tuple[T, ...]
    """What belongs in the report."""
    others: tuple[int, ...] = ()
    """Autotask ids that the server counts in this stretch, and that do not belong in the report."""


class PageLog(Protocol):
    """Pages of one run, kept so that a later run can go on; `note` is called after every page."""

    def since(self, side: Side) -> datetime | None:
        """Return from when on the run that is gone on with looks for changes of this side; None when new."""

    def begin(self, side: Side, since: datetime) -> None:
        """Note when a side's read began, by that side's clock."""

    def noted(self, name: ListName) -> Sequence[NotedPage[object]]:
        """Return the pages of a list that were read before."""

    def note(self, name: ListName, page: NotedPage[object]) -> None:
        """Keep a page; a disk that is full stops nothing."""

    def forget(self, name: ListName) -> None:
        """Drop the pages of a list, which is read anew."""


class NoPageLog:
    """Keeps nothing, for runs that must leave nothing on disk."""

    def since(self, side: Side) -> datetime | None:  # noqa: ARG002  # the protocol's signature
        """Nothing was begun before."""
        return None

    def begin(self, side: Side, since: datetime) -> None:
        """Keep nothing."""

    def noted(self, name: ListName) -> Sequence[NotedPage[object]]:  # noqa: ARG002  # the protocol's signature
        """Nothing was read before."""
        return ()

    def note(self, name: ListName, page: NotedPage[object]) -> None:
        """Keep nothing."""

    def forget(self, name: ListName) -> None:
        """Nothing is kept."""
