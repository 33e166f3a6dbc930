"""The headless door: commands, their output forms and exit codes."""

from axtui.cli.door import run

__all__ = ["run"]
