"""The flags of every command, with what is said of them in the help."""

import argparse
from pathlib import Path
from typing import Any

from axtui.cli.requests import DEMO_SIZE, Format, PaperForm, ProfilesAction
from axtui.cli.words import (
    LARGEST_DEMO,
    demo_size,
    listed,
    member_of,
    moment,
    notes_called,
    report_form,
    runs_ago,
    watched_changes,
    watched_notes,
)
from axtui.core.match_by import MatchBy
from axtui.services.resume import Resume


def add_common_flags(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes."""
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
    parser.add_argument(
        "--log",
        metavar="FILE",
        type=Path,
        help="note requests, counts and times in this file: no names, no addresses, no secrets",
    )
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="keep nothing personal on the disk, and use nothing that was kept before",
    )


def add_app_flags(parser: argparse.ArgumentParser) -> None:
    """Add what the terminal app takes."""
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


def add_report_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `report` takes."""
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        type=report_form,
        help=f"{listed([*Format, *PaperForm])} (default: {Format.TABLE}); the last two are documents for "
        "others: a summary, then rows by harm",
    )
    parser.add_argument(
        "--redact",
        action="store_true",
        help="print stand-ins for names, addresses, numbers and ids: the same for the same value, in every "
        "run of the profile on this host",
    )
    parser.add_argument(
        "--acknowledged",
        action="store_true",
        help="print acknowledged rows, too, and say which they are; --fail-on never counts them",
    )
    parser.add_argument(
        "--suggest",
        action="store_true",
        help="say of rows without a match which Xero customers may be meant, with a score and why",
    )
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
        "may be given again. With `new`: print the rows alone that were not open in the run before, a line "
        "each unless --format is given, and end with 1 if there is one",
    )


def _file_name(text: str) -> Path:
    """Refuse what names no file for the person, and would for the system: a directory to be, and stdout."""
    if text.endswith("/") and text.strip("/"):
        raise argparse.ArgumentTypeError("that is a directory; write the file's name behind it")
    if text == "-":
        raise argparse.ArgumentTypeError("an export is several files; write the name of the first")
    return Path(text)


def add_export_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `export` takes."""
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
    parser.add_argument(
        "--include-acknowledged",
        action="store_true",
        help="take Link rows that are acknowledged, too",
    )
    _add_filter_flag(parser)
    _add_source_flags(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there")
    parser.add_argument(
        "--allow-incomplete", action="store_true", help="write although not everything could be read"
    )


def add_verify_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `verify` takes."""
    parser.add_argument(
        "manifest",
        metavar="MANIFEST",
        type=Path,
        help="the file that ends in .manifest.json, written beside the import file",
    )
    _add_format_flag(parser)
    add_retry_flag(parser)


def add_compare_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `compare` takes."""
    _add_format_flag(parser)
    _add_filter_flag(parser)
    earlier = parser.add_mutually_exclusive_group()
    earlier.add_argument(
        "--since",
        metavar="WHEN",
        type=moment,
        help="compare with the last run before this: 2026-03-02, 2026-03-02T07:30, 36h or 7d ago",
    )
    earlier.add_argument(
        "--run",
        metavar="N",
        type=runs_ago,
        help="compare with the run so many before the last one (default: 1)",
    )
    parser.add_argument(
        "--fail-on",
        metavar="new",
        type=watched_changes,
        help="with `new`: end with 1 if a printed row is new or came back",
    )


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
    add_retry_flag(parser)


def add_retry_flag(parser: argparse.ArgumentParser) -> None:
    """Add the flag that sends a refused login again."""
    parser.add_argument(
        "--retry-auth",
        action="store_true",
        help="send a login once more that was refused; repeated, this can lock the API user",
    )


def add_profiles_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `profiles` takes."""
    parser.add_argument(
        "action",
        nargs="?",
        metavar="list|show|add|remove",
        type=member_of(ProfilesAction),
        default=ProfilesAction.LIST,
        help="what to do (default: list)",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", default=None, help="profile that is meant")
    parser.add_argument("--yes", action="store_true", help="remove without asking")


def add_doctor_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `doctor` takes."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")


def add_purge_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `purge` takes."""
    parser.add_argument("--all", action="store_true", help="the Xero logins, too; they are not revoked")
    parser.add_argument("--dry-run", action="store_true", help="say what there is, and remove nothing")


def add_login_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `login` takes."""
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
