"""An examination of this installation: everything a support person asks for, and nothing they may not see."""

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final

from axtui.core.doctor import Doctor, pasteable_report
from axtui.services.config_values import Config, Profile
from axtui.services.facts_of_config import (
    Configured,
    facts_of_config,
    facts_of_profile,
    what_is_configured,
)
from axtui.services.facts_of_network import facts_of_network
from axtui.services.facts_of_paths import facts_of_paths
from axtui.services.facts_of_process import facts_of_process
from axtui.services.facts_of_runs import facts_of_runs
from axtui.services.facts_of_terminal import TerminalFacts, facts_of_terminal
from axtui.services.facts_of_versions import facts_of_versions
from axtui.services.surroundings import Surroundings

_NO_FLAGS: Final[Mapping[str, str]] = MappingProxyType({})


def examine(
    *,
    surroundings: Surroundings,
    terminal: TerminalFacts,
    demo: Config | None = None,
    profile: str | None = None,
    flags: Mapping[str, str] = _NO_FLAGS,
) -> Doctor:
    """Look at everything that may explain a trouble. Asks nobody, changes nothing, and reads files.

    The configuration is read anew, and a broken one is a finding: that is when the doctor is called. `demo`
    is what holds in its place; `profile` leaves out the others; `flags` are settings that the command line
    has overruled, by key.
    """
    found = (
        Configured(config=demo, stands_in_for="demo")
        if demo
        else what_is_configured(surroundings.config_file)
    )
    settings, profiles = found.config.settings, _chosen(found, profile)
    sections = (
        facts_of_versions(),
        facts_of_paths(surroundings, export_directories=[each.export.directory for each in profiles]),
        facts_of_terminal(terminal, surroundings.env, clipboard=settings.clipboard),
        facts_of_network(surroundings.env, ca_file=settings.ca_file),
        facts_of_process(dropped=surroundings.dropped),
        facts_of_config(found, surroundings, flags=flags),
        *chain.from_iterable(
            (facts_of_profile(each, found, surroundings.env), facts_of_runs(each, surroundings))
            for each in profiles
        ),
    )
    return pasteable_report(sections, home=surroundings.env.get("HOME", ""))


def _chosen(found: Configured, name: str | None) -> tuple[Profile, ...]:
    """Return the profile that is asked for, else all of them; an unknown one is the person's mistake.

    Of the demo that is the one it opens with: nobody stays signed in for the other one.
    """
    if name or found.stands_in_for:
        return (found.config.profile(name),)
    return found.config.profiles
