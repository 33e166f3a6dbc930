"""A bench's figures beside their aims and their peers, and how they are told."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_WIDTHS: Final = (46, 10, 22, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a figure's median may be at most, and its greatest value."""

    median: float
    most: float | None = None

    def __str__(self) -> str:
        """Show both as the table of aims does."""
        return f"{self.median:g}" if self.most is None else f"{self.median:g} / {self.most:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The same figure of another program in the same run."""

    name: str
    values: Sequence[float]
    at_most: float | None = None
    """How many times the peer's median ours may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line: what was seen, how often, beside what was aimed at and what others need."""

    name: str
    unit: str
    values: Sequence[float]
    aim: Aim | None = None
    peers: Sequence[Peer] = ()

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    def ratio(self, peer: Peer) -> float:
        """Return how many times the peer's median ours is."""
        return self.median / (statistics.median(peer.values) or 1)

    @property
    def verdict(self) -> str:
        """Say whether the aim was met."""
        missed = []
        if self.aim and self.median > self.aim.median:
            missed.append("median")
        if self.aim and self.aim.most is not None and max(self.values) > self.aim.most:
            missed.append("most")
        missed += [peer.name for peer in self.peers if peer.at_most and self.ratio(peer) > peer.at_most]
        if missed:
            return f"MISSED ({', '.join(missed)})"
        return "met" if self.aim or any(peer.at_most for peer in self.peers) else ""

    def for_json(self) -> dict[str, object]:
        """Return the figure as it goes into the file."""
        return {
            "figure": self.name,
            "unit": self.unit,
            "aim": self.aim and {"median": self.aim.median, "most": self.aim.most},
            "keys": len(self.values),
            "least": round(min(self.values), 2),
            "median": round(self.median, 2),
            "ninth_tenth": round(_ninth_tenth(self.values), 2),
            "most": round(max(self.values), 2),
            "verdict": self.verdict,
            "beside": {
                peer.name: {
                    "median": round(statistics.median(peer.values), 2),
                    "most": round(max(peer.values), 2),
                    "ratio": round(self.ratio(peer), 3),
                    "ratio_aim": peer.at_most,
                }
                for peer in self.peers
            },
        }


def heading() -> str:
    """Return the line above the figures."""
    return _line("figure", "aim", "median / 90 % / most", "keys", "verdict; beside it median (ratio)")


def told(figure: Figure) -> str:
    """Return the figure as one line."""
    seen = " / ".join(
        f"{value:.4g}" for value in (figure.median, _ninth_tenth(figure.values), max(figure.values))
    )
    beside = [
        f"{peer.name} {statistics.median(peer.values):.4g} ({figure.ratio(peer):.2f}x"
        + (f", aim {peer.at_most:g}x)" if peer.at_most else ")")
        for peer in figure.peers
    ]
    aim = str(figure.aim) if figure.aim else "-"
    return _line(
        f"{figure.name}, {figure.unit}",
        aim,
        seen,
        str(len(figure.values)),
        "; ".join(filter(None, (figure.verdict, *beside))),
    )


def _ninth_tenth(values: Sequence[float]) -> float:
    return sorted(values)[len(values) * 9 // 10]


def _line(*parts: str) -> str:
    padded = [f"{part:<{width}}" for part, width in zip(parts, _WIDTHS, strict=False)]
    return " ".join((*padded, *parts[len(_WIDTHS) :])).rstrip() + "\n"
