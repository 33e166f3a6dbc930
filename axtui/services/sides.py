"""A profile's two sides made ready to be read: secrets fetched, settings put together, one line per side."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from axtui.core.errors import ConfigError, ConfigProblem, Side
from axtui.core.secret import Secret
from axtui.services.config import Profile, SecretSource, XeroLogin
from axtui.services.secrets import resolve, secret_variables
from axtui.services.surroundings import Surroundings
from axtui.sources.autotask import AutotaskSettings
from axtui.sources.connecting import open_http
from axtui.sources.http import Clock, Line, ServerClock, Wait
from axtui.sources.patience import Patience
from axtui.sources.xero import Xero, XeroSettings
from axtui.sources.xero_auth import CustomConnection, sign_in_by_browser

OpenLine = Callable[[Side, Callable[[Wait | None], None]], Line]
"""Makes the line of one side; the second argument hears of waits."""


@asynccontextmanager
async def opened(surroundings: Surroundings, *, ca_file: str) -> AsyncIterator[OpenLine]:
    """Open the connections that both sides share, and close them at the end."""
    clock = Clock(
        now=surroundings.now,
        monotonic=surroundings.monotonic,
        sleep=surroundings.sleep,
        jitter=surroundings.jitter,
    )
    async with open_http(ca_file=ca_file) as http:

        def line(side: Side, on_wait: Callable[[Wait | None], None]) -> Line:
            patience = Patience(clock.monotonic())
            return Line(
                http=http,
                side=side,
                clock=clock,
                patience=patience,
                server_clock=ServerClock(clock.now),
                on_wait=on_wait,
            )

        yield line


async def autotask_settings(profile: Profile, env: Mapping[str, str]) -> AutotaskSettings:
    """Return what the Autotask source needs, with the secrets fetched from where the profile says."""
    side, fetched = profile.autotask, _Secrets(profile, env)
    chosen = side.company_filter_udf
    return AutotaskSettings(
        username=side.username,
        secret=await fetched.of(side.secret),
        integration_code=await fetched.of(side.integration_code),
        zone_url=side.zone_url,
        base_url=side.base_url,
        lanes=side.lanes,
        company_types=side.company_types,
        company_exclude_udf=side.company_exclude_udf,
        company_filter_udf=(chosen.name, chosen.value) if chosen else None,
        contact_udf=side.contact_udf,
        contact_udf_value=side.contact_udf_value,
    )


async def xero_source(profile: Profile, line: Line, env: Mapping[str, str]) -> Xero:
    """Return the Xero source, signed in by the way the profile says."""
    side = profile.xero
    if side.login is XeroLogin.PKCE:
        raise sign_in_by_browser()
    if side.client_secret is None:
        raise ConfigError(
            "The Xero side of this profile has no client secret.",
            hint="A Custom Connection signs in with client id and secret.",
            problems=(ConfigProblem(key="client_secret", message="is needed for a custom connection"),),
        )
    settings = XeroSettings(tenant_id=side.tenant_id, api_url=side.api_url)
    tokens = CustomConnection(
        line,
        token_url=side.token_url,
        client_id=side.client_id,
        client_secret=await _Secrets(profile, env).of(side.client_secret),
    )
    await tokens.current()
    return Xero(settings, line, tokens)


class _Secrets:
    """Fetches a profile's secrets, in a thread since a command may take its time."""

    def __init__(self, profile: Profile, env: Mapping[str, str]) -> None:
        self._env = env
        self._withheld = secret_variables(profile)

    async def of(self, source: SecretSource) -> Secret:
        """Return the secret; a command does not get to see the profile's other ones.

        A thread cannot be cancelled, and the process would wait for it: so it is told.
        """
        given_up = threading.Event()
        try:
            return await asyncio.to_thread(
                resolve, source, env=self._env, withheld=self._withheld, given_up=given_up.is_set
            )
        finally:
            given_up.set()
