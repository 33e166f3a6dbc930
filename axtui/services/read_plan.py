"""How a run reads: whether changes are enough, and whether the pages of an interrupted run are used."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from axtui.services.config import Profile
from axtui.services.read_state import FULL_READ_EVERY, ReadState
from axtui.services.run_wishes import Resume, RunWishes

RESUMED_UNASKED: Final = timedelta(hours=1)
"""So old may the pages of an interrupted run be for the next one to go on by itself."""


def fingerprint_of(profile: Profile, *, organisation: str = "") -> str:
    """Return what tells these tenants, and what is read of them, from others.

    `organisation` is the one chosen when signing in, where the profile names none. Ports do not count: they
    only say where an imitation on this machine answers today.
    """
    autotask, xero = profile.autotask, profile.xero
    parts = (
        autotask.username.lower(),
        _host(autotask.base_url or autotask.zone_url),
        autotask.company_types,
        autotask.company_exclude_udf,
        autotask.company_filter_udf and (autotask.company_filter_udf.name, autotask.company_filter_udf.value),
        autotask.contact_udf,
        autotask.contact_udf_value,
        _host(xero.api_url),
        xero.login.value,
        xero.client_id,
        xero.tenant_id or organisation,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def can_refresh(state: ReadState, *, fingerprint: str, now: datetime) -> bool:
    """Say whether it is enough to ask what has changed since that read; of what was read, and not too old."""
    return state.fingerprint == fingerprint and timedelta() <= now - state.full_at < FULL_READ_EVERY


def goes_on(wishes: RunWishes, *, read_at: datetime, now: datetime) -> bool:
    """Say whether pages that an interrupted run has left are used; `read_at` is when the last one arrived."""
    if wishes.full or wishes.resume is Resume.NO:
        return False
    # A clock that was set back makes a page of the future: an hour of that is as much as one of the past.
    return wishes.resume is Resume.YES or abs(now - read_at) < RESUMED_UNASKED
