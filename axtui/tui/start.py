"""What the terminal app is started with."""

from collections.abc import Callable
from dataclasses import dataclass

from axtui.core.errors import ConfigError
from axtui.services.config_values import Config, Profile
from axtui.services.surroundings import Surroundings

OpenDemo = Callable[[], tuple[Profile, Surroundings]]
"""Starts the imitation; returns its profile, and surroundings with a cache of their own. Blocks a little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartUp:
    """What the command line and the configuration file say to the terminal app."""

    config: Config
    """The configuration; empty where the file is missing or cannot be used."""
    problem: ConfigError | None = None
    """Why the configuration file cannot be used; the app opens on the configuration screen then."""
    surroundings: Surroundings
    open_demo: OpenDemo
    demo: bool = False
    """Start with the demo instead of a profile."""
    profile: str | None = None
    filter: str = ""
    ascii: bool = False
    mouse: bool = True
    theme: str = ""
