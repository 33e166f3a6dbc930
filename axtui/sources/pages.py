"""What both sources yield: pages of the domain's values, with how many there should be in all."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page as it was read."""

    items: tuple[T, ...]
    """The values that belong in the report."""
    total: int | None
    """Records that the server says there are in all."""
    read: int
    """Different records that the server sent on this page, those included that are of no use here."""
