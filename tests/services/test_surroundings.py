"""Where the program looks for its files, and what it takes from the process."""

from datetime import UTC
from pathlib import Path
from typing import NoReturn

import pytest

from axtui.services.surroundings import Surroundings, default_config_file, real_surroundings


def test_the_environment_names_the_configuration_file() -> None:
    """AXTUI_CONFIG wins over the user's configuration directory."""
    assert default_config_file({"AXTUI_CONFIG": "/srv/axtui.toml"}) == Path("/srv/axtui.toml")


def test_an_empty_variable_names_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name the file is in the user's configuration directory."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_config_file({"AXTUI_CONFIG": ""}) == tmp_path / "axtui" / "config.toml"


def test_a_file_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--config` is nearer than AXTUI_CONFIG."""
    monkeypatch.setenv("AXTUI_CONFIG", "/srv/axtui.toml")
    assert real_surroundings(config_file=Path("mine.toml")).config_file == Path("mine.toml")


def test_a_user_without_a_home_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container under a number that nobody has a name for: / stands in, where little can be kept."""

    def nobody(number: int) -> NoReturn:
        raise KeyError(number)

    monkeypatch.setattr("pwd.getpwuid", nobody)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "AXTUI_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    surroundings = real_surroundings()
    assert surroundings.config_file == Path("/.config/axtui/config.toml")
    assert surroundings.cache_dir == Path("/.cache/axtui")


def test_real_surroundings_are_usable() -> None:
    """Times are aware and in UTC, and the spread of retries is a share."""
    surroundings = real_surroundings()
    assert surroundings.now().tzinfo is UTC
    assert 0 <= surroundings.jitter() < 1
    assert surroundings.monotonic() <= surroundings.monotonic()


def test_the_environment_never_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets may stand in the environment, and values end up in error reports."""
    monkeypatch.setenv("TENANT_SECRET", "canary-7f3a")
    surroundings = real_surroundings()
    assert isinstance(surroundings, Surroundings)
    assert surroundings.env["TENANT_SECRET"] == "canary-7f3a"
    assert "canary-7f3a" not in repr(surroundings)
