"""Where the program starts: which of its doors opens, and what holds for the process as a whole.

Imports are deferred on purpose: the version, the headless commands and the terminal app each pay for what
they need and no more.
"""

import gc
import os
import sys
from io import TextIOWrapper

from axtui import __version__

TYPE_CHECKING = False  # importing typing would double the time that --version takes
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager, ExitStack
    from types import FrameType
    from typing import TypeVar

    from axtui.cli.asking import Asker
    from axtui.cli.requests import AppRequest, Common
    from axtui.demo.server import DemoAddresses
    from axtui.services.config import Config, Profile
    from axtui.services.surroundings import Surroundings

    T = TypeVar("T")

_BUG = 70
_INTERRUPTED = 130
_ENDED_BY_SIGNAL = 128
_NOT_FOR_APPS = "dumb"
_NEW_OBJECTS = 50_000
_TIMES = (50, 10)
"""How many new objects make the collector look at them, and how often that makes it look at older ones."""


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run axtui and return the exit code of the process."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments == ["--version"]:  # answered before anything is imported
        sys.stdout.write(f"axtui {__version__}\n")
        return 0
    ended_by = _end_by_signals()
    sys.excepthook = lambda _, error, trace: _crash(error.with_traceback(trace), arguments, ended_by)
    collect_seldom()
    _prepare_streams()
    try:
        code = _run(arguments, dropped=_guard(), ended_by=ended_by)
    except KeyboardInterrupt:  # while the door was still being loaded
        code = _INTERRUPTED
    _leave_streams()
    return _interrupted_by(ended_by) if code == _INTERRUPTED else code


def _interrupted_by(ended_by: "Sequence[int]") -> int:
    """Return the exit code of an end by signal; ctrl+c is none of those that are noted."""
    return _ENDED_BY_SIGNAL + ended_by[0] if ended_by else _INTERRUPTED


def collect_seldom() -> None:
    """Let Python look for cycles of dead objects less often than after every 700 new ones.

    Nearly all objects here are records, hundreds of thousands of them without one cycle, which go as soon as
    nobody holds them. To look at them again and again would take a third of the time of a large report.
    """
    gc.set_threshold(_NEW_OBJECTS, *_TIMES)


def _run(arguments: "Sequence[str]", *, dropped: tuple[str, ...], ended_by: "Sequence[int]") -> int:
    from dataclasses import replace

    from axtui.cli import run
    from axtui.services.stray_errors import tell_stray_errors_safely
    from axtui.services.surroundings import real_surroundings

    tell_stray_errors_safely()
    return run(
        arguments,
        surroundings=replace(real_surroundings(), dropped=dropped),
        stdout=sys.stdout,
        stderr=sys.stderr,
        stdin=sys.stdin,
        find_asker=_find_asker,
        open_demo=open_demo,
        open_app=_open_app if _has_terminal() else None,
        interrupted=lambda: _interrupted_by(ended_by),
    )


def _find_asker() -> "Asker | None":
    from axtui.cli.asking import terminal_asker  # most commands have nothing to ask

    return terminal_asker()


