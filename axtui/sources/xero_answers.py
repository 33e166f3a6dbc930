"""What Xero's answers mean: which limit was reached, and what a refusal is called in words."""

from http import HTTPStatus
from typing import Final

from axtui.core.errors import AxtuiError, NotAuthorisedError, Side, UnavailableError
from axtui.sources.answers import Answer, Ruling, Verdict, judged_by_status, quoted

_SIDE: Final = Side.XERO
_CONCURRENT_WAIT: Final = 5.0
"""Seconds at the limit of requests at once, for which Xero may name no time (xero-api.md section 4.2)."""
_NO_SCOPE: Final = "authorizationunsuccessful"
_CHECK_APP: Final = "Check `client_id` and `client_secret` against the app at developer.xero.com."


def judged(answer: Answer) -> Ruling:
    """Judge an answer by Xero's ways: a header names the limit, and a day's is not waited for."""
    if answer.status != HTTPStatus.TOO_MANY_REQUESTS:
        return judged_by_status(answer)
    match answer.headers.get("x-rate-limit-problem", "").strip().lower():
        case "day":
            return Ruling(verdict=Verdict.LIMIT, why="is at its limit of requests a day", ends_run=True)
        case "concurrent":
            why = "is at its limit of requests at once"
            return Ruling(verdict=Verdict.LIMIT, why=why, wait=_CONCURRENT_WAIT, narrow=True)
        case _:
            return Ruling(verdict=Verdict.LIMIT, why="is at its limit of requests a minute")


def lacks_scope(answer: Answer) -> bool:
    """Say whether a 401 is about the app's rights rather than the token, so that a new token is no use."""
    return answer.text("detail").strip().lower().startswith(_NO_SCOPE)


def refusal(answer: Answer, what: str, *, scope: str) -> AxtuiError:
    """Put an answer that is final into words; `scope` is the right that the request needs."""
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return NotAuthorisedError(
            f"Xero does not let this app read {what}.{quoted(answer.said())}",
            hint=f"The app needs the scope `{scope}`: tick it at developer.xero.com and consent again.",
            side=_SIDE,
        )
    if answer.status == HTTPStatus.FORBIDDEN:
        return NotAuthorisedError(
            f"This login cannot open that Xero organisation.{quoted(answer.said())}",
            hint="Check `tenant_id`, and that the connection to the organisation still stands in Xero; "
            "where people sign in by browser, do so again and choose the organisation.",
            side=_SIDE,
        )
    return UnavailableError(
        f"Xero did not answer the question for {what}: {answer.phrase}.{quoted(answer.said())}",
        hint="Check `api_url` if it was set by hand; otherwise run again later.",
        side=_SIDE,
    )


def is_invalid_scope(answer: Answer) -> bool:
    """Say whether a token was refused because of the scopes asked for (section 2.3)."""
    return answer.text("error") == "invalid_scope"


def refused_token(answer: Answer) -> AxtuiError:
    """Put a refused token into words; the token address answers with an `error` code (section 5)."""
    match answer.text("error"):
        case "invalid_client" | "unauthorized_client":
            return NotAuthorisedError(
                "Xero does not know this app or its secret.", hint=_CHECK_APP, side=_SIDE
            )
        case "invalid_scope":
            return NotAuthorisedError(
                "Xero does not grant this app the rights it needs.",
                hint="Tick the scope `accounting.contacts.read` for the app and let its user consent again.",
                side=_SIDE,
            )
        case _ if answer.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return NotAuthorisedError(
                f"Xero refused the login.{quoted(answer.said())}", hint=_CHECK_APP, side=_SIDE
            )
        case _:
            return UnavailableError(
                f"Xero did not hand out a token: {answer.phrase}.{quoted(answer.said())}",
                hint="Check `token_url` if it was set by hand; otherwise run again later.",
                side=_SIDE,
            )
