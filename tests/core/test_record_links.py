"""Addresses of records: only a checked host and a checked id are in them."""

from dataclasses import replace

import pytest
from builders import facts
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.models import CompanyId, CustomerId
from axtui.core.record_links import company_address, customer_address

GUID = "5f0c3a90-77aa-4c2e-9d1f-0123456789ab"
OPEN = "/Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=OpenAccount&AccountID=174"


def address(web_url: str = "", zone_url: str = "") -> str:
    """Return the address of company 174 under these addresses of a tenant."""
    return company_address(CompanyId(174), replace(facts(), web_url=web_url, zone_url=zone_url))


@pytest.mark.parametrize("web_url", ["https://ww3.autotask.net/", "https://ww16.autotask.net"])
def test_a_company_opens_on_the_web_host_of_its_zone(web_url: str) -> None:
    """With or without the slash that Autotask sends."""
    assert address(web_url) == web_url.rstrip("/") + OPEN


def test_without_a_web_host_its_number_is_that_of_the_api() -> None:
    """A configured base address skips the answer that names the web host."""
    assert address(zone_url="https://webservices5.autotask.net/ATServicesRest/v1.0").startswith(
        "https://ww5.autotask.net/Autotask/"
    )
    assert address(zone_url="https://webservices.autotask.net/atservicesrest") == ""


@pytest.mark.parametrize(
    "web_url",
    [
        "",
        "http://ww3.autotask.net/",
        "http://127.0.0.1:4711/",
        "https://ww3.autotask.net.evil.example/",
        "https://evil.example/ww3.autotask.net/",
        "https://ww3.autotask.net/x\x1b]8;;",
        "https://user@ww3.autotask.net/",
        "https://ww3.autotask.net/\n",
        "javascript:alert(1)//ww3.autotask.net/",
    ],
)
def test_another_host_gets_no_link(web_url: str) -> None:
    """A person would type a password there."""
    assert address(web_url) == ""


def test_a_customer_opens_on_its_own_page() -> None:
    """By the id alone."""
    assert customer_address(CustomerId(GUID.upper())) == f"https://go.xero.com/Contacts/View/{GUID}"


@given(st.text() | st.just(f"{GUID}\n") | st.just(f"{GUID}/../x"))
def test_whatever_stands_in_an_id_cannot_steer_a_link(text: str) -> None:
    """It is an id of the usual form, or there is no link."""
    assert customer_address(CustomerId(text)) == ""
    found = address(text, text)
    assert found == "" or found.isascii()
