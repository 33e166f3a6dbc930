"""The configuration, in one place to import from: its values, its table of keys, and its file."""

from axtui.core.clipboard import Clipboard
from axtui.services.config_file import load, parse, save
from axtui.services.config_form import check_text, secret_source_from_text, text_of, value_of
from axtui.services.config_keys import KEYS, PROFILE_TABLES, Key, Kind, Table, Value, key_at, keys_of
from axtui.services.config_reading import config_of, profile_of
from axtui.services.config_rules import profile_name_problem
from axtui.services.config_values import (
    AppSettings,
    AutotaskProfile,
    Config,
    ExportProfile,
    Profile,
    ReportProfile,
    SecretKind,
    SecretSource,
    UdfFilter,
    XeroLogin,
    XeroProfile,
)
from axtui.services.config_writing import document_of

__all__ = [
    "KEYS",
    "PROFILE_TABLES",
    "AppSettings",
    "AutotaskProfile",
    "Clipboard",
    "Config",
    "ExportProfile",
    "Key",
    "Kind",
    "Profile",
    "ReportProfile",
    "SecretKind",
    "SecretSource",
    "Table",
    "UdfFilter",
    "Value",
    "XeroLogin",
    "XeroProfile",
    "check_text",
    "config_of",
    "document_of",
    "key_at",
    "keys_of",
    "load",
    "parse",
    "profile_name_problem",
    "profile_of",
    "save",
    "secret_source_from_text",
    "text_of",
    "value_of",
]
