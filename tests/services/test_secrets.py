"""One resolver per kind of source: what is accepted, and a message of its own for each way to fail."""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from configs import env_secret, plain_secret, profile
from faults.figures import Figure

from axtui.core.errors import ConfigError
from axtui.core.secret import Secret
from axtui.services.config import SecretKind, SecretSource
from axtui.services.secret_places import SecretPlace, secret_variables
from axtui.services.secrets import PATIENCE, resolve
from axtui.services.sides import autotask_settings
from axtui.services.surroundings import real_surroundings
from axtui.services.typed_secrets import TypedSecrets

_CANARY = "canary-7f3a"


def _at(source: SecretSource) -> SecretPlace:
    return SecretPlace(profile="acme", key="autotask.secret", source=source)


def _resolved(
    source: SecretSource,
    *,
    env: Mapping[str, str],
    withheld: frozenset[str] = frozenset(),
    patience: float = PATIENCE,
    given_up: Callable[[], bool] = lambda: False,
) -> Secret:
    typed = TypedSecrets()
    return resolve(_at(source), env=env, typed=typed, withheld=withheld, patience=patience, given_up=given_up)


def _command(*words: str) -> SecretSource:
    return SecretSource(kind=SecretKind.COMMAND, command=words)


def _printing(script: str) -> SecretSource:
    return _command("sh", "-c", script)


def _refusal(source: SecretSource, env: Mapping[str, str] | None = None, *, patience: float = 60.0) -> str:
    with pytest.raises(ConfigError) as caught:
        _resolved(source, env={} if env is None else env, patience=patience)
    assert _CANARY not in str(caught.value)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_a_plain_secret_is_itself() -> None:
    """It stands in the configuration."""
    assert _resolved(plain_secret(_CANARY), env={}).reveal() == _CANARY


def test_a_secret_never_prints() -> None:
    """What comes out is wrapped."""
    secret = _resolved(plain_secret(_CANARY), env={})
    assert f"{secret} {secret!r}" == "*** ***"


