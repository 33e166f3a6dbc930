"""The acknowledged rows of the report on the screen: laid aside, and shown only when that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from axtui.core.acknowledgements import Acknowledgement
    from axtui.core.report import Report
    from axtui.services.config_values import Profile
    from axtui.services.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What of one report is acknowledged."""

    by_place: Mapping[int, Acknowledgement] = field(default_factory=dict)
    """By the row's place in the report."""
    problems: tuple[str, ...] = ()
    """Why nothing is, where the file cannot be used."""

    def __len__(self) -> int:
        return len(self.by_place)

    def words(self, *, are_shown: bool) -> str:
        """Say how many rows are acknowledged and where they are; empty where none is."""
        if not self.by_place:
            return ""
        if are_shown:
            return f"{len(self):,} acknowledged (a) shown, too: escape hides them"
        return f"{len(self):,} acknowledged: A lists them"


def aside_of(report: Report, profile: Profile, *, surroundings: Surroundings) -> Aside:
    """Return what of a report is acknowledged. Reads a file: call it in a thread."""
    from axtui.services.acknowledgement_place import is_any  # not needed for the first frame

    if not is_any(profile, surroundings):
        return Aside()
    from axtui.services.acknowledging import acknowledged_of  # most reports open without

    found = acknowledged_of(report, profile, surroundings=surroundings)
    return Aside(by_place=found.by_place, problems=found.problems)
