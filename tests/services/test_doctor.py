"""An examination of an installation: true, whole, and the more useful the more is wrong."""

import os
import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from builders import NOON
from configs import MINIMAL, config
from faults.figures import Figure
from faults.fronts import COMPANY_CA, COMPANY_CA_HASH

from axtui.core.clipboard import Clipboard
from axtui.core.doctor import Doctor, Fact, Section, lines_of
from axtui.core.errors import UsageError
from axtui.core.secret import Secret
from axtui.services.doctor import examine
from axtui.services.facts_of_network import facts_of_network, without_login
from axtui.services.facts_of_paths import _size
from axtui.services.facts_of_process import facts_of_process
from axtui.services.facts_of_terminal import TerminalFacts, facts_of_terminal, terminal_facts
from axtui.services.run_ledger import LimitsTold, RunEntry, RunKind, RunLedger, RunOutcome, SideFigures
from axtui.services.surroundings import Surroundings
from axtui.services.token_store import StoredLogin, TokenStore
from axtui.sources.xero_personal import Organisation

_CANARIES: Final = ("hunter2", "ada@acme.example", "\x1b", "\x07")


@pytest.fixture
def own(surroundings: Surroundings, tmp_path: Path) -> Surroundings:
    """A home with the least configuration, all of whose secrets are set."""
    env = {"HOME": str(tmp_path), "AT_SECRET": "hunter2", "AT_CODE": "hunter2", "XERO_SECRET": "hunter2"}
    _write(surroundings, MINIMAL)
    return replace(surroundings, env=env)


def _write(at: Surroundings, text: str) -> None:
    at.config_file.parent.mkdir(mode=0o700, exist_ok=True)
    at.config_file.write_text(text, encoding="utf-8")
    at.config_file.chmod(0o600)


def _examined(at: Surroundings, *, profile: str | None = None, flags: dict[str, str] | None = None) -> Doctor:
    return examine(surroundings=at, terminal=TerminalFacts(), profile=profile, flags=flags or {})


def _fact(found: Doctor | Section, label: str) -> Fact:
    sections = found.sections if isinstance(found, Doctor) else (found,)
    return next(fact for section in sections for fact in section.facts if fact.label == label)


def _problems(found: Doctor) -> dict[str, str]:
    return {fact.label: fact.problem for _, fact in found.problems}


# configuration


def test_a_sound_installation_needs_no_look(own: Surroundings) -> None:
    """Every subject is there, and nothing in it is a problem."""
    found = _examined(own)
    assert _problems(found) == {}
    assert [section.title for section in found.sections] == [
        *("Versions", "Paths", "Terminal", "Network", "Process", "Configuration"),
        *("Profile acme", "Last runs of acme"),
    ]


def test_every_value_says_where_it_came_from(own: Surroundings) -> None:
    """A default, the file, or a flag that overrules both."""
    _write(own, f"retention_days = 7\ntheme = 'nord'\n{MINIMAL}\n[profiles.acme.report]\nmatch_by = 'number'")
    found = _examined(own, flags={"theme": "ansi-dark"})
    assert {
        label: (_fact(found, label).value, _fact(found, label).source)
        for label in ("retention_days", "theme", "mouse", "report.match_by", "autotask.lanes")
    } == {
        "retention_days": ("7", "file"),
        "theme": ("ansi-dark", "flag"),
        "mouse": ("yes", "default"),
        "report.match_by": ("number", "file"),
        "autotask.lanes": ("2", "default"),
    }


def test_the_file_says_how_it_was_found(own: Surroundings) -> None:
    """By a flag, by the variable, or in the usual place; one that was named and is not there is a problem."""
    assert _fact(_examined(own), "file").source == "flag --config"
    by_variable = replace(own, env={**own.env, "AXTUI_CONFIG": str(own.config_file)})
    assert _fact(_examined(by_variable), "file").source == "environment variable AXTUI_CONFIG"
    own.config_file.unlink()
    assert _problems(_examined(own)) == {
        "file": "There is no such file: check the path.",
        "profiles": "There is no profile yet: `axtui profiles add` makes one.",
    }


