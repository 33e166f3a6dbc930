"""How those values are declared of which a large report has hundreds of thousands."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a frozen dataclass with slots and keywords only, of which many can be made quickly.

    The type checker is who freezes it. Python's own way takes one call for each field, by which every value
    takes two to three times as long to make: a sixth of the time of a large report.
    """
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)
