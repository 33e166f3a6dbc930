"""In which of Autotask's numbered zones a tenant lives (autotask-api.md section 2)."""

import re
from dataclasses import dataclass
from typing import Final

import httpx

from axtui.core.errors import DataError, Side
from axtui.core.text import visible
from axtui.sources.answers import Answer
from axtui.sources.autotask_answers import judged, unknown_user
from axtui.sources.autotask_facts import unusable
from axtui.sources.autotask_wire import ZONE
from axtui.sources.connecting import address_in, base_address, is_loopback
from axtui.sources.http import ApiClient
from axtui.sources.line import Line

_REST_PATH: Final = "/atservicesrest"
_VERSION: Final = "/v1.0"
_HOST: Final = re.compile(r"webservices\d*\.autotask\.net", re.ASCII)
_LONGEST_HOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Where the tenant lives."""

    base: httpx.URL
    """Base address of its API, version included."""
    name: str = ""
    web_url: str = ""


def known_zone(base_url: str) -> Zone:
    """Return the zone of a configured base address, which needs no discovery."""
    return Zone(base=_api_base(base_url, key="base_url"))


async def find_zone(line: Line, *, zone_url: str, username: str) -> Zone:
    """Ask for the user's zone, without credentials, and trust an answer only if it names an Autotask host."""
    asked = _api_base(zone_url, key="zone_url")
    found = await ApiClient(line, asked, judge=judged).get(
        "/zoneInformation", ZONE, params={"user": username}
    )
    if isinstance(found, Answer):
        raise unknown_user(found)
    base = _trusted(found.url, asked_at=asked)
    return Zone(base=base, name=found.name or "", web_url=found.web_url or "")


def _api_base(text: str, *, key: str) -> httpx.URL:
    """Return the versioned base address for an address as configured or as Autotask words it."""
    url = base_address(text, key=key)
    if not is_loopback(url.host) and not _HOST.fullmatch(url.host):
        raise unusable(key, f"`{visible(url.host)}` is no Autotask host (webservices<number>.autotask.net)")
    return _versioned(url)


def _versioned(url: httpx.URL) -> httpx.URL:
    """Add what is missing of `/atservicesrest/v1.0`; slashes and letter case vary (section 2)."""
    path = url.path.rstrip("/") or _REST_PATH
    return url.copy_with(path=path if path.lower().endswith(_VERSION) else path + _VERSION)


def _trusted(text: str, *, asked_at: httpx.URL) -> httpx.URL:
    """Check the address that discovery returned before any credential goes there."""
    url = address_in(text)
    is_autotask = url.scheme == "https" and _HOST.fullmatch(url.host) is not None and not url.userinfo
    stays_here = is_loopback(asked_at.host) and is_loopback(url.host) and url.scheme in ("http", "https")
    if not is_autotask and not stays_here:
        raise DataError(
            f"Zone discovery names a host that is not Autotask's: "
            f"{visible(url.host[:_LONGEST_HOST]) or 'none'}. No credentials were sent.",
            hint="Check `zone_url`, and whether a proxy on the way changes answers.",
            side=Side.AUTOTASK,
        )
    return _versioned(url)
