"""What kind of terminal the program has, as far as the streams and the environment tell."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TextIO

from axtui.core.clipboard import Clipboard, is_in_tmux
from axtui.core.doctor import Fact, Section

_SAID: Final = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "ESCDELAY", "COLUMNS", "LINES")
_NOT_SET: Final = "not set"
_IN_THE_WAY: Final = "The app needs a terminal that can do more; until then `axtui` prints the report."


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalFacts:
    """What a door knows of its streams."""

    stdin: bool = False
    """Whether this stream is a terminal; the same for the two others."""
    stdout: bool = False
    stderr: bool = False
    columns: int | None = None
    rows: int | None = None
    """None where there is no terminal, or one that does not know its size."""
    encoding: str = ""
    """Of what is written to stdout."""


def terminal_facts(*, stdin: TextIO | None, stdout: TextIO | None, stderr: TextIO | None) -> TerminalFacts:
    """Look at the streams; None is a closed one. The app hands in the interpreter's own."""
    is_terminal = [stream is not None and stream.isatty() for stream in (stdin, stdout, stderr)]
    size = next((_size(stream) for stream in (stdout, stderr, stdin) if stream and stream.isatty()), None)
    return TerminalFacts(
        stdin=is_terminal[0],
        stdout=is_terminal[1],
        stderr=is_terminal[2],
        columns=size.columns if size else None,
        rows=size.lines if size else None,
        encoding=(stdout and stdout.encoding) or "",
    )


def _size(stream: TextIO) -> os.terminal_size | None:
    try:
        return os.get_terminal_size(stream.fileno())
    except OSError:  # a stream without a file behind it says so with a kind of OSError
        return None


def facts_of_terminal(terminal: TerminalFacts, env: Mapping[str, str], *, clipboard: Clipboard) -> Section:
    """Return what decides how the program looks and how keys and copies get through."""
    return Section(title="Terminal", facts=tuple(_facts(terminal, env, clipboard)))


def _facts(terminal: TerminalFacts, env: Mapping[str, str], clipboard: Clipboard) -> Iterator[Fact]:
    streams = {"stdin": terminal.stdin, "stdout": terminal.stdout, "stderr": terminal.stderr}
    is_one = ", ".join(name for name, found in streams.items() if found)
    yield Fact(label="terminal on", value=is_one or "no stream")
    known = terminal.columns is not None and terminal.rows is not None
    yield Fact(label="size", value=f"{terminal.columns} x {terminal.rows}" if known else "not known")
    yield Fact(label="encoding", value=terminal.encoding)
    for name in _SAID:
        is_dumb = name == "TERM" and env.get(name) == "dumb" and terminal.stdout
        yield Fact(label=name, value=_said(env, name), problem=_IN_THE_WAY if is_dumb else "")
    yield Fact(label="multiplexer", value=_multiplexer(env))
    yield Fact(label="over ssh", value="yes" if env.get("SSH_CONNECTION") or env.get("SSH_TTY") else "no")
    yield Fact(label="clipboard", value=_clipboard(env, clipboard))


def _said(env: Mapping[str, str], name: str) -> str:
    return (env[name] or "empty") if name in env else _NOT_SET


def _multiplexer(env: Mapping[str, str]) -> str:
    if env.get("TMUX"):
        return "tmux"
    if env.get("STY"):
        return "screen"
    return "one on the way, by TERM" if is_in_tmux(env) else "none that is known of"


def _clipboard(env: Mapping[str, str], way: Clipboard) -> str:
    if way is Clipboard.OFF or not is_in_tmux(env):
        return str(way)
    wanted = "allow-passthrough" if way is Clipboard.TMUX else "set-clipboard"
    return f"{way}; tmux needs set -g {wanted} on"
