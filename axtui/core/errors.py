"""The one error tree. Every other exception that reaches a door is a bug.

AxtuiError                  message, hint, side
├── UsageError              2   the command line asks for something that does not exist
├── DataError               65  bad data from an API, or a damaged file of ours
├── UnavailableError        69  a service cannot be reached, or does not answer as it should
│   ├── LimitReachedError   69  a vendor's limit; says when to come back
│   └── IncompleteError     69  the result is short, and the person has not said that this is fine
├── CannotWriteError        73  a file of ours or the person's cannot be written
├── NotAuthorisedError      77  a login is refused, or may not read what it must
│   └── LoginRefusedError   77  the credentials themselves are refused; the same ones are not sent again
└── ConfigError             78  the configuration; carries every problem at once
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """What a command's exit code says (PRODUCT.md section 5)."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    BAD_DATA = 65
    UNAVAILABLE = 69
    BUG = 70
    CANNOT_WRITE = 73
    NOT_AUTHORISED = 77
    CONFIG = 78
    HANGUP = 129
    INTERRUPTED = 130
    TERMINATED = 143


class Side(StrEnum):
    """The two systems that are compared; a message always says which one it is about."""

    AUTOTASK = "Autotask"
    XERO = "Xero"


class AxtuiError(Exception):
    """Something a technician can act on: what failed, on which side, and what to do next.

    `message` and `hint` are display-safe sentences of ours; they never hold secrets or raw remote text.
    """

    exit_code = ExitCode.BUG

    def __init__(self, message: str, *, hint: str = "", side: Side | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.side = side

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class UsageError(AxtuiError):
    """The command line asks for something that does not exist or needs a further word."""

    exit_code = ExitCode.USAGE


class DataError(AxtuiError):
    """An API sent what cannot be understood, or a file of ours is damaged."""

    exit_code = ExitCode.BAD_DATA


class UnavailableError(AxtuiError):
    """A service cannot be reached, or does not answer as it should."""

    exit_code = ExitCode.UNAVAILABLE


class LimitReachedError(UnavailableError):
    """A vendor's limit is used up; `resume_at` says when to come back, where that is known."""

    def __init__(
        self, message: str, *, hint: str = "", side: Side | None = None, resume_at: datetime | None = None
    ) -> None:
        super().__init__(message, hint=hint, side=side)
        self.resume_at = resume_at


class IncompleteError(UnavailableError):
    """The result is known to be short, and the person has not said that this is fine."""


class CannotWriteError(AxtuiError):
    """A file cannot be written; nothing partial is left under its name."""

    exit_code = ExitCode.CANNOT_WRITE


class NotAuthorisedError(AxtuiError):
    """A login is refused, or may not read what it must."""

    exit_code = ExitCode.NOT_AUTHORISED


class LoginRefusedError(NotAuthorisedError):
    """The credentials themselves are refused: sending them again could lock the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigProblem:
    """One thing wrong with the configuration: where it stands and what is allowed there."""

    key: str
    """Dotted path in the file, for example `profiles.acme.xero.login`; empty for the file as a whole."""
    message: str
    """What is wrong and what is allowed, as a sentence."""

    def __str__(self) -> str:
        return f"{self.key}: {self.message}" if self.key else self.message


class ConfigError(AxtuiError):
    """The configuration cannot be used; names every problem at once."""

    exit_code = ExitCode.CONFIG

    def __init__(self, message: str, *, hint: str = "", problems: tuple[ConfigProblem, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.problems = problems
