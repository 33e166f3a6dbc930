"""Every switch of the catalogue does what its name says, asked by plain `http.client`."""

import gzip
import http.client
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from demo.callers import AUTOTASK_LOGIN, EVERYTHING, Answer, AutotaskCaller, XeroCaller, call

from axtui.demo.fault_rows import NOT_OF_A_SERVER, SWITCHES, UnknownSwitchError, catalogue, setup_of
from axtui.demo.faults import FaultKind, Side
from axtui.demo.limits import Breach
from axtui.demo.server import DemoServer

ALL = EVERYTHING["filter"][0]
NOW = 1_790_000_000.0
PAGE = "Contacts?page={}&pageSize=60&order=ContactID&includeArchived=true"


async def no_sleep(_seconds: float) -> None:
    """Take no time."""


@contextmanager
def switched(*names: str, size: int = 120) -> Iterator[tuple[DemoServer, "Asker"]]:
    """Run an imitation with these switches, and somebody who asks it for pages."""
    with DemoServer(size, latency=0, switches=names, clock=lambda: NOW, sleep=no_sleep) as server:
        yield server, Asker(server)


class Asker:
    """Asks both sides for pages, as a client would."""

    def __init__(self, server: DemoServer) -> None:
        self.autotask = AutotaskCaller(server)
        self.xero = XeroCaller(server)
        self._server = server
        self._headers: dict[str, str] | None = None

    def page(self, side: Side, number: int = 1) -> Answer:
        """Ask for a page of a list: companies in pages of 60, or Xero's contacts."""
        if side is Side.XERO:
            self._headers = self._headers or self.xero.headers()
            return self.xero.get(PAGE.format(number), headers=self._headers)
        last = self._server.tenant.companies[(number - 1) * 60 - 1].id if number > 1 else -1
        later = {"op": "gt", "field": "id", "value": last}
        return self.autotask.query("Companies", later, MaxRecords=60)

    def statuses(self, side: Side, count: int) -> list[int]:
        """Ask for the first page so many times."""
        return [self.page(side).status for _ in range(count)]


BOTH = pytest.mark.parametrize("side", Side)


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_can_be_switched_on(name: str) -> None:
    """Each is a setup that an imitation takes, and a line of the catalogue."""
    with DemoServer(1, switches=(name,)) as server:
        assert server.addresses.zone_url
    assert any(line.split()[:1] == [name] for line in catalogue().splitlines())
    assert not SWITCHES[name].says.endswith(".")


@pytest.mark.parametrize("letter", ["D", "E"])
def test_every_row_has_a_switch_or_a_reason(letter: str) -> None:
    """Nothing of the two tables is forgotten."""
    rows = {
        "D": {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26},
        "E": {1, 2, 4, 5, 6, 8, 10, 11, 12},
    }[letter]
    told = {switch.row for switch in SWITCHES.values()} | {row.split()[0] for row in NOT_OF_A_SERVER}
    assert {f"{letter}{row:02}" for row in rows} <= told


def test_an_unknown_switch_names_the_nearest() -> None:
    """With or without a side, and for a side that nobody knows."""
    with pytest.raises(UnknownSwitchError) as error:
        setup_of(["D08-503-twise"])
    assert error.value.nearest[0] == "D08-503-twice"
    with pytest.raises(UnknownSwitchError):
        setup_of(["D08-503-twice@both"])


def test_switches_come_together() -> None:
    """Each adds its own; a side of one alone is left in peace."""
    with switched("D08-503-once@xero", "D08-502-once@autotask") as (_server, asker):
        assert asker.statuses(Side.AUTOTASK, 2) == [502, 200]
        assert asker.statuses(Side.XERO, 2) == [503, 200]


def test_a_switch_can_be_thrown_while_the_imitation_runs(server: DemoServer) -> None:
    """As far as that is possible; what needs its start says so."""
    asker = Asker(server)
    assert asker.page(Side.XERO).status == 200
    server.switch("D08-503-always", "E01")
    assert asker.page(Side.XERO).status == 503
    server.faults.clear()
    asker.page(Side.XERO)
    assert len(server.live.customers) == 181
    with pytest.raises(ValueError, match="when the imitation is made"):
        server.switch("D20-expired")


# Logins


