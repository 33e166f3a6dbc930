"""A profile's two sides made ready to be read: secrets fetched, settings put together, one line per side."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from axtui.core.errors import ConfigError, ConfigProblem, Side
from axtui.core.secret import Secret
from axtui.services.config import Profile, XeroLogin
from axtui.services.pace import shared_lanes, shared_pace
from axtui.services.secret_places import places_of, withhold
from axtui.services.secrets import resolve
from axtui.services.surroundings import Surroundings
from axtui.services.token_store import TokenStore
from axtui.services.xero_tokens import PersonalTokens
from axtui.sources.autotask import AutotaskSettings
from axtui.sources.connecting import open_http
from axtui.sources.line import Clock, Line, ServerClock, Wait
from axtui.sources.pace import Pace
from axtui.sources.patience import Patience
from axtui.sources.xero import Xero, XeroSettings
from axtui.sources.xero_auth import CustomConnection
from axtui.sources.xero_pkce import PersonalApp

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


async def autotask_settings(profile: Profile, surroundings: Surroundings) -> AutotaskSettings:
    """Return what the Autotask source needs, with the secrets fetched from where the profile says."""
    side, fetched = profile.autotask, _Secrets(profile, surroundings)
    chosen = side.company_filter_udf
    return AutotaskSettings(
        username=side.username,
        secret=await fetched.of("autotask.secret"),
        integration_code=await fetched.of("autotask.integration_code"),
        zone_url=side.zone_url,
        base_url=side.base_url,
        lanes=side.lanes,
        company_types=side.company_types,
        company_exclude_udf=side.company_exclude_udf,
        company_filter_udf=(chosen.name, chosen.value) if chosen else None,
        contact_udf=side.contact_udf,
        contact_udf_value=side.contact_udf_value,
    )


def autotask_lanes(settings: AutotaskSettings, line: Line, surroundings: Surroundings) -> Pace:
    """Return the lanes that all runs of this user share at a tenant."""
    return shared_lanes(
        surroundings.cache_dir, zone_url=settings.where, username=settings.username, clock=line.clock
    )


async def xero_source(profile: Profile, line: Line, surroundings: Surroundings) -> Xero:
    """Return the Xero source, signed in by the way the profile says."""
    if profile.xero.login is XeroLogin.PKCE:
        return await _personal_source(profile, line, surroundings)
    return await _custom_source(profile, line, surroundings)


async def _personal_source(profile: Profile, line: Line, surroundings: Surroundings) -> Xero:
    """Return the source of the organisation that was chosen at sign-in, unless the profile names another."""
    store = TokenStore.of(surroundings)
    tokens = PersonalTokens(profile.name, store=store, app=personal_app(profile), line=line)
    await tokens.current()
    chosen = await tokens.organisation()
    tenant_id = profile.xero.tenant_id or chosen.id
    settings = XeroSettings(
        tenant_id=tenant_id,
        names_tenant=True,
        organisation=chosen.name if tenant_id == chosen.id else "",
        api_url=profile.xero.api_url,
    )
    return Xero(settings, line, tokens, pace=_pace(profile, line, surroundings, organisation=tenant_id))


def personal_app(profile: Profile) -> PersonalApp:
    """Return the app that people sign in with for this profile."""
    side = profile.xero
    return PersonalApp(
        client_id=side.client_id,
        redirect_port=side.redirect_port,
        authorize_url=side.authorize_url,
        token_url=side.token_url,
        connections_url=side.connections_url,
    )


async def _custom_source(profile: Profile, line: Line, surroundings: Surroundings) -> Xero:
    side = profile.xero
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
        client_secret=await _Secrets(profile, surroundings).of("xero.client_secret"),
    )
    await tokens.current()
    return Xero(settings, line, tokens, pace=_pace(profile, line, surroundings, organisation=side.tenant_id))


def _pace(profile: Profile, line: Line, surroundings: Surroundings, *, organisation: str) -> Pace:
    """Return the pace that all runs of this user keep together at an organisation."""
    side = profile.xero
    return shared_pace(
        surroundings.cache_dir,
        api_url=side.api_url,
        app=side.client_id,
        organisation=organisation,
        clock=line.clock,
    )


class _Secrets:
    """Fetches a profile's secrets, in a thread since a command or a keyring may take its time."""

    def __init__(self, profile: Profile, surroundings: Surroundings) -> None:
        self._places = {place.key: place for place in places_of(profile)}
        self._around = surroundings
        withhold([profile], surroundings)

    async def of(self, key: str) -> Secret:
        """Return the secret of this key; a command does not get to see any other one.

        A thread cannot be cancelled, and the process would wait for it: so it is told.
        """
        given_up = threading.Event()
        try:
            return await asyncio.to_thread(
                resolve,
                self._places[key],
                env=self._around.env,
                typed=self._around.typed,
                open_keyring=self._around.open_keyring,
                withheld=self._around.withheld,
                given_up=given_up.is_set,
            )
        finally:
            given_up.set()
