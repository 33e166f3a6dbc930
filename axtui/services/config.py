"""The configuration, in one place to import from: its values, its table of keys, and its file."""

from axtui.services.config_values import (
    AppSettings,
    AutotaskProfile,
    Clipboard,
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

__all__ = [
    "AppSettings",
    "AutotaskProfile",
    "Clipboard",
    "Config",
    "ExportProfile",
    "Profile",
    "ReportProfile",
    "SecretKind",
    "SecretSource",
    "UdfFilter",
    "XeroLogin",
    "XeroProfile",
]
