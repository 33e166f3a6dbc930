"""What a command line asks for, as values: one per command, made by the parser, read by the commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from axtui.cli.requests import WATCH_NEW, AppRequest, Common, Format, PaperForm, ProfilesAction

if TYPE_CHECKING:
    from axtui.core.match_by import MatchBy
    from axtui.core.notes import Note
    from axtui.services.resume import Resume


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Which report is meant: read now or read before, and under which rule; and how it is read."""

    filter: str = ""
    match_by: MatchBy | None = None
    cached: bool = False
    full: bool = False
    resume: Resume | None = None
    """None leaves it to the age of what an interrupted run has left."""
    accept_cost: bool = False
    retry_auth: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """Print the report."""

    common: Common = field(default_factory=Common)
    source: Source = field(default_factory=Source)
    format: Format | PaperForm | None = None
    """None for a table, or, with `--fail-on new`, a line per row."""
    redact: bool = False
    """Print stand-ins for whatever tells who somebody is."""
    acknowledged: bool = False
    """Print acknowledged rows, too."""
    suggest: bool = False
    """Say of rows without a match which customers may be meant."""
    notes: frozenset[Note] = frozenset()
    """Notes to print; empty for all."""
    fail_on: frozenset[str] = frozenset()
    """Notes that make the command end with 1 when a printed row has one of them; or `new` alone."""

    @property
    def watches_new(self) -> bool:
        """Whether only rows are printed, and watched for, that were not open before."""
        return WATCH_NEW in self.fail_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Write the import file."""

    common: Common = field(default_factory=Common)
    source: Source = field(default_factory=Source)
    out: Path | None = None
    """None for the default name in the profile's directory."""
    template: str | None = None
    """None for the profile's own; empty for none, whatever the profile names."""
    include_updates: bool = False
    review: bool = False
    warning_accepted: bool = False
    updates_accepted: bool = False
    include_acknowledged: bool = False
    """Take acknowledged rows, too."""
    overwrite: bool = False
    allow_incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequest:
    """Look in Autotask what an import has done."""

    manifest: Path
    common: Common = field(default_factory=Common)
    format: Format = Format.TABLE
    retry_auth: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRequest:
    """Say what has changed between two runs that are remembered."""

    common: Common = field(default_factory=Common)
    format: Format = Format.TABLE
    filter: str = ""
    since: datetime | timedelta | None = None
    """From when on: a time, or so long ago."""
    run: int | None = None
    """How many runs ago; None for `since`, or for the run before the last one."""
    fail_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """Test the configuration and both connections."""

    common: Common = field(default_factory=Common)
    retry_auth: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilesRequest:
    """List the profiles, or show, add or remove one."""

    common: Common = field(default_factory=Common)
    action: ProfilesAction = ProfilesAction.LIST
    name: str | None = None
    yes: bool = False
    """Remove without asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorRequest:
    """Say what there is to know of this installation."""

    common: Common = field(default_factory=Common)
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeRequest:
    """Remove what runs have left on this host."""

    common: Common = field(default_factory=Common)
    all: bool = False
    """The Xero logins, too."""
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginRequest:
    """Sign in to Xero as a person."""

    common: Common = field(default_factory=Common)
    tenant: str = ""
    """Id of the organisation; empty leaves it to the profile, or to the person."""
    copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutRequest:
    """End a person's Xero login."""

    common: Common = field(default_factory=Common)


Request = (
    AppRequest
    | ReportRequest
    | ExportRequest
    | VerifyRequest
    | CompareRequest
    | CheckRequest
    | ProfilesRequest
    | DoctorRequest
    | PurgeRequest
    | LoginRequest
    | LogoutRequest
)
