"""Answers of those who stand on the way: proxies and captive portals, told from the vendor's own."""

import pytest
from http_fakes import Server, line, reply

from axtui.core.errors import UnavailableError
from axtui.sources.autotask_wire import COUNT
from axtui.sources.connecting import address_in
from axtui.sources.http import ApiClient
from axtui.sources.portal import asks_for_login

_PAGE = {"content-type": "text/html; charset=utf-8"}
_FORM = b"<html><form action=/x><INPUT name=p  TYPE='password'></form></html>"


async def _refused(server: Server) -> UnavailableError:
    client = ApiClient(line(server), address_in("https://api.example/rest"))
    with pytest.raises(UnavailableError) as caught:
        await client.get("/count", COUNT, headers={"Secret": "hush"})
    return caught.value


@pytest.mark.fault("D16")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_to_a_web_page_elsewhere_is_a_portals(status: int) -> None:
    """It says where the login is, and that is all it is good for: nothing is sent there."""
    headers = {**_PAGE, "location": "https://login.corp.example/in?to=api.example"}
    server = Server(reply(status=status, body=b"<html>", headers=headers))
    error = await _refused(server)
    assert "captive portal" in error.message
    assert "its redirect to login.corp.example was not followed" in error.message
    assert "Sign in" in error.hint
    assert [request.url.host for request in server.requests] == ["api.example"]


@pytest.mark.parametrize(
    ("kind", "location"),
    [
        ("text/html", "/login"),
        ("text/html", "https://api.example/login"),
        ("application/json", "https://other.example/"),
        ("text/html", "//"),
    ],
)
async def test_other_redirects_may_be_the_vendors(kind: str, location: str) -> None:
    """Within its own host, or without a page: an address that is out of date looks like that."""
    headers = {"content-type": kind, "location": location}
    error = await _refused(Server(reply(status=302, body=b"", headers=headers)))
    assert "redirect to" in error.message
    assert ("portal" in error.message) == (location == "//")


@pytest.mark.fault("A18")
@pytest.mark.parametrize("status", [407, 511])
async def test_who_wants_a_login_on_the_way_is_told_from_the_vendor(status: int) -> None:
    """Said at once, in a vendor's name nobody else may speak; what the page says is not repeated."""
    server = Server(reply(status=status, body=_FORM, headers=_PAGE))
    error = await _refused(server)
    assert f"wants a login (status {status})" in error.message
    assert "HTTPS_PROXY" in error.hint
    assert len(server.requests) == 1


@pytest.mark.fault("D13")
async def test_a_login_page_in_the_place_of_an_answer_is_known() -> None:
    """Asked for again, since it may pass; then it says who is in the way."""
    server = Server(*[reply(body=_FORM, headers=_PAGE) for _ in range(5)])
    error = await _refused(server)
    assert "a web page that wants a login came instead of a count" in error.message
    assert "Sign in" in error.hint


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (_FORM, True),
        (b"<input id=a\n type=password>", True),
        (b"<html>Down for maintenance. Forgot your password?</html>", False),
        (b"<input type=text name=password>", False),
        (b" " * 300_000 + _FORM, False),
        (b"<input " * 50_000, False),
    ],
    ids=["form", "over two lines", "the word", "another field", "too far down", "never closed"],
)
def test_a_field_for_a_password_makes_a_login_page(page: bytes, *, wanted: bool) -> None:
    """The word alone does not, and no page takes long to be looked at."""
    assert asks_for_login(page) is wanted