def test_d01_and_d02() -> None:
    """The login is refused from the first call on, or after four pages."""
    with switched("D01") as (server, asker):
        assert asker.page(Side.AUTOTASK).status == 401
        assert server.autotask.failed_logins == 1
        assert asker.page(Side.XERO).status == 200
    with switched("D02") as (_server, asker):
        assert asker.statuses(Side.AUTOTASK, 6) == [200] * 4 + [401] * 2
        assert asker.autotask.get("Companies/entityInformation").status == 200


@pytest.mark.parametrize(
    ("name", "statuses", "detail"),
    [
        ("D03-expired", [401, 200], "TokenExpired"),
        ("D03-always", [401, 401], "TokenExpired"),
        ("D03-scope", [401, 401], "AuthorizationUnsuccessful"),
        ("D04-customers", [403, 403], "AuthenticationUnsuccessful"),
    ],
)
def test_d03_and_d04_at_xero(name: str, statuses: list[int], detail: str) -> None:
    """In the shape that Xero gives a refusal (xero-api.md section 5)."""
    with switched(name) as (_server, asker):
        answers = [asker.page(Side.XERO) for _ in range(2)]
    assert [answer.status for answer in answers] == statuses
    assert answers[0].json["Detail"].startswith(detail)
    assert answers[0].json["Status"] == statuses[0]


@pytest.mark.parametrize(
    ("name", "companies", "contacts"),
    [("D04-companies", 403, 200), ("D04-contacts", 200, 403), ("D04-permission", 200, 500)],
)
def test_d04_at_autotask(name: str, companies: int, contacts: int) -> None:
    """One entity is refused, the other is not."""
    with switched(name) as (_server, asker):
        answers = [asker.autotask.query(entity, ALL) for entity in ("Companies", "Contacts")]
    assert [answer.status for answer in answers] == [companies, contacts]
    refused = answers[companies == 200]
    assert "adequate permissions" in refused.json["errors"][0]


# Limits


@BOTH
@pytest.mark.parametrize(
    ("name", "wait"),
    [
        ("D05-seconds", "2"),
        ("D05-zero", "0"),
        ("D05-minus", "-5"),
        ("D05-junk", "soon"),
        ("D05-fraction", "3.7"),
        ("D05-huge", "999999999"),
        ("D05-long", "600"),
        ("D05-none", None),
    ],
)
def test_d05(name: str, wait: str | None, side: Side) -> None:
    """429 once, with each form of `Retry-After`."""
    with switched(name) as (_server, asker):
        answers = [asker.page(side) for _ in range(2)]
    assert [answer.status for answer in answers] == [429, 200]
    assert answers[0].headers.get("retry-after") == wait


@BOTH
def test_d05_as_a_date(side: Side) -> None:
    """By the server's clock."""
    with switched("D05-date") as (_server, asker):
        answer = asker.page(side)
    assert parsedate_to_datetime(answer.headers["retry-after"]).timestamp() == NOW + 3


def test_d06() -> None:
    """Xero's day ends, by a fault or by the count; Autotask's hour is nearly used up."""
    with switched("D06-day") as (_server, asker):
        answers = [asker.page(Side.XERO) for _ in range(4)]
        assert [answer.status for answer in answers] == [200, 200, 429, 429]
        assert answers[2].headers["x-rate-limit-problem"] == "day"
        assert answers[2].headers["retry-after"] == "28800"
    with switched("D06-day-count") as (server, asker):
        assert asker.statuses(Side.XERO, 5) == [200] * 3 + [429] * 2
        assert server.log.breaches == {Breach.DAY: 2}
    with switched("D06-threshold") as (server, asker):
        counter = asker.autotask.get("ThresholdInformation").json["currentTimeframeRequestCount"]
        assert counter == 9_991
        assert asker.statuses(Side.AUTOTASK, 11) == [200] * 9 + [429] * 2
        assert server.log.breaches == {Breach.HOUR: 2}


def test_d07() -> None:
    """429 without end."""
    with switched("D07") as (_server, asker):
        assert asker.statuses(Side.AUTOTASK, 20) == asker.statuses(Side.XERO, 20) == [429] * 20


@pytest.mark.parametrize(
    ("name", "breach", "side"),
    [
        ("D23-threads", Breach.THREADS, Side.AUTOTASK),
        ("D23-concurrent", Breach.CONCURRENT, Side.XERO),
    ],
)
def test_d23_at_once(name: str, breach: Breach, side: Side) -> None:
    """A second request at the same time is one too many."""
    with switched(name, "D09-half-open") as (server, asker):
        waiting = threading.Thread(target=lambda: asker.page(side))
        waiting.start()
        assert server.log.wait_until(lambda log: log.under_way("companies") + log.under_way("contacts") == 1)
        second = Asker(server).page(side)
        server.faults.clear()
        waiting.join()
        assert second.status == 429
        assert server.log.breaches == {breach: 1}


