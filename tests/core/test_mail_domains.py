"""Domains of addresses: which tell whose an address is."""

import pytest

from axtui.core.mail_domains import are_alike, domain_of, is_free_mail, own_domain_of


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


def test_a_part_of_a_domain_is_alike() -> None:
    """In either direction, but not what merely ends with the same letters."""
    assert are_alike("acme.example", "acme.example")
    assert are_alike("mail.acme.example", "acme.example")
    assert are_alike("acme.example", "mail.acme.example")
    assert not are_alike("notacme.example", "acme.example")
