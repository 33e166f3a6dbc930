"""What is installed is pinned to the version, and what silences a check says why."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ROOT: Final = Path(__file__).resolve().parent.parent
_PINS: Final = (_ROOT / ".ci" / "constraints.txt").read_text(encoding="ascii")
_PROJECT: Final[dict[str, Any]] = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_SOURCES: Final = sorted(path for room in ("axtui", "tests") for path in (_ROOT / room).rglob("*.py"))
_SILENCERS: Final = {
    "noqa": re.compile(r"# noqa: ?[A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*  # \S"),
    "type: ignore": re.compile(r"# type: ignore\[[a-z, -]+\]  # \S"),
    "pragma: no": re.compile(r"# pragma: no (cover|branch)  # \S"),
    "fmt:": re.compile(r"# fmt: skip"),
}
"""How each may be written: for one rule, and with its reason behind it. Layout needs none."""


def _pinned() -> dict[str, str]:
    lines = [line for line in _PINS.splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


def _direct() -> Iterator[Requirement]:
    """Yield what pyproject.toml asks for: to run, to test, to develop, to build."""
    project = _PROJECT["project"]
    for group in (project["dependencies"], *project["optional-dependencies"].values()):
        yield from map(Requirement, group)
    yield from map(Requirement, _PROJECT["build-system"]["requires"])


def _needed(asked: Iterator[Requirement]) -> set[str]:
    """Return the names of all of it, and of what that needs in its turn as far as it is installed here."""
    names: set[str] = set()
    waiting = list(asked)
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        if name not in names:
            names.add(name)
            waiting += _requirements_of(each)
    return names


def _requirements_of(of: Requirement) -> Iterator[Requirement]:
    try:
        listed = distribution(of.name).requires or ()
    except PackageNotFoundError:  # an extra that is not installed here
        return
    extras = of.extras or {""}
    for each in map(Requirement, listed):
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in extras):
            yield each


def test_everything_that_is_installed_is_pinned() -> None:
    """One version each, so that what was audited is what runs."""
    assert _needed(_direct()) - _pinned().keys() == set()


def test_every_pin_is_one_version() -> None:
    """No range, no comment beside it, no name twice, and versions that the ranges of pyproject.toml take."""
    lines = [line for line in _PINS.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", line) for line in lines)
    pinned = _pinned()
    assert len(pinned) == len(lines)
    outside = [str(each) for each in _direct() if pinned[canonicalize_name(each.name)] not in each.specifier]
    assert not outside


@pytest.mark.parametrize("silencer", _SILENCERS)
def test_what_silences_a_check_names_the_rule_and_the_reason(silencer: str) -> None:
    """A security finding that was waved through can be read up where it stands."""
    rule = _SILENCERS[silencer]
    comment = re.compile(rf"# ?{silencer}")
    bare = [
        f"{path.relative_to(_ROOT)}:{number}"
        for path in _SOURCES
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if comment.search(line) and not rule.search(line)
    ]
    assert not bare


def test_security_rules_are_on() -> None:
    """For the program without exception; tests may assert, and hold invented secrets."""
    lint = _PROJECT["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert not [rule for rule in lint["ignore"] if re.fullmatch(r"S[0-9]+", rule)]
    assert lint["per-file-ignores"].keys() == {"tests/**"}