def test_d23_in_a_minute() -> None:
    """A fourth request is one too many."""
    with switched("D23-minute") as (server, asker):
        assert asker.statuses(Side.XERO, 4) == [200, 200, 200, 429]
        assert server.log.breaches == {Breach.MINUTE: 1}
    with switched() as (server, asker):
        asker.statuses(Side.XERO, 4)
        assert server.log.breaches == {}


@pytest.mark.parametrize(
    ("name", "seconds"), [("slow-down", 0.5), ("D06-nearly", 1.0), ("D06-threshold", 1.0)]
)
def test_calls_are_slowed_down(name: str, seconds: float) -> None:
    """By the injected sleep."""
    slept: list[float] = []

    async def sleep(time: float) -> None:
        slept.append(time)

    with DemoServer(1, latency=0, switches=(name,), sleep=sleep) as server:
        AutotaskCaller(server).get("ThresholdInformation")
    assert slept == [seconds]


# Failures


@BOTH
@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
@pytest.mark.parametrize(("word", "times"), [("once", 1), ("twice", 2), ("always", 4)])
def test_d08(status: int, word: str, times: int, side: Side) -> None:
    """So often, then fine; without a body."""
    with switched(f"D08-{status}-{word}") as (_server, asker):
        answers = [asker.page(side) for _ in range(4)]
    assert [answer.status for answer in answers] == [status] * times + [200] * (4 - times)
    assert answers[0].body == b""


def test_d08_refusal() -> None:
    """A 500 with a sentence is something else."""
    with switched("D08-500-errors") as (_server, asker):
        answer = asker.page(Side.AUTOTASK)
    assert answer.status == 500
    assert answer.json["errors"]


@BOTH
def test_d08_now_and_then(side: Side) -> None:
    """The same requests of 200 every time, about one in twenty."""
    runs = []
    for _ in range(2):
        with switched("D08-5-percent", size=1) as (server, asker):
            server.xero._minute.limit = 1_000
            runs.append(asker.statuses(side, 200))
    assert runs[0] == runs[1]
    assert 4 <= runs[0].count(503) <= 20
    assert set(runs[0]) == {200, 503}


@BOTH
@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("D09-close", http.client.RemoteDisconnected),
        ("D09-reset-before", ConnectionResetError),
        ("D09-reset-after", ConnectionResetError),
        ("D09-reset-within", ConnectionResetError),
    ],
)
def test_d09(name: str, error: type[Exception], side: Side) -> None:
    """The connection breaks in each way, once."""
    with switched(name) as (_server, asker):
        with pytest.raises(error):
            asker.page(side)
        assert asker.page(side).status == 200


def test_d09_refused() -> None:
    """Nobody listens; or only one side does."""
    with switched("D09-refused@xero") as (server, asker):
        assert asker.page(Side.AUTOTASK).status == 200
        with pytest.raises(ConnectionRefusedError):
            call(server.addresses.xero_api_url)
    with switched("D09-refused") as (server, _asker), pytest.raises(ConnectionRefusedError):
        call(server.addresses.zone_url)


@BOTH
def test_d10(side: Side) -> None:
    """Byte by byte, half a second apart."""
    slept: list[float] = []

    async def sleep(time: float) -> None:
        slept.append(time)

    with DemoServer(1, latency=0, switches=("D10",), sleep=sleep) as server:
        body = Asker(server).page(side).body
    assert slept == [0.5] * len(body)


@BOTH
@pytest.mark.parametrize("name", ["D11-length-short", "D11-chunked-cut"])
def test_d11_in_the_framing(name: str, side: Side) -> None:
    """Fewer bytes come than were promised."""
    with switched(name) as (_server, asker):
        with pytest.raises(http.client.IncompleteRead):
            asker.page(side)
        assert asker.page(side).json


@BOTH
def test_d11_to_the_end_of_the_connection(side: Side) -> None:
    """Nothing but the JSON tells that half is missing."""
    with switched("D11-close-cut") as (_server, asker):
        answer = asker.page(side)
    assert answer.status == 200
    assert not {"content-length", "transfer-encoding"} & set(answer.headers)
    with pytest.raises(json.JSONDecodeError):
        _ = answer.json


