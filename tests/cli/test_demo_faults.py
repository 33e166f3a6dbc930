"""`--demo-fault`: the demo fails as it was told, on every command."""

import io
import os

import pytest

from axtui.__main__ import _open_app, open_demo
from axtui.cli import run
from axtui.cli.parser import parse
from axtui.cli.requests import Common
from axtui.core.errors import UsageError
from axtui.services.surroundings import Surroundings


@pytest.fixture
def ended(surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run the program over its demo; return the exit code, stdout and stderr."""

    def ended(*argv: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        code = run(argv, surroundings=surroundings, stdout=out, stderr=err, open_demo=open_demo)
        return code, out.getvalue(), err.getvalue()

    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    return ended


def check(ended: object, *names: str) -> tuple[int, str, str]:
    """Test the connections of a demo with these faults."""
    assert callable(ended)
    flags = [part for name in names for part in ("--demo-fault", name)]
    code, out, err = ended("check", "--demo", *flags)
    return code, out, err


def test_faults_stand_in_their_order() -> None:
    """One flag each, before or after the command."""
    flags = ["--demo", "--demo-fault", "E01", "--demo-fault", "D19"]
    assert parse(["report", *flags]).common.demo_faults == ("E01", "D19")
    assert parse([*flags, "check"]).common == Common(demo=True, demo_faults=("E01", "D19"))


def test_a_fault_needs_the_demo() -> None:
    """A real run never fails on purpose, and a flag that does nothing is a mistake."""
    with pytest.raises(UsageError, match="--demo-fault needs --demo"):
        parse(["report", "--demo-fault", "E01"])


def test_a_fault_is_felt(ended: object) -> None:
    """On the side that it names alone."""
    code, out, _err = check(ended, "D09-refused@xero")
    assert code == 1
    assert "Xero      !!" in out
    assert "Autotask  !!" not in out


def test_an_unknown_fault_names_the_nearest(ended: object) -> None:
    """With the exit code of a wrong command line."""
    code, out, err = check(ended, "D08-503-twise")
    assert (code, out) == (2, "")
    assert "`D08-503-twise`" in err
    assert "`D08-503-twice`" in err


@pytest.mark.parametrize(("name", "code"), [("nonsense", 2), ("list", 0)])
def test_the_app_does_not_open_for_what_is_no_fault(name: str, code: int, surroundings: Surroundings) -> None:
    """The complaint, or the list, is for the command line; on a screen it would be gone."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["--demo", "--demo-fault", name]
    ended = run(argv, surroundings=surroundings, stdout=out, stderr=err, open_app=_open_app)
    assert ended == code
    assert ("no fault" in err.getvalue()) is (code == 2)


def test_the_faults_can_be_listed(ended: object) -> None:
    """Instead of whatever the command would do."""
    code, out, err = check(ended, "list")
    assert (code, err) == (0, "")
    assert "\nD08-503-twice " in out


def test_tls_and_a_proxy_hold_for_the_demo_alone(ended: object) -> None:
    """The environment is as it was afterwards, whether there was a proxy before or not."""
    for name in ("D21", "D22-works"):
        assert check(ended, name)[0] == 0
        assert os.environ["HTTPS_PROXY"] == "http://proxy.example:3128"
        assert "SSL_CERT_FILE" not in os.environ
    assert check(ended, "D20-untrusted")[0] == 1
