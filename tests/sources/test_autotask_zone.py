"""The zone is found without credentials, and trusted only if it is Autotask's."""

import httpx
import pytest
from http_fakes import Server, line, reply

from axtui.core.errors import AxtuiError, ConfigError, DataError, NotAuthorisedError
from axtui.core.secret import Secret
from axtui.sources.autotask import AutotaskSettings, zone_of

VENDOR = "https://webservices.autotask.net"


def settings(*, zone_url: str = VENDOR, base_url: str = "") -> AutotaskSettings:
    """Return settings of a user whose name must be escaped."""
    return AutotaskSettings(
        username="api+1@acme.example",
        secret=Secret("hush"),
        integration_code=Secret("hush-code"),
        zone_url=zone_url,
        base_url=base_url,
    )


async def found(server: Server, *, zone_url: str = VENDOR, base_url: str = "") -> str:
    """Return the base address of the zone."""
    return str((await zone_of(settings(zone_url=zone_url, base_url=base_url), line(server))).base)


async def refused(server: Server, *, zone_url: str = VENDOR, base_url: str = "") -> AxtuiError:
    """Return the error that discovery ends with."""
    with pytest.raises(AxtuiError) as caught:
        await found(server, zone_url=zone_url, base_url=base_url)
    return caught.value


@pytest.mark.parametrize(
    "url",
    [
        "https://webservices3.autotask.net/atservicesrest/",
        "https://webservices3.autotask.net/ATServicesRest",
        "https://webservices3.autotask.net/ATServicesRest/v1.0/",
        "https://webservices3.autotask.net",
    ],
)
async def test_discovery_sends_no_credentials(url: str) -> None:
    """The user name is all that is told, and the zone's address is completed."""
    server = Server(
        reply({"zoneName": "America East", "url": url, "webUrl": "https://ww3.autotask.net/", "ci": 1})
    )
    base = await found(server)
    assert base.lower() == "https://webservices3.autotask.net/atservicesrest/v1.0"
    (request,) = server.requests
    assert str(request.url) == (
        "https://webservices.autotask.net/atservicesrest/v1.0/zoneInformation?user=api%2B1%40acme.example"
    )
    assert not {"secret", "username", "apiintegrationcode", "authorization"} & set(request.headers)


async def test_name_and_web_address_are_kept() -> None:
    """They are shown to people."""
    server = Server(
        reply(
            {
                "zoneName": "UK",
                "url": "https://webservices16.autotask.net/x/",
                "webUrl": "https://ww16.autotask.net/",
            }
        )
    )
    zone = await zone_of(settings(), line(server))
    assert (zone.name, zone.web_url) == ("UK", "https://ww16.autotask.net/")
    assert str(zone.base) == "https://webservices16.autotask.net/x/v1.0"


@pytest.mark.parametrize(
    "url",
    [
        "https://webservices3.autotask.net.evil.example/atservicesrest/",
        "https://evil.example/webservices3.autotask.net/",
        "https://webservices3.autotask.net@evil.example/",
        "https://user@webservices3.autotask.net/",
        "https://xwebservices3.autotask.net/",
        "https://webservices٣.autotask.net/",
        "http://webservices3.autotask.net/",
        "http://127.0.0.1:8000/",
        "https://localhost/",
        "https://xn--/",
        "nonsense",
        "",
    ],
)
async def test_a_foreign_zone_is_refused(url: str) -> None:
    """One request was made, without credentials, and no other follows."""
    server = Server(reply({"url": url}))
    error = await refused(server)
    assert isinstance(error, DataError)
    assert "No credentials were sent" in error.message
    assert len(server.requests) == 1


async def test_a_zone_on_this_machine_may_name_this_machine() -> None:
    """An imitation stands in for Autotask."""
    server = Server(reply({"url": "http://127.0.0.1:8000/ATServicesRest/"}))
    assert (
        await found(server, zone_url="http://127.0.0.1:8000") == "http://127.0.0.1:8000/ATServicesRest/v1.0"
    )


async def test_an_unknown_user_is_said_in_words() -> None:
    """The body is judged before the status: this 500 is an answer, and it is not repeated."""
    server = Server(reply({"errors": ["Zone information could not be determined"]}, status=500))
    error = await refused(server)
    assert isinstance(error, NotAuthorisedError)
    assert "does not know this API user name" in error.message
    assert len(server.requests) == 1


async def test_a_broken_discovery_is_tried_again() -> None:
    """A 500 without such a body is a breakdown."""
    server = Server(
        reply(status=500, body=b"<html>", headers={"content-type": "text/html"}),
        reply({"url": "https://webservices1.autotask.net/atservicesrest/"}),
    )
    assert (await found(server)).startswith("https://webservices1.")


async def test_a_refused_discovery_is_named() -> None:
    """Another refusal says what was asked for."""
    error = await refused(Server(reply({"Message": "gone"}, status=404)))
    assert "the zone: 404 (Not Found)" in error.message
    assert '"gone"' in error.message


@pytest.mark.parametrize(
    ("base_url", "base"),
    [
        ("https://webservices5.autotask.net", "https://webservices5.autotask.net/atservicesrest/v1.0"),
        (
            "https://webservices5.autotask.net/ATServicesRest/V1.0/",
            "https://webservices5.autotask.net/ATServicesRest/V1.0",
        ),
        ("http://localhost:8000", "http://localhost:8000/atservicesrest/v1.0"),
    ],
)
async def test_a_configured_zone_needs_no_discovery(base_url: str, base: str) -> None:
    """No request is made."""
    server = Server()
    assert await found(server, base_url=base_url) == base
    assert server.requests == []


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "http://webservices5.autotask.net", "webservices5.autotask.net"],
)
async def test_configured_addresses_are_checked_too(address: str) -> None:
    """A typing error in the configuration does not send secrets elsewhere."""
    server = Server()
    for error, key in (
        (await refused(server, base_url=address), "base_url"),
        (await refused(server, zone_url=address), "zone_url"),
    ):
        assert isinstance(error, ConfigError)
        assert error.problems[0].key == key
    assert server.requests == []


def test_settings_never_show_their_secrets() -> None:
    """A traceback with settings in it is harmless."""
    assert "hush" not in repr(settings())
    assert httpx.URL(VENDOR).host in repr(settings())
