"""What a command asks on the terminal: secrets without an echo, never from a pipe, never into the data."""

import os
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Protocol

from axtui.core.errors import ConfigError, Side, UsageError
from axtui.core.secret import Secret
from axtui.core.text import visible
from axtui.services.config_values import Profile
from axtui.services.secret_places import still_to_type
from axtui.services.secrets import nobody_to_ask, typed_secret
from axtui.services.surroundings import Surroundings

TERMINAL: Final = "/dev/tty"
"""The terminal of this session, whatever the streams were turned into."""
_LONGEST_LINE: Final = 4096
"""What a terminal hands over at once: one line."""
_LOCAL_FLAGS: Final = 3
"""Where tcgetattr keeps the flag of the echo."""
_CONTROL_KEYS: Final = 6
_NO_KEY: Final = b"\0"
"""Switches a control key off (termios(3), _POSIX_VDISABLE)."""


class Asker(Protocol):
    """Somebody who can be asked."""

    def line(self, question: str) -> str:
        """Return what is typed in the open."""

    def hidden(self, question: str) -> str:
        """Return what is typed unseen."""


class Complaining(Protocol):
    """What is needed of a command's streams."""

    @property
    def asker(self) -> Asker | None:
        """Who can be asked; None where nobody can."""

    def complain(self, error: ConfigError) -> None:
        """Say what is wrong."""


class TerminalAsker:
    """Asks the person at a terminal."""

    def __init__(self, terminal: str = TERMINAL) -> None:
        self._terminal = terminal

    def line(self, question: str) -> str:
        """Return what is typed in the open."""
        return self._asked(question, is_seen=True)

    def hidden(self, question: str) -> str:
        """Return what is typed unseen; the echo comes back whatever happens."""
        return self._asked(question, is_seen=False)

    def _asked(self, question: str, *, is_seen: bool) -> str:
        descriptor = os.open(self._terminal, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        typed = b""
        try:
            with _echo(descriptor, is_seen=is_seen):
                os.write(descriptor, f"{visible(question)}: ".encode())
                typed = os.read(descriptor, _LONGEST_LINE)
        finally:
            if not (is_seen and typed):  # only what is seen has brought its own end of the line
                with suppress(OSError):  # the terminal is gone
                    os.write(descriptor, b"\n")
            os.close(descriptor)
        if not typed:
            raise UsageError("Nothing was typed, and nothing was done.")
        return typed.decode("utf-8", "replace").rstrip("\r\n")


def terminal_asker(terminal: str = TERMINAL) -> TerminalAsker | None:
    """Return who asks on this process's terminal; None where it has none, as in a timer."""
    try:
        os.close(os.open(terminal, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return None
    return TerminalAsker(terminal)


def ask_for_secrets(
    profile: Profile, *, surroundings: Surroundings, streams: Complaining, side: Side | None = None
) -> None:
    """Ask for the secrets of a profile, or of one side of it, that stand nowhere; keep them in memory."""
    for place in still_to_type(profile, surroundings.typed, side=side):
        if streams.asker is None:
            raise nobody_to_ask(place)
        secret = asked_secret(f"{place.key} of the profile {place.profile}", streams.asker, streams=streams)
        surroundings.typed.keep(place.profile, place.key, secret)


def asked_secret(question: str, asker: Asker, *, streams: Complaining) -> Secret:
    """Ask until what is typed can be a secret."""
    while True:
        try:
            return typed_secret(asker.hidden(f"{question} (not shown)"))
        except ConfigError as error:
            streams.complain(error)


@contextmanager
def _echo(descriptor: int, *, is_seen: bool) -> Iterator[None]:
    """Take the echo away where nothing is to be seen, and give it back whatever ends the block.

    Meanwhile no key ends or stops the program past that, but for ctrl+c. What was typed or pasted behind the
    line goes: it may be the rest of a secret, and the shell would show it, run it and keep it in its history.
    """
    if is_seen:
        yield
        return
    before = termios.tcgetattr(descriptor)
    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, _silent(before))
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _silent(before: list[Any]) -> list[Any]:
    silent = [*before]
    silent[_LOCAL_FLAGS] = before[_LOCAL_FLAGS] & ~termios.ECHO
    keys = [*before[_CONTROL_KEYS]]
    keys[termios.VQUIT] = keys[termios.VSUSP] = _NO_KEY
    silent[_CONTROL_KEYS] = keys
    return silent
