"""The imitation in a process of its own, so that a bench measures the program and not both."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import IO, Any

from axtui.demo.data import make_tenant
from axtui.demo.faults import Side
from axtui.demo.log import LoggedRequest
from axtui.demo.server import DemoAddresses, DemoServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Imitation:
    """A running imitation: its addresses, and its counters on request."""

    addresses: DemoAddresses
    asks: IO[str]
    tells: IO[str]

    def told(self, command: str) -> dict[str, Any]:
        """Send a command and return the answer."""
        self.asks.write(command + "\n")
        self.asks.flush()
        answer: dict[str, Any] = json.loads(self.tells.readline())
        return answer

    def counters(self) -> dict[str, Any]:
        """Return what was asked since the last call: requests, most at once, refusals."""
        return self.told("counters")

    def change(self, share: float) -> None:
        """Change this share of the records of each list."""
        self.told(f"change {share}")


@contextmanager
def imitation(companies: int, *, contacts: int, customers: int, latency: float) -> Iterator[Imitation]:
    """Start the imitation and stop it at the end."""
    sizes = [companies, contacts, customers, latency]
    command = [sys.executable, __file__, *map(str, sizes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own program
        assert process.stdin is not None
        assert process.stdout is not None
        addresses = DemoAddresses(**json.loads(process.stdout.readline()))
        yield Imitation(addresses=addresses, asks=process.stdin, tells=process.stdout)
        process.stdin.close()


def _serve(companies: int, contacts: int, customers: int, latency: float) -> None:
    tenant = make_tenant(companies, contacts=contacts, customers=customers)
    with DemoServer(tenant=tenant, latency=latency) as server:
        server.warm()  # no request is to wait until records are made
        _say(asdict(server.addresses))
        for line in sys.stdin:
            command, _, share = line.strip().partition(" ")
            if command == "change":
                _change(server, round(1 / float(share)))
                _say({})
                continue
            _say(_counters(server, server.log.requests))
            server.log.forget()


def _change(server: DemoServer, one_in: int) -> None:
    """Give one record in so many of each list another number or name."""
    for company in server.live.companies.ids[::one_in]:
        server.live.companies.change(company, number=f"N-{company}")
    for contact in server.live.contacts.ids[::one_in]:
        server.live.contacts.change(contact, first_name="Changed")
    for customer in server.live.customers.ids[::one_in]:
        server.live.customers.change(customer, last_name="Changed")


def _counters(server: DemoServer, requests: Sequence[LoggedRequest]) -> dict[str, Any]:
    return {
        "requests": len(requests),
        "refused": sum(each.status == HTTPStatus.TOO_MANY_REQUESTS for each in requests),
        "by_endpoint": dict(Counter(f"{each.side}/{each.endpoint}" for each in requests)),
        "most_at_once": dict(server.log.most_at_once_everywhere()),
        "busiest_xero_minute": server.log.busiest_minute(Side.XERO),
    }


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
