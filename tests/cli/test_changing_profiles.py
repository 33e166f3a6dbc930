"""`axtui profiles add` and `remove`, and what a command asks for: answers of a person, one after another."""

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pytest
from configs import config
from faults.figures import Figure
from pty_driver import OnPty, environment
from vault import Vault

from axtui.cli import run
from axtui.cli.parser import build_parser
from axtui.core.errors import ConfigError
from axtui.services.config import Config, SecretKind, SecretSource, load, save
from axtui.services.sides import autotask_settings
from axtui.services.surroundings import Surroundings

_CANARY: Final = "canary-that-was-typed"


@dataclass(slots=True)
class _Person:
    """Answers in order, and remembers what was asked unseen."""

    answers: list[str]
    asked: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def line(self, question: str) -> str:
        self.asked.append(question)
        return self.answers.pop(0)

    def hidden(self, question: str) -> str:
        self.unseen.append(question)
        return self.answers.pop(0)


def _done(argv: Sequence[str], person: _Person | None, around: Surroundings) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    code = run(argv, surroundings=around, stdout=out, stderr=err, find_asker=lambda: person)
    return code, out.getvalue() + err.getvalue()


def _keyring(service: str) -> SecretSource:
    return SecretSource(kind=SecretKind.KEYRING, name=service)


def test_a_profile_is_asked_for_and_written(surroundings: Surroundings) -> None:
    """Each answer by the rules of the file; each secret goes where the person says, unseen."""
    keyring = Vault()
    around = replace(surroundings, open_keyring=lambda: keyring)
    person = _Person(
        [
            *("not a name", "acme", "", "api@acme.example"),
            *("9", "3", "", _CANARY),  # the keyring, under its usual name
            *("6", "1AT", "6", "AT_CODE"),  # a variable, after a name that is none
            *("browser", "", "client-id"),
            *("4", f" {_CANARY}", "5"),  # in this file, where it has a space; so typed each time
            "yes",
        ]
    )
    code, said = _done(["profiles", "add"], person, around)
    assert (code, person.answers) == (0, []), said
    assert _CANARY not in said
    assert len(person.unseen) == 2
    assert said.startswith("profiles.not a name: this name cannot be used: a profile's name is ")
    assert "axtui check --profile acme" in said
    assert said.count("What a program prints") == 1, "what a place means is told once"
    assert said.count("  1 from a command, 2 systemd credential, ") == 2
    written = load(around.config_file).profile("acme")
    assert written.autotask.secret == _keyring("axtui-acme")
    assert written.autotask.integration_code == SecretSource(kind=SecretKind.ENV, name="AT_CODE")
    assert written.xero.client_secret == SecretSource(kind=SecretKind.PROMPT)
    assert keyring.entries == {("axtui-acme", "autotask.secret"): _CANARY}


def test_a_profile_of_a_person_has_no_client_secret(surroundings: Surroundings) -> None:
    """It signs in by browser; without a yes nothing is written."""
    answers = ["api@acme.example", "5", "5", "pkce", "client-id"]
    assert _done(["profiles", "add", "acme"], _Person([*answers, "no"]), surroundings)[0] == 0
    assert not surroundings.config_file.exists()
    code, said = _done(["profiles", "add", "acme"], _Person([*answers, "y"]), surroundings)
    assert code == 0
    assert "axtui login --profile acme" in said
    assert load(surroundings.config_file).profile("acme").xero.client_secret is None


def test_a_name_that_is_taken_is_refused(surroundings: Surroundings) -> None:
    """Before anything is asked."""
    save(config("acme"), surroundings.config_file)
    code, said = _done(["profiles", "add", "acme"], _Person([]), surroundings)
    assert (code, "a profile acme already" in said) == (2, True)


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["profiles", "add"], "there is none"),
        (["profiles", "remove", "acme"], "With --yes"),
        (["profiles", "remove"], "Which profile?"),
        (["profiles", "show", "acme", "--yes"], "--yes is for"),
        (["profiles", "add", "--demo"], "there is none"),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(
    argv: list[str], says: str, surroundings: Surroundings
) -> None:
    """With what to do instead."""
    save(config("acme"), surroundings.config_file)
    if "--demo" in argv:
        says = "The demo's profiles are its own"
    code, said = _done(argv, None, surroundings)
    assert (code, says in said) == (2, True), said


def test_a_profile_goes_with_its_entries_in_the_keyring(surroundings: Surroundings) -> None:
    """But for those that another profile names too; the configuration of before stays."""
    keyring = Vault({("mine", "autotask.secret"): "x", ("shared", "autotask.secret"): "y"})
    around = replace(surroundings, open_keyring=lambda: keyring)
    first, second, third = config("one", "two", "three").profiles
    first = replace(first, autotask=replace(first.autotask, secret=_keyring("mine")))
    second = replace(second, autotask=replace(second.autotask, secret=_keyring("shared")))
    third = replace(third, autotask=replace(third.autotask, secret=_keyring("shared")))
    kept = Config(profiles=(first, second, third))
    save(replace(kept, settings=replace(kept.settings, default_profile="one")), around.config_file)
    assert _done(["profiles", "remove", "one"], _Person(["no"]), around)[0] == 0
    assert len(load(around.config_file).profiles) == 3
    code, said = _done(["profiles", "remove", "one"], _Person(["yes"]), around)
    assert (code, "Removed from the keyring: service mine" in said) == (0, True), said
    assert _done(["profiles", "remove", "two", "--yes"], None, around)[0] == 0
    assert [each.name for each in load(around.config_file).profiles] == ["three"]
    assert keyring.entries == {("shared", "autotask.secret"): "y"}


