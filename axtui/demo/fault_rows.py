"""The catalogue of switches: every row of the fault table that a server can produce, by name.

A name begins with its row (reliability-bar.md section 4), or says in words what is wrong where no row does.
`NAME@autotask` and `NAME@xero` are the switch on one side alone.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import reduce
from typing import Final

from axtui.demo import switches_refusals, switches_tenants, switches_transport, switches_ways
from axtui.demo.faults import Side
from axtui.demo.setup import Setup
from axtui.demo.switch import Switch

SWITCHES: Final[Mapping[str, Switch]] = {
    switch.name: switch
    for group in (
        switches_refusals.logins,
        switches_refusals.limits,
        switches_transport.failures,
        switches_transport.lines,
        switches_transport.bodies,
        switches_ways.ways,
        switches_ways.trust,
        switches_tenants.completeness,
        switches_tenants.states,
    )
    for switch in group()
}


class UnknownSwitchError(Exception):
    """There is no switch of this name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nearest = tuple(get_close_matches(name.partition("@")[0], SWITCHES, n=3, cutoff=0.4))
        super().__init__(name)


def setup_of(names: Iterable[str]) -> Setup:
    """Return what switches of these names set, one after the other."""
    return reduce(Setup.and_then, map(_setup_called, names), Setup())


def _setup_called(name: str) -> Setup:
    plain, _, side = name.partition("@")
    switch = SWITCHES.get(plain)
    if switch is None or side not in ("", *Side):
        raise UnknownSwitchError(name)
    return switch.setup.on(Side(side)) if side else switch.setup


NOT_OF_A_SERVER: Final[Mapping[str, str]] = {
    "D09 (name)": "a host that no name server knows is a wrong address in the configuration",
    "D23": "every imitation counts what is asked of it; its figures are printed at the end",
    "D24": "two programs at one imitation share its limits without any switch",
    "D25": "a clock that jumps is the client's own",
    "E04": "the program is killed and started again; any imitation serves",
    "E05": "a damaged or foreign checkpoint is a file of the client's",
    "E06": "signals go to the program",
    "E08": "a terminal that stands still is the program's",
    "E10": "draws switches of this list at random",
    "E11": "the program starts and cancels again and again; any imitation serves",
    "E12": "two programs use one profile; any imitation serves",
}
"""Rows that no server can produce, and why."""


def catalogue() -> str:
    """Return the whole list for people, a switch a line."""
    width = max(map(len, SWITCHES))
    switches = (f"{each.name:{width}}  {each.says}" for each in SWITCHES.values())
    others = (f"{row:{width}}  {why}" for row, why in NOT_OF_A_SERVER.items())
    return "\n".join(
        [
            "Switches (NAME@autotask and NAME@xero: on that side alone):",
            *switches,
            "",
            "Rows without a switch:",
            *others,
            "",
        ]
    )
