"""`axtui doctor`: the same value as lines and as JSON, and an exit code that says whether to read on."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from configs import MINIMAL

from axtui.__main__ import open_demo
from axtui.cli import run
from axtui.cli.requests import AppRequest, Common
from axtui.core.errors import ExitCode
from axtui.services.surroundings import Surroundings


@pytest.fixture
def own(surroundings: Surroundings, tmp_path: Path) -> Surroundings:
    """A home with the least configuration, all of whose secrets are set."""
    surroundings.config_file.parent.mkdir(mode=0o700)
    surroundings.config_file.write_text(MINIMAL, encoding="ascii")
    surroundings.config_file.chmod(0o600)
    names = ("AT_SECRET", "AT_CODE", "XERO_SECRET")
    return replace(surroundings, env={"HOME": str(tmp_path), **dict.fromkeys(names, "hunter2")})


def _doctor(at: Surroundings, *more: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = run(["doctor", *more], surroundings=at, stdout=out, stderr=err)
    return code, out.getvalue(), err.getvalue()


def test_a_sound_installation_ends_with_0(own: Surroundings) -> None:
    """Everything goes to stdout: it is data."""
    code, out, err = _doctor(own)
    assert (code, err) == (ExitCode.DONE, "")
    assert out.startswith("Nothing needs a look.\n\nVersions\n  axtui ")
    assert "\nLast runs of acme\n" in out
    assert "hunter2" not in out


def test_what_needs_a_look_ends_with_1(own: Surroundings) -> None:
    """A configuration that no other command would run with is just that here."""
    own.config_file.write_text(f"them = 'nord'\n{MINIMAL}", encoding="ascii")
    code, out, _ = _doctor(own)
    assert code == ExitCode.FOUND
    assert out.splitlines()[:2] == [
        "1 thing needs a look:",
        "  !! Configuration, them: is not known; did you mean `theme`?",
    ]


def test_the_demo_is_sound_although_nobody_is_signed_in(own: Surroundings) -> None:
    """Its second profile is for trying `axtui login`, and forgets the login when it ends."""
    out, err = io.StringIO(), io.StringIO()
    code = run(["doctor", "--demo"], surroundings=own, stdout=out, stderr=err, open_demo=open_demo)
    assert code == ExitCode.DONE, out.getvalue()
    assert "Profile demo\n" in out.getvalue()
    assert "demo-person" not in out.getvalue()


@pytest.mark.fault("B08")
def test_programs_get_one_object_in_ascii(own: Surroundings) -> None:
    """The same facts; whatever somebody put into a variable is inert on a terminal, too."""
    hostile = {"TERM": "x\x1b[2J\x9b\x7f\u202e"}
    code, out, _ = _doctor(replace(own, env={**own.env, **hostile}), "--json")
    assert code == ExitCode.DONE
    assert out.isascii()
    assert out.endswith("\n")
    assert out.removesuffix("\n").isprintable()
    document = json.loads(out)
    assert document["problems"] == 0
    terminal = next(section for section in document["sections"] if section["title"] == "Terminal")
    assert {
        "label": "TERM",
        "value": "x␛[2J\N{REPLACEMENT CHARACTER}␡\N{REPLACEMENT CHARACTER}",
        "source": None,
        "problem": None,
    } in terminal["facts"]


def test_a_profile_that_is_named_is_said_to_be(own: Surroundings) -> None:
    """The flag overrules the default one."""
    _, out, _ = _doctor(own, "--profile", "acme")
    assert "  default_profile  acme  (flag)\n" in out


def test_what_the_app_s_flags_overrule_is_known_by_key() -> None:
    """The same words as on the configuration screen; a flag that is not given overrules nothing."""
    assert AppRequest().overruled == {}
    flags = AppRequest(common=Common(profile="acme"), ascii=True, mouse=False, theme="nord").overruled
    assert flags == {"ascii": "yes", "mouse": "no", "theme": "nord", "default_profile": "acme"}


def test_an_unknown_profile_is_a_mistake_of_the_command_line(own: Surroundings) -> None:
    """With the names that there are."""
    code, _, err = _doctor(own, "--profile", "bolt")
    assert code == ExitCode.USAGE
    assert "Profiles: acme." in err
