"""What is documented exists, and what exists is documented."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from axtui.cli.parser import build_parser, parse
from axtui.core.errors import ExitCode
from axtui.core.notes import Note
from axtui.demo.fault_rows import setup_of
from axtui.services.config import KEYS

_ROOT = Path(__file__).resolve().parent.parent
_README = (_ROOT / "README.md").read_text(encoding="utf-8")
_FOR_USERS, _, _FOR_CONTRIBUTORS = _README.partition("## Working on it")
"""The second part names flags of other programs."""


def _parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of every command, the app's own under an empty name."""
    top = build_parser()
    found = {"": top}
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


_PARSERS = _parsers()
_ACTIONS = [
    pytest.param(action, id=f"{name or 'axtui'} {'/'.join(action.option_strings) or action.dest}")
    for name, parser in _PARSERS.items()
    for action in parser._actions
]


def _code_of_readme() -> Iterator[str]:
    """Yield every line of a shell block and every code span of the part for users."""
    for block in re.findall(r"```sh\n(.*?)```", _FOR_USERS, re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", _FOR_USERS, flags=re.DOTALL))


@pytest.mark.parametrize("action", _ACTIONS)
def test_every_flag_has_help(action: argparse.Action) -> None:
    """Nothing on the command line is left to be guessed."""
    assert action.help or isinstance(action, argparse._SubParsersAction)


@pytest.mark.parametrize("action", _ACTIONS)
def test_every_flag_is_in_the_readme(action: argparse.Action) -> None:
    """The README names each flag, by its long form at least."""
    flags = [flag for flag in action.option_strings if flag.startswith("--")]
    assert all(re.search(rf"{flag}\b(?!-)", _FOR_USERS) for flag in flags)


@pytest.mark.parametrize("name", [name for name in _PARSERS if name])
def test_every_command_is_in_the_readme_with_an_example(name: str) -> None:
    """Each command stands in a shell block of the README, and its help has examples."""
    assert any(line.startswith(f"axtui {name}") for line in _code_of_readme())
    assert f"axtui {name}" in (_PARSERS[name].epilog or "")


def test_every_flag_of_the_readme_exists() -> None:
    """The README promises no flag that is not there."""
    known = {flag for parser in _PARSERS.values() for flag in parser._option_string_actions}
    assert set(re.findall(r"--[a-z][a-z-]*[a-z]", _FOR_USERS)) <= known


def test_every_command_of_the_readme_exists() -> None:
    """The README promises no command that is not there."""
    named = {match[1] for line in _code_of_readme() if (match := re.match(r"axtui ([a-z]+)", line))}
    assert named == {name for name in _PARSERS if name}


def test_every_example_of_the_readme_parses() -> None:
    """What people copy from the README is a correct command line."""
    for line in _code_of_readme():
        _parse_example(line)


@pytest.mark.parametrize("name", _PARSERS)
def test_every_example_of_the_help_parses(name: str) -> None:
    """So is what people copy from the help; COMMAND stands for any."""
    for line in (_PARSERS[name].epilog or "").replace("COMMAND", "check").splitlines():
        _parse_example(line.strip())


def _parse_example(line: str) -> None:
    """Parse a line that calls axtui, without what the shell does around it and what stands beside it."""
    if line.startswith("axtui ") and "--help" not in line:
        call = re.split(r" [>|]|   ", line)[0]
        parse(shlex.split(call, comments=True)[1:])


def test_every_exit_code_is_in_the_readme() -> None:
    """The table of exit codes is complete."""
    table = _FOR_USERS.partition("| exit code |")[2]
    listed = {
        int(code) for cell in re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE) for code in cell.split(",")
    }
    assert listed == {int(code) for code in ExitCode}


def test_every_note_is_in_the_readme() -> None:
    """The table of notes is complete."""
    assert all(f"| `{note}` |" in _FOR_USERS for note in Note)


def test_every_key_of_the_readme_exists() -> None:
    """The README promises no setting that is not there."""
    named = {word for span in _code_of_readme() for word in re.findall(r"^[a-z]+(?:_[a-z]+)+\b", span)}
    assert "redirect_port" in named
    assert named <= {key.name for key in KEYS}


def test_every_fault_of_the_readme_exists() -> None:
    """What contributors copy sets a switch of the imitation."""
    faults = re.findall(r"`((?:[DE]\d\d|udf-|zone-)[a-z0-9-]*)`", _FOR_CONTRIBUTORS)
    flags = re.findall(r"--(?:demo-)?fault ([A-Za-z0-9@-]+)", _FOR_CONTRIBUTORS)
    assert faults
    assert flags
    setup_of([*faults, *flags])


def test_every_bench_is_in_the_readme_and_every_script_named_there_exists() -> None:
    """Whoever wants a figure finds the command; a bench says how it is run."""
    scripts = set(re.findall(r"python (tests/[a-z_/]+\.py)", _FOR_CONTRIBUTORS))
    assert all((_ROOT / script).is_file() for script in scripts)
    benches = {
        f"tests/bench/{path.name}"
        for path in (_ROOT / "tests" / "bench").glob("*.py")
        if f"python tests/bench/{path.name}" in path.read_text(encoding="utf-8")
    }
    assert len(benches) > 1
    assert benches <= scripts


def test_the_gate_finds_the_test_command() -> None:
    """The command that `.ci/run` takes from the README stands where it looks for it, on one line."""
    block = re.search(r"^<!-- test command -->\n```sh\n(.*)\n```$", _README, re.MULTILINE)
    assert block is not None
    assert ".venv/bin/pytest" in block[1]


def test_every_room_is_in_the_readme_and_every_module_named_there_exists() -> None:
    """Who reads how it is put together finds each room, and nothing that has moved away."""
    house = _README.partition("### How it is put together")[2]
    rooms = {path.parent.name for path in (_ROOT / "axtui").glob("*/__init__.py")}
    assert rooms == set(re.findall(r"`axtui/([a-z]+)/`", house))
    modules = re.findall(r"`(?:axtui/)?((?:[a-z]+/)?[a-z_]+\.py)`", house)
    assert modules
    for name in modules:
        assert any(path.match(name) for top in ("axtui", "tests") for path in (_ROOT / top).rglob("*.py")), (
            name
        )
