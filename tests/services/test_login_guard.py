"""A refused login is not sent again, until something about it has changed or a person insists."""

from dataclasses import replace

import pytest
from http_fakes import FakeTime, surroundings

from axtui.core.errors import LoginRefusedError, UnavailableError
from axtui.core.secret import Secret
from axtui.services.login_guard import guarded_login
from axtui.services.surroundings import Surroundings
from axtui.sources.autotask import AutotaskSettings

LOGIN = AutotaskSettings(username="api@acme.example", secret=Secret("one"), integration_code=Secret("code"))


async def refuse(own: Surroundings, login: AutotaskSettings = LOGIN, *, retry_auth: bool = False) -> bool:
    """Try a login that the server refuses; say whether it was sent at all."""
    guard = guarded_login("acme", login, own, retry_auth=retry_auth)
    try:
        await guard.__aenter__()
    except LoginRefusedError:
        return False
    refusal = LoginRefusedError("Autotask refused the login of the API user.")
    assert not await guard.__aexit__(type(refusal), refusal, None)
    return True


async def test_a_refused_login_is_sent_once() -> None:
    """The next run ends before any request, and says when it was refused."""
    own = surroundings(FakeTime())
    assert await refuse(own)
    assert not await refuse(own)
    with pytest.raises(LoginRefusedError, match=r"on 2026-03-02 at 12:00; it was not sent again"):
        async with guarded_login("acme", LOGIN, own, retry_auth=False):
            pass


@pytest.mark.parametrize(
    "changed",
    [
        replace(LOGIN, secret=Secret("two")),
        replace(LOGIN, username="other@acme.example"),
        replace(LOGIN, integration_code=Secret("other")),
        replace(LOGIN, zone_url="https://webservices2.autotask.net"),
    ],
)
async def test_another_login_is_sent(changed: AutotaskSettings) -> None:
    """A changed credential, or the same one to another place, is another login."""
    own = surroundings(FakeTime())
    await refuse(own)
    assert await refuse(own, changed)


async def test_a_login_that_is_let_in_after_all_is_no_longer_held_back() -> None:
    """A person had the user unlocked and insisted once; what else goes wrong then is another matter."""
    own = surroundings(FakeTime())
    await refuse(own)

    async def get_in_and_fail() -> None:
        async with guarded_login("acme", LOGIN, own, retry_auth=True) as let_in:
            await let_in()
            raise UnavailableError("Autotask cannot be reached.")

    with pytest.raises(UnavailableError):
        await get_in_and_fail()
    assert await refuse(own)


async def test_a_login_that_was_not_tried_stays_refused() -> None:
    """A server that is down before it has looked at the login lets nobody in."""
    own = surroundings(FakeTime())
    await refuse(own)
    with pytest.raises(UnavailableError):
        async with guarded_login("acme", LOGIN, own, retry_auth=True):
            raise UnavailableError("Autotask cannot be reached.")
    assert not await refuse(own)


async def test_insisting_in_vain_leaves_the_login_refused() -> None:
    """It is not sent again after that either."""
    own = surroundings(FakeTime())
    await refuse(own)
    assert await refuse(own, retry_auth=True)
    assert not await refuse(own)


async def test_another_failure_says_nothing_about_the_login() -> None:
    """A server that is down refuses nobody."""
    own = surroundings(FakeTime())
    with pytest.raises(UnavailableError):
        async with guarded_login("acme", LOGIN, own, retry_auth=False):
            raise UnavailableError("Autotask cannot be reached.")
    assert await refuse(own)
