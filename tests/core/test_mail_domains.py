"""Domains of addresses: which tell whose an address is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.mail_domains import OwnDomains, domain_of, is_free_mail, own_domain_of


@pytest.mark.parametrize(
    ("address", "domain", "own"),
    [
        ("ada@acme.example", "acme.example", "acme.example"),
        (" Ada@ACME.Example. ", "acme.example", "acme.example"),
        ('"a@b"@acme.example', "acme.example", "acme.example"),
        ("ada@Gmail.com", "gmail.com", ""),
        ("ada", "", ""),
        ("ada@", "", ""),
        ("", "", ""),
    ],
)
def test_an_address_tells_whose_it_is_by_its_domain(address: str, domain: str, own: str) -> None:
    """Unless anybody may have one there."""
    assert (domain_of(address), own_domain_of(address)) == (domain, own)


def test_free_mail_is_known_by_the_whole_domain() -> None:
    """What only ends like one belongs to somebody."""
    assert is_free_mail("outlook.com")
    assert not is_free_mail("my-outlook.com")
    assert not is_free_mail("mail.gmail.com.example")


def test_what_is_longer_than_any_domain_is_none() -> None:
    """So nobody spends time on its parts."""
    assert domain_of("ada@" + "a." * 126 + "a") == "a." * 126 + "a"
    assert not domain_of("ada@" + "a." * 126 + "aa")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("acme.example", "acme.example", True),
        ("mail.acme.example", "acme.example", True),
        ("acme.example", "mail.acme.example", True),
        ("acme.example", "a.b.acme.example", True),
        ("notacme.example", "acme.example", False),
        ("acme.example", "notacme.example", False),
        ("acme.example", "acme.test", False),
    ],
)
def test_a_part_of_a_domain_is_alike(one: str, other: str, alike: bool) -> None:
    """In either direction, but not what merely ends with the same letters."""
    assert OwnDomains([f"ada@{one}", f"bob@{other}"]).has_alike(one) is alike


_DOMAINS = st.lists(
    st.sampled_from(
        ["a.test", "b.test", "x.a.test", "y.x.a.test", "test", "xa.test", "..a.test", "gmail.com"]
    ),
    max_size=8,
)


@given(_DOMAINS)
def test_domains_are_counted_once_as_if_each_were_held_against_all(domains: list[str]) -> None:
    """For every person the same as looking through all colleagues, one by one."""
    counted = OwnDomains(f"ada@{domain}" for domain in domains)
    for at, domain in enumerate(domains):
        others = [other for other in (*domains[:at], *domains[at + 1 :]) if own_domain_of(f"a@{other}")]
        if domain != "gmail.com":
            assert counted.has_alike(domain) is any(_are_alike(domain, other) for other in others)
        told, more = counted.beside(domain, most=2)
        assert len(told) + more == len(set(others) - {domain})
        assert list(told) == sorted(set(others) - {domain}, key=lambda each: (-others.count(each), each))[:2]


def _are_alike(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
