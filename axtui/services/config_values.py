"""What can be configured, as values: profiles, the two sides, the report, the export and the app's settings.

Defaults stand here once; the table of keys takes them from here. Where a value came from is not kept.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from axtui.core.clipboard import Clipboard
from axtui.core.errors import UsageError
from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.models import NumberField
from axtui.core.report import ReportRules
from axtui.core.text import visible


class SecretKind(StrEnum):
    """Where a secret comes from; each secret names its own source, there is no search order."""

    COMMAND = "command"
    ENV = "env"
    CREDENTIAL = "credential"
    KEYRING = "keyring"
    PROMPT = "prompt"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSource:
    """How to get at one secret. Nothing but the kind ever prints."""

    kind: SecretKind
    command: tuple[str, ...] = field(default=(), repr=False)
    """Program and arguments, for a command."""
    name: str = field(default="", repr=False)
    """Name of the environment variable, the systemd credential or the service in the keyring."""
    plain: str = field(default="", repr=False)
    """The secret itself, for a plain one."""

    @property
    def described(self) -> str:
        """Say where the secret comes from in words that may be shown: never the value, never arguments."""
        match self.kind:
            case SecretKind.COMMAND:
                return f"from the command {visible(self.command[0])}"
            case SecretKind.ENV:
                return f"from the environment variable {visible(self.name)}"
            case SecretKind.CREDENTIAL:
                return f"from the systemd credential {visible(self.name)}"
            case SecretKind.KEYRING:
                return f"from the keyring, service {visible(self.name)}"
            case SecretKind.PROMPT:
                return "typed in when it is needed, and kept in memory only"
            case SecretKind.PLAIN:
                return "stored in this file"


class XeroLogin(StrEnum):
    """How axtui signs in to Xero."""

    CUSTOM_CONNECTION = "custom-connection"
    PKCE = "pkce"


@dataclass(frozen=True, slots=True, kw_only=True)
class UdfFilter:
    """Only companies whose UDF of this name holds this value belong in the report."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutotaskProfile:
    """One Autotask tenant: its API user, and what of it is read."""

    username: str
    secret: SecretSource
    integration_code: SecretSource
    zone_url: str = "https://webservices.autotask.net"
    """Where zone discovery starts."""
    base_url: str = ""
    """Address of the tenant's zone; skips discovery."""
    lanes: int = 2
    """Requests under way at once."""
    company_types: tuple[str, ...] = ("Customer",)
    company_exclude_udf: str = ""
    company_filter_udf: UdfFilter | None = None
    contact_udf: str = "Position"
    contact_udf_value: str = "Accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class XeroProfile:
    """One Xero organisation and the app that may read it."""

    client_id: str
    client_secret: SecretSource | None = None
    login: XeroLogin = XeroLogin.CUSTOM_CONNECTION
    tenant_id: str = ""
    redirect_port: int = 8742
    xero_number_field: NumberField = NumberField.ACCOUNT_NUMBER
    api_url: str = "https://api.xero.com/api.xro/2.0"
    token_url: str = "https://identity.xero.com/connect/token"  # noqa: S105  # an address, not a token
    authorize_url: str = "https://login.xero.com/identity/connect/authorize"
    connections_url: str = "https://api.xero.com/connections"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportProfile:
    """How this customer's report is matched and judged."""

    match_by: MatchBy = MatchBy.NAME
    name_ignore_case: bool = False
    sole_contact_is_enough: bool = False
    acknowledgements: str = ""
    """Path of the file of acknowledged rows, relative to the configuration; empty for the usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportProfile:
    """Where the import file goes and how it is written."""

    directory: str = "."
    template: str = ""
    term: str = "Company"
    locale: str = "uk"
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One customer's pair of tenants."""

    name: str
    autotask: AutotaskProfile
    xero: XeroProfile
    report: ReportProfile = field(default_factory=ReportProfile)
    export: ExportProfile = field(default_factory=ExportProfile)

    @property
    def rules(self) -> ReportRules:
        """The rules by which this profile's report is built."""
        match = MatchRule(
            match_by=self.report.match_by,
            name_ignore_case=self.report.name_ignore_case,
            number_field=self.xero.xero_number_field,
        )
        return ReportRules(match=match, sole_contact_is_enough=self.report.sole_contact_is_enough)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSettings:
    """What holds for the program as a whole."""

    default_profile: str = ""
    theme: str = ""
    """Name of a theme of the terminal app; empty for its default."""
    ascii: bool = False
    mouse: bool = True
    clipboard: Clipboard = Clipboard.OSC52
    escape_delay_ms: int = 100
    retention_days: int = 7
    ca_file: str = ""


_ADD_ONE: Final = "Add one with `axtui` (key C, then a), or copy config.example.toml."


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole configuration; without a file it is the defaults and no profiles."""

    settings: AppSettings = field(default_factory=AppSettings)
    profiles: tuple[Profile, ...] = ()

    def profile(self, name: str | None = None) -> Profile:
        """Return the profile asked for, else the default one, else the only one."""
        wanted = name or self.settings.default_profile
        for profile in self.profiles:
            if profile.name == wanted or (not wanted and len(self.profiles) == 1):
                return profile
        raise self._no_such_profile(wanted)

    def _no_such_profile(self, wanted: str) -> UsageError:
        if not self.profiles:
            return UsageError("There is no profile yet.", hint=_ADD_ONE)
        names = f"Profiles: {', '.join(profile.name for profile in self.profiles)}."
        if wanted:
            return UsageError(f"There is no profile called `{visible(wanted)}`.", hint=names)
        return UsageError(
            "There are several profiles and none is the default; say which.",
            hint=f"{names} Use --profile NAME, or set default_profile.",
        )