@BOTH
@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("D11-gzip-cut", EOFError),
        ("D11-gzip-trailer-cut", EOFError),
        ("D11-gzip-bad-crc", gzip.BadGzipFile),
    ],
)
def test_d11_in_the_compression(name: str, error: type[Exception], side: Side) -> None:
    """The bytes are as many as promised, and still not whole."""
    with switched(name) as (_server, asker):
        answer = asker.page(side)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    with pytest.raises(error):
        gzip.decompress(answer.body)
    content = zlib.decompressobj(wbits=31)
    if name == "D11-gzip-trailer-cut":
        assert json.loads(content.decompress(answer.body))
        assert not content.eof


# Bodies


@BOTH
@pytest.mark.parametrize(
    ("name", "status", "content_type", "body"),
    [
        ("D13-html-once", 200, "text/html", b"<!DOCTYPE"),
        ("D13-html-always", 200, "text/html", b"<!DOCTYPE"),
        ("D13-empty", 200, "application/json", b""),
        ("D13-204", 204, None, b""),
        ("D13-text", 200, "text/plain", b"{"),
    ],
)
def test_d13(name: str, status: int, content_type: str | None, body: bytes, side: Side) -> None:
    """What is no page of JSON, once or always."""
    with switched(name) as (_server, asker):
        first, second = asker.page(side), asker.page(side)
    assert first.status == status
    assert (first.headers.get("content-type") or "").startswith(content_type or "")
    assert first.body.startswith(body)
    assert bool(first.body) == bool(body)
    assert second.headers["content-type"].startswith("text/html") == name.endswith("always")


def rows(answer: Answer) -> Any:
    """Return the list of records."""
    return answer.json.get("items", answer.json.get("Contacts"))


SHAPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda row: row.get("companyName", row.get("Name")) is None,
    "missing-id": lambda row: not {"id", "ContactID"} & set(row),
    "text-as-number": lambda row: row.get("companyName", row.get("Name")) == 12,
    "unknown-word": lambda row: row.get("companyType") == 99 or row.get("ContactStatus") == "SLEEPING",
    "new-field": lambda row: "somethingNew" in row,
}


@BOTH
@pytest.mark.parametrize("shape", SHAPES)
def test_d15(shape: str, side: Side) -> None:
    """One record of a page is odd, the others are not."""
    with switched(f"D15-{shape}") as (_server, asker):
        odd = [SHAPES[shape](row) for row in rows(asker.page(side))]
    assert odd.count(True) == 1
    assert len(odd) == 60


@BOTH
def test_d15_in_the_page(side: Side) -> None:
    """A list that is an object, and numbers that are texts."""
    with switched("D15-list-to-object") as (_server, asker):
        assert isinstance(rows(asker.page(side)), dict)
    with switched("D15-number-as-text") as (_server, asker):
        page = asker.page(side).json
        figures = page.get("pageDetails") or page["pagination"]
        assert {type(value) for value in figures.values() if value is not None} == {str}


# Ways


@BOTH
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_d16(status: int, side: Side) -> None:
    """A redirect to another host, in each way."""
    with switched(f"D16-{status}") as (_server, asker):
        answer = asker.page(side)
    assert (answer.status, answer.headers["location"]) == (status, "https://elsewhere.example/")


@BOTH
def test_d16_elsewhere(side: Side) -> None:
    """To another port, to plain HTTP, to the same host."""
    found = {}
    for name in ("other-port", "plain", "same-host"):
        with switched(f"D16-{name}") as (_server, asker):
            found[name] = urlsplit(asker.page(side).headers["location"])
    assert (found["other-port"].hostname, found["plain"].scheme) == ("127.0.0.1", "http")
    assert found["same-host"].netloc == ""


def along_the_cursor(server: DemoServer, pages: int) -> tuple[list[int], list[str | None]]:
    """Follow `nextPageUrl` so many times, and return the ids and the addresses that were met."""
    body = json.dumps({"filter": [ALL], "MaxRecords": 30})
    url: str | None = f"{server.addresses.zone_url}/atservicesrest/v1.0/Companies/query"
    ids: list[int] = []
    urls: list[str | None] = []
    while url and pages > 0:
        page = call(url, "POST", headers=AUTOTASK_LOGIN, body=body).json
        ids += [row["id"] for row in page["items"]]
        url = page["pageDetails"]["nextPageUrl"]
        urls.append(url)
        pages -= 1
    return ids, urls


