"""The command line: commands, flags, their help with examples, and the request that a command line makes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from axtui import __version__
from axtui.cli import help_texts
from axtui.cli.requests import DEMO_SIZE, AppRequest, Common, Format, ProfilesAction
from axtui.cli.words import LARGEST_DEMO, demo_size, listed, member_of, notes_called, watched_notes
from axtui.core.errors import UsageError
from axtui.core.match_by import MatchBy
from axtui.services.resume import Resume

if TYPE_CHECKING:
    from axtui.cli.command_requests import Request


class Answered(Exception):  # noqa: N818  # not a fault
    """The command line asked for help or the version, and this is the text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def parse(argv: Sequence[str]) -> Request:
    """Return what the command line asks for; raise UsageError, or Answered for help and version."""
    flags, unknown = build_parser().parse_known_args(argv)
    _refuse_unknown(flags.command, unknown)
    _refuse_misplaced(flags)
    common = _made(Common, flags)
    if flags.command is None:
        return _made(AppRequest, flags, common=common)
    return _command_request(flags, common)


def _command_request(flags: argparse.Namespace, common: Common) -> Request:
    from axtui.cli import command_requests as requests  # the terminal app starts sooner without them

    match flags.command:
        case "report":
            return _made(requests.ReportRequest, flags, common=common, source=_made(requests.Source, flags))
        case "export":
            return _made(requests.ExportRequest, flags, common=common, source=_made(requests.Source, flags))
        case "verify":
            return _made(requests.VerifyRequest, flags, common=common)
        case "check":
            return _made(requests.CheckRequest, flags, common=common)
        case "profiles":
            return _made(requests.ProfilesRequest, flags, common=common)
        case "login":
            return _made(requests.LoginRequest, flags, common=common)
    return requests.LogoutRequest(common=common)


def build_parser() -> argparse.ArgumentParser:
    """Return the whole command line; tests compare it with the documentation."""
    parser = _Parser(prog="axtui", description=help_texts.APP, epilog=help_texts.APP_EXAMPLES)
    parser.add_argument(
        "--version",
        action=_Answer,
        answer=lambda _: f"axtui {__version__}\n",
        help="show the version and end",
    )
    _add_common_flags(parser)
    _add_app_flags(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    add = partial(_add_command, commands)
    _add_report_flags(add("report", "print the report", help_texts.REPORT_EXAMPLES))
    _add_export_flags(add("export", "write the Contact Import CSV", help_texts.EXPORT_EXAMPLES))
    _add_verify_flags(add("verify", "look in Autotask what an import has done", help_texts.VERIFY_EXAMPLES))
    _add_retry_flag(add("check", "test the configuration and both connections", help_texts.CHECK_EXAMPLES))
    _add_profiles_flags(add("profiles", "list the profiles, or show one", help_texts.PROFILES_EXAMPLES))
    _add_login_flags(add("login", "sign in to Xero as a person, by browser", help_texts.LOGIN_EXAMPLES))
    add("logout", "sign out: end that login at Xero and remove it here", help_texts.LOGOUT_EXAMPLES)
    return parser


class _Parser(argparse.ArgumentParser):
    """Raises where argparse would print and end the process: the door owns the streams and the exit codes.

    A flag that is not given leaves no trace, so that defaults stand in the requests alone and a flag may
    stand before or after the command.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **options,
            formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=80),  # the same everywhere
            argument_default=argparse.SUPPRESS,
            allow_abbrev=False,
            add_help=False,
        )
        self.add_argument(
            "-h",
            "--help",
            action=_Answer,
            answer=argparse.ArgumentParser.format_help,
            help="show this help and end",
        )

    def error(self, message: str) -> NoReturn:
        """Turn argparse's complaint into ours."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", hint=f"See `{self.prog} --help`.")


class _Answer(argparse.Action):
    """A flag that is answered with a text instead of doing anything."""

    def __init__(
        self,
        option_strings: Sequence[str],
        dest: str,
        *,
        answer: Callable[[argparse.ArgumentParser], str],
        help: str,  # noqa: A002  # argparse's word
        default: object = argparse.SUPPRESS,
    ) -> None:
        super().__init__(option_strings, dest, nargs=0, default=default, help=help)
        self._answer = answer

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """End the parse with the text."""
        raise Answered(self._answer(parser))


def _add_command(commands: Any, name: str, summary: str, examples: str) -> argparse.ArgumentParser:
    sentence = f"{summary[:1].upper()}{summary[1:]}."
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=sentence, epilog=examples
    )
    _add_common_flags(parser)
    return parser


