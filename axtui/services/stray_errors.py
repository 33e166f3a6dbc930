"""Errors that nobody waits for: of a thread, of an object that goes, of a task; and warnings of libraries.

Python prints them as they are, with whatever a remote system has put into them. They are told as a bug is,
but they end nothing.
"""

import contextlib
import logging
import sys
import threading


class _SafeFormatter(logging.Formatter):
    """Writes a library's record without control characters, secrets, addresses and local variables."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's message, and the traceback that belongs to it."""
        from axtui.core.redaction import redacted  # only for what hardly ever happens
        from axtui.core.text import visible

        lines = [visible(redacted(line)) for line in record.getMessage().splitlines()]
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([*lines, *_lines_of(error)])


def tell_stray_errors_safely() -> None:
    """Tell what nobody waits for, and what libraries log, as a bug is told: from here on, in every thread."""
    sys.unraisablehook = lambda what: _tell(what.exc_value)
    threading.excepthook = _tell_of_thread
    logging.raiseExceptions = False  # else a record that does not fit its words is printed as it is
    if logging.lastResort is not None:  # what takes the records of libraries that nobody else takes
        logging.lastResort.setFormatter(_SafeFormatter())


def _tell_of_thread(what: threading.ExceptHookArgs) -> None:
    if not isinstance(what.exc_value, SystemExit):  # a thread may end itself
        _tell(what.exc_value)


def _tell(error: BaseException | None) -> None:
    lines = ["axtui: this went wrong on the side:", *_lines_of(error)]
    with contextlib.suppress(OSError):  # nobody listens
        sys.stderr.write("".join(f"{line}\n" for line in lines))


def _lines_of(error: BaseException | None) -> list[str]:
    from axtui.services.crash_reports import crash_lines  # only for what hardly ever happens

    return [] if error is None else crash_lines(error)
