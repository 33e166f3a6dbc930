"""How the terminal app is started; imports Textual only when it is."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from axtui.core.errors import ConfigError
from axtui.services.config import Config, Profile
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


def run_app(start: StartUp) -> int:
    """Run the terminal app and return the exit code of the process."""
    _prepare_environment(start.config.settings.escape_delay_ms)
    from axtui.tui.app import AxtuiApp  # Textual takes most of the start; headless commands go without it

    app = AxtuiApp(start)
    app.run(mouse=start.mouse)
    return app.return_code or 0


def _prepare_environment(escape_delay_ms: int) -> None:
    """Set what Textual reads once, when it is imported."""
    os.environ.setdefault("ESCDELAY", str(escape_delay_ms))
    os.environ["TEXTUAL_SMOOTH_SCROLL"] = "0"
