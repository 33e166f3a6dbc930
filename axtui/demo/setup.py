"""How an imitation is set up: what must be known before its ports open, and what may come later."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from axtui.demo.churn import Churn
from axtui.demo.faults import Fault, Side
from axtui.demo.limits import Limits
from axtui.demo.proxy import ProxyState
from axtui.demo.tls import Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Everything that a switch can set; what is None or empty stays as it was."""

    faults: tuple[Fault, ...] = ()
    churn: Churn | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    """Fields of `Limits` with values of their own."""
    latency: float | None = None
    bytes_per_second: float | None = None
    closed: frozenset[Side] = frozenset()
    """Sides at whose port nobody listens."""
    certificate: Certificate | None = None
    """Set: TLS with this certificate."""
    is_trusted: bool = True
    """Whether the configuration names the authority of the imitation's certificates."""
    proxy: ProxyState | None = None
    """Set: the vendors' own addresses, by way of this proxy."""

    def at_run_time(self) -> bool:
        """Say whether a running imitation can take it on."""
        return self == Setup(faults=self.faults, churn=self.churn)

    def and_then(self, other: "Setup") -> "Setup":
        """Return both together; where they contradict each other, the later one counts."""
        return Setup(
            faults=self.faults + other.faults,
            churn=other.churn or self.churn,
            limits={**self.limits, **other.limits},
            latency=self.latency if other.latency is None else other.latency,
            bytes_per_second=(
                self.bytes_per_second if other.bytes_per_second is None else other.bytes_per_second
            ),
            closed=self.closed | other.closed,
            certificate=other.certificate or self.certificate,
            is_trusted=self.is_trusted and other.is_trusted,
            proxy=other.proxy or self.proxy,
        )

    def on(self, side: Side) -> "Setup":
        """Return what of it is about one side."""
        faults = tuple(each for each in self.faults if each.side in (None, side))
        return replace(
            self, faults=tuple(replace(each, side=side) for each in faults), closed=self.closed & {side}
        )

    def limits_from(self, limits: Limits) -> Limits:
        """Return limits with the values of their own."""
        return replace(limits, **self.limits)