def test_a_secret_of_the_environment() -> None:
    """Of the environment that is handed in, not of the process."""
    assert _resolved(env_secret("AT_SECRET"), env={"AT_SECRET": _CANARY}).reveal() == _CANARY


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({}, "variable AT_SECRET is not set"),
        ({"AT_SECRET": ""}, "variable AT_SECRET is empty"),
        ({"AT_SECRET": f"{_CANARY}\n{_CANARY}"}, "several lines"),
        ({"AT_SECRET": f" {_CANARY}"}, "begins or ends with a space"),
        ({"AT_SECRET": f"{_CANARY}\x1b[2J"}, "control character"),
        ({"AT_SECRET": f"{_CANARY}\udcff"}, "control character"),
    ],
)
def test_a_bad_variable_is_named(env: Mapping[str, str], says: str) -> None:
    """The name, and never the value."""
    assert says in _refusal(env_secret("AT_SECRET"), env)


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_systemd_credential_is_read_without_its_line_end(tmp_path: Path, ending: str) -> None:
    """Files that people write end in one."""
    (tmp_path / "at").write_bytes(f"{_CANARY}{ending}".encode())
    source = SecretSource(kind=SecretKind.CREDENTIAL, name="at")
    assert _resolved(source, env={"CREDENTIALS_DIRECTORY": str(tmp_path)}).reveal() == _CANARY


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "No such file"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"\xff", "not UTF-8"),
        (b"a\nb\n", "several lines"),
        (b"a\n\n", "several lines"),
        (bytes(65 * 1024), "larger than 64 KiB"),
    ],
)
def test_a_bad_credential_is_named(tmp_path: Path, data: bytes | None, says: str) -> None:
    """With the system's reason where it cannot be read."""
    if data is not None:
        (tmp_path / "at").write_bytes(data)
    source = SecretSource(kind=SecretKind.CREDENTIAL, name="at")
    said = _refusal(source, {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert "systemd credential at" in said
    assert says in said


@pytest.mark.parametrize(
    ("value", "next_step"),
    [
        (None, "another source"),
        ("", "another source"),
        ("a\nb", "head -n 1"),
        (" a", "stand there alone"),
    ],
)
def test_a_bad_secret_comes_with_a_next_step(value: str | None, next_step: str) -> None:
    """Whoever reads the message knows what to do."""
    with pytest.raises(ConfigError) as caught:
        _resolved(env_secret("AT_SECRET"), env={} if value is None else {"AT_SECRET": value})
    assert next_step in caught.value.hint


def test_a_credential_needs_systemd() -> None:
    """Outside of a unit the directory is not set."""
    said = _refusal(SecretSource(kind=SecretKind.CREDENTIAL, name="at"))
    assert "CREDENTIALS_DIRECTORY is not set" in said


@pytest.mark.parametrize("ending", ["", "\\n", "\\r\\n"])
def test_a_command_prints_the_secret(ending: str) -> None:
    """One line end is not part of it."""
    assert _resolved(_printing(f"printf '{_CANARY}{ending}'"), env={}).reveal() == _CANARY


@pytest.mark.fault("A07")
@pytest.mark.parametrize(
    ("script", "says"),
    [
        (f"echo {_CANARY}; exit 1", "failed with exit code 1"),
        (f"echo {_CANARY}; kill -9 $$", "was ended by signal SIGKILL"),
        (f"echo {_CANARY}; kill -40 $$", "was ended by signal 40"),
        ("true", "printed is empty"),
        ("echo", "printed is empty"),
        (f"echo {_CANARY}; echo url: x", "printed has several lines"),
        (f"printf '{_CANARY}\\033[2J'", "control character"),
        ("printf '\\377'", "printed is not UTF-8"),
        (f"head -c 1048576 /dev/zero | tr '\\000' x; echo {_CANARY}", "more than 64 KiB"),
        (f"echo {_CANARY} >&2; exit 3", "failed with exit code 3"),
        (f"echo {_CANARY}; read answer", "failed with exit code 1"),
        (f"echo {_CANARY}; read answer < /dev/tty", "failed with exit code"),
    ],
)
def test_a_command_that_prints_no_secret_is_named(script: str, says: str, figure: Figure) -> None:
    """Each way to fail has its own message, which names the command and never what it printed."""
    said = _refusal(_printing(script), dict(os.environ))
    assert "command sh" in said
    assert says in said
    figure(says, "in words")


@pytest.mark.fault("A07")
def test_a_command_that_is_not_there() -> None:
    """It is named, so that a slip shows."""
    assert "secret command no-such-command was not found" in _refusal(_command("no-such-command", _CANARY))


@pytest.mark.fault("A07")
def test_a_command_that_may_not_be_run(tmp_path: Path) -> None:
    """A file without the execute bit."""
    path = tmp_path / "secret"
    path.write_text("#!/bin/sh\necho x\n", encoding="utf-8")
    assert "cannot be run: Permission denied" in _refusal(_command(str(path)))


def test_a_command_of_a_strange_name_is_shown_with_stand_ins() -> None:
    """It comes from a file that others may have written."""
    assert "␛[2J was not found" in _refusal(_command("\x1b[2J"))


@pytest.mark.fault("A07")
def test_a_command_that_does_not_end_is_ended(tmp_path: Path) -> None:
    """With all its children, and without its output."""
    said = _refusal(_printing(f"echo {_CANARY}; sleep 1000 & sleep 1000"), dict(os.environ), patience=0.0)
    assert "did not end in time" in said


@pytest.mark.parametrize("script", ["sleep 1000", "exec >&-; sleep 1000"])
def test_a_command_that_nobody_waits_for_is_ended(script: str) -> None:
    """Also one that prints no more."""
    with pytest.raises(ConfigError):
        _resolved(_printing(script), env=dict(os.environ), given_up=lambda: True)


async def test_a_read_that_ends_takes_its_secret_command_with_it(tmp_path: Path) -> None:
    """Otherwise the process would wait for the command, for up to a minute."""
    note = tmp_path / "pid"
    command = ("sh", "-c", f"echo $$ > {note}.new; mv {note}.new {note}; exec sleep 1000")
    with_command = profile(secret=_command(*command))
    reading = asyncio.create_task(autotask_settings(with_command, real_surroundings()))
    while not note.exists():  # noqa: ASYNC110  # another process makes it, and tells nobody
        await asyncio.sleep(0.01)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await asyncio.get_running_loop().shutdown_default_executor()
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text(encoding="ascii")), 0)


def test_a_child_that_stays_behind_is_not_waited_for() -> None:
    """A key agent started by the command keeps its output open for as long as it lives."""
    source = _printing(f"echo {_CANARY}; exec sleep 5 >&1 & exit 0")
    assert _resolved(source, env=dict(os.environ)).reveal() == _CANARY


def test_there_is_no_shell(tmp_path: Path) -> None:
    """Words are arguments, whatever stands in them."""
    script = "import sys; print(sys.argv[1])"
    source = _command(sys.executable, "-c", script, "$HOME;`x`")
    assert _resolved(source, env={}).reveal() == "$HOME;`x`"


def test_a_command_sees_the_environment_without_our_secrets() -> None:
    """It needs a PATH and a HOME, and nothing that another source gives."""
    env = {**os.environ, "XERO_SECRET": "xero-hush", "PASSWORD_STORE_DIR": "/srv/pass"}
    script = 'echo "$PASSWORD_STORE_DIR,${XERO_SECRET-none}"'
    assert (
        _resolved(_printing(script), env=env, withheld=frozenset({"XERO_SECRET"})).reveal()
        == "/srv/pass,none"
    )


def test_the_secrets_of_a_profile_are_known_by_variable() -> None:
    """They are what a command does not get to see."""
    assert secret_variables(profile()) == {"AT_SECRET", "AT_CODE", "XERO_SECRET"}
    assert secret_variables(profile(secret=plain_secret("x"))) == {"AT_CODE", "XERO_SECRET"}


def test_a_command_that_prints_no_more_and_does_not_end_is_ended() -> None:
    """What it has printed is no secret until it has ended well."""
    said = _refusal(_printing(f"echo {_CANARY}; exec >&-; sleep 60"), dict(os.environ), patience=0.3)
    assert "did not end in time" in said
