"""What Autotask's answers mean: which one is worth another try, and what the others are called in words."""

from http import HTTPStatus
from typing import Final

from axtui.core.errors import AxtuiError, NotAuthorisedError, Side, UnavailableError
from axtui.sources.answers import Answer, Ruling, Verdict, judged_by_status, quoted

_SIDE: Final = Side.AUTOTASK
_THREAD_BREACH: Final = ("thread threshold", "itgenatr005")
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
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Ruling(verdict=Verdict.LIMIT, why="is at its limit of requests an hour")
    if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR and answer.has_errors:
        return Ruling(verdict=Verdict.FINAL)
    return judged_by_status(answer)


def refusal(answer: Answer, what: str) -> AxtuiError:
    """Put an answer that is final into words; `what` is what was asked for, such as `contacts`."""
    said = " ".join(answer.said()).lower()
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return NotAuthorisedError(
            "Autotask refused the login of the API user.", hint=f"{_ALL_CHECK} {_NOT_AGAIN}", side=_SIDE
        )
    if "integrationcode" in said.replace(" ", ""):
        return NotAuthorisedError(
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


def unknown_user(answer: Answer) -> AxtuiError:
    """Put a refused zone discovery into words: an `errors` array means an unknown user (section 2)."""
    if not answer.has_errors:
        return refusal(answer, "the zone")
    return NotAuthorisedError(
        f"Autotask does not know this API user name.{quoted(answer.said())}",
        hint="Check `username`; it looks like an e-mail address. No password was sent.",
        side=_SIDE,
    )