def test_d18_falling() -> None:
    """The cursor leads through all of them once."""
    with switched("D18-falling") as (server, _asker):
        ids, urls = along_the_cursor(server, 50)
        assert ids == [each.id for each in reversed(server.tenant.companies)]
        assert (len(urls), urls[-1]) == (5, None)
        some = {"op": "lte", "field": "id", "value": ids[40]}
        assert [row["id"] for row in AutotaskCaller(server).items("Companies", some, MaxRecords=7)] == ids[
            40:
        ]


@pytest.mark.parametrize(
    ("name", "different"), [("D18-same", 1), ("D18-cycle-2", 2), ("D18-cycle-3", 3), ("D18-endless", 12)]
)
def test_d18(name: str, different: int) -> None:
    """Addresses repeat after so many pages, or never; there is no end."""
    with switched(name) as (server, _asker):
        ids, urls = along_the_cursor(server, 12)
    assert None not in urls
    assert len(set(urls)) == different
    assert len(ids) > len(set(ids))
    assert ids[:30] == sorted(ids[:30], reverse=True)


def test_d18_at_xero() -> None:
    """The second page is the first."""
    with switched("D18-same-page") as (_server, asker):
        assert rows(asker.page(Side.XERO, 1)) == rows(asker.page(Side.XERO, 2))


def zone_url(server: DemoServer) -> str:
    """Ask where the tenant lives."""
    url: str = (
        AutotaskCaller(server).get("zoneInformation?user=axtui-demo%40tenant.example", headers={}).json["url"]
    )
    return url


def login_at(url: str) -> int:
    """Return the status of a request with credentials to a zone."""
    return call(f"{url}v1.0/Companies/0", headers=AUTOTASK_LOGIN).status


def test_d19() -> None:
    """The host only looks like Autotask's."""
    with switched("D19") as (server, _asker):
        host = urlsplit(zone_url(server)).hostname or ""
    assert "autotask.net" in host
    assert not host.endswith("autotask.net")


def test_a_zone_that_was_left() -> None:
    """The first discovery leads there; another one leads to where the tenant lives now."""
    with switched("zone-moved") as (server, _asker):
        old, new = zone_url(server), zone_url(server)
        assert urlsplit(old).hostname != urlsplit(new).hostname
        assert [login_at(old), login_at(new)] == [401, 200]
        assert server.autotask.failed_logins == 0


def test_a_zone_that_is_left_in_the_middle() -> None:
    """After eight requests with credentials."""
    with switched("zone-moves") as (server, _asker):
        first = zone_url(server)
        assert [login_at(first) for _ in range(10)] == [200] * 8 + [401] * 2
        later = zone_url(server)
        assert later != first
        assert login_at(later) == 200


# Completeness


@BOTH
def test_e02_overlap(side: Side) -> None:
    """The last record of a page is the first of the next; nothing else is there twice."""
    with switched("E02-overlap") as (_server, asker):
        ids = [[row.get("id", row.get("ContactID")) for row in rows(asker.page(side, at))] for at in (1, 2)]
    assert ids[1][0] == ids[0][-1]
    assert len({*ids[0], *ids[1]}) == len(ids[0] + ids[1]) - 1


@BOTH
def test_e02_in_the_second_page(side: Side) -> None:
    """Empty, turned round, or a record short; its other figures are as they were."""
    with switched() as (_server, asker):
        right = rows(asker.page(side, 2))
    found = {}
    for name in ("empty-middle", "wrong-order", "row-lost"):
        with switched(f"E02-{name}") as (_server, asker):
            assert len(rows(asker.page(side, 1))) == 60
            answer = asker.page(side, 2)
            found[name] = rows(answer)
            details = answer.json.get("pageDetails") or answer.json["pagination"]
            assert details.get("nextPageUrl") or details.get("pageCount") == 3
            assert len(rows(asker.page(side, 1))) == 60
    assert found["empty-middle"] == []
    assert found["wrong-order"] == right[::-1]
    assert found["row-lost"] == right[:30] + right[31:]


@pytest.mark.parametrize(
    ("name", "changes"), [("E01", [5, 10, 10]), ("E01-deletions", [6, 12, 12]), ("E01-restless", [5, 10, 15])]
)
def test_e01(name: str, changes: list[int]) -> None:
    """So much changes after each of three pages, the last of which has no next one."""
    with switched(name) as (server, asker):
        found = []
        for number in (1, 2, 3):
            asker.page(Side.AUTOTASK, number)
            found.append(len(server.live.companies.journal))
    assert found == changes


