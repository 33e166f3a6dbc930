"""`axtui login` and `axtui logout` over the imitation: exit code, stdout to the letter, and what is said."""

import base64
import io
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

import httpx
import pexpect
import pytest

from axtui.__main__ import demo_profile, personal_demo_profile
from axtui.cli import run
from axtui.cli.door import demo_surroundings
from axtui.demo import credentials
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.server import DemoServer
from axtui.services.config import AppSettings, Clipboard, Config
from axtui.services.surroundings import Surroundings

NAME = "demo-person"
ORGANISATION = f"Axtui Demonstrations Limited ({credentials.XERO_TENANT_ID})"
SIGNED_IN = f"Signed in to Xero for the profile {NAME}: {ORGANISATION}.\n"
SECRETS = ("demo-code", "demo-access", "demo-refresh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


class Watched(io.StringIO):
    """A stream on which somebody acts as soon as an address stands there, in a thread of their own."""

    def __init__(self, act: Callable[[str], object]) -> None:
        super().__init__()
        self._act = act
        self._acting: threading.Thread | None = None

    def flush(self) -> None:
        """Let the person see what is there."""
        if self._acting is None and self.getvalue().startswith("http"):
            self._acting = threading.Thread(target=self._act, args=(self.getvalue().strip(),))
            self._acting.start()

    def close_acting(self) -> None:
        """Wait for the person to be done."""
        if self._acting is not None:
            self._acting.join()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


class Door:
    """The headless door of somebody who signs in, and the imitation behind it."""

    def __init__(self, server: DemoServer, surroundings: Surroundings) -> None:
        self.server = server
        self.surroundings = surroundings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        server.xero.login.consents.redirects.add(f"http://localhost:{self.port}/callback")
        self.config = self.with_settings()

    def with_settings(self, **settings: Any) -> Config:
        """Return the demo's configuration with other settings of the personal profile."""
        usual, personal = demo_profile(self.server.addresses), personal_demo_profile(self.server.addresses)
        personal = replace(personal, xero=replace(personal.xero, redirect_port=self.port, **settings))
        return Config(settings=AppSettings(default_profile=usual.name), profiles=(usual, personal))

    def __call__(
        self,
        *argv: str,
        act: Callable[[str], object] = lambda _: None,
        stdin: TextIO | None = None,
        stderr: io.StringIO | None = None,
    ) -> Ended:
        """Run a command line; no secret may stand in what it writes."""
        out, err = Watched(act), stderr or io.StringIO()
        code = run(
            argv, surroundings=self.surroundings, stdout=out, stderr=err, stdin=stdin, config=self.config
        )
        out.close_acting()
        written = out.getvalue() + err.getvalue()
        assert not any(secret in written for secret in SECRETS)
        return Ended(code=code, out=out.getvalue(), err=err.getvalue())

    def opens(self, address: str) -> None:
        """Open the address in a browser on this machine."""
        httpx.get(address, follow_redirects=True)

    def has(self, kind: FaultKind) -> None:
        """Set something that lasts."""
        self.server.faults.add(Fault(kind=kind))

    def signs_in(self, *argv: str) -> Ended:
        """Sign in by the redirect."""
        return self("login", *argv, act=self.opens)


@pytest.fixture
def axtui(surroundings: Surroundings) -> Iterator[Door]:
    """The headless door."""
    with DemoServer(20, latency=0) as server:
        yield Door(server, surroundings)


@pytest.fixture
def pipe() -> Iterator[tuple[TextIO, TextIO]]:
    """A pipe: what is read, and what is written to."""
    read, write = os.pipe()
    with os.fdopen(read, "r") as reader, os.fdopen(write, "w") as writer:
        yield reader, writer


def is_led_to(address: str) -> str:
    """Open the address in a browser elsewhere; return the address that it ends at."""
    location: str = httpx.get(address).headers["location"]
    return location


# login


def test_login_prints_the_address_and_waits_for_the_redirect(axtui: Door) -> None:
    """The address alone stands on stdout; the only profile that people sign in for is meant, and named."""
    ended = axtui.signs_in()
    assert ended.code == 0
    (address,) = ended.out.splitlines()
    assert address.startswith(f"{axtui.server.addresses.authorize_url}?response_type=code&")
    assert ended.err.startswith(f"Profile: {NAME}.\nOpen the address in a browser and sign in to Xero.\n")
    assert f"ssh -L {axtui.port}:127.0.0.1:{axtui.port} {socket.gethostname()}\n" in ended.err
    assert ended.err.endswith(SIGNED_IN)


def test_an_address_can_be_pasted(axtui: Door, pipe: tuple[TextIO, TextIO]) -> None:
    """Empty lines are nothing, a wrong one is explained, and the right one ends the wait."""
    reader, writer = pipe

    def pastes(address: str) -> None:
        writer.write(f"\nhello\ncode=demo-code-1&state=x\n{is_led_to(address)}\n")
        writer.flush()

    ended = axtui("login", "--profile", NAME, act=pastes, stdin=reader)
    assert ended.code == 0
    assert "axtui: That is not the address that Xero led to: it holds no code." in ended.err
    assert "axtui: That address belongs to another sign-in, or a part of it is missing." in ended.err
    assert ended.err.endswith(SIGNED_IN)


def test_a_closed_stdin_leaves_the_redirect(axtui: Door) -> None:
    """As under a supervisor; a stream without a file behind it is read too."""
    assert axtui("login", act=axtui.opens, stdin=io.StringIO("\nhello\n")).code == 0
    with Path(os.devnull).open() as nothing:
        assert axtui("login", act=axtui.opens, stdin=nothing).code == 0


def test_a_taken_port_without_a_paste_is_the_end(axtui: Door) -> None:
    """Nobody could ever answer; with a paste it works."""
    with socket.create_server(("127.0.0.1", axtui.port)):
        ended = axtui("login")
        assert ended.code == 2
        assert (
            f"Nothing was pasted, and port {axtui.port} cannot be used: address already in use." in ended.err
        )
        read, write = os.pipe()
        with os.fdopen(read, "r") as reader, os.fdopen(write, "wb", buffering=0) as writer:

            def pastes(address: str) -> None:
                writer.write(f"{is_led_to(address)}\n".encode())

            assert axtui("login", act=pastes, stdin=reader).code == 0


def test_a_refused_consent_ends_with_77(axtui: Door) -> None:
    """And says what to do."""
    axtui.has(FaultKind.REFUSE_CONSENT)
    ended = axtui.signs_in()
    assert ended.code == 77
    assert "axtui: The consent was refused on Xero's page.\n" in ended.err


def test_a_profile_that_signs_in_by_itself_is_refused(axtui: Door) -> None:
    """Nothing is printed that could be opened."""
    ended = axtui("login", "--profile", "demo")
    assert (ended.code, ended.out) == (2, "")
    assert 'login = "pkce"' in ended.err


# Several organisations


def test_where_nobody_can_be_asked_the_organisation_must_be_said(axtui: Door) -> None:
    """The list is shown, with ids to copy; nothing is kept."""
    axtui.has(FaultKind.SEVERAL_ORGANISATIONS)
    ended = axtui.signs_in()
    assert ended.code == 2
    assert f"  1  Axtui Second Limited ({credentials.XERO_SECOND_TENANT_ID})\n" in ended.err
    assert "--tenant ID" in ended.err
    assert axtui("logout").err.endswith(f"Nobody was signed in to Xero for the profile {NAME}.\n")
    assert axtui.signs_in("--tenant", credentials.XERO_SECOND_TENANT_ID).code == 0
    ended = axtui.signs_in("--tenant", "another")
    assert ended.code == 77
    assert "does not reach the Xero organisation another" in ended.err


def test_the_profile_s_own_organisation_wins(axtui: Door) -> None:
    """A flag that says another one is a mistake."""
    axtui.has(FaultKind.SEVERAL_ORGANISATIONS)
    axtui.config = axtui.with_settings(tenant_id=credentials.XERO_TENANT_ID)
    ended = axtui.signs_in("--tenant", credentials.XERO_SECOND_TENANT_ID)
    assert (ended.code, ended.out) == (2, "")
    assert axtui.signs_in("--tenant", credentials.XERO_TENANT_ID.upper()).err.endswith(SIGNED_IN)


def test_a_person_chooses_by_number_and_pastes_unseen(axtui: Door) -> None:
    """The code is not echoed, the number is; what is no number of the list is asked for again."""
    axtui.has(FaultKind.SEVERAL_ORGANISATIONS)
    master, slave = os.openpty()

    def answers(address: str) -> None:
        os.write(master, f"{is_led_to(address)}\n3\n0\n2\n".encode())

    with os.fdopen(slave, "r") as terminal:
        ended = axtui("login", act=answers, stdin=terminal)
    os.close(master)
    assert ended.code == 0
    assert "What you paste is not shown; press enter after it.\n" in ended.err
    assert ended.err.count("Which one? Type 1 to 2 and press enter.\n") == 3
    assert ended.err.endswith(SIGNED_IN)


def test_ctrl_c_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    """What is typed is seen again, and nothing is kept."""
    env = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    child = pexpect.spawn(
        sys.executable, ["-m", "axtui", "login", "--demo"], env=env, encoding="utf-8", timeout=30
    )
    child.expect("What you paste is not shown")
    child.waitnoecho(timeout=10)
    assert not child.getecho()
    child.sendintr()
    child.expect("Stopped. Nothing half-written is left.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert not list(tmp_path.rglob("tokens"))


def test_logins_of_a_demo_go_with_it(surroundings: Surroundings) -> None:
    """What its reports are opened from stays; both lie apart from what real profiles have."""
    with demo_surroundings(surroundings) as demo:
        (demo.state_dir / "tokens").mkdir()
    assert not demo.state_dir.exists()
    assert demo.state_dir != surroundings.state_dir
    with demo_surroundings(surroundings) as next_one:
        assert next_one.state_dir != demo.state_dir
        assert next_one.cache_dir == demo.cache_dir == surroundings.cache_dir / "demo"


# --copy


def test_the_address_goes_to_the_clipboard_of_a_terminal(axtui: Door) -> None:
    """By OSC 52, and never said to have been copied."""
    ended = axtui("login", "--copy", act=axtui.opens, stderr=Terminal())
    coded = base64.b64encode(ended.out.strip().encode()).decode()
    assert f"\x1b]52;c;{coded}\x07The address was sent to the terminal (OSC 52).\n" in ended.err


def test_without_a_terminal_or_against_the_setting_nothing_is_sent(axtui: Door) -> None:
    """And that is said."""
    ended = axtui("login", "--copy", act=axtui.opens)
    assert "Nothing was sent to the clipboard: stderr is no terminal.\n" in ended.err
    settings = replace(axtui.config.settings, clipboard=Clipboard.OFF)
    axtui.config = replace(axtui.config, settings=settings)
    ended = axtui("login", "--copy", act=axtui.opens, stderr=Terminal())
    assert "the setting `clipboard` is off.\n" in ended.err
    assert "\x1b" not in ended.err


# logout, and what a login is for


@pytest.mark.fault("A21")
def test_logout_revokes_and_removes(axtui: Door) -> None:
    """Once; the second time there is nothing to do."""
    axtui.signs_in()
    ended = axtui("logout", "--profile", NAME)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"Signed out: the login of the profile {NAME} is revoked at Xero and removed here.\n"
    assert axtui.server.xero.login.consents.refresh_tokens == 0
    ended = axtui("logout", "--profile", NAME)
    assert ended == Ended(code=0, out="", err=f"Nobody was signed in to Xero for the profile {NAME}.\n")


def test_logout_without_a_network_removes_and_says_what_is_left(axtui: Door) -> None:
    """With 69, since half of it could not be done."""
    axtui.signs_in()
    axtui.server.stop()
    ended = axtui("logout", "--profile", NAME)
    assert (ended.code, ended.out) == (69, "")
    assert "is removed here. Xero could not be told: Xero cannot be reached" in ended.err
    assert "Connected apps" in ended.err


def test_a_report_needs_a_login_and_then_nothing_more(axtui: Door) -> None:
    """Without one it names the command; with one it reads as with a Custom Connection."""
    ended = axtui("report", "--profile", NAME, "--format", "jsonl")
    assert (ended.code, ended.out) == (77, "")
    assert f"Nobody has signed in to Xero for the profile {NAME}.\nSign in: axtui login --profile {NAME}" in (
        ended.err
    )
    assert axtui("check", "--profile", NAME).code == 1
    axtui.signs_in()
    personal = axtui("report", "--profile", NAME, "--format", "jsonl")
    usual = axtui("report", "--profile", "demo", "--format", "jsonl")
    assert (personal.code, usual.code) == (0, 0)
    assert personal.out == usual.out != ""
    assert axtui("check", "--profile", NAME).code == 0


def test_with_several_personal_profiles_the_usual_one_is_meant(axtui: Door) -> None:
    """Only where there is exactly one is it taken for granted."""
    usual, personal = axtui.config.profiles
    axtui.config = replace(axtui.config, profiles=(usual, personal, replace(personal, name="another-person")))
    ended = axtui("login")
    assert ended.code == 2
    assert "The profile demo signs in by itself" in ended.err
    axtui.config = replace(axtui.config, settings=AppSettings(default_profile="another-person"))
    assert axtui("logout").err == "Nobody was signed in to Xero for the profile another-person.\n"


def test_profiles_warns_of_a_login_that_soon_ends(axtui: Door) -> None:
    """From the fiftieth day without use, on stderr; the list is as ever."""
    axtui.signs_in()
    assert axtui("profiles").err == ""
    unused = axtui.surroundings.now() + timedelta(days=51)
    axtui.surroundings = replace(axtui.surroundings, now=lambda: unused)
    for arguments in (("profiles",), ("profiles", "show", NAME)):
        ended = axtui(*arguments)
        assert ended.code == 0
        assert f"The Xero login of {NAME} ends on 2026-05-01 unless it is used before" in ended.err
    assert axtui("profiles", "show", "demo").err == ""
