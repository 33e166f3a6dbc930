"""Runs a command that prints a secret: without a shell or a terminal, for so long, and for so much output."""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from axtui.core.errors import ConfigError
from axtui.core.text import visible

LARGEST: Final = 64 * 1024
"""Bytes that a secret may have; what prints more is not printing a secret."""
_LOOK_AGAIN_MS: Final = 100
_BY_HAND: Final = "Run it by hand to see what it says."


def output_of(
    command: Sequence[str], *, env: Mapping[str, str], patience: float, given_up: Callable[[], bool]
) -> bytes:
    """Return what the command prints, or say in words why there is nothing to return.

    Its standard error is dropped: it would show on the terminal app's screen, and might quote a secret.
    """
    name = f"The secret command {visible(command[0])}"
    deadline = time.monotonic() + patience

    def is_over() -> bool:
        return time.monotonic() >= deadline or given_up()

    with _started(command, name, env=env) as child:
        try:
            output = _read(child, name, is_over)
            status = _status(child, name, is_over)
        finally:
            _end(child)
    if status:
        raise ConfigError(f"{name} {_in_words(status)}.", hint=_BY_HAND)
    return output


def _started(command: Sequence[str], name: str, *, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    try:
        # In a session of its own it cannot ask on the terminal that the app draws on, and all its children
        # can be ended with it.
        return subprocess.Popen(  # noqa: S603  # the person's own command, as a list, without a shell
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise ConfigError(f"{name} was not found.", hint="Give its full path, or install it.") from None
    except OSError as error:
        raise ConfigError(f"{name} cannot be run: {error.strerror}.", hint=_BY_HAND) from None


def _read(child: subprocess.Popen[bytes], name: str, is_over: Callable[[], bool]) -> bytes:
    """Read to the end of the output, or until the command has ended and no child of its prints on."""
    descriptor = child.stdout.fileno() if child.stdout else -1
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    output = b""
    while not is_over():
        if waiting.poll(_LOOK_AGAIN_MS):
            piece = os.read(descriptor, LARGEST)
            if not piece:
                return output
            output += piece
            if len(output) > LARGEST:
                raise ConfigError(f"{name} printed more than 64 KiB; a secret is one line.", hint=_BY_HAND)
        elif child.poll() is not None:
            return output
    raise _too_slow(name)


def _status(child: subprocess.Popen[bytes], name: str, is_over: Callable[[], bool]) -> int:
    """Wait for the end of a command that prints no more, and return what it ends with."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(timeout=_LOOK_AGAIN_MS / 1000)
        if is_over():
            raise _too_slow(name)


def _too_slow(name: str) -> ConfigError:
    return ConfigError(
        f"{name} did not end in time.",
        hint="It cannot ask on the terminal: unlock what it needs first, or run it by hand to see.",
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def _in_words(status: int) -> str:
    if status > 0:
        return f"failed with exit code {status}"
    try:
        return f"was ended by signal {signal.Signals(-status).name}"
    except ValueError:  # most of the real-time signals have no name
        return f"was ended by signal {-status}"