def test_a_keyring_that_is_gone_is_named_as_left(surroundings: Surroundings) -> None:
    """The profile goes all the same."""

    def none() -> Vault:
        raise OSError

    around = replace(surroundings, open_keyring=none)
    [profile] = config("one").profiles
    profile = replace(profile, autotask=replace(profile.autotask, secret=_keyring("mine")))
    save(Config(profiles=(profile,)), around.config_file)
    code, said = _done(["profiles", "remove", "one", "--yes"], None, around)
    assert (code, "Left in the keyring: service mine" in said) == (0, True), said


@pytest.mark.parametrize("command", [["check"], ["report"]])
def test_without_a_terminal_a_secret_cannot_be_typed(command: list[str], surroundings: Surroundings) -> None:
    """Said before anything is sent, as a trouble of the configuration."""
    _with_prompt(surroundings)
    code, said = _done(command, None, surroundings)
    assert (code, "autotask.secret of the profile acme has to be typed" in said) == (78, True), said


async def test_without_a_word_of_the_person_a_read_says_so_too(surroundings: Surroundings) -> None:
    """Whoever forgot to ask."""
    with pytest.raises(ConfigError, match="nobody to ask"):
        await autotask_settings(_with_prompt(surroundings).profiles[0], surroundings)


def _with_prompt(around: Surroundings) -> Config:
    [profile] = config("acme").profiles
    prompt = SecretSource(kind=SecretKind.PROMPT)
    found = Config(profiles=(replace(profile, autotask=replace(profile.autotask, secret=prompt)),))
    save(found, around.config_file)
    return found


@pytest.mark.fault("A06")
@pytest.mark.parametrize("ending", ["typed", "ctrl+c"])
def test_a_secret_is_typed_unseen(ending: str, tmp_path: Path, figure: Figure) -> None:
    """Also when ctrl+c ends it: then the echo is back; never from what is piped in.

    Keys that would stop the program with the echo off do nothing, and lines that were pasted behind the
    secret are not left to the shell.
    """
    around = tmp_path / "config.toml"
    [profile] = config("acme").profiles
    prompt = SecretSource(kind=SecretKind.PROMPT)
    save(
        Config(profiles=(replace(profile, autotask=replace(profile.autotask, secret=prompt)),)),
        around,
    )
    env = environment(tmp_path, AXTUI_CONFIG=str(around))
    what_is_left = "was=$(stty -g); stty -icanon min 0 time 0; cat; stty $was"
    command = f'echo from-a-pipe | "$0" -m axtui check; code=$?; {what_is_left}; exit $code'
    with OnPty("-c", command, sys.executable, env=env, cwd=tmp_path, program="/bin/sh") as terminal:
        terminal.wait_for("autotask.secret of the profile acme (not shown):")
        terminal.press(f"\x1c\x1a\x15{_CANARY}\rrest of {_CANARY}\r" if ending == "typed" else "\x03")
        assert terminal.exit_code() == (1 if ending == "typed" else 130)
        assert _CANARY.encode() not in terminal.sent
        assert terminal.line_settings() == terminal.line_settings_before
        assert b"(not shown): \r\n" in terminal.sent
    figure("echo", 0)


@pytest.mark.fault("A04")
def test_no_option_takes_a_secret(figure: Figure) -> None:
    """A command line can be read by everybody on the host: what could be one is refused, unrepeated."""
    words = _options(build_parser())
    assert "--profile" in words
    suspicious = [word for word in words if any(part in word for part in ("secret", "pass", "token", "code"))]
    assert suspicious == []
    figure("options", len(suspicious))


def _options(parser: object) -> set[str]:
    found: set[str] = set()
    for action in getattr(parser, "_actions", ()):
        found |= set(action.option_strings)
        for command in (action.choices or {}).values() if isinstance(action.choices, dict) else ():
            found |= _options(command)
    return found


@pytest.mark.fault("A04")
def test_a_secret_that_is_given_as_an_option_is_not_repeated(surroundings: Surroundings) -> None:
    """Neither of both forms."""
    for argv in (["check", f"--secret={_CANARY}"], ["report", "--client-secret", _CANARY]):
        code, said = _done(argv, None, surroundings)
        assert (code, "does not know" in said, _CANARY in said) == (2, True, False)


@pytest.mark.fault("A01")
@pytest.mark.parametrize("how", ["0644", "0640", "link", "fifo", "open directory", "another owner"])
def test_an_unsafe_configuration_file_sends_nothing(
    how: str, surroundings: Surroundings, figure: Figure
) -> None:
    """It ends with 78, and with the line that puts it right where one does."""
    file = surroundings.config_file
    file.parent.mkdir(parents=True)
    text = f'[profiles.acme.autotask]\nusername = "a"\nsecret = "{_CANARY}"\n'
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    _make_unsafe(file, how)
    code, said = _done(["check"], None, surroundings)
    assert (code, _CANARY in said) == (78, False)
    wanted = {
        "0644": "chmod 600",
        "0640": "chmod 600",
        "link": "symbolic link",
        "fifo": "not a regular file",
        "open directory": "chmod o-w",
        "another owner": "belongs to another user",
    }
    assert wanted[how] in said
    figure(f"requests, {how}", 0)


def _make_unsafe(file: Path, how: str) -> None:
    match how:
        case "0644" | "0640":
            file.chmod(int(how, 8))
        case "link":
            file.symlink_to(file.rename(file.with_name("elsewhere")))
        case "fifo":
            file.unlink()
            os.mkfifo(file)
        case "open directory":
            file.parent.chmod(0o777)
        case "another owner":
            if os.geteuid() != 0:
                pytest.skip("only root can give a file away")
            os.chown(file, 65534, -1)
