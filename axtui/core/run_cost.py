"""What a run costs of a tenant's hourly requests, and from when on a person is asked first."""

from dataclasses import dataclass
from typing import Final

_SHARE_TO_ASK_FROM: Final = 0.2
"""Of what is left of the hour: every integration of the tenant shares it (autotask-api.md section 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCost:
    """The requests that a run will make of Autotask, beside what the tenant has left in this hour."""

    requests: int
    used: int
    """Requests of all the tenant's integrations within the last hour."""
    limit: int

    @property
    def left(self) -> int:
        """Requests that the tenant has left."""
        return max(0, self.limit - self.used)

    @property
    def needs_consent(self) -> bool:
        """Whether the run takes so much of what is left that a person should say yes to it first."""
        return self.requests > _SHARE_TO_ASK_FROM * self.left
