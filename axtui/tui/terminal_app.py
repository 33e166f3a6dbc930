"""What any app of ours does for the terminal: the last wall, colours, signals, the palette, the crash."""

import asyncio
import gc
import select
import signal
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import ClassVar, Final, Self, TextIO, cast

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Event, Key, Paste, Resize
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen
from textual.theme import ThemeProvider
from textual.timer import Timer
from textual.worker import WorkerFailed

from axtui.core.clipboard import Clipboard, clipboard_sequence, pasteable, sent_words
from axtui.core.errors import ExitCode
from axtui.core.text import visible
from axtui.tui.deferred import Deferred
from axtui.tui.driver import TerminalDriver
from axtui.tui.frame_diff import FrameDiff, Written
from axtui.tui.lent_terminal import show_until_typed
from axtui.tui.palette import Palette
from axtui.tui.plain_text import COME_BACK, INTERRUPT, PlainTextRequested, ends_plain_text
from axtui.tui.terminal import PlainAscii, Wall, has_job_control, unknown_theme_words, walled

_SIGNALS: Final = {
    signal.SIGHUP: ExitCode.HANGUP,
    signal.SIGINT: ExitCode.INTERRUPTED,
    signal.SIGTERM: ExitCode.TERMINATED,
}
_LONGEST_ANSWER: Final = 0.25
"""Seconds after which a key is handed on although the one before it was never answered."""
_BETWEEN_KEYS: Final = 0.05
"""Seconds after a frame in which it has been sent, and nobody types the next key yet."""
_YOUNG_TIMES: Final = 50
"""After so many looks at what is new comes one at what has outlived them."""
_NOT_IN_PALETTE: Final = frozenset({"command_palette"})


