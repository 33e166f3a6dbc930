"""The imitation's callers in tests: plain `http.client`, so that the program cannot hide a mistake."""

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from axtui.demo import credentials
from axtui.demo.server import DemoServer

AUTOTASK_LOGIN: Final = {
    "ApiIntegrationCode": credentials.AUTOTASK_INTEGRATION_CODE,
    "UserName": credentials.AUTOTASK_USERNAME,
    "Secret": credentials.AUTOTASK_SECRET,
    "Content-Type": "application/json",
}
EVERYTHING: Final = {"filter": [{"op": "gte", "field": "id", "value": 0}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def call(
    url: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] | None = None,
    body: str | bytes | None = None,
) -> Answer:
    """Send one request on a connection of its own."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, target, body=body, headers=dict(headers or {}))
        response = connection.getresponse()
        received = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=received, body=response.read())
    finally:
        connection.close()


class AutotaskCaller:
    """Calls the Autotask side with the right login unless told otherwise."""

    def __init__(self, server: DemoServer) -> None:
        self.root = f"{server.addresses.zone_url}/atservicesrest"

    def get(self, path: str, *, headers: Mapping[str, str] = AUTOTASK_LOGIN) -> Answer:
        """GET a path below the version."""
        return call(f"{self.root}/v1.0/{path}", headers=headers)

    def post(self, path: str, body: object, *, headers: Mapping[str, str] = AUTOTASK_LOGIN) -> Answer:
        """POST a JSON body to a path below the version."""
        return call(f"{self.root}/v1.0/{path}", "POST", headers=headers, body=json.dumps(body))

    def query(self, entity: str, *conditions: object, **more: object) -> Answer:
        """Query an entity by AND-ed conditions."""
        return self.post(f"{entity}/query", {"filter": list(conditions), **more})

    def items(self, entity: str, *conditions: object, **more: object) -> list[Any]:
        """Return every record that a query finds, page after page by the cursor."""
        body = {"filter": list(conditions), **more}
        answer = self.post(f"{entity}/query", body)
        items: list[Any] = answer.json["items"]
        while url := answer.json["pageDetails"]["nextPageUrl"]:
            answer = call(url, "POST", headers=AUTOTASK_LOGIN, body=json.dumps(body))
            items += answer.json["items"]
        return items

    def search(self, entity: str, body: object) -> Answer:
        """Query an entity in GET mode."""
        return self.get(f"{entity}/query?search={quote(json.dumps(body))}")


class XeroCaller:
    """Calls the Xero side, with a token of its own unless told otherwise."""

    def __init__(self, server: DemoServer) -> None:
        self._addresses = server.addresses

    def token(self, **form: str) -> Answer:
        """Ask the token address, with the right credentials in a Basic header unless the form has some."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if "client_id" not in form:
            pair = f"{credentials.XERO_CLIENT_ID}:{credentials.XERO_CLIENT_SECRET}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        form = {"grant_type": "client_credentials", **form}
        body = "&".join(f"{name}={quote(value)}" for name, value in form.items())
        return call(self._addresses.token_url, "POST", headers=headers, body=body)

    def headers(self, **more: str) -> dict[str, str]:
        """Return the headers of a request with a fresh token."""
        token = self.token().json["access_token"]
        return {"Authorization": f"Bearer {token}", "Accept": "application/json", **more}

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """GET a path below the API's address."""
        return call(f"{self._addresses.xero_api_url}/{path}", headers=headers or self.headers())

    def contacts(self, query: str = "", **headers: str) -> Any:
        """Return the body of a request for contacts."""
        answer = self.get(f"Contacts?{query}", headers=self.headers(**headers))
        assert answer.status == 200, answer
        return answer.json
