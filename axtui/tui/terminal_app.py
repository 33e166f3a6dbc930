"""What any app of ours does for the terminal: the last wall, colours, signals, the palette, the crash."""

import asyncio
import signal
from collections.abc import Iterable
from typing import Final

from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.screen import Screen

from axtui.core.errors import ExitCode
from axtui.tui.terminal import PlainAscii, Wall, crash_text, unknown_theme_words

_SIGNALS: Final = {
    signal.SIGHUP: ExitCode.HANGUP,
    signal.SIGINT: ExitCode.INTERRUPTED,
    signal.SIGTERM: ExitCode.TERMINATED,
}
_NOT_IN_PALETTE: Final = frozenset({"command_palette"})


class TerminalApp(App[None], inherit_bindings=False):
    """An app that leaves the terminal as it found it, whatever ends it, and sends nothing raw to it."""

    def __init__(self, *, theme: str, ascii_only: bool = False) -> None:
        super().__init__(ansi_color=True if theme.startswith("ansi-") else None)
        self.animation_level = "none"
        self._theme_wanted = theme
        self._last_filters: list[LineFilter] = [PlainAscii(), Wall()] if ascii_only else [Wall()]

    def on_mount(self) -> None:
        """Take care of colours and signals."""
        if self._theme_wanted in self.available_themes:
            self.theme = self._theme_wanted
        else:
            words = unknown_theme_words(self._theme_wanted, self.available_themes)
            self.notify(words, severity="warning", markup=False, timeout=10)
        loop = asyncio.get_running_loop()
        for number, code in _SIGNALS.items():
            loop.add_signal_handler(number, self._leave_on_signal, code)

    def _leave_on_signal(self, code: ExitCode) -> None:
        self.exit(return_code=code)

    def get_line_filters(self) -> list[LineFilter]:
        """Put ours behind Textual's own filters; always the same ones, because lines are cached by filter."""
        return [*super().get_line_filters(), *self._last_filters]

    def get_css_variables(self) -> dict[str, str]:
        """Keep the footer calm: in 256 colours, what most themes give it turns into a bright navy."""
        variables = super().get_css_variables()
        if variables["footer-background"] == variables["panel"]:
            variables["footer-background"] = variables["surface"]
        return variables

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what every key of this screen offers, and the themes; no screenshot."""
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)
        seen = set(_NOT_IN_PALETTE)
        for active in screen.active_bindings.values():
            binding, node = active.binding, active.node
            if not binding.id or not active.enabled or binding.action in seen:
                continue  # Textual's own, for editing and for moving the focus, have no id
            seen.add(binding.action)
            yield SystemCommand(
                binding.description,
                f"Key {self.get_key_display(binding)}",
                lambda action=binding.action, node=node: self.run_action(action, node),
            )

    def _fatal_error(self) -> None:
        """Leave with a traceback that shows no local variables (terminal.md section 5)."""
        self._return_code = ExitCode.BUG
        if self._exception is not None:
            self._exit_renderables.append(crash_text(self._exception))
        self._close_messages_no_wait()