# The contact UDF, and other states


def position(asker: Asker) -> Any:
    """Return what the metadata say of the contact UDF."""
    fields = asker.autotask.get("Contacts/entityInformation/userDefinedFields").json["fields"]
    return {field["name"]: field for field in fields}


def test_udf_states() -> None:
    """What cannot be used is told by the metadata, and its values do not come."""
    with switched("udf-multi") as (_server, asker):
        assert "multi" in position(asker)["Position"]["type"]
        assert not any("userDefinedFields" in row for row in asker.autotask.items("Contacts", ALL))
    with switched("udf-reference") as (_server, asker):
        assert position(asker)["Position"]["isReference"]
        assert position(asker)["Position"]["isPickList"] is False
    with switched("udf-nearly") as (_server, asker):
        assert set(position(asker)) == {"Alternate Email", "position"}
        udfs = [
            row["userDefinedFields"]
            for row in asker.autotask.items("Contacts", ALL)
            if "userDefinedFields" in row
        ]
        assert {"name": "position", "value": "Accounts"} in [each for udf in udfs for each in udf]
    with switched("udf-value-missing") as (_server, asker):
        values = [entry["value"] for entry in position(asker)["Position"]["picklistValues"]]
        assert values == ["AccountsIncludedPerson", "Director", "Technical"]
    with switched("udf-value-inactive") as (_server, asker):
        values = position(asker)["Position"]["picklistValues"]
        assert {entry["value"] for entry in values if not entry["isActive"]} == {"Accounts"}


def test_no_modified() -> None:
    """Not in the records, not in the metadata, and a query is refused as for any unknown field."""
    with switched("no-modified") as (_server, asker):
        for entity, name in (("Companies", "lastTrackedModifiedDateTime"), ("Contacts", "lastModifiedDate")):
            asked = {"op": "gte", "field": name, "value": "2026-01-01"}
            answer = asker.autotask.query(entity, asked)
            assert answer.status == 500
            assert f"Unable to find {name}" in answer.json["errors"][0]
            assert name not in asker.autotask.items(entity, ALL)[3]
            fields = asker.autotask.get(f"{entity}/entityInformation/fields").json["fields"]
            assert name not in [field["name"] for field in fields]


def test_no_pagination() -> None:
    """The list alone."""
    with switched("no-pagination") as (_server, asker):
        page = asker.page(Side.XERO).json
    assert len(page["Contacts"]) == 60
    assert "pagination" not in page


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("udf-missing", FaultKind.NO_UDF),
        ("udf-text", FaultKind.TEXT_UDF),
        ("udf-display-differs", FaultKind.DISPLAY_DIFFERS),
        ("no-companies", FaultKind.NO_COMPANIES),
        ("no-contacts", FaultKind.NO_CONTACTS),
        ("no-customers", FaultKind.NO_CUSTOMERS),
        ("login-refused", FaultKind.REFUSE_LOGIN),
        ("consent-refused", FaultKind.REFUSE_CONSENT),
        ("web-app", FaultKind.WEB_APP),
        ("several-organisations", FaultKind.SEVERAL_ORGANISATIONS),
        ("A08", FaultKind.SINGLE_USE),
        ("A14", FaultKind.SAME_REFRESH_TOKEN),
    ],
)
def test_states_that_are_told_elsewhere(name: str, kind: FaultKind) -> None:
    """The switch sets the state; what the state does is proved where it lives."""
    with switched(name) as (server, _asker):
        assert server.faults.in_force(kind, Side.AUTOTASK)


def test_d26() -> None:
    """300 ms a request, 5 MB a second for all together, and a reset now and then."""
    slept: list[float] = []

    async def sleep(time: float) -> None:
        slept.append(time)

    with DemoServer(1, latency=0, switches=("D26",), sleep=sleep, clock=lambda: NOW) as server:
        asker = Asker(server)
        sizes = [len(asker.page(Side.AUTOTASK).body) for _ in range(2)]
        assert slept == pytest.approx([0.3, sizes[0] / 5e6, 0.3, sum(sizes) / 5e6], abs=1e-6)
        resets = 0
        for _ in range(200):
            try:
                asker.page(Side.AUTOTASK)
            except ConnectionResetError:
                resets += 1
    assert 1 <= resets <= 6
