"""Textual's driver, made fit for a line that breaks, for every SIGCONT, and for bytes that are no text."""

import os
import select
import sys
from enum import Enum, auto
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Hold(Enum):
    """Whose the terminal is."""

    OURS = auto()
    LENT = auto()
    GIVEN_BACK = auto()


class TerminalDriver(LinuxDriver):
    """Draws on the terminal as long as there is one.

    Textual writes in a thread that ends with the first failure. Everything behind it then fills a queue and,
    once that is full, stops the whole app for good: a process that no lost line and no SIGTERM ends.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._hold = _Hold.GIVEN_BACK
        if (stderr := sys.__stderr__) is not None:
            outlet = BufferedWriter(Outlet(stderr.fileno()))
            self._file = TextIOWrapper(outlet, encoding=stderr.encoding, errors=stderr.errors)

    @property
    def keyboard(self) -> int:
        """The descriptor that keys come from."""
        return self.fileno

    def write_lent(self, text: str) -> None:
        """Write while the terminal is lent; waits where it takes nothing, and bears its loss."""
        if self._file is not None:
            self._file.write(text)
            self._file.flush()

    def start_application_mode(self) -> None:
        """Take the terminal."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual has not typed this one
        self._hold = _Hold.OURS

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self._hold = _Hold.GIVEN_BACK
        super().stop_application_mode()

    def suspend_application_mode(self) -> None:
        """Lend the terminal."""
        super().suspend_application_mode()
        self._hold = _Hold.LENT

    def resume_application_mode(self) -> None:
        """Take the terminal again on a SIGCONT, which also comes unasked.

        After a SIGSTOP somebody else has used the terminal. But a hang-up brings a SIGCONT as well, and so
        does a service manager's SIGTERM: Textual would then read keys in a second thread, which nobody ends.
        """
        if self._hold is _Hold.LENT:
            super().resume_application_mode()
            self._loop.call_soon_threadsafe(self._draw_all)
        elif self._hold is _Hold.OURS:  # a signal's handler may stand in the middle of a write
            self._loop.call_soon_threadsafe(self._begin_anew)

    def _begin_anew(self) -> None:
        if self._hold is _Hold.OURS:
            self.suspend_application_mode()
            super().resume_application_mode()
            self._draw_all()

    def _draw_all(self) -> None:
        self._app.refresh(layout=True)

    def run_input_thread(self) -> None:
        """Read keys; bytes that are no UTF-8, as an older terminal sends them, are dropped.

        Textual would end with a traceback.
        """
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                continue


class Outlet(RawIOBase):
    """Writes to a descriptor, waits where it takes nothing yet, and drops what nobody can read any more."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def writable(self) -> bool:
        """Say that this is for writing."""
        return True

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write some of the data, and return how much is dealt with."""
        while True:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:  # another program has set the terminal so
                select.select([], [self._descriptor], [])
            except OSError:
                return memoryview(data).nbytes