def _has_terminal() -> bool:
    """Textual starts its full colours even on a dumb terminal (terminal.md section 9), so this decides.

    All three streams count: Textual draws on stderr, and data that is piped away wants no screen.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    has_terminal = all(stream is not None and stream.isatty() for stream in streams)
    return has_terminal and os.environ.get("TERM") != _NOT_FOR_APPS


# The doors


def _open_app(request: "AppRequest", surroundings: "Surroundings") -> int:
    _refuse_unknown_faults(request.common.demo_faults)
    from contextlib import ExitStack

    from axtui.core.clipboard import Clipboard
    from axtui.services.first_settings import first_settings
    from axtui.tui.launch import run_app
    from axtui.tui.start import StartUp

    settings = first_settings(surroundings.config_file)
    with ExitStack() as open_things:
        return run_app(
            StartUp(
                load=_load_of(surroundings),
                surroundings=surroundings,
                open_demo=lambda: _demo_in(open_things, request.common, surroundings),
                demo=request.common.demo,
                profile=request.common.profile,
                filter=request.filter,
                ascii=_first_said(request.ascii, settings.ascii, otherwise=False),
                mouse=_first_said(request.mouse, settings.mouse, otherwise=True),
                theme=_first_said(request.theme, settings.theme, otherwise=""),
                clipboard=settings.clipboard or Clipboard.OSC52,
                escape_delay_ms=settings.escape_delay_ms,
                flags=request.overruled,
            )
        )


def _first_said(flag: "T | None", setting: "T | None", *, otherwise: "T") -> "T":
    """Return what the command line says, else what the configuration says."""
    said = (value for value in (flag, setting) if value is not None)
    return next(said, otherwise)


def _load_of(surroundings: "Surroundings") -> "Callable[[], Config] | None":
    """Return what reads the configuration; None where there is no file, since what reads it takes a while."""
    if not os.path.lexists(surroundings.config_file):
        return None

    def load() -> "Config":
        from axtui.services.config import load
        from axtui.services.secret_places import withhold

        config = load(surroundings.config_file)
        withhold(config.profiles, surroundings)
        return config

    return load


# The demo


def open_demo(common: "Common") -> "AbstractContextManager[Config]":
    """Start the imitation of both APIs and give a configuration whose profiles point at it."""
    from contextlib import contextmanager

    from axtui.demo.server import DemoServer
    from axtui.services.config import AppSettings, Config

    _refuse_unknown_faults(common.demo_faults)

    @contextmanager
    def demo() -> "Iterator[Config]":
        with (
            DemoServer(common.demo_size, switches=common.demo_faults) as server,
            # not a setting: the app could save it, and then it would be trusted for real
            _environment(HTTPS_PROXY=server.proxy_url, SSL_CERT_FILE=server.ca_file),
        ):
            usual, personal = demo_profile(server.addresses), personal_demo_profile(server.addresses)
            yield Config(settings=AppSettings(default_profile=usual.name), profiles=(usual, personal))

    return demo()


def _refuse_unknown_faults(names: "Sequence[str]") -> None:
    """Complain of a fault that the imitation does not have; answer `list` with those it has."""
    if not names:
        return
    from axtui.cli.parser import Answered
    from axtui.core.errors import UsageError
    from axtui.core.text import visible
    from axtui.demo.fault_rows import UnknownSwitchError, catalogue, setup_of

    if "list" in names:
        raise Answered(catalogue())
    try:
        setup_of(names)
    except UnknownSwitchError as error:
        nearest = "".join(f" Did you mean `{name}`?" for name in error.nearest[:1])
        raise UsageError(
            f"The demo has no fault `{visible(error.name)}`.{nearest}",
            hint="`axtui --demo --demo-fault list` prints all of them.",
        ) from None


def _environment(**wanted: str) -> "AbstractContextManager[None]":
    """Set variables of this process for as long as it lasts, but for empty ones."""
    from contextlib import contextmanager

    given = {name: text for name, text in wanted.items() if text}

    @contextmanager
    def environment() -> "Iterator[None]":
        before = {name: os.environ.get(name) for name in given}
        os.environ.update(given)
        try:
            yield
        finally:
            for name, text in before.items():
                if text is None:
                    del os.environ[name]
                else:
                    os.environ[name] = text

    return environment()


def demo_profile(addresses: "DemoAddresses") -> "Profile":
    """Return the profile that reads the imitation; it leaves out companies as the invented tenant says."""
    from axtui.demo import credentials
    from axtui.services.config import AutotaskProfile, Profile, SecretKind, SecretSource, XeroProfile

    def known(secret: str) -> SecretSource:
        return SecretSource(kind=SecretKind.PLAIN, plain=secret)

    return Profile(
        name="demo",
        autotask=AutotaskProfile(
            username=credentials.AUTOTASK_USERNAME,
            secret=known(credentials.AUTOTASK_SECRET),
            integration_code=known(credentials.AUTOTASK_INTEGRATION_CODE),
            zone_url=addresses.zone_url,
            company_exclude_udf="XeroNoSync",
        ),
        xero=XeroProfile(
            client_id=credentials.XERO_CLIENT_ID,
            client_secret=known(credentials.XERO_CLIENT_SECRET),
            api_url=addresses.xero_api_url,
            token_url=addresses.token_url,
            connections_url=addresses.connections_url,
            authorize_url=addresses.authorize_url,
        ),
    )


def personal_demo_profile(addresses: "DemoAddresses") -> "Profile":
    """Return the same for `axtui login`: a profile that a person signs in for."""
    from dataclasses import replace

    from axtui.demo import credentials
    from axtui.services.config import XeroLogin

    usual = demo_profile(addresses)
    xero = replace(
        usual.xero,
        login=XeroLogin.PKCE,
        client_id=credentials.XERO_PERSONAL_CLIENT_ID,
        client_secret=None,
    )
    return replace(usual, name="demo-person", xero=xero)


def _demo_in(
    open_things: "ExitStack", common: "Common", surroundings: "Surroundings"
) -> "tuple[Profile, Surroundings]":
    """Start the demo inside the app; it is stopped when the app has ended."""
    from axtui.cli.door import demo_surroundings

    config = open_things.enter_context(open_demo(common))
    return config.profiles[0], open_things.enter_context(demo_surroundings(surroundings))


# The process


def _guard() -> tuple[str, ...]:
    """Close the process to others before anything is read; return the variables that were taken away."""
    from axtui.services.process_guard import close_to_others, drop_leaks

    close_to_others()
    dropped = drop_leaks(os.environ)
    if dropped:
        _say(f"axtui: {', '.join(dropped)} would write what you type or send to a file; ignored.")
    return dropped


def _end_by_signals() -> list[int]:
    """Make SIGTERM and SIGHUP end a headless command as ctrl+c does; the list says which one it was.

    What is ignored stays so: SIGHUP under nohup, SIGINT in a script's background. The terminal app has its
    own handlers.
    """
    import signal

    ended_by: list[int] = []
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # asyncio ends its work in order only where the default handler stands; blocked, it hears no SIGINT
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def end(number: int, frame: "FrameType | None") -> None:
        ended_by.append(number)
        interrupt = signal.getsignal(signal.SIGINT)
        if not callable(interrupt):
            raise KeyboardInterrupt
        interrupt(signal.SIGINT, frame)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
    return ended_by


def _prepare_streams() -> None:
    """Make data the same bytes under every locale, and no character a reason to fail on a terminal."""
    if sys.stdout is None:  # closed by the caller
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    if not isinstance(sys.stdout, TextIOWrapper):
        return
    if sys.stdout.isatty():
        sys.stdout.reconfigure(errors="replace")
    else:
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="")


def _nowhere() -> TextIOWrapper:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _leave_streams() -> None:
    """Keep the interpreter from failing, at its end, on a reader that is gone or a disk that is full."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _crash(error: BaseException, argv: "Sequence[str]", ended_by: "Sequence[int]") -> None:
    """Say what is known of a bug, keep that for a report, and end with its own exit code."""
    if _is_interruption(error):
        raise SystemExit(_interrupted_by(ended_by))
    try:
        _tell_of_bug(error, argv)
    finally:  # whatever else goes wrong on the way
        raise SystemExit(_BUG)


