"""The headless door: from a command line to an exit code. The only place where it catches an AxtuiError."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from axtui.cli.parser import Answered, parse
from axtui.cli.requests import COMMANDS, AppRequest, Common
from axtui.cli.streams import Streams
from axtui.core.errors import AxtuiError, ConfigError, ExitCode
from axtui.core.text import visible
from axtui.services.surroundings import CONFIG_VARIABLE, Surroundings

if TYPE_CHECKING:
    from axtui.cli.asking import Asker
    from axtui.cli.command_requests import Request
    from axtui.services.config_values import Config

OpenApp = Callable[[AppRequest, Surroundings], int]
"""Opens the terminal app and returns the process's exit code."""


def run(
    argv: Sequence[str],
    *,
    surroundings: Surroundings,
    stdout: TextIO,
    stderr: TextIO,
    stdin: TextIO | None = None,
    find_asker: Callable[[], Asker | None] = lambda: None,
    config: Config | None = None,
    open_demo: Callable[[Common], AbstractContextManager[Config]] | None = None,
    open_app: OpenApp | None = None,
    interrupted: Callable[[], int] = lambda: ExitCode.INTERRUPTED,
) -> int:
    """Do what the command line asks for and return the exit code.

    `config` stands in for the configuration file. `open_demo` starts the demo that is asked for, whose
    configuration holds while the context is open. `open_demo` and `open_app` are handed in, because this door
    knows neither the demo nor the terminal app; without a terminal app its request prints the report.
    `interrupted` tells which exit code stands for the signal that has come.
    """
    streams = Streams(stdout, stderr, stdin=stdin, env=surroundings.env, find_asker=find_asker)
    try:
        request = parse(argv)
        surroundings = _as_asked(request.common, surroundings)

        def work() -> int:
            if isinstance(request, AppRequest) and open_app is not None:
                return open_app(request, surroundings)
            if request.common.demo and open_demo is not None:
                with open_demo(request.common) as demo, demo_surroundings(surroundings) as own:
                    _sweep(request, demo, own, streams)
                    return _answer(request, config=demo, surroundings=own, streams=streams)
            found = config if config is not None else _configured(request, surroundings)
            _sweep(request, found, surroundings, streams)
            return _answer(request, config=found, surroundings=surroundings, streams=streams)

        return _logged(
            work,
            argv,
            request.common,
            surroundings=surroundings,
            streams=streams,
            interrupted=interrupted,
        )
    except Answered as answer:
        streams.data([answer.text])
        return ExitCode.DONE
    except AxtuiError as error:
        streams.complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        streams.say("Stopped. Nothing half-written is left.")
        return interrupted()


def _configured(request: Request, surroundings: Surroundings) -> Config:
    """Read the configuration; purge needs none, and the doctor reads it itself, whatever is wrong with it."""
    # Deferred: the terminal app and the demo start sooner without them.
    from axtui.cli.command_requests import DoctorRequest, PurgeRequest
    from axtui.services.config import Config, load
    from axtui.services.secret_places import withhold

    if isinstance(request, PurgeRequest | DoctorRequest):
        return Config()
    if request.common.config is not None or surroundings.env.get(CONFIG_VARIABLE):
        _refuse_missing(surroundings.config_file)
    config = load(surroundings.config_file)
    withhold(config.profiles, surroundings)
    return config


def _refuse_missing(named: Path) -> None:
    """Take a file that was named and is not there for a mistyped path; the usual one may be missing."""
    try:
        named.lstat()
    except FileNotFoundError:
        raise ConfigError(
            f"The configuration file {visible(str(named))} does not exist.",
            hint=f"Check the path in --config or {CONFIG_VARIABLE}.",
        ) from None
    except OSError:
        return  # is there and cannot be looked at: who loads it says why