def test_a_broken_configuration_is_a_finding(own: Surroundings) -> None:
    """All of it at once, and what could be understood is shown all the same."""
    _write(own, f"retention_days = 'x'\nthem = 'nord'\n{MINIMAL}")
    found = _examined(own)
    assert set(_problems(found)) == {"retention_days", "them"}
    assert _fact(found, "autotask.contact_udf").value == "Position"


def test_a_file_that_is_no_toml_is_a_finding(own: Surroundings) -> None:
    """And so is one that anybody may read although it holds a secret."""
    _write(own, "a = [")
    assert "cannot be read" in _problems(_examined(own))["the file"]
    _write(own, MINIMAL.replace('{ env = "AT_SECRET" }', '"hunter2"'))
    own.config_file.chmod(0o644)
    found = _examined(own)
    assert "chmod 600" in _problems(found)["the file"]
    assert "hunter2" not in "\n".join(lines_of(found))


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('{ env = "NOT_SET" }', "not set"),
        ('{ credential = "code" }', "LoadCredential="),
        ('{ command = ["no-such-program-of-ours", "hunter2"] }', "not found"),
        ("{ prompt = true }", ""),
    ],
)
def test_a_secret_that_cannot_be_had_is_told_without_asking(
    own: Surroundings, source: str, problem: str
) -> None:
    """Only whether it is there is looked at; no command runs, and no argument of one is shown."""
    _write(own, MINIMAL.replace('{ env = "AT_SECRET" }', source))
    found = _examined(own)
    said = _fact(found, "autotask.secret").problem
    assert (problem in said) if problem else not said
    assert "hunter2" not in "\n".join(lines_of(found))


def test_a_credential_and_a_command_that_are_there_are_no_problem(own: Surroundings, tmp_path: Path) -> None:
    """The command is not run: it would print to nobody, and may ask for something."""
    (tmp_path / "code").write_text("hunter2", encoding="ascii")
    trace = tmp_path / "it-ran"
    _write(
        own,
        MINIMAL.replace('{ env = "AT_SECRET" }', f'{{ command = ["touch", "{trace}"] }}').replace(
            '{ env = "AT_CODE" }', '{ credential = "code" }'
        ),
    )
    env = {**own.env, "CREDENTIALS_DIRECTORY": str(tmp_path), "PATH": os.environ["PATH"]}
    assert _problems(_examined(replace(own, env=env))) == {}
    assert not trace.exists()


def test_of_several_profiles_one_can_be_asked_about(own: Surroundings) -> None:
    """Fifty profiles make a long page; one that is not there is a mistake of the command line."""
    _write(own, MINIMAL + MINIMAL.replace("acme", "bolt"))
    titles = [section.title for section in _examined(own, profile="bolt").sections]
    assert "Profile bolt" in titles
    assert "Profile acme" not in titles
    with pytest.raises(UsageError, match="no profile called `nobody`"):
        _examined(own, profile="nobody")


def test_the_demo_stands_in_for_the_file(own: Surroundings) -> None:
    """What it sets is said to come from it, and the file is not read."""
    found = examine(surroundings=own, terminal=TerminalFacts(), demo=config("demo"))
    assert _fact(found, "file").source == "demo"
    assert _fact(found, "autotask.secret").source == "demo"
    assert _fact(found, "autotask.lanes").source == "default"