def _is_interruption(error: BaseException) -> bool:
    """Say whether a signal has brought this about: before or after the work, or while a class was made.

    Until Python 3.12 that turns whatever is raised in `__set_name__` into a RuntimeError.
    """
    return isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt)


def _tell_of_bug(error: BaseException, argv: "Sequence[str]") -> None:
    """Print where a bug was, without local variables and raw remote text, and where that is kept."""
    from datetime import UTC, datetime

    from axtui.cli.requests import COMMANDS
    from axtui.core.errors import AxtuiError
    from axtui.core.text import visible
    from axtui.services.crash_reports import command_words, crash_lines, keep_crash
    from axtui.services.surroundings import real_surroundings

    _say(*crash_lines(error), "axtui: this is a bug. Please report the lines above with what you did.")
    try:
        path = keep_crash(
            error,
            state_dir=real_surroundings().state_dir,
            now=datetime.now(UTC),
            argv_words=command_words(argv, commands=COMMANDS),
        )
    except AxtuiError as trouble:
        _say(f"They could not be kept: {visible(trouble.message)}")
    else:
        _say(f"They are kept in {visible(str(path))}, without secrets and addresses.")


def _say(*lines: str) -> None:
    from contextlib import suppress

    with suppress(OSError):  # nobody listens, or a log is full
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