@contextmanager
def demo_surroundings(surroundings: Surroundings) -> Iterator[Surroundings]:
    """Give the surroundings with places for the demo alone, which no real profile's name can meet.

    Logins go with the imitation that gave them: the next one is another, at another address.
    """
    from tempfile import TemporaryDirectory  # most runs are no demo

    with TemporaryDirectory(prefix="axtui-demo-", ignore_cleanup_errors=True) as state:
        cache = surroundings.cache_dir / "demo"
        yield dataclasses.replace(
            surroundings,
            cache_dir=cache,
            state_dir=Path(state),
            history_elsewhere=cache / "history",
            acknowledged_elsewhere=cache / "acknowledged",
        )


def _as_asked(common: Common, surroundings: Surroundings) -> Surroundings:
    if common.config is not None:
        surroundings = dataclasses.replace(surroundings, config_file=common.config)
    return dataclasses.replace(surroundings, uses_cache=not common.no_cache)


def _logged(
    work: Callable[[], int],
    argv: Sequence[str],
    common: Common,
    *,
    surroundings: Surroundings,
    streams: Streams,
    interrupted: Callable[[], int],
) -> int:
    """Do the work, with a log where one is asked for."""
    if common.log is None:
        return work()
    from axtui.services.crash_reports import command_words  # needed where there is a log
    from axtui.services.log_file import logged

    return logged(
        work,
        path=common.log,
        now=surroundings.now,
        monotonic=surroundings.monotonic,
        words=command_words(argv, commands=COMMANDS),
        on_trouble=streams.complain,
        interrupted=interrupted,
    )


def _sweep(request: Request, config: Config, surroundings: Surroundings, streams: Streams) -> None:
    """Remove what has been kept for long enough; what cannot be removed is said, and shown to nobody."""
    from axtui.cli.command_requests import DoctorRequest, PurgeRequest  # as the commands, when needed
    from axtui.services.retention import sweep  # the terminal app sweeps behind its first frame

    if isinstance(request, DoctorRequest | PurgeRequest):
        return  # they tell of what there is
    names = [profile.name for profile in config.profiles]
    for path in sweep(names, settings=config.settings, surroundings=surroundings).left:
        streams.say(f"{path} is older than retention_days allows, and cannot be removed.")


def _answer(request: Request, *, config: Config, surroundings: Surroundings, streams: Streams) -> int:
    """Import a command when it is asked for: none needs what the others need, and start-up stays short."""
    from axtui.cli.command_requests import (
        CheckRequest,
        CompareRequest,
        DoctorRequest,
        ExportRequest,
        LoginRequest,
        LogoutRequest,
        ProfilesRequest,
        PurgeRequest,
        ReportRequest,
        Source,
        VerifyRequest,
    )

    match request:
        case AppRequest():
            source = Source(filter=request.filter)
            return _answer(
                ReportRequest(common=request.common, source=source),
                config=config,
                surroundings=surroundings,
                streams=streams,
            )
        case ReportRequest():
            from axtui.cli.report import print_report

            return print_report(request, config=config, surroundings=surroundings, streams=streams)
        case ExportRequest():
            from axtui.cli.export import export

            return export(request, config=config, surroundings=surroundings, streams=streams)
        case VerifyRequest():
            from axtui.cli.verify import verify

            return verify(request, config=config, surroundings=surroundings, streams=streams)
        case CompareRequest():
            from axtui.cli.compare import compare

            return compare(request, config=config, surroundings=surroundings, streams=streams)
        case CheckRequest():
            from axtui.cli.check import check

            return check(request, config=config, surroundings=surroundings, streams=streams)
        case ProfilesRequest():
            from axtui.cli.profiles import profiles

            return profiles(request, config=config, surroundings=surroundings, streams=streams)
        case DoctorRequest():
            from axtui.cli.doctor import doctor

            demo = config if request.common.demo else None
            return doctor(request, demo=demo, surroundings=surroundings, streams=streams)
        case PurgeRequest():
            from axtui.cli.purge import purge

            return purge(request, surroundings=surroundings, streams=streams)
        case LoginRequest():
            from axtui.cli.login import login

            return login(request, config=config, surroundings=surroundings, streams=streams)
        case LogoutRequest():
            from axtui.cli.login import logout

            return logout(request, config=config, surroundings=surroundings, streams=streams)