class TerminalApp(App[None], inherit_bindings=False):
    """An app that leaves the terminal as it found it, whatever ends it, and sends nothing raw to it.

    What is typed is answered key by key. Textual alone hands every key that waits to whatever has the focus
    at that moment, and over a slow line keys come in bunches: of `/quit` only the slash would reach the
    report, and `q` would leave the program.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "stop_process", "Back to the shell", id="app.stop", priority=True, show=False),
    ]

    class Answered(Message):
        """Follows what was typed up the widgets; when it arrives here, that has been dealt with."""

        def __init__(self, typed: Key | Paste) -> None:
            super().__init__()
            self.typed = typed

    def __init__(
        self,
        *,
        theme: str,
        ascii_only: bool = False,
        clipboard: Clipboard = Clipboard.OSC52,
        in_tmux: bool = False,
    ) -> None:
        super().__init__(ansi_color=True if theme.startswith("ansi-") else None)
        self.animation_level = "none"
        self._theme_wanted = theme
        self._clipboard_way = clipboard
        self._in_tmux = in_tmux
        self._typed: deque[Key | Paste] = deque()
        self._answering: Key | Paste | None = None
        self._shown = FrameDiff()
        self._tidying: Timer | None = None
        self._outliving: list[Callable[[], Awaitable[str]]] = []
        self._bug: BaseException | None = None
        self._last_filters: list[LineFilter] = [PlainAscii(), Wall()] if ascii_only else [Wall()]

    async def run_on_terminal(self, *, mouse: bool) -> int:
        """Run to the end and return the exit code, whatever brings the end about; a bug is raised again.

        Signals are taken care of before Textual touches the terminal: until its first screen is there it
        takes a cancelled task for an ordinary end.
        """
        loop = asyncio.get_running_loop()
        for number, code in _SIGNALS.items():
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, self._leave, code)
        with _hang_up_of(sys.stdin) as hang_up:
            loop.add_reader(hang_up, self._leave, ExitCode.HANGUP)
            await self.run_async(mouse=mouse)
            loop.remove_reader(hang_up)
        await self.end_what_outlives(sys.stderr)
        if self._bug is not None:  # said only now, where the terminal is no longer ours
            raise self._bug
        return self.return_code or ExitCode.DONE

    def outlive(self, words: Callable[[], Awaitable[str]]) -> None:
        """Let work that must not be broken off end after the app; what has come of it is asked for then."""
        self._outliving.append(words)

    def no_longer_outlive(self, words: Callable[[], Awaitable[str]]) -> None:
        """Forget work of which the person knows what has come of it."""
        self._outliving.remove(words)

    async def end_what_outlives(self, terminal: TextIO) -> None:
        """Wait for work that goes on without the app, and print what has come of it."""
        for words in self._outliving:
            line = visible(await words())
            with suppress(OSError):  # the terminal may be gone
                terminal.write(f"{line}\n")
                terminal.flush()

    def _leave(self, code: ExitCode) -> None:
        """End the app; what came first decides the exit code."""
        if self.return_code is None:
            self.exit(return_code=code)

    def on_mount(self) -> None:
        """Take care of colours."""
        if self._theme_wanted in self.available_themes:
            self.theme = self._theme_wanted
        else:
            words = unknown_theme_words(self._theme_wanted, self.available_themes)
            self.notify(words, severity="warning", markup=False, timeout=10)

    async def on_event(self, event: Event) -> None:
        """Hold back what is typed while the key before it is being answered."""
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if self._answering is None:
            await self._answer_next()
        elif len(self._typed) == 1:  # a widget may be gone, and its key with it
            self.set_timer(_LONGEST_ANSWER, partial(self._go_on_after, self._answering))

    async def _answer_next(self) -> None:
        self._answering = typed = self._typed.popleft() if self._typed else None
        if typed is None:
            return
        answers = self.focused or self.screen
        await super().on_event(typed)
        if not answers.post_message(self.Answered(typed)):
            self.call_later(self._go_on_after, typed)

    def on_terminal_app_answered(self, event: Answered) -> None:
        """Go on with the next key, behind whatever the answer has put off, such as moving the focus."""
        self.call_later(self._go_on_after, event.typed)

    def take_letters(self) -> str:
        """Return the letters that wait to be answered next; who takes them answers them."""
        letters = ""
        while self._typed and isinstance(waiting := self._typed[0], Key) and waiting.is_printable:
            letters += waiting.character or ""
            self._typed.popleft()
        return letters

    async def _go_on_after(self, typed: Key | Paste) -> None:
        if typed is self._answering:
            await self._answer_next()

    def _display(self, screen: Screen[object], renderable: CompositorUpdate | RenderableType | None) -> None:
        """Send of a frame what the terminal does not show yet; where that is nothing, send nothing."""
        if isinstance(renderable, CompositorUpdate) and self._draws_on_a_terminal:
            data = self._shown.bytes_for(renderable, self.console)
            cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
            if data == "" and cursor == self._previous_cursor_position:
                self.post_display_hook()
                return
            renderable = renderable if data is None else Written(data)
        super()._display(screen, cast("RenderableType | None", renderable))
        if self._draws_on_a_terminal and self._tidying is None:
            self._tidying = self.set_timer(_BETWEEN_KEYS, self._tidy)

    def _tidy(self) -> None:
        """Look for garbage between keys: Python looks when much is new, which is in the middle of a frame."""
        self._tidying = None
        if gc.isenabled():
            gc.collect(1 if gc.get_count()[1] > _YOUNG_TIMES else 0)

    @property
    def _draws_on_a_terminal(self) -> bool:
        """Whether Textual would send a frame: it drops those that come too early, too late or in a batch."""
        if self._batch_count or self._closed or self._driver is None:
            return False
        return self._running and not self.is_headless

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw again; whoever asks for all of it does not trust what the terminal shows."""
        if layout:
            self._shown.forget()
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    def on_resize(self, event: Resize) -> None:
        """Take nothing on the terminal for granted: it may have been smaller in between."""
        self._shown.forget()
        if event.size == self.size:  # Textual sees no reason to draw
            self.refresh(layout=True)

    def copy_to_clipboard(self, text: str) -> None:
        """Send what was selected to the terminal, where that is wanted, and say so."""
        words = self.send_to_clipboard("The selection", "\n".join(map(pasteable, text.splitlines())))
        self.notify(words, markup=False)

    def send_to_clipboard(self, what: str, text: str) -> str:
        """Send a text to the clipboard of the terminal (OSC 52); return what to say of that."""
        sequence = clipboard_sequence(text, self._clipboard_way)
        if sequence:
            self._clipboard = text  # what ctrl+v puts into an input
            if self._driver is not None:
                self._driver.write(sequence)
                self._driver.flush()
        return sent_words(what, text, self._clipboard_way, in_tmux=self._in_tmux)

    def action_stop_process(self) -> None:
        """Stop, as every program does on ctrl+z; where nobody could bring it back, say so instead."""
        if has_job_control():
            self.action_suspend_process()
        else:
            self.notify("axtui was not started from a shell, so `fg` could not bring it back.", markup=False)

    def on_plain_text_requested(self, event: PlainTextRequested) -> None:
        """Show a text without the app around it, for the terminal's own selection."""
        if isinstance(self._driver, TerminalDriver):
            showing = Deferred(self._show_plainly, event.text, self._driver)
            self.run_worker(showing, name="plain text")

    async def _show_plainly(self, text: str, terminal: TerminalDriver) -> None:
        """Lend the terminal until a key comes back from it; whatever ends the app ends this, too."""
        lines = (walled(line, self._last_filters) for line in text.splitlines())
        with self.batch_update(), self.suspend():
            typed = await show_until_typed(
                "\n".join(["", *lines, "", COME_BACK, ""]),
                keyboard=terminal.keyboard,
                write=terminal.write_lent,
                ends=ends_plain_text,
            )
        if INTERRUPT in typed:
            self.simulate_key("ctrl+c")

    def get_driver_class(self) -> type[Driver]:
        """Draw with a driver that survives the loss of its terminal."""
        return TerminalDriver

    def get_line_filters(self) -> list[LineFilter]:
        """Put ours behind Textual's own filters; always the same ones, because lines are cached by filter."""
        return [*super().get_line_filters(), *self._last_filters]

    def action_command_palette(self) -> None:
        """Offer what can be done here."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))  # by this id Textual knows it

    def search_themes(self) -> None:
        """Offer the themes."""
        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes..."))

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
        """Leave without Textual's traceback, which shows local variables (terminal.md section 5)."""
        self._return_code = ExitCode.BUG
        error: BaseException | None = self._exception
        # a worker's failure has no traceback; what it stands for has
        self._bug = error.error if isinstance(error, WorkerFailed) else error
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Leave with a message of Textual's; that is a bug, too."""
        super().panic(*renderables)
        self._return_code = ExitCode.BUG


def _hang_up_of(terminal: TextIO) -> "select.epoll":
    """Return what becomes readable when the terminal is gone, and not for what is typed.

    A SIGHUP does not reach every process, and may be ignored; Textual reads an end of input for ever.
    """
    hang_up = select.epoll()
    hang_up.register(terminal, 0)
    return hang_up