@pytest.mark.fault("A18")
def test_nothing_that_may_not_be_pasted_is_in_it(own: Surroundings, figure: Figure) -> None:
    """Secrets, addresses, the home directory and steering characters, wherever somebody may have put them."""
    hostile = "hunter2\x1b]0;x\x07 ada@acme.example"
    env = dict.fromkeys(("TERM", "LANG", "COLORTERM", "NO_COLOR"), "\x1b[2J\x07 ada@acme.example")
    env |= {"HTTPS_PROXY": "http://ada:hunter2@proxy.example:1", "https_proxy": "ada@corp:hunter2@proxy:1"}
    env |= {"AT_SECRET": hostile, "AT_CODE": hostile, "XERO_SECRET": hostile}
    _write(own, MINIMAL.replace('client_id = "id"', 'client_id = "hunter2-put-here-by-mistake"'))
    found = _examined(replace(own, env={**own.env, **env}))
    text = "\n".join(lines_of(found))
    hits = [canary for canary in _CANARIES if canary in text]
    figure("hits in the doctor's page", len(hits))
    assert hits == []
    assert own.env["HOME"] not in text
    assert "~/config/config.toml" in text


@pytest.mark.fault("A18")
def test_every_proxy_password_is_masked() -> None:
    """Whatever stands before the last @ is a login, with a scheme or without."""
    for address in ("http://u:p@h:1", "u:p@h:1", "http://u:p@x@h:1", "http://u@h:1", "http://u:p://x@h:1"):
        assert without_login(address).removeprefix("http://") == "***@h:1"
    assert without_login("http://proxy:3128") == "http://proxy:3128"


# paths


def test_what_others_can_enter_is_a_problem(own: Surroundings) -> None:
    """With the line that puts it right; the same for a single file far below."""
    runs = own.state_dir / "runs"
    runs.mkdir(parents=True, mode=0o700)
    own.state_dir.chmod(0o700)
    (runs / "acme.jsonl").write_text("{}", encoding="ascii")
    (runs / "acme.jsonl").chmod(0o600)
    assert _problems(_examined(own)) == {}
    assert "1 file, 2 bytes" in _fact(_examined(own), "state/runs").value
    (runs / "acme.jsonl").chmod(0o640)
    assert "chmod -R go=" in _problems(_examined(own))["state"]


def test_looking_makes_nothing(own: Surroundings, tmp_path: Path) -> None:
    """Not even the directories that are missing."""
    before = sorted(tmp_path.rglob("*"))
    _examined(own)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_directory_for_import_files_that_cannot_be_used_is_told(own: Surroundings) -> None:
    """Before an export fails on it."""
    _write(own, f"{MINIMAL}\n[profiles.acme.export]\ndirectory = '/no/such/place'")
    assert "import files" in _problems(_examined(own))
    _write(own, f"{MINIMAL}\n[profiles.acme.export]\ndirectory = '~no-such-user/x'")
    assert "no such home" in _problems(_examined(own))["import files"]


@pytest.mark.parametrize("config_file", ["/", "/no/such/place", "a\0b", "."])
def test_whatever_is_named_as_the_configuration_is_a_finding(own: Surroundings, config_file: str) -> None:
    """The root, nothing, what no file can be called: the page is printed all the same."""
    found = _examined(replace(own, config_file=Path(config_file)))
    assert [section.title for section, _ in found.problems][:1] == ["Configuration"]


def test_settings_that_no_file_can_be_called_are_findings(own: Surroundings) -> None:
    """TOML can write NUL."""
    places = 'ca_file = "a\\u0000b"\n' + MINIMAL + '[profiles.acme.export]\ndirectory = "x\\u0000y"\n'
    _write(own, places)
    assert _examined(own).problems


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 bytes"), (1023, "1,023 bytes"), (1536, "1.5 KiB"), (5 << 40, "5.0 TiB")]
)
def test_sizes_are_told_in_units_that_can_be_read(number: int, shown: str) -> None:
    """Nobody counts the digits of a disk."""
    assert _size(number) == shown


def test_a_link_in_the_place_of_the_configuration_is_told(own: Surroundings) -> None:
    """It may come to point elsewhere."""
    real = own.config_file.rename(own.config_file.with_name("real.toml"))
    own.config_file.symlink_to(real)
    assert _fact(_examined(own), "configuration").value.endswith(", yours, a link)")


