"""Where zone discovery leads, and what happens when the tenant moves (autotask-api.md section 2).

Two names of this machine stand for two zones, so that one port is enough.
"""

from typing import Final

from axtui.demo.faults import FaultKind, FaultPlan, Side
from axtui.demo.http import Request

OTHER_HOST: Final = "localhost"
"""The zone that a tenant has left, or moves to; the other one is `127.0.0.1`."""
FOREIGN_URL: Final = "https://webservices3.autotask.net.example/ATServicesRest/"


class Zones:
    """Knows in which zone the tenant lives; a move comes after so many requests, hence the counts."""

    def __init__(self, faults: FaultPlan) -> None:
        self._faults = faults
        self._discoveries = 0
        self._logins = 0

    def url(self, request: Request) -> str:
        """Return the address that discovery names."""
        if self._faults.in_force(FaultKind.FOREIGN_ZONE, Side.AUTOTASK):
            return FOREIGN_URL
        self._discoveries += 1
        leads_away = self._names_the_old() or self._has_moved()
        host = f"{OTHER_HOST}:{request.host.rpartition(':')[2]}" if leads_away else request.host
        return f"{request.scheme}://{host}/ATServicesRest/"

    def is_wrong(self, request: Request) -> bool:
        """Count a request with credentials, and say whether the tenant lives elsewhere."""
        is_other = request.host.startswith(OTHER_HOST)
        if self._faults.in_force(FaultKind.ZONE_MOVED, Side.AUTOTASK):
            return is_other
        if not self._faults.in_force(FaultKind.ZONE_MOVES, Side.AUTOTASK):
            return False
        wrong = self._has_moved() and not is_other
        self._logins += 1
        return wrong

    def _names_the_old(self) -> bool:
        return self._faults.in_force(FaultKind.ZONE_MOVED, Side.AUTOTASK) and self._discoveries == 1

    def _has_moved(self) -> bool:
        move = self._faults.found(FaultKind.ZONE_MOVES, Side.AUTOTASK)
        return move is not None and self._logins >= move.skip