def _add_common_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        help="configuration file to use (default: AXTUI_CONFIG, or ~/.config/axtui/config.toml)",
    )
    parser.add_argument(
        "--profile", metavar="NAME", help="profile to use (default: default_profile, or the only one)"
    )
    parser.add_argument("--demo", action="store_true", help="use invented data: no credentials, no network")
    parser.add_argument(
        "--demo-size",
        metavar="N",
        type=demo_size,
        help=f"companies of the demo, 1 to {LARGEST_DEMO} (default: {DEMO_SIZE})",
    )
    parser.add_argument(
        "--demo-fault",
        dest="demo_faults",
        metavar="NAME",
        action=_Collect,
        help="let the demo fail in this way, or `list` the ways; may be given again",
    )


def _add_app_flags(parser: argparse.ArgumentParser) -> None:
    _add_filter_flag(parser)
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument(
        "--no-mouse", dest="mouse", action="store_false", help="leave the mouse to the terminal"
    )
    parser.add_argument("--theme", metavar="NAME", help="theme of the terminal app, for example ansi-dark")


def _add_format_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        type=member_of(Format),
        help=f"{listed(Format)} (default: {Format.TABLE})",
    )


def _add_report_flags(parser: argparse.ArgumentParser) -> None:
    _add_format_flag(parser)
    _add_filter_flag(parser)
    parser.add_argument(
        "--note",
        dest="notes",
        metavar="NOTE",
        type=notes_called,
        action=_Union,
        help='print rows with this note only, for example "no match"; may be given again',
    )
    _add_source_flags(parser)
    parser.add_argument(
        "--fail-on",
        metavar="NOTE",
        type=watched_notes,
        action=_Union,
        help="end with 1 if a printed row has this note, or, with `any`, a note other than OK and Excluded; "
        "may be given again",
    )


def _file_name(text: str) -> Path:
    """Refuse what names no file for the person, and would for the system: a directory to be, and stdout."""
    if text.endswith("/") and text.strip("/"):
        raise argparse.ArgumentTypeError("that is a directory; write the file's name behind it")
    if text == "-":
        raise argparse.ArgumentTypeError("an export is several files; write the name of the first")
    return Path(text)


def _add_export_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out",
        metavar="PATH",
        type=_file_name,
        help="file to write (default: a dated name in the profile's directory)",
    )
    parser.add_argument(
        "--template",
        metavar="FILE",
        help="your own Contact Import template, or an export In Import Template Format: its columns and form "
        "are kept (default: the profile's; empty for none)",
    )
    parser.add_argument(
        "--accept-bulk-import-warning",
        dest="warning_accepted",
        action="store_true",
        help="say that the warning about bulk imports has been read; nothing is written without it",
    )
    parser.add_argument(
        "--include-updates",
        action="store_true",
        help="write contacts that exist already into a second file, which updates them, and what they hold "
        "now into an undo file",
    )
    parser.add_argument(
        "--accept-updates-cannot-be-undone",
        dest="updates_accepted",
        action="store_true",
        help="say that it is known that Autotask cannot roll back updates; --include-updates needs it",
    )
    parser.add_argument(
        "--review",
        action="store_true",
        help="write a copy for reading in a spreadsheet beside it, which is not for import",
    )
    _add_filter_flag(parser)
    _add_source_flags(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there")
    parser.add_argument(
        "--allow-incomplete", action="store_true", help="write although not everything could be read"
    )


def _add_verify_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "manifest",
        metavar="MANIFEST",
        type=Path,
        help="the file that ends in .manifest.json, written beside the import file",
    )
    _add_format_flag(parser)
    _add_retry_flag(parser)


def _add_filter_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--filter", metavar="QUERY", help="only rows that this search finds, as typed in the app"
    )


def _add_source_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--match-by",
        metavar="RULE",
        type=member_of(MatchBy),
        help=f"{listed(MatchBy)} (default: the profile's rule)",
    )
    parser.add_argument("--cached", action="store_true", help="use what was read last; no network")
    parser.add_argument(
        "--full", action="store_true", help="read everything, not only what has changed since the last read"
    )
    interrupted = parser.add_mutually_exclusive_group()
    interrupted.add_argument(
        "--resume",
        action="store_const",
        const=Resume.YES,
        help="go on where an interrupted run stopped (default: if that was within the last hour)",
    )
    interrupted.add_argument(
        "--no-resume",
        dest="resume",
        action="store_const",
        const=Resume.NO,
        help="begin anew, whatever an interrupted run has left",
    )
    parser.add_argument(
        "--accept-cost",
        action="store_true",
        help="read although it takes much of the requests that Autotask has left for this hour",
    )
    _add_retry_flag(parser)


