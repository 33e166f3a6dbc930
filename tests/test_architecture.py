"""The plan of the house, held up by tests: who may import whom, a pure core, and doors that start quickly."""

import ast
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

_ROOT = Path(__file__).resolve().parent.parent
_CORE = sorted((_ROOT / "axtui" / "core").rglob("*.py"))

_PURE = (
    "__future__",
    "array",
    "axtui.core",
    "base64",
    "bisect",
    "codecs",
    "collections",
    "csv",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "heapq",
    "io",
    "itertools",
    "json",
    "math",
    "operator",
    "rapidfuzz",
    "re",
    "regex",
    "string",
    "typing",
    "unicodedata",
    "urllib.parse",
    "weakref",
)
"""What the core may import: itself, the standard library's pure part, likeness of texts, and patterns that
take a timeout."""
_IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "__import__"})


@pytest.fixture
def loggers_kept() -> Iterator[None]:
    """Take back that the linter, when it configures its own, disables every logger that there is."""
    yield
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False


@pytest.mark.usefixtures("loggers_kept")
def test_every_import_contract_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contracts of pyproject.toml are kept, every layer included."""
    monkeypatch.chdir(_ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("path", _CORE, ids=lambda path: path.stem)
def test_the_core_is_pure(path: Path) -> None:
    """A core module imports from the allow-list only, and neither waits, prints, opens nor keeps globals."""
    assert not list(_impurities(ast.parse(path.read_text(encoding="utf-8"))))


def test_the_core_has_modules() -> None:
    """The search for core modules finds some: a moved folder would make the rule above hold for nothing."""
    assert {"report", "search", "text"} <= {path.stem for path in _CORE}


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import collections, socket",
        "from pathlib import Path",
        "from axtui.services import config",
        "from . import x",
        "def f():\n    import asyncio",
        "async def f(): ...",
        "def f():\n    global x",
        "print('x')",
        "open('x')",
        "import regexes",
    ],
)
def test_an_impure_core_is_noticed(source: str) -> None:
    """The rule itself works."""
    assert list(_impurities(ast.parse(source)))


@pytest.mark.parametrize(
    "modules",
    [
        "axtui.cli",
        "axtui.__main__",
        "axtui.services.reporting",
        "axtui.demo",
        "axtui.cli.changing_profiles, axtui.cli.doctor, axtui.cli.profiles, axtui.cli.purge",
        "axtui.services.crash_reports, axtui.services.log_file, axtui.services.process_guard",
    ],
)
def test_a_headless_start_brings_nothing_that_takes_long(modules: str) -> None:
    """A fresh interpreter that imports the door, or a command that asks no server, has loaded none of it."""
    assert (
        _loaded_after(f"import {modules}") & {"textual", "httpx", "msgspec", "rapidfuzz", "keyring"} == set()
    )


def test_the_version_is_answered_with_next_to_nothing() -> None:
    """`--version` imports neither the parser nor anything that would make it wait."""
    script = "from axtui.__main__ import main; main(['--version'])"
    assert _loaded_after(script) & {"argparse", "asyncio", "tomllib", "regex", "axtui.cli"} == set()


def _loaded_after(script: str) -> set[str]:
    code = f"import sys\n{script}\nprint('\\n' + ' '.join(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own words
    return set(done.stdout.splitlines()[-1].split())


def _impurities(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (name.name for name in node.names if not _is_pure(name.name))
            case ast.ImportFrom():
                if node.level or not _is_pure(node.module or ""):
                    yield f"from {'.' * node.level}{node.module}"
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith() | ast.Global():
                yield type(node).__name__
            case ast.Call(func=ast.Name(id=name)) if name in _IMPURE_CALLS:
                yield f"{name}()"


def _is_pure(module: str) -> bool:
    return any(module == allowed or module.startswith(f"{allowed}.") for allowed in _PURE)
