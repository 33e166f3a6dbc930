"""The search for canaries itself: it finds them where they must not be, and only there."""

import subprocess
import sys
from pathlib import Path

import pytest
from faults.canaries import hits_in_files, hits_in_process, secrets_in

from axtui.demo import credentials

_SECRETS = (
    credentials.AUTOTASK_SECRET,
    credentials.AUTOTASK_INTEGRATION_CODE,
    credentials.XERO_CLIENT_SECRET,
    f"{credentials.XERO_CLIENT_ID}:{credentials.XERO_CLIENT_SECRET}",
    "demo-access-token-7",
    "demo-refresh-token-7",
)
_PERSON = "ann@badclose.example"


@pytest.mark.parametrize("secret", _SECRETS)
def test_a_secret_in_a_log_is_found(tmp_path: Path, secret: str) -> None:
    """Each of the six, in the middle of other text."""
    (tmp_path / "axtui.log").write_text(f"sent {secret}.")
    assert hits_in_files([tmp_path]) == [f"a secret in {tmp_path / 'axtui.log'}"]
    assert secrets_in(secret.encode("utf-16-le"))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("state/crashes/x.txt", _PERSON, "a person"),
        ("cache/snapshots/x", _PERSON, ""),
        ("x.csv", _PERSON, ""),
        ("x.csv", _SECRETS[0], "a secret"),
        ("cache/snapshots/x", _SECRETS[0], "a secret"),
        ("state/tokens/acme.json", _SECRETS[-1], ""),
        ("config.toml", _SECRETS[0], ""),
        ("axtui.log", credentials.AUTOTASK_USERNAME, ""),
    ],
)
def test_what_may_stand_where(tmp_path: Path, name: str, text: str, why: str) -> None:
    """Secrets in configurations and logins, people in the cache and in data, and nothing anywhere else."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert hits_in_files([tmp_path]) == ([f"{why} in {path}"] if why else [])
    assert hits_in_files([tmp_path], since=path.stat().st_mtime + 1) == []


@pytest.mark.parametrize("place", ["argv", "environ", "child"])
def test_a_secret_in_a_process_is_found(place: str) -> None:
    """In its command line, in its environment, and in those of a process that it has started."""
    waits, half = "import sys; print(flush=True); sys.stdin.read()", len(_SECRETS[0]) // 2
    whole = f"{_SECRETS[0][:half]!r} + {_SECRETS[0][half:]!r}"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {waits!r}, {whole}])"
    argv = {"argv": [waits, _SECRETS[0]], "environ": [waits], "child": [starts]}
    with subprocess.Popen(  # noqa: S603  # our own words
        [sys.executable, "-c", *argv[place]],
        env={"CANARY": _SECRETS[0] if place == "environ" else ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        hits = hits_in_process(process.pid)
        process.communicate()
    assert len(hits) == 1
    assert ("environ" if place == "environ" else "cmdline") in hits[0]