def _add_retry_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--retry-auth",
        action="store_true",
        help="send a login once more that was refused; repeated, this can lock the API user",
    )


def _add_profiles_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        metavar="list|show",
        type=member_of(ProfilesAction),
        default=ProfilesAction.LIST,
        help="what to do (default: list)",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", default=None, help="profile to show")


def _add_login_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tenant", metavar="ID", help="Xero organisation to read, where the login reaches several"
    )
    parser.add_argument(
        "--copy", action="store_true", help="send the address to the terminal's clipboard too (OSC 52)"
    )


class _Union(argparse.Action):
    """A flag that may be given again; what it names is put together."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002  # argparse hands it over
        namespace: argparse.Namespace,
        values: Any,
        *_: object,
    ) -> None:
        """Add what is named now to what was named before."""
        setattr(namespace, self.dest, getattr(namespace, self.dest, frozenset()) | values)


class _Collect(argparse.Action):
    """A flag that may be given again; the order counts."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002  # argparse hands it over
        namespace: argparse.Namespace,
        values: Any,
        *_: object,
    ) -> None:
        """Add what is named now behind what was named before."""
        setattr(namespace, self.dest, (*getattr(namespace, self.dest, ()), values))


_Request = TypeVar("_Request")


def _made(kind: type[_Request], flags: argparse.Namespace, **parts: object) -> _Request:
    """Return the request with what was given; the rest keeps the request's own defaults."""
    names = (field.name for field in fields(kind))  # type: ignore[arg-type]  # every request is a dataclass
    given = {name: getattr(flags, name) for name in names if hasattr(flags, name)}
    return kind(**given, **parts)


_ONLY_FOR_A_READ: Final = {
    "full": "--full",
    "resume": "--resume or --no-resume",
    "accept_cost": "--accept-cost",
    "retry_auth": "--retry-auth",
}
_APP_ONLY: Final = {"ascii": "--ascii", "mouse": "--no-mouse", "theme": "--theme"}


def _refuse_unknown(command: str | None, unknown: Sequence[str]) -> None:
    """Name the first word that nobody takes, and not what follows it: that may be a secret."""
    if unknown:
        word = unknown[0].partition("=")[0]
        program = f"axtui {command}" if command else "axtui"
        raise UsageError(f"`{program}` does not know `{word}`.", hint=f"See `{program} --help`.")


def _refuse_misplaced(flags: argparse.Namespace) -> None:
    """Refuse what would be ignored: a flag that is dropped in silence does harm in a script."""
    if hasattr(flags, "demo_size") and not hasattr(flags, "demo"):
        raise UsageError("--demo-size needs --demo.")
    if hasattr(flags, "demo_faults") and not hasattr(flags, "demo"):
        raise UsageError("--demo-fault needs --demo.")
    if hasattr(flags, "updates_accepted") and not hasattr(flags, "include_updates"):
        raise UsageError("--accept-updates-cannot-be-undone does nothing without --include-updates.")
    _refuse_contradictions(flags)
    if flags.command is None:
        return
    for name, flag in _APP_ONLY.items():
        if hasattr(flags, name):
            raise UsageError(f"{flag} is for the terminal app, not for `axtui {flags.command}`.")
    if hasattr(flags, "filter") and flags.command not in ("report", "export"):
        raise UsageError(f"--filter does nothing for `axtui {flags.command}`.")
    if getattr(flags, "name", None) and flags.action is ProfilesAction.LIST:
        raise UsageError(
            "`profiles list` takes no name.", hint="To see one profile: `axtui profiles show NAME`."
        )


def _refuse_contradictions(flags: argparse.Namespace) -> None:
    """Refuse wishes that cannot both come true; which of them counts is not for us to guess."""
    if hasattr(flags, "cached"):
        for name, flag in _ONLY_FOR_A_READ.items():
            if hasattr(flags, name):
                raise UsageError(f"--cached reads nothing, so {flag} does not go with it.")
    if hasattr(flags, "full") and getattr(flags, "resume", None) is Resume.YES:
        raise UsageError(
            "--full reads everything anew, so --resume does not go with it.", hint="Use one of the two."
        )
