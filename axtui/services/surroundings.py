"""Everything the program takes from its surroundings, in one value, so that tests hand in their own.

Only `real_surroundings` looks at the process, the clock and the user's directories.
"""

import asyncio
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from axtui.services.keyring_door import OpenKeyring, open_keyring
from axtui.services.typed_secrets import TypedSecrets

CONFIG_VARIABLE = "AXTUI_CONFIG"
"""Environment variable that names another configuration file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The environment, the clock, chance and the places on disk."""

    env: Mapping[str, str]
    config_file: Path
    cache_dir: Path
    """For what can be read again."""
    state_dir: Path
    """For what must outlive a cleared cache: logins."""
    now: Callable[[], datetime]
    """The time of day, aware, in UTC."""
    monotonic: Callable[[], float]
    """Seconds that never jump; only differences mean anything."""
    sleep: Callable[[float], Awaitable[None]]
    jitter: Callable[[], float]
    """A random share from 0 up to 1, which spreads retries."""
    typed: TypedSecrets = field(default_factory=TypedSecrets)
    """What was typed for secrets that stand nowhere; who has a terminal asks for them beforehand."""
    withheld: set[str] = field(default_factory=set)
    """Variables with a secret of any profile, noted by who reads a configuration: no command sees them."""
    open_keyring: OpenKeyring = open_keyring
    """The way to the account's keyring, taken only where a profile has a secret there."""
    dropped: tuple[str, ...] = ()
    """Variables that were taken out of the environment at the start, since they would have leaked."""
    uses_cache: bool = True
    """Whether what is read may be kept on the disk, and what was kept before may be used."""
    history_elsewhere: Path | None = None
    """Where the history of runs lies when it outlives `state_dir`, as the demo's does."""
    acknowledged_elsewhere: Path | None = None
    """Where acknowledgements lie when that is not beside the configuration: the demo has none."""

    @property
    def history_dir(self) -> Path:
        """For what later runs are compared with: it cannot be read again, and holds no login."""
        return self.history_elsewhere or self.state_dir / "history"

    @property
    def acknowledged_dir(self) -> Path:
        """For the files of acknowledgements whose profiles name no other place."""
        return self.acknowledged_elsewhere or self.config_file.parent / "acknowledged"

    def __repr__(self) -> str:
        """Leave the environment out: it may hold secrets."""
        return f"Surroundings(config_file={self.config_file!r}, cache_dir={self.cache_dir!r})"


def real_surroundings(*, config_file: Path | None = None) -> Surroundings:
    """Return the process's own surroundings; a `config_file` given here wins over the environment."""
    return Surroundings(
        env=dict(os.environ),
        config_file=config_file or default_config_file(os.environ),
        cache_dir=_of_user(platformdirs.user_cache_path, without_home="/.cache"),
        state_dir=_of_user(platformdirs.user_state_path, without_home="/.local/state"),
        now=_now,
        monotonic=time.monotonic,
        sleep=asyncio.sleep,
        jitter=random.random,
    )


def default_config_file(env: Mapping[str, str]) -> Path:
    """Return the file that AXTUI_CONFIG names, or the one in the user's configuration directory."""
    if named := env.get(CONFIG_VARIABLE):
        return Path(named)
    return _of_user(platformdirs.user_config_path, without_home="/.config") / "config.toml"


def _of_user(find: Callable[..., Path], *, without_home: str) -> Path:
    """Return our place below one of the user's directories; / stands in for a home, as in containers.

    A temporary directory would not do: others could leave a configuration there.
    """
    try:
        return find("axtui", appauthor=False)
    except RuntimeError:  # no HOME, and nobody of this number among the users
        return Path(without_home, "axtui")


def _now() -> datetime:
    return datetime.now(UTC)
