"""Two plain clients that the program is measured beside: one request at a time, and contacts by company.

Both know the imitation's credentials, check nothing, keep nothing and survive nothing.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx

from axtui.demo import credentials
from axtui.demo.server import DemoAddresses

Json = dict[str, Any]
AUTOTASK_HEADERS = {
    "ApiIntegrationCode": credentials.AUTOTASK_INTEGRATION_CODE,
    "UserName": credentials.AUTOTASK_USERNAME,
    "Secret": credentials.AUTOTASK_SECRET,
}
ACTIVE_CUSTOMERS: list[Json] = [
    {"op": "eq", "field": "isActive", "value": True},
    {"op": "in", "field": "companyType", "value": [1]},
]
BATCH = 500


async def one_at_a_time(addresses: DemoAddresses) -> int:
    """Read both sides, one request after the other; return how many records arrived."""
    async with httpx.AsyncClient(timeout=60) as http:
        base = await _zone(http, addresses)
        companies = [row async for page in _walk(http, base, "Companies", ACTIVE_CUSTOMERS) for row in page]
        contacts = [row async for page in _walk(http, base, "Contacts", []) for row in page]
        customers = await _customers(http, addresses, at_once=1)
        return len(companies) + len(contacts) + customers


async def contacts_by_company(addresses: DemoAddresses, *, lanes: int) -> int:
    """Read contacts in batches by `companyID in [...]` while pages of companies still arrive."""
    async with httpx.AsyncClient(timeout=60) as http:
        base = await _zone(http, addresses)
        free = asyncio.Semaphore(lanes)
        read = 0

        async def batch(ids: Sequence[int]) -> int:
            chosen = [{"op": "in", "field": "companyID", "value": list(ids)}]
            async with free:
                return sum([len(page) async for page in _walk(http, base, "Contacts", chosen)])

        async with asyncio.TaskGroup() as group:
            xero = group.create_task(_customers(http, addresses, at_once=5))
            batches = []
            async for page in _walk(http, base, "Companies", ACTIVE_CUSTOMERS):
                read += len(page)
                batches.append(group.create_task(batch([row["id"] for row in page])))
        return read + sum(each.result() for each in batches) + xero.result()


async def _zone(http: httpx.AsyncClient, addresses: DemoAddresses) -> str:
    address = f"{addresses.zone_url}/atservicesrest/v1.0/zoneInformation"
    found = (await http.get(address, params={"user": credentials.AUTOTASK_USERNAME})).json()
    return f"{found['url'].rstrip('/')}/v1.0"


async def _walk(http: httpx.AsyncClient, base: str, entity: str, conditions: list[Json]) -> Any:
    last, operator = 0, "gte"
    while True:
        body = {"MaxRecords": 500, "filter": [{"op": operator, "field": "id", "value": last}, *conditions]}
        answer = await http.post(f"{base}/{entity}/query", json=body, headers=AUTOTASK_HEADERS)
        found = answer.raise_for_status().json()
        yield found["items"]
        if not found["pageDetails"]["nextPageUrl"]:
            return
        last, operator = found["items"][-1]["id"], "gt"


async def _customers(http: httpx.AsyncClient, addresses: DemoAddresses, *, at_once: int) -> int:
    form = {"grant_type": "client_credentials"}
    client = (credentials.XERO_CLIENT_ID, credentials.XERO_CLIENT_SECRET)
    token = (await http.post(addresses.token_url, data=form, auth=client)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    free = asyncio.Semaphore(at_once)

    async def page(number: int) -> Json:
        params = {
            "page": str(number),
            "pageSize": "1000",
            "order": "ContactID",
            "includeArchived": "true",
        }
        async with free:
            answer = await http.get(f"{addresses.xero_api_url}/Contacts", params=params, headers=headers)
            found: Json = answer.raise_for_status().json()
            return found

    first = await page(1)
    others = [page(number) for number in range(2, first["pagination"]["pageCount"] + 1)]
    pages = [first, *(await asyncio.gather(*others))]
    return sum(len(found["Contacts"]) for found in pages)
