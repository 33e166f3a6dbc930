"""The headless commands over the imitation: exit code, stdout, and roughly what is said beside it."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from builders import company, snapshot

from axtui.__main__ import demo_profile
from axtui.cli import run
from axtui.cli.requests import Common
from axtui.core.cells import TITLES
from axtui.core.models import Snapshot
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.server import DemoServer
from axtui.services.config import Config, ReportProfile, save
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

_SIZE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Headless:
    """The headless door of a machine with an empty home and one profile, `demo`, that reads the imitation."""

    surroundings: Surroundings
    config: Config

    def __call__(self, *argv: str) -> Ended:
        """Run a command line."""
        out, err = io.StringIO(), io.StringIO()
        code = run(argv, surroundings=self.surroundings, stdout=out, stderr=err, config=self.config)
        return Ended(code=code, out=out.getvalue(), err=err.getvalue())

    def keeps(self, kept: Snapshot) -> None:
        """Make this snapshot the one that was read last."""
        store = SnapshotStore(self.surroundings.cache_dir / "snapshots")
        store.save(replace(kept, profile="demo"), None)


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(_SIZE, latency=0.0) as server:
        yield server


@pytest.fixture
def axtui(server: DemoServer, surroundings: Surroundings) -> Headless:
    """The headless door."""
    profile = demo_profile(server.addresses)
    return Headless(surroundings=surroundings, config=Config(profiles=(profile,)))


# report


def test_every_format_prints_every_company(axtui: Headless, server: DemoServer) -> None:
    """Table, CSV, JSON and JSONL show the same rows."""
    table = axtui("report").out.splitlines()
    read = list(csv.reader(io.StringIO(axtui("report", "--cached", "--format", "csv").out, newline="")))
    document = json.loads(axtui("report", "--cached", "--format", "json").out)
    lines = axtui("report", "--cached", "--format", "jsonl").out.splitlines()
    assert len(table) - 2 == len(read) - 1 == len(document["rows"]) == len(lines)
    assert sum(document["counts"].values()) == len(lines)
    assert read[0] == list(TITLES)
    assert [json.loads(line) for line in lines] == document["rows"]
    assert document["profile"] == "demo"
    assert document["complete"] is True


def test_no_hostile_name_moves_the_cursor(axtui: Headless) -> None:
    """The demo has names with escapes in them; no form lets one through."""
    axtui("report")
    for form in ("table", "csv", "json", "jsonl"):
        ended = axtui("report", "--cached", "--format", form)
        for line in (ended.out + ended.err).replace("\r\n", "\n").split("\n"):
            assert line.isprintable()


def test_notes_and_filter_choose_rows(axtui: Headless) -> None:
    """Both together AND; counts stay those of the whole report."""
    document = json.loads(axtui("report", "--format", "json", "--note", "link", "--note", "no-match").out)
    assert {row["note"] for row in document["rows"]} == {"Link", "No Match"}
    assert len(document["rows"]) == document["counts"]["Link"] + document["counts"]["No Match"]
    filtered = axtui("report", "--cached", "--format", "jsonl", "--note", "link", "--filter", "note:ok").out
    assert filtered == ""


def test_zero_rows_are_no_failure_and_are_said(axtui: Headless) -> None:
    """Nothing found is a result."""
    ended = axtui("report", "--filter", "no company is called like this")
    assert ended.code == 0
    assert "No row passes" in ended.err
    assert len(ended.out.splitlines()) == 2


def test_a_rule_can_be_tried_for_one_report(axtui: Headless) -> None:
    """`--match-by` wins over the profile, from the kept snapshot too."""
    by_name = json.loads(axtui("report", "--format", "json").out)
    by_number = json.loads(axtui("report", "--cached", "--format", "json", "--match-by", "number").out)
    assert (by_name["rule"], by_number["rule"]) == ("name", "number")
    assert by_name["counts"] != by_number["counts"]


@pytest.mark.parametrize(
    ("watched", "note", "code"),
    [("any", "link", 1), ("any", "ok", 0), ("link", "link", 1), ("no match", "link", 0), ("ok", "ok", 1)],
)
def test_fail_on_looks_at_the_printed_rows(watched: str, note: str, code: int, axtui: Headless) -> None:
    """The exit code says whether what is watched for is among them."""
    assert axtui("report", "--note", note, "--fail-on", watched).code == code


def test_the_last_report_opens_without_a_network(axtui: Headless, server: DemoServer) -> None:
    """`--cached` shows what was read last, when both systems are gone."""
    read_now = axtui("report", "--format", "json").out
    server.stop()
    ended = axtui("report", "--format", "json", "--cached")
    assert ended.out == read_now
    assert "Autotask as of 2026-03-0" in ended.err


def test_nothing_cached_yet_is_said(axtui: Headless) -> None:
    """The first time there is nothing to open."""
    ended = axtui("report", "--cached")
    assert (ended.code, ended.out) == (2, "")
    assert "without --cached" in ended.err


def test_nothing_is_kept_where_nothing_may_be(axtui: Headless) -> None:
    """`retention_days = 0` leaves no personal data on the disk."""
    axtui("report")
    nothing = replace(axtui.config, settings=replace(axtui.config.settings, retention_days=0))
    assert replace(axtui, config=nothing)("report").code == 0
    assert axtui("report", "--cached").code == 2


def test_nothing_stays_where_nothing_may_be_kept_though_the_run_fails(axtui: Headless) -> None:
    """What earlier runs have left goes before the read: `retention_days = 0` holds from the next run on."""
    axtui("report")
    settings = replace(axtui.config.settings, retention_days=0)
    failing = tuple(
        replace(each, autotask=replace(each.autotask, contact_udf="Nowhere"))
        for each in axtui.config.profiles
    )
    nothing = replace(axtui.config, settings=settings, profiles=failing)
    assert replace(axtui, config=nothing)("report").code == 78
    assert axtui("report", "--cached").code == 2


def test_a_broken_pattern_is_refused_before_anything_is_read(axtui: Headless, server: DemoServer) -> None:
    """In the app it filters nothing; a script must not get rows that it did not ask for."""
    ended = axtui("report", "--filter", "/(/")
    assert (ended.code, ended.out) == (2, "")
    assert not server.log.requests


def test_an_incomplete_report_is_printed_and_says_so(axtui: Headless) -> None:
    """Complete is false, the reason stands in the document and on stderr, and the exit code is its own."""
    axtui.keeps(snapshot([company()], incomplete_because=["Autotask counted 2 companies, 1 came."]))
    ended = axtui("report", "--cached", "--format", "json", "--fail-on", "any")
    assert ended.code == 69
    assert json.loads(ended.out)["complete"] is False
    assert json.loads(ended.out)["incomplete_because"] == ["Autotask counted 2 companies, 1 came."]
    assert "incomplete: Autotask counted 2 companies" in ended.err


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (FaultKind.NO_COMPANIES, "Autotask returned no companies"),
        (FaultKind.NO_CONTACTS, "Autotask returned no contacts"),
        (FaultKind.NO_CUSTOMERS, "Xero returned no customers"),
    ],
)
def test_a_side_with_nothing_is_said_in_words(
    kind: FaultKind, said: str, axtui: Headless, server: DemoServer
) -> None:
    """Zero is a result, and for Autotask a hint at permissions."""
    server.faults.add(Fault(kind=kind))
    ended = axtui("report")
    assert ended.code == 0
    assert said in ended.err
    assert ("permissions" in ended.err) is (kind is not FaultKind.NO_CUSTOMERS)


def test_no_link_row_is_said(axtui: Headless) -> None:
    """There is nothing to export, and nobody has to try."""
    axtui.keeps(snapshot([company()]))
    assert "nothing to export" in axtui("report", "--cached").err


# What goes wrong


def test_a_refused_login_says_side_and_next_step(axtui: Headless, server: DemoServer) -> None:
    """Not authorised has its own exit code, and nothing is printed."""
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=Side.XERO))
    ended = axtui("report")
    assert (ended.code, ended.out) == (77, "")
    assert "Xero" in ended.err


def test_a_service_that_is_gone_is_unavailable(axtui: Headless, server: DemoServer) -> None:
    """Nobody answers at the address."""
    server.stop()
    ended = axtui("report")
    assert (ended.code, ended.out) == (69, "")


def test_an_answer_that_makes_no_sense_is_bad_data(axtui: Headless, server: DemoServer) -> None:
    """JSON that is not what the API promises."""
    server.faults.add(
        Fault(
            kind=FaultKind.STATUS,
            side=Side.AUTOTASK,
            path="Companies/query",
            status=200,
            body=b'{"items": 7}',
            content_type="application/json",
        )
    )
    assert axtui("report").code == 65


def test_a_failed_read_leaves_the_last_report(axtui: Headless, server: DemoServer) -> None:
    """Nothing half-built replaces it."""
    before = axtui("report", "--format", "json").out
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=Side.XERO))
    assert axtui("report").code == 77
    assert axtui("report", "--format", "json", "--cached").out == before


def test_a_cache_that_cannot_be_written_costs_no_report(axtui: Headless) -> None:
    """What took minutes to read is printed; that it was not kept is said."""
    axtui.surroundings.cache_dir.parent.mkdir(parents=True, exist_ok=True)
    axtui.surroundings.cache_dir.write_text("in the way")
    ended = axtui("report", "--format", "jsonl")
    assert ended.code == 0
    assert ended.out.count("\n") > 100
    assert "axtui: " in ended.err


# profiles and configuration


def _two_profiles(axtui: Headless, *, default: str = "") -> Headless:
    demo = axtui.config.profiles[0]
    other = replace(demo, name="other", report=ReportProfile(sole_contact_is_enough=True))
    settings = replace(axtui.config.settings, default_profile=default)
    return replace(axtui, config=Config(settings=settings, profiles=(demo, other)))


def test_profiles_are_listed_with_the_default_marked(axtui: Headless) -> None:
    """One name a line."""
    assert axtui("profiles").out == "demo (default)\n"
    assert _two_profiles(axtui)("profiles", "list").out == "demo\nother\n"
    assert _two_profiles(axtui, default="other")("profiles").out == "demo\nother (default)\n"


def test_no_profile_is_no_failure_of_the_list(axtui: Headless) -> None:
    """An empty list, and what to do."""
    ended = replace(axtui, config=Config())("profiles")
    assert (ended.code, ended.out) == (0, "")
    assert "There is no profile yet" in ended.err


def test_a_profile_is_shown_without_its_secrets(axtui: Headless) -> None:
    """Every key with its value; of a secret only where it comes from."""
    ended = axtui("profiles", "show", "demo")
    assert ended.code == 0
    assert "autotask.contact_udf_value     Accounts\n" in ended.out
    assert "report.sole_contact_is_enough  no\n" in ended.out
    profile = axtui.config.profiles[0]
    for secret in (profile.autotask.secret, profile.autotask.integration_code, profile.xero.client_secret):
        assert secret is not None
        assert secret.plain not in ended.out + ended.err


@pytest.mark.parametrize("argv", [["report"], ["check"], ["profiles", "show"], ["report", "--cached"]])
def test_several_profiles_without_a_default_ask_which(argv: list[str], axtui: Headless) -> None:
    """Nothing is guessed; the names are said."""
    ended = _two_profiles(axtui)(*argv)
    assert ended.code == 2
    assert "demo, other" in ended.err


def test_the_profile_asked_for_is_used(axtui: Headless) -> None:
    """Its own rules too."""
    document = json.loads(_two_profiles(axtui)("report", "--profile", "other", "--format", "json").out)
    assert document["profile"] == "other"
    plain = json.loads(axtui("report", "--format", "json").out)
    assert document["counts"]["OK"] > plain["counts"]["OK"]


def test_a_profile_that_is_not_there_is_a_wrong_word(axtui: Headless) -> None:
    """A typing mistake, not a broken configuration."""
    assert axtui("report", "--profile", "nobody").code == 2


def test_the_configuration_file_is_read(axtui: Headless, tmp_path: Path) -> None:
    """`--config` names the file; secrets and addresses come from it."""
    path = tmp_path / "mine" / "axtui.toml"
    save(axtui.config, path)
    out, err = io.StringIO(), io.StringIO()
    code = run(
        ["report", "--config", str(path), "--format", "jsonl"],
        surroundings=axtui.surroundings,
        stdout=out,
        stderr=err,
    )
    assert code == 0
    assert out.getvalue().count("\n") > 100


def test_a_bad_configuration_names_every_problem(surroundings: Surroundings, tmp_path: Path) -> None:
    """File, keys, and what is allowed, at once; its own exit code for every command."""
    path = tmp_path / "axtui.toml"
    path.write_text('them = "x"\nascii = 3\n')
    path.chmod(0o600)
    for command in ("report", "check", "profiles"):
        out, err = io.StringIO(), io.StringIO()
        argv = [command, "--config", str(path)]
        assert run(argv, surroundings=surroundings, stdout=out, stderr=err) == 78
        assert out.getvalue() == ""
        assert "axtui.toml" in err.getvalue()
        assert "theme" in err.getvalue(), "the nearest known key"
        assert "ascii" in err.getvalue()


@pytest.mark.parametrize("by_variable", [False, True])
@pytest.mark.parametrize("command", ["report", "export", "check", "profiles"])
def test_a_file_that_was_named_must_be_there(
    command: str, by_variable: bool, surroundings: Surroundings, tmp_path: Path
) -> None:
    """A mistyped path is no empty configuration; only the usual file may be missing."""
    path = tmp_path / "axtiu.toml"
    argv, env = (
        ([command], {"AXTUI_CONFIG": str(path)}) if by_variable else ([command, "--config", str(path)], {})
    )
    err = io.StringIO()
    named = replace(surroundings, env=env, config_file=path)
    assert run(argv, surroundings=named, stdout=io.StringIO(), stderr=err) == 78
    assert f"{path} does not exist" in err.getvalue()
    usual = run(["profiles"], surroundings=surroundings, stdout=io.StringIO(), stderr=io.StringIO())
    assert usual == 0


# check


def test_check_prints_a_line_per_finding(axtui: Headless) -> None:
    """Both sides, each line with its side and whether it is as it should be."""
    ended = axtui("check")
    assert ended.code == 0
    sides = {line.split()[0] for line in ended.out.splitlines()}
    assert sides == {"Autotask", "Xero"}
    assert "  ok  " in ended.out
    assert "  !!  " not in ended.out
    assert "Position" in ended.out


@pytest.mark.parametrize("side", [Side.AUTOTASK, Side.XERO])
def test_check_fails_with_either_side_and_shows_the_other(
    side: Side, axtui: Headless, server: DemoServer
) -> None:
    """A refused login on one side does not hide what was found on the other."""
    server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=side))
    ended = axtui("check")
    assert ended.code == 1
    failing = {line.split()[0] for line in ended.out.splitlines() if "  !!  " in line}
    passing = {line.split()[0] for line in ended.out.splitlines() if "  ok  " in line}
    assert {each.casefold() for each in failing} == {side.value}
    assert {each.casefold() for each in passing} - {side.value}


# The demo and the door itself


def test_the_demo_has_a_cache_of_its_own(axtui: Headless) -> None:
    """A real profile that is called demo too is never shown invented data."""
    axtui.keeps(snapshot([company(1, "Real Ltd")]))
    demo = axtui.config

    def open_demo(common: Common) -> AbstractContextManager[Config]:
        return nullcontext(demo)

    out, err = io.StringIO(), io.StringIO()
    argv = ["report", "--demo", "--format", "jsonl"]
    code = run(argv, surroundings=axtui.surroundings, stdout=out, stderr=err, open_demo=open_demo)
    assert code == 0
    assert out.getvalue().count("\n") > 100
    assert json.loads(axtui("report", "--cached", "--format", "jsonl").out)["company"] == "Real Ltd"


def test_without_a_terminal_app_its_request_prints_the_report(axtui: Headless) -> None:
    """`axtui | less` gives the plain report, with the search it was given."""
    axtui.keeps(snapshot([company(1, "Acme Ltd"), company(2, "Beta Ltd")]))
    ended = axtui("--filter", "hair")
    assert ended.code == 0
    assert "Company" in ended.out.splitlines()[0]


def test_help_goes_to_stdout(axtui: Headless) -> None:
    """It was asked for, so it is data."""
    ended = axtui("report", "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("usage: axtui report")


def test_a_wrong_command_line_says_nothing_on_stdout(axtui: Headless) -> None:
    """Usage errors have their own exit code."""
    ended = axtui("report", "--format", "xml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("axtui: Argument --format")


def test_an_interrupted_command_says_so(surroundings: Surroundings) -> None:
    """Ctrl+c ends it with 130 and a sentence, without a traceback."""

    def interrupted(common: Common) -> AbstractContextManager[Config]:
        raise KeyboardInterrupt

    out, err = io.StringIO(), io.StringIO()
    argv = ["report", "--demo"]
    code = run(argv, surroundings=surroundings, stdout=out, stderr=err, open_demo=interrupted)
    assert (code, out.getvalue()) == (130, "")
    assert "Stopped" in err.getvalue()
