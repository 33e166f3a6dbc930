"""What the command line asks the terminal app for, and the words that the parser knows.

What it asks the other commands for stands in `axtui.cli.command_requests`: the app starts sooner without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

DEMO_SIZE = 120
"""Companies of the demo unless told: from here on every note and every reason occurs."""
COMMANDS = (
    *("report", "export", "verify", "check", "login", "logout", "profiles", "purge", "doctor", "compare"),
    *("list", "show", "add", "remove"),
)
"""What crash reports and logs repeat of a command line; every other word may be a name or a path."""

WATCH_NEW = "new"
"""What `--fail-on` takes beside notes."""


class Format(StrEnum):
    """How a command prints rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


class PaperForm(StrEnum):
    """How `report` prints a whole document for others."""

    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every command takes."""

    config: Path | None = None
    profile: str | None = None
    demo: bool = False
    demo_size: int = DEMO_SIZE
    demo_faults: tuple[str, ...] = ()
    """Names of faults that the demo has, as the imitation's catalogue calls them."""
    log: Path | None = None
    """Where to note what the program does; None for nowhere."""
    no_cache: bool = False
    """Keep nothing personal on the disk, and use nothing that was kept before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppRequest:
    """Open the terminal app. None leaves a choice to the configuration."""

    common: Common = field(default_factory=Common)
    filter: str = ""
    ascii: bool | None = None
    mouse: bool | None = None
    theme: str | None = None

    @property
    def overruled(self) -> dict[str, str]:
        """The settings that the command line overrules, by key, as they are typed."""
        flags = {"ascii": self.ascii, "mouse": self.mouse}
        typed = {name: "yes" if flag else "no" for name, flag in flags.items() if flag is not None}
        texts = {"theme": self.theme, "default_profile": self.common.profile}
        return typed | {name: text for name, text in texts.items() if text is not None}


class ProfilesAction(StrEnum):
    """What `profiles` does."""

    LIST = "list"
    SHOW = "show"
    ADD = "add"
    REMOVE = "remove"
