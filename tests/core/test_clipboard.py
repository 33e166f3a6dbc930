"""What goes to the clipboard of the terminal, to the byte, and what is said of it."""

import base64
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.clipboard import (
    MOST_CODED,
    Clipboard,
    clipboard_sequence,
    is_in_tmux,
    pasteable,
    sent_words,
)

ODD = st.sampled_from("\x1b\x9b\t\r\n\u2028\u202e\u2067\u00a0\u200b\ud800")
ANY_TEXT = st.lists(st.text(max_size=3) | ODD).map("".join)


@pytest.mark.fault("A20")
@given(ANY_TEXT)
def test_nothing_that_is_pasted_steers_a_terminal(text: str) -> None:
    """No controls, no line ends, no reordering; and it can be sent, whatever an API said."""
    pasted = pasteable(text)
    pasted.encode()
    assert not {unicodedata.category(char) for char in pasted} & {"Cc", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(char) for char in pasted} & {"RLO", "LRO", "RLI", "PDI"}


@pytest.mark.parametrize(
    "text", ["Acme Ltd", "no\u00a0break", "zero\u200bwidth", "soft\u00adhyphen", "e\u0301"]
)
def test_an_odd_value_is_pasted_exactly(text: str) -> None:
    """Whoever looks for it in the other system needs it as it is there."""
    assert pasteable(text) == text


def test_a_control_gets_its_picture() -> None:
    """A name with an escape sequence or a line end cannot run anything."""
    assert pasteable("rm\r\x1b[31m") == "rm␍␛[31m"


def test_the_sequence_is_osc_52_and_for_tmux_its_passthrough() -> None:
    """Inside tmux's own sequence every escape is doubled."""
    assert clipboard_sequence("Zoë", Clipboard.OSC52) == "\x1b]52;c;Wm/Dqw==\x07"
    assert clipboard_sequence("Zoë", Clipboard.TMUX) == "\x1bPtmux;\x1b\x1b]52;c;Wm/Dqw==\x07\x1b\\"
    assert clipboard_sequence("Zoë", Clipboard.OFF) == ""


def test_what_terminals_would_drop_is_refused_and_said() -> None:
    """Half a value would be worse than none."""
    fits = "x" * (MOST_CODED // 4 * 3)
    assert len(base64.b64encode(fits.encode())) <= MOST_CODED
    assert clipboard_sequence(fits, Clipboard.OSC52)
    assert not clipboard_sequence(f"{fits}x", Clipboard.OSC52)
    assert sent_words("The cell", f"{fits}x", Clipboard.OSC52, in_tmux=False) == (
        "Nothing was sent: The cell has 56,245 bytes, and terminals take no more than 56,244 at once."
    )


@pytest.mark.parametrize(
    ("way", "in_tmux", "says"),
    [
        (Clipboard.OSC52, False, "It was sent to the terminal (OSC 52)."),
        (
            Clipboard.OSC52,
            True,
            "It was sent to the terminal (OSC 52); tmux needs set -g set-clipboard on.",
        ),
        (
            Clipboard.TMUX,
            False,
            "It was sent to the terminal (OSC 52 through tmux); tmux needs set -g allow-passthrough on.",
        ),
        (Clipboard.OFF, True, "Nothing was sent: the setting `clipboard` is off."),
    ],
)
def test_nothing_is_ever_said_to_have_been_copied(way: Clipboard, in_tmux: bool, says: str) -> None:
    """The terminal does not answer; under tmux it depends on a setting of tmux."""
    assert sent_words("It", "acme", way, in_tmux=in_tmux) == says


def test_tmux_is_known_by_what_it_sets() -> None:
    """On this host it sets TMUX; over ssh only TERM comes along."""
    assert is_in_tmux({"TMUX": "/run/tmux/default,1,0"})
    assert is_in_tmux({"TERM": "tmux-256color"})
    assert is_in_tmux({"TERM": "screen"})
    assert not is_in_tmux({"TERM": "xterm-256color", "TMUX": ""})
