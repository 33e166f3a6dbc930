"""A login that Autotask has refused is not sent again: repeated failures lock the API user.

What the program knows of it lasts beyond the run, until the credentials change or a person insists
(autotask-api.md section 8).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from axtui.core.errors import CannotWriteError, LoginRefusedError, Side
from axtui.services.refused_logins import RefusedLogins
from axtui.services.surroundings import Surroundings
from axtui.sources.autotask import AutotaskSettings


@asynccontextmanager
async def guarded_login(
    profile_name: str, settings: AutotaskSettings, surroundings: Surroundings, *, retry_auth: bool
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Refuse a login that was refused before, and remember one that is refused within the block.

    Gives what is to be called once the login was let in: whatever ends the run after that, it is not held
    back any more.
    """
    refused = RefusedLogins.of(surroundings)
    login = (settings.where, settings.username, settings.secret, settings.integration_code)
    at = await asyncio.to_thread(refused.is_refused, profile_name, *login)
    if at is not None and not retry_auth:
        raise _not_sent(at)

    async def let_in() -> None:
        if at is not None:
            with suppress(CannotWriteError):  # a person would have to insist once more
                await asyncio.to_thread(refused.forget, profile_name)

    try:
        yield let_in
    except LoginRefusedError:
        await asyncio.to_thread(refused.remember, profile_name, *login, now=surroundings.now())
        raise


def _not_sent(at: datetime) -> LoginRefusedError:
    return LoginRefusedError(
        f"Autotask refused this login on {at.astimezone():%Y-%m-%d at %H:%M}; it was not sent again.",
        hint="Correct `username`, `secret` or `integration_code`, or have the user unlocked. The same login "
        "is sent once more where you insist: by --retry-auth, in the app by `Send it once more`.",
        side=Side.AUTOTASK,
    )
