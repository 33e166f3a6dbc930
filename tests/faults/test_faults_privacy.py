"""What stays of people on a shared host: who can read it, for how long, and what never gets there."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from app_driver import at_rest, driven, read, report_of, started
from disk import mode_of, umask
from faults.canaries import addresses_of, secrets_in
from faults.figures import Figure
from faults.scene import Site, files_below, opened_site
from http_fakes import FakeTime
from pty_driver import environment

from axtui.core.errors import ConfigError, ExitCode
from axtui.demo.data import Tenant
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.services.config import Config, save
from axtui.services.crash_reports import keep_crash
from axtui.services.views import ViewStore
from axtui.tui.widgets.search_input import SearchInput

_NOBODY: Final = 65534
_SHORTEST_NAME: Final = 5
"""A shorter one may stand anywhere by chance."""
_ACCEPTED: Final = ("--accept-bulk-import-warning", "--include-updates", "--accept-updates-cannot-be-undone")


def _names_of(tenant: Tenant) -> frozenset[str]:
    """Return what names a customer or a person in a tenant: names, and addresses in both cases."""
    contacts, customers = list(tenant.contacts), list(tenant.customers)
    names = [each.name for each in tenant.companies] + [each.name for each in customers]
    for first, last in [(each.first_name, each.last_name) for each in contacts]:
        names += [first, last]
    for each in customers:
        names += [each.first_name or "", each.last_name or ""]
    addresses = addresses_of(tenant)
    return addresses | {each for each in names if len(each) >= _SHORTEST_NAME and each.isprintable()}


def _people_in(data: bytes, tenant: Tenant) -> list[str]:
    return [name for name in _names_of(tenant) if name.encode("utf-8", "surrogatepass") in data]


def _below(*roots: Path) -> list[Path]:
    return sorted(path for root in roots for path in (root, *root.rglob("*")) if os.path.lexists(path))


def _session(site: Site, home: Path) -> list[Path]:
    """Let a site make every kind of file there is; return where they are."""
    own = site.surroundings
    out = home / "exports" / "contacts.csv"
    out.parent.mkdir(mode=0o700)
    site.report().well()
    site.spoil(Fault(kind=FaultKind.STATUS, side=Side.XERO, status=404, path="contacts", skip=1))
    site.full_report()
    site.heal()
    site.command("export", *_ACCEPTED, "--review", "--out", str(out))
    save(Config(profiles=(site.profile,)), own.config_file)
    save(Config(profiles=(site.profile,), settings=replace(site.settings, ascii=True)), own.config_file)
    asyncio.run(ViewStore.of(own).change(site.profile.name, lambda view: view.searched("Ada")))
    keep_crash(ValueError("a bug"), state_dir=own.state_dir, now=own.now(), argv_words=["report"])
    return [own.cache_dir, own.state_dir, own.config_file.parent, out.parent, site.log]


# Who can read it


@pytest.mark.fault("A02")
@pytest.mark.size(60, None)
def test_every_file_of_a_session_is_private_under_the_most_open_umask(
    site: Site, tmp_path: Path, figure: Figure
) -> None:
    """Reads, reports, pages, paces, views, crash reports, logs, exports, the configuration and its backup."""
    site.surroundings = replace(site.surroundings, config_file=tmp_path / "config" / "config.toml")
    with umask(0):
        paths = _below(*_session(site, tmp_path))
    wrong = {path: mode_of(path) for path in paths if mode_of(path) != (0o700 if path.is_dir() else 0o600)}
    assert wrong == {}
    kinds = {path.suffix for path in paths if path.is_file()}
    assert kinds >= {".sqlite3", ".report", ".json", ".csv", ".log", ".toml", ".bak", ".txt"}
    figure("files", sum(path.is_file() for path in paths))


@pytest.mark.fault("F01")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user for a while")
def test_another_user_reads_nothing_of_it(time: FakeTime, figure: Figure) -> None:
    """Neither by its name nor by looking into directories, though every directory above is open to all."""
    with tempfile.TemporaryDirectory(prefix="axtui-open-") as name:
        home = Path(name)
        home.chmod(0o755)
        with umask(0), opened_site(home, time, 60) as site:
            site.surroundings = replace(site.surroundings, config_file=home / "config" / "config.toml")
            paths = _below(*_session(site, home))
            assert not _readable_by_nobody(paths), "another user could read these"
    figure("readable", f"0 of {len(paths)}")


def _readable_by_nobody(paths: Iterable[Path]) -> list[Path]:
    os.seteuid(_NOBODY)
    try:
        return [path for path in paths if _is_readable(path)]
    finally:
        os.seteuid(0)


def _is_readable(path: Path) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except PermissionError:
        return False
    return True


# For how long


@pytest.mark.fault("F02")
def test_a_start_after_the_time_shows_nothing_and_leaves_nothing(
    site: Site, time: FakeTime, figure: Figure
) -> None:
    """Whatever command comes first."""
    site.report().well()
    kept = [path for path in _below(site.surroundings.cache_dir / "snapshots") if path.suffix == ".sqlite3"]
    time.passed += timedelta(days=7, seconds=1).total_seconds()
    assert site.command("report", "--cached").code == ExitCode.USAGE
    assert [path for path in kept if path.exists()] == []
    site.report().well()
    time.passed += timedelta(days=8).total_seconds()
    assert site.command("profiles").code == ExitCode.DONE
    assert [path for path in kept if path.exists()] == []
    figure("removed before use", f"{len(kept)}/{len(kept)}")


@pytest.mark.fault("F02")
async def test_the_app_shows_nothing_that_is_too_old_and_removes_it(site: Site, time: FakeTime) -> None:
    """Behind its first frame; where the configuration cannot be read, nobody knows what is too old."""
    (await asyncio.to_thread(site.report)).well()
    (kept,) = (site.surroundings.cache_dir / "snapshots").glob("*.sqlite3")
    time.passed += timedelta(days=7, seconds=1).total_seconds()
    config = Config(profiles=(site.profile,))
    problem = ConfigError("The configuration cannot be read.", problems=())
    async with driven(started(site.server, site.surroundings, demo=False, problem=problem)):
        assert kept.exists()
    app = started(site.server, site.surroundings, demo=False, config=config)
    async with driven(app):
        assert report_of(app)._report is None
        assert not kept.exists()


# What never gets there


@pytest.mark.fault("A17", "F04")
@pytest.mark.size(60, None)
def test_a_log_of_runs_that_go_wrong_names_nobody(site: Site, tmp_path: Path, figure: Figure) -> None:
    """Retries, limits, a refused login, bad data and an export: ids, counts, times and endpoints alone."""
    tenant = site.server.tenant
    hostile = json.dumps({"errors": [f"no {each.name}" for each in tenant.companies[:9]]}).encode()
    for fault in (
        Fault(kind=FaultKind.STATUS, status=503, times=2),
        Fault(kind=FaultKind.STATUS, status=429, side=Side.XERO, times=1, headers={"Retry-After": "3"}),
        Fault(kind=FaultKind.CUT, path="companies/query", after_bytes=40, times=1),
        Fault(kind=FaultKind.STATUS, status=500, path="contacts/query", body=hostile),
        Fault(kind=FaultKind.REFUSE_LOGIN, side=Side.AUTOTASK),
    ):
        site.spoil(fault)
        site.full_report("--filter", tenant.companies[0].name, "--retry-auth")
        site.heal()
    site.command("export", *_ACCEPTED, "--out", str(tmp_path / "c.csv"), "--retry-auth")
    data = site.log.read_bytes()
    assert _people_in(data, tenant) == []
    assert secrets_in(data) == []
    assert b"?" not in data
    assert data.isascii()
    for said in (
        b"status=503",
        b"status=429",
        b"cause=",
        b"LoginRefusedError",
        b"wait side=",
        b"written kind=",
    ):
        assert said in data, said
    assert mode_of(site.log) == 0o600
    figure("lines", len(data.splitlines()))
    figure("names", 0)


@pytest.mark.fault("F05")
@pytest.mark.size(60, None)
def test_nothing_personal_lies_on_the_disk_without_a_cache(
    site: Site, tmp_path: Path, figure: Figure
) -> None:
    """After a run, a stopped run and an export; times of requests, which name nobody, may lie there."""
    site.full_report("--no-cache").well()
    site.spoil(Fault(kind=FaultKind.STATUS, status=404, path="contacts", skip=3))
    assert site.report("--no-cache").code != ExitCode.DONE
    site.heal()
    with tempfile.TemporaryDirectory() as elsewhere:  # the person has asked for these
        site.command("export", "--no-cache", _ACCEPTED[0], "--out", f"{elsewhere}/c.csv")
        assert _people_in(Path(elsewhere, "c.csv").read_bytes(), site.server.tenant)
    files = [path for path in _below(tmp_path) if path.is_file()]
    assert [path for path in files if _people_in(path.read_bytes(), site.server.tenant)] == []
    assert {path.relative_to(tmp_path).parts[:2] for path in files} == {("cache", "pace"), ("axtui.log",)}
    figure("hits", f"0 in {len(files)} files")


@pytest.mark.fault("F05")
def test_without_a_cache_what_was_kept_stays_and_is_not_used(site: Site) -> None:
    """Not even to ask for changes only; a purge removes it."""
    site.keep_report()
    kept = {path: path.stat().st_mtime_ns for path in _below(site.surroundings.cache_dir / "snapshots")}
    site.spoil()
    site.report("--no-cache").well()
    asked = site.asked(Side.XERO, "contacts")
    assert asked
    assert "if-modified-since" not in asked[0].headers
    assert kept == {
        path: path.stat().st_mtime_ns for path in _below(site.surroundings.cache_dir / "snapshots")
    }


@pytest.mark.fault("F05")
async def test_the_app_leaves_nothing_personal_without_a_cache(site: Site, figure: Figure) -> None:
    """A run, its report and a search, which is remembered until the app ends; what was kept before stays."""
    await ViewStore.of(site.surroundings).change(site.profile.name, lambda view: view.searched("before"))
    views = site.surroundings.state_dir / "views"
    kept = files_below(views)
    own = replace(site.surroundings, uses_cache=False)
    app = started(site.server, own, demo=False, config=Config(profiles=(site.profile,)))
    async with driven(app) as pilot:
        await read(app, pilot)
        assert report_of(app)._report is not None
        await pilot.press("slash", "A", "d", "a", "enter", "slash", "backspace", "up")
        assert report_of(app).query_one(SearchInput).value == "Ada"
        await pilot.press("up")
        assert report_of(app).query_one(SearchInput).value == "Ada"
        await at_rest(app, pilot)
    files = [path for path in _below(own.cache_dir, own.state_dir) if path.is_file()]
    assert [path for path in files if _people_in(path.read_bytes(), site.server.tenant)] == []
    assert files_below(views) == kept
    assert not (own.cache_dir / "snapshots").exists()
    figure("hits in the app", 0)


_WATCHED: Final = """
import json, sys
seen = []
def watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        seen.append([event, str(args[1][0] if isinstance(args[1], tuple) else args[1])])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        seen.append([event, str(args[0])])
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
        seen.append([event, str(args[0])])
sys.addaudithook(watch)
from axtui.__main__ import main
folder = sys.argv[1]
demo = ["--demo", "--demo-size", "30"]
codes = [main(["report", *demo])]
codes.append(main(["export", *demo, "--accept-bulk-import-warning", "--out", folder + "/c.csv"]))
print(json.dumps({"codes": codes, "seen": seen}), file=open(folder + "/seen.json", "w"))
"""


@pytest.mark.fault("F06")
def test_nothing_is_connected_to_but_the_hosts_of_the_profile(tmp_path: Path, figure: Figure) -> None:
    """Watched by the interpreter itself, over whole runs: no telemetry, no update check, no other program."""
    env = environment(tmp_path) | {"HTTPS_PROXY": "", "TZ": "UTC"}
    subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", _WATCHED, str(tmp_path)], env=env, check=True, capture_output=True, timeout=120
    )
    found = json.loads((tmp_path / "seen.json").read_bytes())
    assert found["codes"] == [0, 0]
    hosts = {host for _, host in found["seen"]}
    assert hosts <= {"127.0.0.1", "localhost", "None"}, hosts
    assert any(event == "socket.connect" for event, _ in found["seen"])
    figure("others", f"0 of {len(found['seen'])}")
