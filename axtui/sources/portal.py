"""Who answers in a vendor's place: proxies and captive portals, which want a login first.

Neither vendor ever asks a program for one: their login pages are for people in browsers.
"""

import re
from http import HTTPStatus
from typing import Final

import httpx

from axtui.core.errors import Side, UnavailableError
from axtui.core.text import visible
from axtui.sources.connecting import address_in

_STATUSES: Final = frozenset(
    {HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED}
)
_LOOKED_AT: Final = 256 * 1024
"""Bytes of a page in which a field for a password is looked for."""
_PASSWORD_FIELD: Final = re.compile(rb"<input\b[^>]{0,500}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_CHARACTERS_LEFT: Final = 200
SIGN_IN_THERE: Final = (
    "Sign in to the proxy or portal of this network, with a browser if need be, and run again; "
    "HTTPS_PROXY and NO_PROXY say which way requests go."
)
NO_REDIRECT: Final = "A proxy on the way may want a login, or a configured address is out of date."


def asks_for_login(page: bytes) -> bool:
    """Say whether a web page has a field for a password; what it says is never shown."""
    return _PASSWORD_FIELD.search(page, 0, _LOOKED_AT) is not None


def refuse_portal(response: httpx.Response, *, side: Side) -> None:
    """Raise an error for an answer that tells by its status that it comes from somebody on the way."""
    if response.status_code in _STATUSES:
        raise UnavailableError(
            f"A proxy or captive portal answers instead of {side}, and wants a login "
            f"(status {response.status_code}).",
            hint=SIGN_IN_THERE,
            side=side,
        )


def redirect_error(response: httpx.Response, *, side: Side) -> UnavailableError:
    """Return the error for a redirect; one to a web page at another host is a portal's."""
    target = _target(response)
    is_page = response.headers.get("content-type", "").lower().startswith("text/html")
    if is_page and target != shown_host(response.request.url.host):
        return UnavailableError(
            f"A proxy or captive portal seems to answer instead of {side}: "
            f"its redirect to {target} was not followed.",
            hint=SIGN_IN_THERE,
            side=side,
        )
    return UnavailableError(
        f"{side} answered with a redirect to {target}; it was not followed.", hint=NO_REDIRECT, side=side
    )


def _target(response: httpx.Response) -> str:
    location = response.headers.get("location", "")
    is_path = location.startswith("/") and not location.startswith("//")
    return shown_host(response.request.url.host if is_path else address_in(location).host)


def shown_host(host: str) -> str:
    """Return a host fit to be shown: its name may come from a server."""
    return visible(host[:_CHARACTERS_LEFT]) or "an address that is none"
