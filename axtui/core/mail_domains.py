"""What the domain of an e-mail address says about whose it is: much, unless everybody may have one there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

_LONGEST: Final = 253
"""Characters of a domain (RFC 1035, section 2.3.4, as text); what is longer is none."""
_FREE: Final = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "passport.com"),
        *("hotmail.co.uk", "hotmail.de", "hotmail.fr", "hotmail.nl", "hotmail.ca", "hotmail.com.au"),
        *("live.co.uk", "live.com.au", "live.nl", "live.ca", "live.ie", "live.fr", "live.de", "live.co.za"),
        *("outlook.com.au", "outlook.co.nz", "outlook.ie", "outlook.fr", "outlook.de", "outlook.co.uk"),
        *("yahoo.com", "yahoo.co.uk", "yahoo.com.au", "yahoo.co.nz", "yahoo.ca", "yahoo.ie", "yahoo.de"),
        *("yahoo.fr", "ymail.com", "rocketmail.com", "aol.com", "aol.co.uk", "aol.de", "icloud.com"),
        *("me.com", "mac.com", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.com", "gmx.com"),
        *("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.com"),
        *("zoho.com", "fastmail.com", "hey.com", "hushmail.com", "yandex.com", "mail.ru", "inbox.com"),
        *("btinternet.com", "btopenworld.com", "sky.com", "talktalk.net", "virginmedia.com", "ntlworld.com"),
        *(
            "blueyonder.co.uk",
            "tiscali.co.uk",
            "plus.com",
            "bigpond.com",
            "bigpond.net.au",
            "optusnet.com.au",
        ),
        *("iinet.net.au", "tpg.com.au", "westnet.com.au", "internode.on.net", "adam.com.au", "dodo.com.au"),
        *("xtra.co.nz", "slingshot.co.nz", "orcon.net.nz", "vodafone.co.nz", "actrix.co.nz", "eircom.net"),
        *(
            "comcast.net",
            "verizon.net",
            "att.net",
            "sbcglobal.net",
            "bellsouth.net",
            "cox.net",
            "charter.net",
        ),
        *("earthlink.net", "optonline.net", "rogers.com", "shaw.ca", "sympatico.ca", "bell.net", "telus.net"),
        *("videotron.ca", "mweb.co.za", "telkomsa.net", "vodamail.co.za", "webmail.co.za", "iafrica.com"),
        *("orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "bbox.fr"),
        *(
            "ziggo.nl",
            "kpnmail.nl",
            "planet.nl",
            "xs4all.nl",
            "home.nl",
            "hetnet.nl",
            "casema.nl",
            "upcmail.nl",
        ),
    }
)
"""Providers at which private persons have addresses, of the countries where both systems are mostly used."""


def domain_of(address: str) -> str:
    """Return the domain of an address in small letters; empty where it has none."""
    _, at, domain = address.strip().rpartition("@")
    domain = domain.rstrip(".")
    return domain.lower() if at and len(domain) <= _LONGEST else ""


def is_free_mail(domain: str) -> bool:
    """Say whether anybody may have an address there, so that it tells nothing of a company."""
    return domain in _FREE


def own_domain_of(address: str) -> str:
    """Return the domain where it belongs to a firm; empty for free mail and for what is no address."""
    domain = domain_of(address)
    return "" if is_free_mail(domain) else domain


class OwnDomains:
    """The domains of firms at which the people of one company have addresses, counted once for all of them.

    Two domains are alike where they are the same or one is a part of the other, as `mail.acme.example` is.
    """

    __slots__ = ("_by_use", "_counts", "_with_parts")

    def __init__(self, addresses: Iterable[str]) -> None:
        """Take an address of each of the people; free mail counts for nobody."""
        self._counts = Counter(filter(None, map(own_domain_of, addresses)))
        self._by_use = sorted(self._counts, key=lambda domain: (-self._counts[domain], domain))
        self._with_parts = frozenset(part for domain in self._counts for part in _beyond(domain))

    def has_alike(self, domain: str) -> bool:
        """Say whether anybody beside one person of this domain has an address at one that is alike."""
        if self._counts[domain] > 1 or domain in self._with_parts:
            return True
        return any(part in self._counts for part in _beyond(domain))

    def beside(self, domain: str, *, most: int) -> tuple[tuple[str, ...], int]:
        """Return the most frequent of the other domains, and how many there are besides these."""
        others = (other for other in self._by_use if other != domain)
        told = tuple(islice(others, most))
        return told, len(self._counts) - (domain in self._counts) - len(told)


def _beyond(domain: str) -> Iterator[str]:
    """Yield the domains that this one is a part of, the nearest first."""
    _, dot, rest = domain.partition(".")
    while dot:
        yield rest
        _, dot, rest = rest.partition(".")
