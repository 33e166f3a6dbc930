"""Only two modules make files: one names them when they are whole, one adds to logs that are locked."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import axtui

_ROOT = Path(axtui.__file__).parent
_MAKERS = {"partial_files.py", "locked_file.py"}
_MAKING = frozenset({"write_text", "write_bytes", "touch", "mkstemp", "NamedTemporaryFile", "O_CREAT"})
_MODES = frozenset("wax")


def test_no_other_module_makes_files() -> None:
    """Whoever writes goes through them, and has what they promise; the imitation uses nothing of ours."""
    others = [
        path
        for path in _ROOT.rglob("*.py")
        if path.name not in _MAKERS and _ROOT / "demo" not in path.parents
    ]
    assert len(others) > 100
    assert {path.name: list(_made_in(path.read_text(encoding="utf-8"))) for path in others} == {
        path.name: [] for path in others
    }


@pytest.mark.parametrize(
    "source",
    ["path.write_text(x)", "open(p, 'w')", "p.open('ab')", "p.open(mode='x')", "os.open(p, os.O_CREAT)"],
)
def test_a_maker_of_files_is_noticed(source: str) -> None:
    """The rule above would hold for anything if it saw nothing."""
    assert list(_made_in(source))


def test_reading_is_no_making() -> None:
    """Nor is writing to what has been made."""
    assert not list(_made_in("open(p); p.open('rb'); p.open('r+b'); sys.stdout.write('w'); p.read_text()"))


def _made_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Name) and _name_of(node) in _MAKING:
            yield ast.unparse(node)
        if isinstance(node, ast.Call) and _name_of(node.func) == "open" and any(map(_is_mode, _words(node))):
            yield ast.unparse(node)


def _name_of(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def _words(call: ast.Call) -> Iterator[object]:
    for each in (*call.args, *(keyword.value for keyword in call.keywords)):
        yield each.value if isinstance(each, ast.Constant) else None


def _is_mode(word: object) -> bool:
    return isinstance(word, str) and len(word) <= 3 and bool(_MODES & set(word))
