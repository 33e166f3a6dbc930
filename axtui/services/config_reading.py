"""From a parsed TOML document to a `Config`, and back. Every problem is collected before any is reported."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from axtui.core.errors import ConfigProblem
from axtui.services.config_keys import KEYS, PROFILE_TABLES, Table, Value, keys_of
from axtui.services.config_rules import checked, nearest, profile_name_problem, shown
from axtui.services.config_values import (
    AppSettings,
    AutotaskProfile,
    Config,
    ExportProfile,
    Profile,
    ReportProfile,
    XeroLogin,
    XeroProfile,
)

_PROFILES: Final = "profiles"

_Fields = dict[str, Any]
"""Checked values by field name, for the table's dataclass; the table of keys vouches for their types."""


def config_of(document: Mapping[str, object]) -> tuple[Config, tuple[ConfigProblem, ...]]:
    """Return what the document says and everything that is wrong with it; what is wrong is left out."""
    reading = _Reading()
    return reading.config(document), tuple(reading.problems)


def profile_of(name: str, values: Mapping[str, Value]) -> tuple[Profile | None, tuple[ConfigProblem, ...]]:
    """Build a profile of values by path (`autotask.lanes`), each of them checked; absent ones take defaults.

    Here the name is checked, and what depends on more than one value; None where something is wrong.
    """
    reading = _Reading()
    tables = {
        table: {key.name: values[key.path] for key in keys_of(table) if key.path in values}
        for table in PROFILE_TABLES
    }
    reading.check_name(name)
    for table in PROFILE_TABLES:
        reading.check_required(table, tables[table], prefix="")
    reading.check_together(tables, prefix="")
    profile = None if reading.problems else _built(name, tables)
    return profile, tuple(reading.problems)


def _built(name: str, tables: Mapping[Table, _Fields]) -> Profile:
    return Profile(
        name=name,
        autotask=AutotaskProfile(**tables[Table.AUTOTASK]),
        xero=XeroProfile(**tables[Table.XERO]),
        report=ReportProfile(**tables[Table.REPORT]),
        export=ExportProfile(**tables[Table.EXPORT]),
    )


class _Reading:
    """One pass over a document, with the problems met so far."""

    def __init__(self) -> None:
        self.problems: list[ConfigProblem] = []

    def config(self, document: Mapping[str, object]) -> Config:
        """Read the whole document."""
        top = {name: value for name, value in document.items() if name != _PROFILES}
        settings = AppSettings(**self._values(Table.TOP, top, prefix=""))
        raw = document.get(_PROFILES, {})
        if not isinstance(raw, Mapping):
            self._wrong(_PROFILES, "must be tables such as [profiles.acme.autotask].")
            raw = {}
        if settings.default_profile and settings.default_profile not in raw:
            hint = nearest(settings.default_profile, tuple(raw)) or "."
            self._wrong("default_profile", f"there is no profile `{shown(settings.default_profile)}`{hint}")
        profiles = (self._profile(name, each) for name, each in raw.items())
        return Config(settings=settings, profiles=tuple(profile for profile in profiles if profile))

    def _profile(self, name: str, raw: object) -> Profile | None:
        before = len(self.problems)
        self.check_name(name)
        prefix = f"{_PROFILES}.{shown(name)}."
        tables = self._tables(raw, prefix=prefix)
        return _built(name, tables) if len(self.problems) == before else None

    def _tables(self, raw: object, *, prefix: str) -> dict[Table, _Fields]:
        if not isinstance(raw, Mapping):
            self._wrong(prefix.rstrip("."), f"must be tables such as [{prefix}autotask].")
            return {}
        for word in raw:
            if word not in tuple(PROFILE_TABLES):
                self._wrong(f"{prefix}{shown(word)}", f"is not known{_meant(word, PROFILE_TABLES)}")
        return self._known_tables(raw, prefix=prefix)

    def _known_tables(self, raw: Mapping[str, object], *, prefix: str) -> dict[Table, _Fields]:
        tables: dict[Table, _Fields] = {}
        for table in PROFILE_TABLES:
            each = raw.get(table, {})
            if not isinstance(each, Mapping):
                self._wrong(f"{prefix}{table}", f"must be a table: [{prefix}{table}].")
                each = {}
            tables[table] = self._values(table, each, prefix=prefix)
            self.check_required(table, each, prefix=prefix)
        self.check_together(tables, prefix=prefix)
        return tables

    def _values(self, table: Table, raw: Mapping[str, object], *, prefix: str) -> _Fields:
        known = {key.name: key for key in keys_of(table)}
        values: _Fields = {}
        for name, each in raw.items():
            if name not in known:
                self._unknown_key(table, name, prefix=prefix)
                continue
            value = checked(known[name], each)
            if isinstance(value, ConfigProblem):
                self.problems.append(replace(value, key=f"{prefix}{value.key}"))
            else:
                values[name] = value
        return values

    def _unknown_key(self, table: Table, name: str, *, prefix: str) -> None:
        known = tuple(key.name for key in keys_of(table))
        if table is Table.TOP:
            known = (*known, _PROFILES)
        elsewhere = next((key for key in KEYS if key.name == name), None)
        hint = f"; it belongs in {_place(elsewhere.table)}." if elsewhere else _meant(name, known)
        where = f"{prefix}{table}." if table else ""
        self._wrong(f"{where}{shown(name)}", f"is not known{hint}")

    def check_name(self, name: str) -> None:
        """Report a profile's name that cannot be used."""
        if problem := profile_name_problem(name):
            self.problems.append(problem)

    def check_required(self, table: Table, given: Mapping[str, object], *, prefix: str) -> None:
        """Report keys that have no default and are absent."""
        for key in keys_of(table):
            if key.required and key.name not in given:
                self._wrong(f"{prefix}{key.path}", f"is missing: {_uncapitalised(key.sentence)}")

    def check_together(self, tables: Mapping[Table, _Fields], *, prefix: str) -> None:
        """Report what single values cannot show: a Custom Connection has a client secret."""
        concerned = {f"{prefix}xero.login", f"{prefix}xero.client_secret"}
        if any(problem.key in concerned for problem in self.problems):
            return  # what is wrong with one of them has been said
        xero = tables[Table.XERO]
        login = xero.get("login", XeroLogin.CUSTOM_CONNECTION)
        if login == XeroLogin.CUSTOM_CONNECTION and xero.get("client_secret") is None:
            self._wrong(
                f"{prefix}xero.client_secret", f"is missing: `{login}` signs in with it; `pkce` needs none."
            )

    def _wrong(self, key: str, message: str) -> None:
        self.problems.append(ConfigProblem(key=key, message=message))


def _meant(word: str, known: tuple[str, ...]) -> str:
    return nearest(word, known) or f"; known here: {', '.join(each for each in known)}."


def _place(table: Table) -> str:
    return f"[{_PROFILES}.NAME.{table}]" if table else "the top of the file"


def _uncapitalised(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
