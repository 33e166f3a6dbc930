"""The profile on the screen with what was last read for it, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from axtui.core.models import Snapshot
    from axtui.core.what_if import WhatIf
    from axtui.services.config_values import Profile
    from axtui.services.suggesting import Suggesting
    from axtui.services.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A profile, and its report's data."""

    profile: Profile
    surroundings: Surroundings
    """Its own: the demo keeps its cache apart from real profiles, one of which may be called demo, too."""
    snapshot: Snapshot | None = None
    """What its report was built from; a report that was stored opens without it."""
    has_report: bool = False
    what_if: WhatIf | None = field(default=None, repr=False)
    """What each rule says of that data, once somebody has asked."""
    suggesting: Suggesting | None = field(default=None, repr=False, compare=False)
    """What knows which customers may be meant by the companies of that data."""

    def is_same(self, other: Opened | None) -> bool:
        """Say whether both are about the same customer, whatever its settings."""
        return (
            other is not None
            and self.profile.name == other.profile.name
            and self.surroundings is other.surroundings
        )

    def under(self, profile: Profile) -> Opened:
        """Return the same data under a profile that was edited, or has another name now."""
        snapshot = self.snapshot and replace(self.snapshot, profile=profile.name)
        return replace(self, profile=profile, snapshot=snapshot)
