"""The one table of configuration keys. It drives the parser, the writer, the form and the documentation test.

A key's name is the name of a field of its table's dataclass, which also holds the default.
"""

from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Final, TypeAlias, cast

from axtui.core.clipboard import Clipboard
from axtui.core.contact_import.dialect import ImportEncoding
from axtui.core.contact_import.headings import ImportLocale, ImportTerm
from axtui.core.match_by import MatchBy
from axtui.core.models import NumberField
from axtui.services.config_values import (
    AppSettings,
    AutotaskProfile,
    ExportProfile,
    ReportProfile,
    SecretSource,
    UdfFilter,
    XeroLogin,
    XeroProfile,
)

Value: TypeAlias = str | bool | int | tuple[str, ...] | SecretSource | UdfFilter | None
"""What a key can hold once it has been checked."""


class Table(StrEnum):
    """Where a key stands: at the top of the file, or in one of a profile's four tables."""

    TOP = ""
    AUTOTASK = "autotask"
    XERO = "xero"
    REPORT = "report"
    EXPORT = "export"


PROFILE_TABLES: Final = (Table.AUTOTASK, Table.XERO, Table.REPORT, Table.EXPORT)

DATACLASS_OF: Final = {
    Table.TOP: AppSettings,
    Table.AUTOTASK: AutotaskProfile,
    Table.XERO: XeroProfile,
    Table.REPORT: ReportProfile,
    Table.EXPORT: ExportProfile,
}


