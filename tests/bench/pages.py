"""Bodies as the imitation sends them, made beforehand for the bench of decoding, and kept in files."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from axtui.demo import credentials
from axtui.demo.data import make_tenant
from axtui.demo.limits import Limits
from axtui.demo.server import DemoAddresses, DemoServer

LISTS: Final = ("companies", "contacts", "customers")
Bodies = dict[str, list[bytes]]
_AUTOTASK_HEADERS: Final = {
    "ApiIntegrationCode": credentials.AUTOTASK_INTEGRATION_CODE,
    "UserName": credentials.AUTOTASK_USERNAME,
    "Secret": credentials.AUTOTASK_SECRET,
    "Content-Type": "application/json",
}
_IN_REPORT: Final[list[dict[str, object]]] = [
    {"op": "eq", "field": "isActive", "value": True},
    {"op": "in", "field": "companyType", "value": [1]},
]
_AUTOTASK_PAGE: Final = 500
_XERO_PAGE: Final = 1_000


def make_pages(folder: Path, *, companies: int, contacts: int, customers: int) -> None:
    """Keep the pages of the first so many records of each kind, whole records with their UDFs."""
    # A tenant has a few contacts more than companies at least; they are cut off here.
    tenant = make_tenant(companies, contacts=max(contacts, companies + companies // 8), customers=customers)
    limits = Limits(autotask_hourly=10**6, xero_per_minute=10**6, xero_per_day=10**6)
    with DemoServer(tenant=tenant, latency=0, limits=limits) as server:
        _write(folder / "companies", _autotask_pages(server.addresses, "Companies", _IN_REPORT, companies))
        _write(folder / "contacts", _autotask_pages(server.addresses, "Contacts", [], contacts))
        _write(folder / "customers", _xero_pages(server.addresses, customers))


def read_pages(folder: Path) -> Bodies:
    """Return the bodies of each list."""
    return {name: list(_lines(folder / name)) for name in LISTS}


def _write(path: Path, bodies: Iterator[bytes]) -> None:
    path.write_bytes(b"\n".join(bodies))  # the imitation's JSON has no line breaks


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from (line.rstrip(b"\n") for line in lines)


def _autotask_pages(
    addresses: DemoAddresses, entity: str, conditions: list[dict[str, object]], size: int
) -> Iterator[bytes]:
    zone = addresses.zone_url + "/atservicesrest/v1.0/zoneInformation?"
    base = json.loads(_sent(zone + urlencode({"user": credentials.AUTOTASK_USERNAME}), {}))["url"]
    last = -1
    for _ in range(-(-size // _AUTOTASK_PAGE)):
        query = {"MaxRecords": 500, "filter": [{"op": "gt", "field": "id", "value": last}, *conditions]}
        body = _sent(f"{base}v1.0/{entity}/query", _AUTOTASK_HEADERS, json.dumps(query).encode())
        yield body
        last = json.loads(body)["items"][-1]["id"]


def _xero_pages(addresses: DemoAddresses, size: int) -> Iterator[bytes]:
    login = b64encode(f"{credentials.XERO_CLIENT_ID}:{credentials.XERO_CLIENT_SECRET}".encode()).decode()
    form = {"Authorization": f"Basic {login}", "Content-Type": "application/x-www-form-urlencoded"}
    token = json.loads(_sent(addresses.token_url, form, b"grant_type=client_credentials"))["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    for page in range(1, 1 + -(-size // _XERO_PAGE)):
        wanted = {"page": page, "pageSize": _XERO_PAGE, "order": "ContactID", "includeArchived": "true"}
        yield _sent(f"{addresses.xero_api_url}/Contacts?{urlencode(wanted)}", headers)


def _sent(address: str, headers: Mapping[str, str], body: bytes | None = None) -> bytes:
    request = Request(address, data=body, headers=dict(headers))  # noqa: S310  # the imitation on this machine
    with urlopen(request) as answer:  # noqa: S310  # same
        found: bytes = answer.read()
    return found
