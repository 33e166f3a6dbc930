"""The whole sign-in over the imitation: both ways back, every refusal, and what is kept."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from faults.figures import Figure

from axtui.__main__ import personal_demo_profile
from axtui.core.errors import AxtuiError, NotAuthorisedError, UnavailableError, UsageError
from axtui.demo import credentials
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.server import DemoServer
from axtui.services.config import Profile, XeroLogin
from axtui.services.connections import check_connections
from axtui.services.signing_in import Organisations, SignedIn, SignIn, described, organisation_with
from axtui.services.signing_out import sign_out
from axtui.services.surroundings import Surroundings
from axtui.services.token_store import TokenStore

NAME = "demo-person"


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """An imitation that answers at once."""
    with DemoServer(1, latency=0) as running:
        yield running


class Person:
    """Somebody who signs in, with a profile for which a free port is registered."""

    def __init__(self, server: DemoServer, surroundings: Surroundings) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.server = server
        self.surroundings = surroundings
        server.xero.login.consents.redirects.add(f"http://localhost:{self.port}/callback")
        self.profile = self.with_settings()

    def with_settings(self, **settings: Any) -> Profile:
        """Return the profile with other settings of the Xero side."""
        profile = personal_demo_profile(self.server.addresses)
        return replace(profile, xero=replace(profile.xero, redirect_port=self.port, **settings))

    def signing_in(self, *, seconds: float = 10.0, **settings: Any) -> AbstractAsyncContextManager[SignIn]:
        """Return a sign-in that has begun."""
        profile = self.with_settings(**settings)
        return SignIn(profile, surroundings=self.surroundings, seconds=seconds)

    async def opens(self, address: str) -> str:
        """Open an address in a browser that reaches the port; return the page at its end."""
        async with httpx.AsyncClient(follow_redirects=True) as browser:
            return (await browser.get(address)).text

    async def is_led_to(self, address: str) -> str:
        """Open an address in a browser elsewhere; return the address that it ends at."""
        async with httpx.AsyncClient() as browser:
            location: str = (await browser.get(address)).headers["location"]
            return location

    async def signs_in(self, **settings: Any) -> SignedIn:
        """Sign in to the end by pasting."""
        async with self.signing_in(**settings) as sign_in:
            found = await sign_in.by_pasted(await self.is_led_to(sign_in.address))
            return await sign_in.choose(found.chosen or found.organisations[0])

    def has(self, kind: FaultKind) -> None:
        """Set something that lasts."""
        self.server.faults.add(Fault(kind=kind))

    @property
    def store(self) -> TokenStore:
        """Where the login is kept."""
        return TokenStore.of(self.surroundings)


@pytest.fixture
def person(server: DemoServer, surroundings: Surroundings) -> Person:
    """Somebody in front of a running imitation."""
    return Person(server, surroundings)


async def redirected(sign_in: SignIn, person: Person) -> Organisations:
    """Open the address and wait for what it brings."""
    waiting = asyncio.create_task(sign_in.by_redirect())
    page = await person.opens(sign_in.address)
    assert "axtui has heard from Xero" in page
    return await waiting


# The two ways back


async def test_the_redirect_signs_in(person: Person) -> None:
    """Nothing is kept before the organisation is chosen; the port is closed afterwards."""
    async with person.signing_in() as sign_in:
        assert sign_in.listening
        found = await redirected(sign_in, person)
        assert found.chosen == found.organisations[0]
        assert person.store.load(NAME) is None
        done = await sign_in.choose(found.chosen)
    assert described(done.organisation) == f"Axtui Demonstrations Limited ({credentials.XERO_TENANT_ID})"
    login = person.store.load(NAME)
    assert login is not None
    assert login.organisation == done.organisation
    with pytest.raises(httpx.ConnectError):
        await person.opens(sign_in.redirect_address)


async def test_a_pasted_address_signs_in(person: Person) -> None:
    """Where the port cannot be reached; a wrong paste does not end it."""
    async with person.signing_in() as sign_in:
        for wrong in ("", "hello", sign_in.redirect_address, "code=c&state=s"):
            with pytest.raises(UsageError):
                await sign_in.by_pasted(wrong)
        found = await sign_in.by_pasted(await person.is_led_to(sign_in.address))
        assert found.chosen is not None


async def test_a_taken_port_leaves_pasting(person: Person) -> None:
    """And says so at once, in the steps too."""
    async with person.signing_in() as first, person.signing_in() as second:
        assert first.listening
        assert not second.listening
        assert f"port {person.port} cannot be used: address already in use" in second.steps[1]
        assert second.steps[2].startswith("Paste here")
        with pytest.raises(UnavailableError, match="address already in use"):
            await second.by_redirect()
        assert (await second.by_pasted(await person.is_led_to(second.address))).chosen


async def test_a_redirect_of_another_sign_in_is_not_heard(person: Person) -> None:
    """The browser is told, and this one waits on."""
    async with person.signing_in() as sign_in:
        waiting = asyncio.create_task(sign_in.by_redirect())
        page = await person.opens(f"{sign_in.redirect_address}?code=c&state=another")
        assert "does not belong to the sign-in" in page
        await person.opens(sign_in.address)
        assert (await waiting).chosen


async def test_the_steps_say_what_to_type_and_what_xero_may_show(person: Person) -> None:
    """The ssh line is whole; the redirect address is named to the letter."""
    async with person.signing_in() as sign_in:
        assert sign_in.ssh_line == f"ssh -L {person.port}:127.0.0.1:{person.port} {socket.gethostname()}"
        assert sign_in.ssh_line == sign_in.steps[2]
        assert f"http://localhost:{person.port}/callback to the letter" in sign_in.steps[4]
        assert "Mobile or desktop app" in sign_in.steps[4]
        assert all(step.isprintable() for step in sign_in.steps)


# Refusals


async def refused(person: Person, **settings: Any) -> AxtuiError:
    """Sign in and return the error; nothing is kept."""
    with pytest.raises(AxtuiError) as caught:
        await person.signs_in(**settings)
    assert person.store.load(NAME) is None
    assert caught.value.hint
    return caught.value


async def test_a_refused_consent_reaches_both_ways(person: Person) -> None:
    """The browser says so too, and the same attempt may go on."""
    person.has(FaultKind.REFUSE_CONSENT)
    assert "refused on Xero's page" in (await refused(person)).message
    async with person.signing_in() as sign_in:
        waiting = asyncio.create_task(sign_in.by_redirect())
        assert "Xero did not sign you in" in await person.opens(sign_in.address)
        with pytest.raises(NotAuthorisedError, match="refused on Xero's page"):
            await waiting
        person.server.faults.clear()
        assert (await redirected(sign_in, person)).chosen


async def test_a_code_works_once(person: Person) -> None:
    """The second time it is explained."""
    async with person.signing_in() as sign_in:
        address = await person.is_led_to(sign_in.address)
        await sign_in.by_pasted(address)
        with pytest.raises(NotAuthorisedError, match="works once"):
            await sign_in.by_pasted(address)


async def test_an_app_of_the_wrong_type_is_named(person: Person) -> None:
    """A web app wants its secret."""
    person.has(FaultKind.WEB_APP)
    error = await refused(person)
    assert isinstance(error, NotAuthorisedError)
    assert "Mobile or desktop app" in error.hint


async def test_a_login_without_organisation_is_said(person: Person) -> None:
    """A user of a practice alone, for example."""
    person.server.faults.add(
        Fault(
            kind=FaultKind.STATUS,
            path="/connections",
            status=200,
            body=b"[]",
            content_type="application/json",
        )
    )
    assert "no Xero organisation" in (await refused(person)).message


async def test_nobody_is_waited_for_forever(person: Person) -> None:
    """The time is told."""
    async with person.signing_in(seconds=0.0) as sign_in:
        with pytest.raises(NotAuthorisedError, match="within 0 minutes"):
            await sign_in.by_redirect()


async def test_a_profile_that_signs_in_by_itself_needs_nobody(person: Person) -> None:
    """And says what to set instead."""
    with pytest.raises(UsageError, match="Custom Connection") as caught:
        person.signing_in(login=XeroLogin.CUSTOM_CONNECTION)
    assert 'login = "pkce"' in caught.value.hint


# Several organisations


async def test_several_organisations_are_a_choice(person: Person) -> None:
    """Practices are none; nothing is chosen for the person."""
    person.has(FaultKind.SEVERAL_ORGANISATIONS)
    async with person.signing_in() as sign_in:
        found = await sign_in.by_pasted(await person.is_led_to(sign_in.address))
        assert [each.name for each in found.organisations] == [
            "Axtui Second Limited",
            "Axtui Demonstrations Limited",
        ]
        assert found.chosen is None
        wanted = organisation_with(credentials.XERO_TENANT_ID.upper(), found.organisations)
        assert (await sign_in.choose(wanted)).organisation.name == "Axtui Demonstrations Limited"


async def test_the_profile_may_have_chosen(person: Person) -> None:
    """Its `tenant_id` must be one that the login reaches."""
    person.has(FaultKind.SEVERAL_ORGANISATIONS)
    done = await person.signs_in(tenant_id=credentials.XERO_TENANT_ID)
    assert done.organisation.name == "Axtui Demonstrations Limited"
    person.store.forget(NAME)
    error = await refused(person, tenant_id=credentials.XERO_PRACTICE_ID)
    assert credentials.XERO_PRACTICE_ID in error.message
    assert "Axtui Second Limited" in error.hint


# What follows


async def test_a_stored_login_reads_its_organisation(person: Person) -> None:
    """With the tenant's id in every request; the organisation's name is known from the sign-in."""
    person.has(FaultKind.SEVERAL_ORGANISATIONS)
    await person.signs_in(tenant_id=credentials.XERO_SECOND_TENANT_ID)
    _, xero = await check_connections(person.profile, surroundings=person.surroundings, ca_file="")
    assert xero.ok
    assert "Axtui Second Limited" in [finding.text for finding in xero.findings]
    read = person.server.log.to(Side.XERO, "contacts")
    tenants = {each.headers.get("xero-tenant-id") for each in read}
    assert tenants == {credentials.XERO_SECOND_TENANT_ID}


@pytest.mark.fault("A21")
async def test_signing_out_revokes_and_removes(person: Person, figure: Figure) -> None:
    """Nothing is left, here or at Xero."""
    await person.signs_in()
    assert person.server.xero.login.consents.refresh_tokens == 1
    done = await sign_out(person.profile, surroundings=person.surroundings)
    assert (done.was_signed_in, done.not_revoked) == (True, "")
    assert person.server.xero.login.consents.refresh_tokens == 0
    figure("left at Xero", person.server.xero.login.consents.refresh_tokens)
    left = [path.name for path in (person.surroundings.state_dir / "tokens").iterdir()]
    assert left == [f"{NAME}.lock"]
    again = await sign_out(person.profile, surroundings=person.surroundings)
    assert (again.was_signed_in, again.not_revoked) == (False, "")


@pytest.mark.fault("A21")
async def test_signing_out_needs_no_network(person: Person) -> None:
    """The login goes all the same, and what could not be done is said."""
    await person.signs_in()
    person.server.stop()
    done = await sign_out(person.profile, surroundings=person.surroundings)
    assert "refuses the connection" in done.not_revoked
    assert person.store.load(NAME) is None


@pytest.mark.fault("A21")
async def test_a_damaged_login_can_be_signed_out_of(person: Person) -> None:
    """It is removed, and said to be damaged."""
    await person.signs_in()
    path = person.surroundings.state_dir / "tokens" / f"{NAME}.json"
    path.write_text("{")
    done = await sign_out(person.profile, surroundings=person.surroundings)
    assert "damaged" in done.not_revoked
    assert not path.exists()


async def test_a_new_sign_in_heals_an_ended_login(person: Person) -> None:
    """What Xero has ended is not asked for again, until somebody signs in."""
    await person.signs_in()
    person.server.xero.login.end_logins()
    for _ in range(2):
        _, xero = await check_connections(person.profile, surroundings=person.surroundings, ca_file="")
        assert "has ended" in str(xero.error)
    refreshes = [each for each in person.server.log.requests if b"refresh_token=" in each.body]
    assert len(refreshes) == 1
    await person.signs_in()
    _, xero = await check_connections(person.profile, surroundings=person.surroundings, ca_file="")
    assert xero.ok