class Kind(StrEnum):
    """What sort of value a key takes, in the words of an error message."""

    TEXT = "text in quotes"
    FLAG = "true or false, without quotes"
    NUMBER = "a whole number, without quotes"
    CHOICE = "one of a few words in quotes"
    ENCODING = "the name of an encoding in quotes"
    TEXTS = 'a list of texts, for example ["Customer"]'
    URL = "a web address in quotes"
    SECRET = "a secret"  # noqa: S105  # a kind's name
    UDF_FILTER = 'a table { name = "...", value = "..." }'


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One setting: where it stands, what it takes and what it is for."""

    table: Table
    name: str
    kind: Kind
    sentence: str
    default: Value = None
    required: bool = False
    choices: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 0
    """Both bounds belong to the range of a number."""

    @property
    def path(self) -> str:
        """Name of the key with its table, for example `autotask.lanes`."""
        return f"{self.table}.{self.name}" if self.table else self.name


def _key(
    table: Table,
    name: str,
    kind: Kind,
    sentence: str,
    *,
    choices: tuple[str, ...] = (),
    within: tuple[int, int] = (0, 0),
) -> Key:
    default = next(field.default for field in fields(DATACLASS_OF[table]) if field.name == name)
    required = default is MISSING
    return Key(
        table=table,
        name=name,
        kind=kind,
        sentence=sentence,
        default=None if required else cast(Value, default),
        required=required,
        choices=choices,
        lowest=within[0],
        highest=within[1],
    )


_TOP: Final = (
    _key(Table.TOP, "default_profile", Kind.TEXT, "The profile to use when none is named."),
    _key(Table.TOP, "theme", Kind.TEXT, "Name of the terminal app's colour theme; empty for the default."),
    _key(Table.TOP, "ascii", Kind.FLAG, "Draw with plain ASCII characters only."),
    _key(Table.TOP, "mouse", Kind.FLAG, "Let the terminal app use the mouse."),
    _key(
        Table.TOP,
        "clipboard",
        Kind.CHOICE,
        "How copies reach your clipboard: by terminal escape (osc52), through tmux (tmux), or never (off).",
        choices=tuple(Clipboard),
    ),
    _key(
        Table.TOP,
        "escape_delay_ms",
        Kind.NUMBER,
        "How long the escape key waits for more, in milliseconds; raise it on a slow line.",
        within=(1, 5000),
    ),
    _key(
        Table.TOP,
        "retention_days",
        Kind.NUMBER,
        "For how many days what was read, searches and crash reports are kept; 0 keeps reads in memory only.",
        within=(0, 3650),
    ),
    _key(Table.TOP, "ca_file", Kind.TEXT, "A PEM file of certificate authorities to trust as well."),
)

_AUTOTASK: Final = (
    _key(Table.AUTOTASK, "username", Kind.TEXT, "The API user's key, which looks like an e-mail address."),
    _key(Table.AUTOTASK, "secret", Kind.SECRET, "The API user's secret."),
    _key(Table.AUTOTASK, "integration_code", Kind.SECRET, "The API tracking identifier of the integration."),
    _key(Table.AUTOTASK, "zone_url", Kind.URL, "Where the tenant's zone is asked for."),
    _key(Table.AUTOTASK, "base_url", Kind.URL, "The zone's own address; given, the zone is not asked for."),
    _key(
        Table.AUTOTASK,
        "lanes",
        Kind.NUMBER,
        "How many requests may be under way at once; Autotask allows three.",
        within=(1, 3),
    ),
    _key(Table.AUTOTASK, "company_types", Kind.TEXTS, "Company types that belong in the report, by label."),
    _key(
        Table.AUTOTASK,
        "company_exclude_udf",
        Kind.TEXT,
        "Company UDF that takes a company out of the report when it says true, for example XeroNoSync.",
    ),
    _key(
        Table.AUTOTASK,
        "company_filter_udf",
        Kind.UDF_FILTER,
        "Read only companies whose UDF holds this value; for tenants with several Xero organisations.",
    ),
    _key(Table.AUTOTASK, "contact_udf", Kind.TEXT, "Contact UDF that marks the accounts contact."),
    _key(
        Table.AUTOTASK,
        "contact_udf_value",
        Kind.TEXT,
        "Value of that UDF for an accounts contact: the stored value, or its label.",
    ),
)

_XERO: Final = (
    _key(
        Table.XERO,
        "login",
        Kind.CHOICE,
        "How to sign in: with a Custom Connection's secret, or by browser with `axtui login` (pkce).",
        choices=tuple(XeroLogin),
    ),
    _key(Table.XERO, "client_id", Kind.TEXT, "The Xero app's client id."),
    _key(Table.XERO, "client_secret", Kind.SECRET, "The Custom Connection's client secret; PKCE has none."),
    _key(Table.XERO, "tenant_id", Kind.TEXT, "The Xero organisation, where the sign-in reaches several."),
    _key(
        Table.XERO,
        "redirect_port",
        Kind.NUMBER,
        "Port on localhost that the Xero app's redirect address names; used by PKCE.",
        within=(1, 65535),
    ),
    _key(
        Table.XERO,
        "xero_number_field",
        Kind.CHOICE,
        "Which of Xero's two numbers is compared with the company number.",
        choices=tuple(NumberField),
    ),
    _key(Table.XERO, "api_url", Kind.URL, "Base address of Xero's accounting API."),
    _key(Table.XERO, "token_url", Kind.URL, "Where Xero hands out access tokens."),
    _key(Table.XERO, "authorize_url", Kind.URL, "Where a person signs in; used by PKCE."),
    _key(
        Table.XERO,
        "connections_url",
        Kind.URL,
        "Where Xero lists the organisations a sign-in reaches; used by PKCE.",
    ),
)

_REPORT: Final = (
    _key(
        Table.REPORT,
        "match_by",
        Kind.CHOICE,
        "What a company and a customer must have in common to match.",
        choices=tuple(MatchBy),
    ),
    _key(
        Table.REPORT,
        "name_ignore_case",
        Kind.FLAG,
        "Ignore case where number-then-name falls back to the name; other rules do not read this.",
    ),
    _key(
        Table.REPORT,
        "sole_contact_is_enough",
        Kind.FLAG,
        "Count a company as OK when its only active contact does not carry the link.",
    ),
    _key(
        Table.REPORT,
        "acknowledgements",
        Kind.TEXT,
        "File of acknowledged rows, for example in a git checkout of your team; empty for the usual one.",
    ),
)

_EXPORT: Final = (
    _key(Table.EXPORT, "directory", Kind.TEXT, "Directory that import files go to."),
    _key(
        Table.EXPORT,
        "template",
        Kind.TEXT,
        "Your own Contact Import template, whose columns and form the file gets; empty for our reading.",
    ),
    _key(
        Table.EXPORT,
        "term",
        Kind.CHOICE,
        "What your Autotask calls a company in the import's headings.",
        choices=tuple(ImportTerm),
    ),
    _key(
        Table.EXPORT,
        "locale",
        Kind.CHOICE,
        "Headings in British (County, Post Code) or American (State, Zip Code) words.",
        choices=tuple(ImportLocale),
    ),
    _key(
        Table.EXPORT,
        "encoding",
        Kind.ENCODING,
        "Encoding of the import file where no template tells it.",
        choices=tuple(ImportEncoding),
    ),
)

KEYS: Final = (*_TOP, *_AUTOTASK, *_XERO, *_REPORT, *_EXPORT)
"""Every key there is, in the order of the file."""


def keys_of(table: Table) -> tuple[Key, ...]:
    """Return the keys of one table, in the order of the file."""
    return tuple(key for key in KEYS if key.table is table)


def key_at(path: str) -> Key:
    """Return the key with this path, for example `autotask.lanes`."""
    return next(key for key in KEYS if key.path == path)
