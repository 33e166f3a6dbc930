"""What Autotask's answers mean: which one is worth another try, and what the others are called in words."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeVar

from axtui.core.errors import (
    AxtuiError,
    LimitReachedError,
    LoginRefusedError,
    NotAuthorisedError,
    Side,
    UnavailableError,
)
from axtui.sources.answers import Answer, Ruling, Verdict, judged_by_status, quoted

T = TypeVar("T")

_SIDE: Final = Side.AUTOTASK
_THREAD_BREACH: Final = ("thread threshold", "itgenatr005")
_HOUR_USED_UP: Final = ("external request", "within 60 minutes", "hourly", "per hour")
"""Words by which the limit of all integrations together is told from others; its text is not documented."""
_HOUR: Final = 3600.0
"""Seconds after which requests no longer count; before, nobody knows when the first one drops out."""
_NOT_AGAIN: Final = "It is not tried again by itself, because repeated failures lock the user."
_ALL_CHECK: Final = "Check `username`, `secret` and `integration_code`, and whether the user is locked."


def judged(answer: Answer) -> Ruling:
    """Judge an answer by Autotask's ways: most errors are 500 with `errors` (autotask-api.md section 8)."""
    if answer.status < HTTPStatus.BAD_REQUEST:
        return judged_by_status(answer)
    said = " ".join(answer.said()).lower()
    if any(sign in said for sign in _THREAD_BREACH):
        why = "is at its limit of requests at once"
        return Ruling(verdict=Verdict.LIMIT, why=why, narrow=True)
    if any(sign in said for sign in _HOUR_USED_UP):
        return Ruling(verdict=Verdict.LIMIT, why="has used up its requests of this hour", wait=_HOUR)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Ruling(verdict=Verdict.LIMIT, why="is at its limit of requests an hour")
    if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR and answer.has_errors:
        return Ruling(verdict=Verdict.FINAL)
    return judged_by_status(answer)


def refusal(answer: Answer, what: str) -> AxtuiError:
    """Put an answer that is final into words; `what` is what was asked for, such as `contacts`."""
    said = " ".join(answer.said()).lower()
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return login_refused()
    if "integrationcode" in said.replace(" ", ""):
        return LoginRefusedError(
            "Autotask does not know the integration code.",
            hint=f"Check `integration_code`: it is the user's tracking identifier. {_NOT_AGAIN}",
            side=_SIDE,
        )
    if answer.status == HTTPStatus.FORBIDDEN or "permission" in said:
        return NotAuthorisedError(
            f"The API user may not read {what} in Autotask.{quoted(answer.said())}",
            hint="Give its security level the right to see them; an API-only user has it.",
            side=_SIDE,
        )
    return UnavailableError(
        f"Autotask did not answer the question for {what}: {answer.phrase}.{quoted(answer.said())}",
        hint="Check `zone_url` and `base_url` if they were set by hand; otherwise run again later.",
        side=_SIDE,
    )


def login_refused() -> LoginRefusedError:
    """Return the error for a login that Autotask refused: a wrong secret and a locked user look the same."""
    return LoginRefusedError(
        "Autotask refused the login of the API user.", hint=f"{_ALL_CHECK} {_NOT_AGAIN}", side=_SIDE
    )


def hour_used_up(*, used: int, limit: int, now: datetime) -> LimitReachedError:
    """Return the end of a run for which the tenant has no requests left (autotask-api.md section 7)."""
    resume_at = (now + timedelta(seconds=_HOUR)).astimezone(UTC)
    return LimitReachedError(
        f"Autotask has used up its requests of this hour: {used:,} of {limit:,}, all integrations together. "
        f"Come back at {resume_at:%Y-%m-%d %H:%M} UTC.",
        hint="Nothing is wrong with the profile; Autotask's API Activity by Hour shows who asked so much.",
        side=_SIDE,
        resume_at=resume_at,
    )


def value_of(found: T | Answer, what: str) -> T:
    """Return what was asked for, or raise the refusal; `what` is what it is called in words."""
    if isinstance(found, Answer):
        raise refusal(found, what)
    return found


def is_unknown_field(answer: Answer) -> bool:
    """Say whether a query was refused for a field that the tenant's version does not have (section 5)."""
    return any("unable to find" in text.lower() for text in answer.said())


def unknown_user(answer: Answer) -> AxtuiError:
    """Put a refused zone discovery into words: an `errors` array means an unknown user (section 2)."""
    if not answer.has_errors:
        return refusal(answer, "the zone")
    return NotAuthorisedError(
        f"Autotask does not know this API user name.{quoted(answer.said())}",
        hint="Check `username`; it looks like an e-mail address. No password was sent.",
        side=_SIDE,
    )
