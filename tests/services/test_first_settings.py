"""What the first frame takes from a configuration file that nobody has checked yet."""

from pathlib import Path

import pytest

from axtui.core.clipboard import Clipboard
from axtui.services.config_keys import Table, keys_of
from axtui.services.first_settings import FirstSettings, first_settings


def _settings(folder: Path, text: str) -> FirstSettings:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return first_settings(file)


def test_each_setting_is_taken(tmp_path: Path) -> None:
    """All that the first frame goes by."""
    text = "theme = 'nord'\nascii = true\nmouse = false\nclipboard = 'tmux'\nescape_delay_ms = 300"
    assert _settings(tmp_path, text) == FirstSettings(
        theme="nord", ascii=True, mouse=False, clipboard=Clipboard.TMUX, escape_delay_ms=300
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "theme = 3\nascii = 1\nmouse = 'no'\nclipboard = 'pocket'\nescape_delay_ms = true",
        "escape_delay_ms = 0",
        "theme = [" * 2_000,
        "theme =",
    ],
)
def test_what_cannot_be_used_is_left_out(tmp_path: Path, text: str) -> None:
    """The check that follows says what is wrong; the frame is drawn all the same."""
    assert _settings(tmp_path, text) == FirstSettings()


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    """A folder in its place sets nothing either."""
    assert first_settings(tmp_path / "none.toml") == first_settings(tmp_path) == FirstSettings()


def test_no_delay_is_used_that_the_check_refuses(tmp_path: Path) -> None:
    """Both know the same longest one."""
    longest = next(key.highest for key in keys_of(Table.TOP) if key.name == "escape_delay_ms")
    assert longest is not None
    assert _settings(tmp_path, f"escape_delay_ms = {longest}").escape_delay_ms == longest
    assert _settings(tmp_path, f"escape_delay_ms = {longest + 1}").escape_delay_ms is None
