"""What the terminal app is started with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from axtui.core.clipboard import Clipboard

if TYPE_CHECKING:
    from axtui.services.config_values import Config, Profile
    from axtui.services.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class StartUp:
    """What the command line and the configuration file say to the terminal app."""

    config: Config | None = None
    """The configuration; None where there is no file, or where it has not been read."""
    load: Callable[[], Config] | None = None
    """Reads and checks the configuration file; called behind the first frame. Blocks, and raises ConfigError
    for a file that cannot be used: the app opens on the configuration screen then."""
    surroundings: Surroundings
    open_demo: Callable[[], tuple[Profile, Surroundings]]
    """Starts the imitation; returns its profile, and surroundings with a cache of their own; blocks."""
    demo: bool = False
    """Start with the demo instead of a profile."""
    profile: str | None = None
    filter: str = ""
    ascii: bool = False
    mouse: bool = True
    theme: str = ""
    clipboard: Clipboard = Clipboard.OSC52
    escape_delay_ms: int | None = None
    """How long Textual waits for the rest of an escape sequence; None leaves that to Textual."""
    flags: Mapping[str, str] = field(default_factory=dict)
    """Settings that the command line has overruled, by key, for whoever asks where a value came from."""