def test_a_filter_may_name_a_company_and_is_not_shown(own: Surroundings) -> None:
    """Of a UDF the name is enough."""
    udf = 'company_filter_udf = { name = "Entity", value = "Maple Pty Ltd" }'
    _write(own, MINIMAL.replace("username", f"{udf}\nusername"))
    assert _fact(_examined(own), "autotask.company_filter_udf").value == "Entity = ***"


# terminal, network, process


def test_a_terminal_is_described() -> None:
    """By its streams, its size, what lies between, and how copies get through."""
    env = {"TERM": "tmux-256color", "TMUX": "/run/tmux-0", "SSH_CONNECTION": "a b", "NO_COLOR": ""}
    at = TerminalFacts(stdin=True, stdout=True, columns=80, rows=24, encoding="utf-8")
    section = facts_of_terminal(at, env, clipboard=Clipboard.OSC52)
    assert {fact.label: fact.value for fact in section.facts} == {
        "terminal on": "stdin, stdout",
        "size": "80 x 24",
        "encoding": "utf-8",
        "TERM": "tmux-256color",
        "NO_COLOR": "empty",
        **dict.fromkeys(
            ("COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "ESCDELAY", "COLUMNS", "LINES"), "not set"
        ),
        "multiplexer": "tmux",
        "over ssh": "yes",
        "clipboard": "osc52; tmux needs set -g set-clipboard on",
    }


def test_a_dumb_terminal_is_a_problem_where_there_is_one() -> None:
    """In a pipe TERM is of no matter."""
    for stdout in (True, False):
        section = facts_of_terminal(TerminalFacts(stdout=stdout), {"TERM": "dumb"}, clipboard=Clipboard.OFF)
        assert bool(_fact(section, "TERM").problem) is stdout


def test_closed_streams_are_no_terminals() -> None:
    """Python has None for them."""
    assert terminal_facts(stdin=None, stdout=None, stderr=None) == TerminalFacts()


def test_proxies_are_told_as_the_connections_see_them() -> None:
    """The lower-case spelling wins, and a kind that is not supported is a problem."""
    env = {"https_proxy": "http://u:p@low:1", "HTTPS_PROXY": "http://up:1", "ALL_PROXY": "socks5://s:1"}
    section = facts_of_network(env, ca_file="")
    https = _fact(section, "HTTPS_PROXY")
    assert (https.value, https.source) == ("http://***@low:1", "variable https_proxy")
    assert "SOCKS" in _fact(section, "ALL_PROXY").problem
    assert _fact(section, "NO_PROXY").value == "not set"


def test_authorities_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the file and in the directory that count, and in the setting `ca_file`."""
    (tmp_path / f"{COMPANY_CA_HASH}.0").write_bytes(COMPANY_CA.read_bytes())
    (tmp_path / "README").touch()
    env = {"SSL_CERT_FILE": str(COMPANY_CA), "SSL_CERT_DIR": str(tmp_path)}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    section = facts_of_network(env, ca_file=str(COMPANY_CA))
    assert _fact(section, "the host's authorities").value == (
        f"1 certificate in {COMPANY_CA}; 1 in {tmp_path}"
    )
    assert _fact(section, "ca_file").value == f"1 certificate in {COMPANY_CA}"
    assert [fact for fact in section.facts if fact.problem] == []


def test_authorities_that_are_not_there_are_a_problem(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A variable that names nothing, a file without a certificate, and a host without a store."""
    env = {"SSL_CERT_FILE": str(tmp_path / "missing"), "SSL_CERT_DIR": str(tmp_path)}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("axtui.services.facts_of_network._STORE_FILES", ())
    (tmp_path / "empty.pem").touch()
    section = facts_of_network(env, ca_file=str(tmp_path / "empty.pem"))
    assert {fact.label for fact in section.facts if fact.problem} == {
        "SSL_CERT_FILE",
        "the host's authorities",
        "ca_file",
    }


def test_the_host_s_store_is_found_where_truststore_finds_it() -> None:
    """The list of usual places is a copy of its own, which is private: where it changes, this fails."""
    from truststore import _openssl  # private, and named here alone

    from axtui.services.facts_of_network import _STORE_FILES

    assert list(_STORE_FILES) == _openssl._CA_FILE_CANDIDATES
    assert ssl.get_default_verify_paths().openssl_cafile_env == "SSL_CERT_FILE"


def test_the_process_says_how_closed_it_is() -> None:
    """And what was taken away at the start."""
    section = facts_of_process(dropped=("TEXTUAL_LOG", "SSLKEYLOGFILE"))
    assert _fact(section, "dropped variables").value == "TEXTUAL_LOG, SSLKEYLOGFILE"
    assert {fact.label for fact in section.facts} == {"core files", "memory", "dropped variables"}


# runs


def test_a_person_s_login_is_told(own: Surroundings) -> None:
    """Whether there is one, when it was renewed, and in time that it ends; never what it is."""
    _write(own, MINIMAL.replace('client_id = "id"', 'client_id = "id"\nlogin = "pkce"'))
    assert _problems(_examined(own)) == {"Xero login": "Sign in: axtui login --profile acme"}
    stored = StoredLogin(
        client_id="ABC",
        token_url="https://identity.xero.com/connect/token",
        organisation=Organisation(id="o-1", name="Maple Pty Ltd"),
        access=Secret("access-canary"),
        access_until=NOON,
        refresh=Secret("refresh-canary"),
        refreshed=NOON,
    )
    TokenStore.of(own).save("acme", stored)
    late = replace(own, now=lambda: NOON + timedelta(days=55))
    found = _examined(late)
    assert _fact(found, "Xero login").value == "renewed 2026-03-02 12:00 UTC"
    assert "ends on" in _problems(found)["Xero login"]
    text = "\n".join(lines_of(found))
    assert [word for word in ("canary", "Maple") if word in text] == []
    (own.state_dir / "tokens" / "acme.json").write_text("damaged", encoding="ascii")
    assert _problems(_examined(own))["Xero login"]


def test_the_last_runs_and_limits_are_told(own: Surroundings) -> None:
    """The latest first, with what each limit was when it was last told."""
    done = RunEntry(
        began=NOON,
        ended=NOON.replace(second=42),
        kind=RunKind.FULL,
        outcome=RunOutcome.DONE,
        autotask=SideFigures(records=1200, pages=4, requests=9),
        xero=SideFigures(records=900, pages=1, requests=3),
        limits=LimitsTold(hour_used=9100, hour_limit=10_000, minute_left=57, day_left=4990),
        version="1.0",
    )
    failed = replace(
        done, began=NOON.replace(hour=13), ended=NOON.replace(hour=13, second=1), outcome=RunOutcome.FAILED,
        error="UnavailableError", kind=RunKind.CHANGES, limits=LimitsTold(),
    )  # fmt: skip
    ledger = RunLedger.of(own)
    ledger.add("acme", done)
    ledger.add_report("acme", rule="name", notes={"OK": 1190, "Link": 10})
    ledger.add("acme", failed)
    section = _examined(own).sections[-1]
    assert [fact.label for fact in section.facts] == [
        *("2026-03-02 13:00 UTC", "2026-03-02 12:00 UTC"),
        *("Autotask's hour", "Xero's day", "Xero's minute"),
    ]
    assert section.facts[0].value.startswith(
        "changes, failed (UnavailableError) after 1 s; Autotask 1,200 rec"
    )
    assert "axtui check" in section.facts[0].problem
    assert "full, done after 42 s" in section.facts[1].value
    assert "by name: OK 1,190, Link 10; axtui 1.0" in section.facts[1].value
    hour = _fact(section, "Autotask's hour")
    assert (hour.value, hour.source, bool(hour.problem)) == (
        "9,100 of 10,000 requests used, by all integrations together",
        "told 2026-03-02 12:00 UTC",
        True,
    )
    assert _fact(section, "Xero's day").value == "4,990 requests left"
