"""The imitation in a process of its own, and what scripts may ask of it."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from demo.callers import EVERYTHING, AutotaskCaller, XeroCaller, call

from axtui.demo import __main__ as alone
from axtui.demo.server import DemoServer
from axtui.services.config import load

ALL = EVERYTHING["filter"][0]
CHANGED = {"op": "gte", "field": "lastModifiedDate", "value": "2026-06-01"}


def control(server: DemoServer, method: str, path: str) -> Any:
    """Ask something about the imitation itself."""
    answer = call(f"{server.addresses.zone_url}/demo/{path}", method)
    assert answer.status == 200
    return answer.json


def talk(process: subprocess.Popen[str], ports: Path) -> tuple[str, Any]:
    """Ask both sides once, interrupt, and return what was told at the beginning and at the end."""
    assert process.stdout is not None
    told = ""
    while "Answers until" not in told:
        line = process.stdout.readline()
        assert line, "it ended before it answered"
        told += line
    where = json.loads(ports.read_text(encoding="utf-8"))
    assert call(f"{where['zone_url']}/atservicesrest/VersionInformation").status == 200
    assert call(f"{where['api_url']}/Contacts?page=1").status == 503
    process.send_signal(signal.SIGINT)
    return told, json.loads(process.stdout.read())


def test_it_answers_until_it_is_interrupted(tmp_path: Path) -> None:
    """It tells where it is by a file and on stdout, and in the end what it counted."""
    ports = tmp_path / "ports.json"
    command = [sys.executable, "-m", "axtui.demo", "--latency", "0", "--port-file", str(ports)]
    with subprocess.Popen(  # noqa: S603  # our own interpreter
        [*command, "--fault", "D08-503-once@xero"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            told, counted = talk(process, ports)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
    assert "# D08-503-once@xero: pages of each side" in told
    assert counted["requests"] == {"autotask": 1, "xero": 1}
    assert counted["refused"] == {}


@pytest.mark.parametrize("switches", [(), ("D21",), ("D22-works",)])
def test_the_configuration_that_it_prints_is_one(switches: tuple[str, ...], tmp_path: Path) -> None:
    """The program reads it, and finds the imitation's addresses."""
    file = tmp_path / "config.toml"
    with DemoServer(1, latency=0, switches=switches) as server:
        file.write_text(alone.configuration(server), encoding="utf-8")
        addresses, ca_file = server.addresses, server.ca_file
    file.chmod(0o600)
    config = load(file)
    (profile,) = config.profiles
    assert config.settings.ca_file == ca_file
    assert profile.autotask.zone_url == addresses.zone_url
    assert profile.xero.api_url == addresses.xero_api_url
    assert profile.xero.token_url == addresses.token_url


def test_faults_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """And an unknown one is answered with the nearest."""
    assert alone.main(["--fault", "list"]) == 0
    assert "D08-503-twice" in capsys.readouterr().out
    assert alone.main(["--fault", "D08-503-twise"]) == 2
    assert "Did you mean `D08-503-twice`?" in capsys.readouterr().err


@pytest.mark.parametrize("flags", [["--size", "0"], ["--size", "100001"], ["--contacts", "1"]])
def test_sizes_have_their_bounds(flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Said in a sentence."""
    with pytest.raises(SystemExit) as ended:
        alone.main(flags)
    assert ended.value.code == 2
    assert "companies" in capsys.readouterr().err


def test_counters_can_be_asked_for(server: DemoServer, autotask: AutotaskCaller, xero: XeroCaller) -> None:
    """Without counting themselves, and anew from any moment on."""
    pages = [len(autotask.query("Contacts", ALL).body) for _ in range(3)]
    xero.contacts("page=1")
    counted = control(server, "GET", "counters")

    assert counted["requests"] == {"autotask": 3, "xero": 2}
    assert counted["most_at_once"] == {"autotask/contacts": 1, "xero/contacts": 1, "xero/token": 1}
    assert counted["busiest_minute"] == {"autotask": 3, "xero": 2}
    assert counted["refused"] == {}
    assert counted["bytes_sent"] > sum(pages)
    assert control(server, "GET", "counters") == counted
    control(server, "POST", "counters/forget")
    assert control(server, "GET", "counters")["requests"] == {"autotask": 0, "xero": 0}


def test_a_share_of_everything_can_be_changed(server: DemoServer, autotask: AutotaskCaller) -> None:
    """So much of each list; contacts that go away are said apart."""
    assert autotask.items("Contacts", CHANGED) == []
    changes = control(server, "POST", "change?share=0.1&deletions=2")

    assert changes == {"companies": 14, "contacts": 38, "customers": 18}
    assert 30 <= len(autotask.items("Contacts", CHANGED)) <= 38
    assert len(server.live.contacts) == 379
    assert len(server.live.companies) == 141


def test_warming_changes_no_answer(server: DemoServer, autotask: AutotaskCaller, xero: XeroCaller) -> None:
    """It only takes the work before the time."""
    query = "page=1&pageSize=1000&order=ContactID&includeArchived=true"
    with DemoServer(120, latency=0) as other:
        control(other, "POST", "warm")
        warm = AutotaskCaller(other).items("Contacts", ALL), XeroCaller(other).contacts(query)["Contacts"]
    assert warm == (autotask.items("Contacts", ALL), xero.contacts(query)["Contacts"])


def test_an_unknown_wish_is_told_the_known_ones(server: DemoServer) -> None:
    """With 404."""
    answer = call(f"{server.addresses.zone_url}/demo/nothing")
    assert answer.status == 404
    assert "GET /demo/counters" in answer.json["paths"]
