"""The example file shows every key there is, and can be used."""

import re
import tomllib
from pathlib import Path

from axtui.services.config import KEYS, PROFILE_TABLES, AppSettings, Kind, keys_of, parse

_EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def _uncommented() -> str:
    """Return the example with every setting in force: a `#` with no space after it hides a setting."""
    return re.sub(r"(?m)^#(?=[a-z_]+ = )", "", _EXAMPLE.read_text(encoding="utf-8"))


def test_the_example_can_be_used_as_it_stands() -> None:
    """Its one profile has the defaults wherever a default exists."""
    found = parse(_EXAMPLE.read_text(encoding="utf-8"))
    assert found.settings == AppSettings()
    (profile,) = found.profiles
    assert all(
        getattr(getattr(profile, table), key.name) == key.default
        for table in PROFILE_TABLES
        for key in keys_of(table)
        if not key.required and key.kind is not Kind.SECRET
    )


def test_the_example_can_be_used_with_every_setting_in_force() -> None:
    """Whichever `#` is taken away, the line is right."""
    assert parse(_uncommented()).profile().name == "acme"


def test_every_key_stands_in_the_example_and_no_other() -> None:
    """In the table and in the sequence of the table of keys."""
    document = tomllib.loads(_uncommented())
    tables = document.pop("profiles")["acme"]
    shown = [*document, *(f"{table}.{name}" for table, values in tables.items() for name in values)]
    assert shown == [key.path for key in KEYS]


def test_every_key_is_explained_in_its_own_words() -> None:
    """The sentence stands somewhere above the setting, with nothing but comments between."""
    lines = _EXAMPLE.read_text(encoding="utf-8").splitlines()
    for key in KEYS:
        at = next(at for at, line in enumerate(lines) if re.match(rf"#?{key.name} = ", line))
        above = lines[:at][::-1]
        comments = above[: next(n for n, line in enumerate(above) if not line.startswith("# "))]
        assert f"# {key.sentence}" in comments, key.path
        if key.kind is Kind.CHOICE:
            assert f"# One of: {', '.join(key.choices)}." in comments or key.table == "", key.path


def test_a_commented_setting_shows_its_default_where_it_has_one() -> None:
    """Taking away a `#` changes nothing until the value is changed."""
    found = parse(_uncommented())
    profile = found.profile()
    for key in KEYS:
        owner = getattr(profile, key.table) if key.table else found.settings
        assert key.required or key.default in ("", None) or getattr(owner, key.name) == key.default, key.path
