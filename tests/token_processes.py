"""Processes that share one Xero login, and the person who signed in: for tests of what is kept on disk.

They come from a fork server that has imported what they need, so that hundreds of them take seconds.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.context import ForkServerContext
from multiprocessing.queues import Queue
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from axtui.core.errors import Side
from axtui.core.secret import Secret
from axtui.demo import credentials
from axtui.demo.server import DemoAddresses
from axtui.services.sides import opened
from axtui.services.surroundings import Surroundings
from axtui.services.token_store import TokenStore, new_login
from axtui.services.xero_tokens import PersonalTokens
from axtui.sources.line import Line
from axtui.sources.xero_personal import Granted, Organisation
from axtui.sources.xero_pkce import Attempt, PersonalApp, new_attempt

PROFILE = "acme"
ORGANISATION = Organisation(id=credentials.XERO_TENANT_ID, name="Maple")


def fork_server() -> ForkServerContext:
    """Return what makes the processes; each of them also loads what the tests were started by."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["axtui.services.xero_tokens", "axtui.services.sides", "pytest"])
    return context


def app_of(addresses: DemoAddresses) -> PersonalApp:
    """Return the app that people sign in with to the imitation."""
    return PersonalApp(
        client_id=credentials.XERO_PERSONAL_CLIENT_ID,
        authorize_url=addresses.authorize_url,
        token_url=addresses.token_url,
        connections_url=addresses.connections_url,
    )


def code_for(attempt: Attempt, app: PersonalApp) -> Secret:
    """Open the sign-in page, as a person does, and return the code that it leads to."""
    location = httpx.get(attempt.address(app)).headers["location"]
    return Secret(parse_qs(urlsplit(location).query)["code"][0])


def sign_in(store: TokenStore, app: PersonalApp, *, now: datetime | None = None) -> None:
    """Keep a new login of the imitation."""
    attempt = new_attempt()
    form = {
        "grant_type": "authorization_code",
        "client_id": app.client_id,
        "code": code_for(attempt, app).reveal(),
        "redirect_uri": app.redirect_address,
        "code_verifier": attempt.verifier.reveal(),
    }
    answer = httpx.post(app.token_url, data=form).json()
    refresh = Secret(answer["refresh_token"])
    granted = Granted(access=Secret(answer["access_token"]), refresh=refresh, seconds=answer["expires_in"])
    store.save(PROFILE, new_login(app, ORGANISATION, granted, refresh, now or datetime.now(UTC)))


def real_time(home: Path) -> Surroundings:
    """Return surroundings in which time passes, with places of their own."""
    return Surroundings(
        env={},
        config_file=home / "config.toml",
        cache_dir=home / "cache",
        state_dir=home / "state",
        now=lambda: datetime.now(UTC),
        monotonic=time.monotonic,
        sleep=asyncio.sleep,
        jitter=lambda: 0.5,
    )


async def with_line(home: Path, use: Callable[[Line], object]) -> None:
    """Call something with a line to Xero, and wait for it."""
    async with opened(real_time(home), ca_file="") as lines:
        done = use(lines(Side.XERO, lambda _: None))
        if asyncio.iscoroutine(done):
            await done


def renew(home: Path, app: PersonalApp, times: int, results: "Queue[str]") -> None:
    """Renew the login so many times, and report each end: an empty text, or what went wrong."""

    async def renewals(line: Line) -> None:
        tokens = PersonalTokens(PROFILE, store=TokenStore(home / "state" / "tokens"), app=app, line=line)
        for _ in range(times):
            await tokens.renewed()
            results.put("")

    try:
        asyncio.run(with_line(home, renewals))
    except Exception as error:  # noqa: BLE001  # the test names it
        results.put(f"{type(error).__name__}: {error}")


def renew_until_killed(home: Path, app: PersonalApp) -> None:
    """Renew the login again and again."""

    async def renewals(line: Line) -> None:
        tokens = PersonalTokens(PROFILE, store=TokenStore(home / "state" / "tokens"), app=app, line=line)
        while True:
            await tokens.renewed()

    asyncio.run(with_line(home, renewals))


def save_until_killed(directory: Path, app: PersonalApp) -> None:
    """Keep one login after the other, each consistent in itself."""
    store, number = TokenStore(directory), 0
    while True:
        number += 1
        text = f"{number:06}" * 200
        granted = Granted(access=Secret(text), refresh=Secret(text), seconds=1800)
        store.save(PROFILE, new_login(app, ORGANISATION, granted, Secret(text), datetime.now(UTC)))


def hold_the_lock(home: Path, held: "Queue[str]") -> None:
    """Take the login's lock and keep it."""

    async def hold(line: Line) -> None:
        async with TokenStore(home / "state" / "tokens").locked(PROFILE, line):
            held.put("")
            await asyncio.Event().wait()

    asyncio.run(with_line(home, hold))
