"""The command line: commands, flags, their help with examples, and the request that a command line makes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from axtui import __version__
from axtui.cli import flags as flags_of
from axtui.cli import help_texts
from axtui.cli.requests import WATCH_NEW, AppRequest, Common, Format, PaperForm, ProfilesAction
from axtui.cli.words import listed
from axtui.core.errors import UsageError
from axtui.core.sentences import capitalised
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
        case "compare":
            return _made(requests.CompareRequest, flags, common=common)
        case "check":
            return _made(requests.CheckRequest, flags, common=common)
        case "profiles":
            return _made(requests.ProfilesRequest, flags, common=common)
        case "doctor":
            return _made(requests.DoctorRequest, flags, common=common)
        case "purge":
            return _made(requests.PurgeRequest, flags, common=common)
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
    flags_of.add_common_flags(parser)
    flags_of.add_app_flags(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    add = partial(_add_command, commands)
    flags_of.add_report_flags(add("report", "print the report", help_texts.REPORT_EXAMPLES))
    flags_of.add_export_flags(add("export", "write the Contact Import CSV", help_texts.EXPORT_EXAMPLES))
    flags_of.add_verify_flags(
        add("verify", "look in Autotask what an import has done", help_texts.VERIFY_EXAMPLES)
    )
    flags_of.add_compare_flags(
        add("compare", "say what has changed between runs", help_texts.COMPARE_EXAMPLES)
    )
    flags_of.add_retry_flag(
        add("check", "test the configuration and both connections", help_texts.CHECK_EXAMPLES)
    )
    flags_of.add_profiles_flags(
        add("profiles", "list the profiles; show, add or remove one", help_texts.PROFILES_EXAMPLES)
    )
    flags_of.add_doctor_flags(
        add("doctor", "say what there is to know of this installation", help_texts.DOCTOR_EXAMPLES)
    )
    flags_of.add_purge_flags(
        add("purge", "remove what runs have left on this host", help_texts.PURGE_EXAMPLES)
    )
    flags_of.add_login_flags(
        add("login", "sign in to Xero as a person, by browser", help_texts.LOGIN_EXAMPLES)
    )
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
        raise UsageError(f"{capitalised(message)}.", hint=f"See `{self.prog} --help`.")


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
    sentence = f"{capitalised(summary)}."
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=sentence, epilog=examples
    )
    flags_of.add_common_flags(parser)
    return parser


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
    if hasattr(flags, "filter") and flags.command not in ("report", "export", "compare"):
        raise UsageError(f"--filter does nothing for `axtui {flags.command}`.")
    if hasattr(flags, "no_cache") and flags.command not in ("report", "export"):
        raise UsageError(f"--no-cache does nothing for `axtui {flags.command}`: it keeps no records.")
    if hasattr(flags, "yes") and flags.action is not ProfilesAction.REMOVE:
        raise UsageError("--yes is for `axtui profiles remove`.")
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
    if hasattr(flags, "no_cache"):
        _refuse_what_needs_a_cache(flags)
    if hasattr(flags, "suggest"):
        _refuse_what_has_no_suggestions(flags)
    watched: frozenset[str] = getattr(flags, "fail_on", frozenset())
    if WATCH_NEW in watched and len(watched) > 1:
        raise UsageError(
            "--fail-on new watches for every row that was not open before, and takes no note beside it.",
            hint="To watch for new rows of one note: `--note NOTE --fail-on new`.",
        )
    if hasattr(flags, "full") and getattr(flags, "resume", None) is Resume.YES:
        raise UsageError(
            "--full reads everything anew, so --resume does not go with it.", hint="Use one of the two."
        )


def _refuse_what_has_no_suggestions(flags: argparse.Namespace) -> None:
    form = getattr(flags, "format", None)
    if hasattr(flags, "redact"):
        raise UsageError("--suggest names customers, so it does not go with --redact.")
    if isinstance(form, PaperForm):
        raise UsageError(
            f"A document in {form} has no suggestions.", hint=f"--suggest goes with {listed(Format)}."
        )
    if form is None and WATCH_NEW in getattr(flags, "fail_on", ()):
        raise UsageError(
            "--fail-on new prints a line per new row, without suggestions.",
            hint="Give a --format beside it, for example --format table.",
        )


def _refuse_what_needs_a_cache(flags: argparse.Namespace) -> None:
    if WATCH_NEW in getattr(flags, "fail_on", ()):
        raise UsageError("--fail-on new compares with earlier runs, of which --no-cache keeps nothing.")
    if hasattr(flags, "cached"):
        raise UsageError("--cached shows what was kept, so --no-cache does not go with it.")
    if getattr(flags, "resume", None) is Resume.YES:
        raise UsageError("--resume goes on with what was kept, so --no-cache does not go with it.")
