"""Everything that lies on the disk for one profile: it follows it to a new name, and goes with it."""

from collections.abc import Callable
from typing import Protocol

from axtui.core.errors import CannotWriteError
from axtui.services.acknowledgement_place import AcknowledgementPlaces
from axtui.services.checkpoints import Checkpoints
from axtui.services.profile_salt import ProfileSalts
from axtui.services.refused_logins import RefusedLogins
from axtui.services.report_store import ReportStore
from axtui.services.row_ledger import RowLedger
from axtui.services.run_ledger import RunLedger
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings
from axtui.services.told_runs import ToldRuns
from axtui.services.views import ViewStore


class Belongings(Protocol):
    """One kind of what is kept per profile."""

    def rename(self, was: str, now: str) -> None:
        """Let what is kept follow a profile to its new name."""

    def forget(self, profile: str) -> None:
        """Remove what is kept of a profile; nothing kept is fine."""


def follow_rename(was: str, now: str, *, surroundings: Surroundings) -> None:
    """Keep what there is of a profile under the name that it has now; reads and writes files."""
    _for_all(surroundings, lambda kind: kind.rename(was, now))


def forget(profile: str, *, surroundings: Surroundings) -> None:
    """Remove what there is of a profile that is no more; writes files."""
    _for_all(surroundings, lambda kind: kind.forget(profile))


def _for_all(surroundings: Surroundings, do: Callable[[Belongings], None]) -> None:
    """Do it for every kind, whether or not another one fails; then raise the first failure."""
    failures: list[CannotWriteError] = []
    for kind in _all(surroundings):
        try:
            do(kind)
        except CannotWriteError as error:
            failures.append(error)
    if failures:
        raise failures[0]


def _all(surroundings: Surroundings) -> tuple[Belongings, ...]:
    from axtui.services.token_store import TokenStore  # imports httpx, which takes long, and is rarely needed

    return (
        SnapshotStore.of(surroundings),
        Checkpoints.of(surroundings),
        RefusedLogins.of(surroundings),
        TokenStore.of(surroundings),
        ReportStore.of(surroundings),
        ViewStore.of(surroundings),
        RunLedger.of(surroundings),
        ProfileSalts.of(surroundings),
        RowLedger.of(surroundings),
        ToldRuns.of(surroundings),
        AcknowledgementPlaces.of(surroundings),
    )
